"""The people who answer: their accounts, organs and sessions, and the record of what they did."""
