"""Answers collected without names: studies, their waves, invitations, and what came back."""
