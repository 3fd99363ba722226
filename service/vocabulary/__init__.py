"""The office's own words, replies, topics and sites, which lie over those that we ship."""
