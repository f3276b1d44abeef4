"""Every address of the installation as programs know it: a page, a file, a deed, or not for them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from mentorway.web.api.analysis import views
from mentorway.web.api.rules.scopes import areas

# Addresses that programs do not reach with a token, and why. Names are patterns.
EXCEPTIONS: Final[Mapping[str, str]] = {
    "home": "a page that is put together from others",
    "search": "a page that is put together from lists, each of which programs search by its words",
    "help*": "how people use the pages; what programs do is said in the description of this API",
    "health": "open to everybody without a token",
    "ready": "open to everybody without a token",
    "metrics": "for programs that watch the installation, by a key of their own",
    "security_txt": "open to everybody without a token",
    "scim:*": "an API of its own, for directories, with the scope people:write",
    "robots": "open to everybody without a token",
    "site_map*": "open to everybody without a token",
    "issuer_document": "open to everybody without a token",
    "site:*": "open to everybody without a token",
    "account_*": "signing in and passwords are for people: who steals a token must not get further",
    "mfa_*": "the second step is for people",
    "socialaccount_*": "signing in with an organisation is for people",
    "saml*": "signing in with an organisation is for people",
    "openid*": "signing in with an organisation is for people",
    "accounts:language": "it only sets a cookie; the profile has the language",
    "network:take_second_step": "it weakens how somebody signs in, so a person does it",
    "api:tokens": "a token must not make, see or revoke tokens",
    "api:new_token": "a token must not make, see or revoke tokens",
    "api:revoke_token": "a token must not make, see or revoke tokens",
    "api:guide": "open to everybody without a token",
    "api:openapi": "open to everybody without a token",
    "api:unknown": "what programs get that ask for nothing that is there",
    "api:v1:*": "the API itself",
}
CONVERTED: Final = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
SECRETS: Final = frozenset({"link", "token", "sign", "code", "key"})  # arguments that open a public address


@dataclass(frozen=True)
class Argument:
    """A part of an address that changes from row to row."""

    name: str
    kind: str


@dataclass(frozen=True)
class Place:
    """An address: its name, the activity that it belongs to, its arguments, and what is behind it."""

    name: str
    app: str
    route: str
    arguments: tuple[Argument, ...]
    view: Callable[..., Any]

    @property
    def is_public(self) -> bool:
        """Whether people without an account may come here."""
        return not getattr(self.view, "login_required", True)

    @property
    def has_own_secret(self) -> bool:
        """Whether knowing the address opens it, to people of a cohort, a round or a study."""
        return self.is_public and any(one.name in SECRETS for one in self.arguments)

    @property
    def reads(self) -> bool:
        """Whether it can be looked at."""
        return "GET" in views.methods_of(self.view)

    @property
    def is_deed(self) -> bool:
        """Whether something is done here by who is signed in."""
        return "POST" in views.methods_of(self.view) and not self.is_public

    @property
    def is_file(self) -> bool:
        """Whether looking at it gives a file."""
        return self.reads and views.gives_file(self.view)

    @property
    def words(self) -> str:
        """What it is, in words: what the view says about itself, or else its name."""
        own = self.name.rpartition(":")[2].replace("_", " ")
        return views.words_of(self.view) or f"{own[:1].upper()}{own[1:]}."

    def scope(self, way: str) -> str:
        """The scope that a token needs here."""
        return f"{self.app}:{way}"


def reason(place: Place) -> str:
    """Return why programs do not reach an address, or nothing if they do."""
    if place.has_own_secret:
        return "its own secret address opens it, without an account"
    if place.is_public and not place.reads:
        return "people without an account send it"
    if views.asks_who_it_is(place.view):
        return "it asks once more who it is, which a program cannot answer"
    return next((why for pattern, why in EXCEPTIONS.items() if fnmatchcase(place.name, pattern)), "")


@cache
def places() -> Mapping[str, Place]:
    """Return every address that programs reach, by its name."""
    known = {area.app for area in areas()}
    return {
        one.name: one
        for one in every_place()
        if one.app in known and not reason(one) and (one.reads or one.is_deed)
    }


@cache
def every_place() -> tuple[Place, ...]:
    """Return every address that has a name."""
    return tuple(sorted(_walk(get_resolver(), "", ""), key=lambda one: one.name))


def _walk(resolver: URLResolver, names: str, before: str) -> Iterator[Place]:
    for one in resolver.url_patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _walk(one, f"{names}{one.namespace}:" if one.namespace else names, route)
        elif isinstance(one, URLPattern) and one.name:
            name = f"{names}{one.name}"
            yield Place(name, name.partition(":")[0], route, _arguments(one, route), one.callback)


def _arguments(pattern: URLPattern, route: str) -> tuple[Argument, ...]:
    if not isinstance(pattern.pattern, RoutePattern):
        return tuple(Argument(name, "str") for name in pattern.pattern.regex.groupindex)
    return tuple(Argument(found["name"], found["kind"] or "str") for found in CONVERTED.finditer(route))
