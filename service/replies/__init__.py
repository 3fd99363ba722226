"""Replies: drafted on evidence, checked by a second person, sent, and taken into the knowledge."""
