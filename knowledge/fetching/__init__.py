"""Fetching pages from the web, politely and only from public addresses."""
