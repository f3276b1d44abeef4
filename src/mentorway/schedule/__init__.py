"""Plans: when work can be done, what decides the end, who is overloaded, and how sure the dates are."""
