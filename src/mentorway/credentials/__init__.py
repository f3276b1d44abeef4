"""Certificates that travel: micro-credentials, Open Badges 3.0 with a proof, revocation, offline checks."""
