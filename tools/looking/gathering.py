"""Which pages there are: links are followed from the first page, and one page of each kind is kept."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import lxml.html

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

LET_BE = frozenset({"account_logout", "accounts:language", "health", "ready", "metrics"})


@dataclass(frozen=True)
class Answer:
    """What the server said to an address."""

    path: str
    html: str | None  # None where it is no page, or none for this person


@dataclass
class Gathering:
    """The pages that one person can reach. ``each``: of how many pages of a kind the fullest is kept."""

    ask: Callable[[str], Answer]
    kind: Callable[[str], str | None]
    each: int = 2
    fullest: dict[str, Answer] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # kind -> an address of it, seen by this person
    _asked: dict[str, int] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def walk(self, starts: list[str]) -> Iterator[str]:
        """Follow links from ``starts``; yield each kind that is asked for."""
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            kind = self.kind(path)
            if path in self._seen or kind is None or kind in LET_BE or self._is_enough(kind):
                continue
            self._seen.add(path)
            yield kind
            waiting.extend(self._look(kind, path))

    def _is_enough(self, kind: str) -> bool:
        return self._asked.get(kind, 0) >= self.each

    def _look(self, kind: str, path: str) -> list[str]:
        answer = self.ask(path)
        self._asked[kind] = self._asked.get(kind, 0) + 1
        if answer.html is None:
            self._asked[kind] = self.each  # files and refusals are the same the next time
            return []
        kept = self.fullest.get(kind)
        if kept is None or len(answer.html) > len(kept.html or ""):
            self.fullest[kind] = answer
        found = links(answer.html, answer.path)
        for one in found:
            if name := self.kind(one):
                self.links.setdefault(name, one)
        return found


def links(html: str, path: str) -> list[str]:
    """Return the addresses of this site that a page leads to, without questions and anchors.

    Forms are not followed: they may change something. Following a link never does.

    >>> links('<a href="/b/?page=2#x">b</a> <a href="c/">c</a> <a href="https://e.org/">e</a>', "/a/")
    ['/b/', '/a/c/']
    """
    if not html.strip():
        return []
    here = "http://here" + path
    found = []
    for one in lxml.html.document_fromstring(html).iter("a"):
        parts = urlsplit(urljoin(here, one.get("href") or "#"))
        if parts.netloc == "here" and parts.path != path:
            found.append(parts.path)
    return list(dict.fromkeys(found))


def in_language(path: str, language: str, languages: Collection[str]) -> str:
    """Return the address in another language, where the address says the language.

    >>> in_language("/lt/results/", "fi", {"lt", "fi"}), in_language("/study/", "fi", {"lt", "fi"})
    ('/fi/results/', '/study/')
    """
    first, rest = path[1:].split("/", 1) if path.count("/") > 1 else ("", "")
    return f"/{language}/{rest}" if first in languages else path
