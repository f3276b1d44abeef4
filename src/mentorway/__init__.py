"""Run a mentoring programme across organisations and borders, and know whether it works."""

__version__ = "0.1.0"
