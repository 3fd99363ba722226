"""A file's way into the store: found, read in a process of its own, recorded, reported."""
