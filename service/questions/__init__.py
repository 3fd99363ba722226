"""Questions that documents answer word for word, offered to whoever types or has just asked."""
