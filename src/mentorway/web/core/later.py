"""Addresses of an activity that are loaded with the first of them that somebody asks for.

Django loads every module of addresses, and so all that pages need, for the first address that a page writes.
A page only writes a few, and to write one its route and its name are enough. ``serve`` notes these in a file
(`noted`); whoever is given that file (MENTORWAY_ADDRESSES) writes addresses and loads nothing behind them.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver, path
from django.urls.resolvers import RoutePattern
from django.utils.translation import get_language

FILE: Final = "MENTORWAY_ADDRESSES"
ALWAYS_THERE: Final = frozenset({"django.urls.converters", "mentorway.web.core.converters"})
Route = tuple[str, str, dict[str, str]]  # how it is written, its name, values that it has always


class Later(URLResolver):
    """The addresses below ``route``, which have a namespace of their own."""

    def __init__(self, route: str, module: str, namespace: str) -> None:
        pattern = RoutePattern(route, is_endpoint=False)
        super().__init__(pattern, module, app_name=namespace, namespace=namespace)

    @property
    def is_loaded(self) -> bool:
        """Whether the pages are there already."""
        return "urlconf_module" in vars(self)

    @property
    def url_patterns(self) -> Any:
        """The addresses: for writing them where that is noted, else as they are."""
        routes = None if self.is_loaded else _notes().get(str(self.namespace))
        if routes is None:
            return getattr(self.urlconf_module, "urlpatterns", self.urlconf_module)
        return [path(route, nothing, always, name=name) for route, name, always in routes]

    def resolve(self, path: str) -> Any:
        """Load what is behind the addresses, if ``path`` is one of them."""
        if self.pattern.match(path):
            self.urlconf_module  # noqa: B018 - from here on the addresses are as they are
        return super().resolve(path)

    def _populate(self) -> None:
        """Do nothing when whoever stands above looks through all addresses."""

    def _load(self) -> None:
        if get_language() not in self._reverse_dict:
            super()._populate()

    @property
    def reverse_dict(self) -> Any:
        self._load()
        return super().reverse_dict

    @property
    def namespace_dict(self) -> Any:
        self._load()
        return super().namespace_dict

    @property
    def app_dict(self) -> Any:
        self._load()
        return super().app_dict


def nothing(_request: HttpRequest, **_values: Any) -> HttpResponse:
    """Stand for a page whose address is only written."""
    raise Http404


def noted() -> dict[str, list[Route]]:
    """Return routes with names of every namespace whose addresses are all simple."""
    found = {}
    for one in get_resolver().url_patterns:
        if isinstance(one, Later):
            patterns: Any = getattr(one.urlconf_module, "urlpatterns", one.urlconf_module)
            routes = list(_routes(patterns))
            if None not in routes:
                found[str(one.namespace)] = [route for route in routes if route]
    return found


def _routes(
    patterns: Iterable[Any], before: str = "", always: Mapping[str, Any] = MappingProxyType({})
) -> Iterator[Route | None]:
    """Yield what each address needs for being written; None for one that is not simple."""
    for one in patterns:
        route, below = f"{before}{one.pattern}", isinstance(one, URLResolver)
        more = {**always, **(one.default_kwargs if below else one.default_args)}
        if (
            not isinstance(one.pattern, RoutePattern)
            or getattr(one, "namespace", None)
            or not _is_simple(one)
        ):
            yield None
        elif below:
            yield from _routes(one.url_patterns, route, more)
        else:
            # Nobody writes an address by what is not a word: such values are for the page alone.
            yield (route, one.name, {key: value for key, value in more.items() if type(value) is str})


def _is_simple(one: Any) -> bool:
    """Whether an address is written with converters that are always there."""
    converters = {type(each).__module__ for each in one.pattern.converters.values()}
    is_named = isinstance(one, URLResolver) or bool(one.name)
    return is_named and converters <= ALWAYS_THERE


def load_all() -> None:
    """Load the pages behind all addresses, as the parent of many processes does for them."""
    for one in get_resolver().url_patterns:
        if isinstance(one, Later):
            one.urlconf_module  # noqa: B018 - that loads it


def note(file: Path) -> None:
    """Write all routes into a file, whole or not at all."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(noted()), encoding="utf-8")
    new.replace(file)


@cache
def _notes() -> dict[str, list[Route]]:
    file = os.environ.get(FILE, "")
    try:
        found: dict[str, list[Route]] = json.loads(Path(file).read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    return found
