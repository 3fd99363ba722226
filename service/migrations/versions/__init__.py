"""One revision of the schema a file; each names the one before it."""
