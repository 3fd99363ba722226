"""The console: server-rendered pages on which staff work."""
