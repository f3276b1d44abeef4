"""Asking the API as a program of somebody does."""

import json

from django.test import Client
from django.urls import reverse

from mentorway.web.api.actions import tokens
from mentorway.web.api.rules.scopes import scopes_of

ROOT = "/api/v1/"


def token_for(user, *scopes, days=30):
    """Return a secret of a new token; without scopes, one that reaches everything the person can give."""
    _row, secret = tokens.make(
        user, name="Test", scopes=scopes or scopes_of(user), days=days, link="https://example.org/"
    )
    return secret


def headers(secret):
    return {"authorization": f"Bearer {secret}"}


def ask(user, path, *, scopes=(), **query):
    """Return the status and what was answered."""
    response = Client().get(f"{ROOT}{path}", query, headers=headers(token_for(user, *scopes)))
    return response.status_code, told(response)


def do(user, name, arguments=None, fields=None, *, scopes=(), **more):
    """Do a deed, and return the status and what was answered."""
    return sent(
        token_for(user, *scopes), name, {"arguments": arguments or {}, "fields": fields or {}}, **more
    )


def sent(secret, name, body, **more):
    response = Client(raise_request_exception=False).post(
        f"{ROOT}deeds/{name}/",
        body if isinstance(body, str | bytes) else json.dumps(body),
        content_type=more.pop("content_type", "application/json"),
        headers={**headers(secret), **more},
    )
    return response.status_code, told(response)


def told(response):
    if response.headers.get("Content-Type", "").partition(";")[0].endswith("json"):
        return json.loads(response.content)
    return response


def address(name, **arguments):
    return reverse(f"api:v1:{name}", kwargs=arguments)
