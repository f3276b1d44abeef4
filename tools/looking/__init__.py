"""Look at the pages of a served installation as a careful person does; `tools/look_at_pages.py` runs it."""
