"""Finding passages: analysis, search engines, and the index that follows the store."""
