"""What the office knows: documents, their parts and passages, and whether they are in force."""
