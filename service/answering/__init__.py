"""From a question to an answer: screening, retrieval, extraction, confidence. No Flask here."""
