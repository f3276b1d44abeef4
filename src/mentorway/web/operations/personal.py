"""Nothing is kept here: tables of others are read."""

PERSONAL = ()
