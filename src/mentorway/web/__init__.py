"""The web application: Django settings, addresses and one app for each activity."""
