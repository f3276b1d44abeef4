"""What programs can do here, read from the addresses, views and forms of the installation itself."""
