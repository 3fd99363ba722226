"""Trying questions out: what is found and why, an office's own judged cases, and how they fare."""
