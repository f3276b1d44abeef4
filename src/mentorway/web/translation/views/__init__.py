"""Pages of the workbench; every one is told whose texts it is about."""
