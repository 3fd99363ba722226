"""Keeping the documents true: who keeps which, corrections, validity, relations, drafts."""
