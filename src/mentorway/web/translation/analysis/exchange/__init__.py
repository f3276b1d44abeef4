"""Texts to be translated, as files for translators' programs, and back again."""
