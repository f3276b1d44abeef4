"""Pages of a list: what was searched for, in which order, and which page."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest

ON_A_PAGE = 20
LONGEST_WORDS = 200


def words_of(request: HttpRequest) -> str:
    """Return what was searched for."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_WORDS]


def choice_of(request: HttpRequest, name: str, allowed: Collection[str], *, usual: str = "") -> str:
    """Return what the address says about ``name``, if that is one of ``allowed``; else ``usual``."""
    wanted = request.GET.get(name, "")
    return wanted if wanted in allowed else usual


def number_in(text: str, digits: int = 18) -> int | None:
    """Return the number that an address names; None for what is none, or has more ``digits`` than any row.

    >>> number_in("42"), number_in("-1"), number_in("٤٢"), number_in("9" * 5000)
    (42, None, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def query_of(chosen: Mapping[str, str]) -> str:
    """Return what the links to other pages carry on: the choices, ready for ``page=`` to follow.

    >>> query_of({"q": "ąžuolas", "state": ""}), query_of({})
    ('q=%C4%85%C5%BEuolas&', '')
    """
    kept = {name: value for name, value in chosen.items() if value}
    return f"{urlencode(kept)}&" if kept else ""


def first_of(rows: Any, most: int = ON_A_PAGE) -> dict[str, Any]:
    """Return the first of ``rows`` as ``found``, and whether there are more: another word finds them.

    >>> first_of([1, 2, 3], 2)
    {'found': [1, 2], 'has_more': True}
    """
    found = list(rows[: most + 1])
    return {"found": found[:most], "has_more": len(found) > most}


def paged(
    request: HttpRequest, rows: Any, *, chosen: Mapping[str, str] | None = None, size: int = ON_A_PAGE
) -> dict[str, Any]:
    """Return what components/pagination.html needs: the wanted page of ``rows``, and ``query``.

    ``chosen`` holds the choices that the links keep, by the name they have in the address.
    """
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    return {"page": page, "query": query_of(chosen or {})}
