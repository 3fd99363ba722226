"""What a document says of itself: title, number, organs, days, validity, references."""
