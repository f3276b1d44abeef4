"""Questionnaires: what they ask, their translations, and where their questions come from."""
