"""Ranking beyond the engine's own score: candidates, their features, and learned weights."""
