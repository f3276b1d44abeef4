"""How the installation is, and what it does by itself."""
