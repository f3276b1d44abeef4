"""A training programme as plain values, and what is made of it: cartridge, books, package."""
