"""What citizens reach: the JSON API and the pages."""
