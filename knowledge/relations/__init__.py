"""How documents are related, end and change one another: found when asked, decided by staff."""
