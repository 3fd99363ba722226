"""Sources shown to people as they came, made harmless, with places of what was read marked."""
