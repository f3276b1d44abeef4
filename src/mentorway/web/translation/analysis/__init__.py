"""Texts, how far each is, files of them: what the pages of the workbench show and its actions store."""
