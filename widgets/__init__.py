"""Static files of the citizen's pages; `service` locates them and nothing is imported here."""
