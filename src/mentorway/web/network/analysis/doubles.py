"""Which partners may be the same organisation, named twice."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final
from urllib.parse import urlsplit

from django.core.cache import cache

from mentorway.web.core.folding import fold

# Words that say what an organisation is in law, folded; the same house is written with and without them.
LEGAL: Final = frozenset(
    [
        *("ab", "abp", "ag", "aps", "as", "asa", "asbl", "bv", "co", "company", "corporation", "ehf", "eood"),
        *("gmbh", "hb", "hf", "ik", "inc", "kb", "kft", "ky", "lda", "limited", "llc", "llp", "ltd", "mb"),
        *("nv", "oo", "ou", "oy", "oyj", "plc", "rf", "ry", "sa", "sarl", "sia", "sl", "spa", "srl", "sro"),
        *("tmi", "uab", "ug", "vsi", "zs"),
    ]
)
DOTTED: Final = re.compile(r"\b(\w)[./](?=\w\b)")
# Websites on which many organisations have a page: they say nothing about who is who.
SHARED: Final = (
    *("facebook.com", "linkedin.com", "instagram.com", "wordpress.com", "blogspot.com", "wixsite.com"),
    *("google.com", "github.io", "weebly.com", "europa.eu", "youtube.com", "x.com", "twitter.com"),
)
ALIKE: Final = 0.88  # share of letters in the same order from which two names are alike
PIECES: Final = 0.72  # share of common pairs of letters below which nobody need look closer
BLOCK_LETTERS: Final = 3
WINDOW: Final = 40  # neighbours that a name is compared with where very many begin alike
MOST_ON_A_SITE: Final = 6  # more than these on one website are parts of something larger
BITS: Final = 1009
A_DAY: Final = 86_400
Block = tuple[str, str, tuple[str, ...]]


class Why(StrEnum):
    """What makes two partners look like one."""

    NAME = "name"
    WEBSITE = "website"
    LETTERS = "letters"


@dataclass(frozen=True)
class Known:
    """What is compared: its key, the country, the name without legal form, the website's host."""

    pk: int
    country: str
    core: str
    host: str
    pieces: int = field(default=0, compare=False)

    @classmethod
    def of(cls, pk: int, name: str, country: str, website: str) -> "Known":
        """Return what is compared of a partner."""
        core = core_of(name)
        return cls(pk, country, core, host_of(website), _pieces(core))

    @property
    def block(self) -> Block:
        """Names that are compared letter by letter: same country, same beginning, same numbers in them."""
        numbers = tuple(word for word in self.core.split() if word.isdigit())
        return self.country, self.core[:BLOCK_LETTERS], numbers


@dataclass(frozen=True)
class Likely:
    """Two partners that may be one, smaller key first, why, and how alike their names are (0 to 1)."""

    first: int
    second: int
    why: Why
    score: float


@lru_cache(maxsize=50_000)
def core_of(name: str) -> str:
    """Return a name folded and without the words of legal forms.

    >>> core_of("UAB „Ąžuolas“"), core_of("Azuolas A/S"), core_of("Oy Ab")
    ('azuolas', 'azuolas', 'oy ab')
    """
    words = fold(DOTTED.sub(r"\1", name)).split()
    return " ".join([word for word in words if word not in LEGAL] or words)


def host_of(website: str) -> str:
    """Return whose website an address is on, or nothing where many share one.

    >>> host_of("https://www.Example.org/en"), host_of("https://fi.linkedin.com/company/x"), host_of("")
    ('example.org', '', '')
    """
    try:
        host = (urlsplit(website).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return "" if any(host == one or host.endswith(f".{one}") for one in SHARED) else host


def _pieces(core: str) -> int:
    """Return the pairs of letters in a name as bits of one number."""
    found = 0
    for first, second in pairwise(core):
        found |= 1 << ((ord(first) * 31 + ord(second)) % BITS)
    return found


def likeness(first: Known, second: Known) -> float:
    """Return how alike two names are, 0 where they are not alike enough to matter."""
    total = first.pieces.bit_count() + second.pieces.bit_count()
    if not total or 2 * (first.pieces & second.pieces).bit_count() < PIECES * total:
        return 0.0
    score = SequenceMatcher(None, first.core, second.core, autojunk=False).ratio()
    return score if score >= ALIKE else 0.0


class Index:
    """The partners by what may give a double away."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self.by_host: dict[str, list[Known]] = defaultdict(list)
        self.by_block: dict[Block, list[Known]] = defaultdict(list)
        for one in known:
            self.add(one)

    def add(self, one: Known) -> None:
        """Let ``one`` be found, too."""
        self.by_name[one.country, one.core].append(one)
        self.by_block[one.block].append(one)
        if one.host:
            self.by_host[one.host].append(one)

    def like(self, asked: Known, most: int = 5) -> list[Likely]:
        """Return the partners that ``asked`` may be, the likeliest first."""
        found: dict[int, Likely] = {}
        for one in self.by_name.get((asked.country, asked.core), ()):
            found[one.pk] = Likely(asked.pk, one.pk, Why.NAME, 1.0)
        for one in self.by_host.get(asked.host, ())[:most]:
            found.setdefault(one.pk, Likely(asked.pk, one.pk, Why.WEBSITE, ALIKE))
        for one in self.by_block.get(asked.block, ()):
            if one.pk not in found and (score := likeness(asked, one)):
                found[one.pk] = Likely(asked.pk, one.pk, Why.LETTERS, score)
        return sorted(found.values(), key=lambda one: -one.score)[:most]


def likely(known: Iterable[Known], *, apart: Iterable[tuple[int, int]] = ()) -> list[Likely]:
    """Return the pairs that may be doubles, but for those told apart, the likeliest first."""
    index, found = Index(known), dict.fromkeys(apart)
    pairs: list[Likely] = []
    for one in _pairs(index):
        if (one.first, one.second) not in found:
            found[one.first, one.second] = None
            pairs.append(one)
    return sorted(pairs, key=lambda one: (-one.score, one.first, one.second))


def of_rows(rows: Iterable[tuple[int, str, str, str]], apart: Iterable[tuple[int, int]]) -> list[Likely]:
    """Return the likely doubles among rows of key, name, country and website."""
    return likely((Known.of(*row) for row in rows), apart=apart)


def count(
    stamp: str,
    rows: Callable[[], Iterable[tuple[int, str, str, str]]],
    apart: Callable[[], Iterable[tuple[int, int]]],
) -> int:
    """Return how many likely doubles there are, counted once for each ``stamp``."""
    key = f"network:doubles:{stamp}"
    known = cache.get(key)
    if known is None:
        known = len(of_rows(rows(), apart()))
        cache.set(key, known, A_DAY)
    return int(known)


def _pairs(index: Index) -> Iterator[Likely]:
    for group in index.by_name.values():
        yield from (_pair(one, other, Why.NAME, 1.0) for one, other in combinations(group, 2))
    for group in index.by_host.values():
        if len(group) <= MOST_ON_A_SITE:
            yield from (_pair(one, other, Why.WEBSITE, ALIKE) for one, other in combinations(group, 2))
    for group in index.by_block.values():
        for one, other in _neighbours(group):
            if one.core != other.core and (score := likeness(one, other)):
                yield _pair(one, other, Why.LETTERS, score)


def _neighbours(group: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    """Give every pair of a small group; of a large one, those that stand near in the alphabet."""
    ordered = sorted(group, key=lambda one: one.core)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + WINDOW]:
            yield one, other


def _pair(one: Known, other: Known, why: Why, score: float) -> Likely:
    return Likely(min(one.pk, other.pk), max(one.pk, other.pk), why, score)
