"""How large a change chance alone makes, by dealing the groups anew."""
