"""Consultations (咨询): numbers, query codes, due dates and records. No Flask here."""
