"""Drafts, texts, files: what a questionnaire's pages show and its actions store."""
