"""Reading the store, in functions named for the question they answer."""
