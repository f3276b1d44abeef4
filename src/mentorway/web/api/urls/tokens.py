"""Addresses of a person's own tokens."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.api.views import tokens

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /api/
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.new_token, name="new_token"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="revoke_token"),
]
