"""OpenID Connect, with what allauth leaves out: the signature is always checked, and so is the nonce."""
