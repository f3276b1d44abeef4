"""What is shown of the installation, in plain values."""
