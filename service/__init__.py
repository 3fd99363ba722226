"""Asking and answering: the pipeline of answers, consultations, the API and the pages."""
