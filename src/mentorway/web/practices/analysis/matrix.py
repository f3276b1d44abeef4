"""Countries, sectors and challenges: counted once and kept, then shown for any sector and kind."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import get_language

import mentorway
from mentorway.evidence.comparisons.proportions import Proportion, wilson
from mentorway.figures import figure, percent
from mentorway.web.network.models import Country, Sector
from mentorway.web.practices.models import Challenge, ChallengeFinding
from mentorway.web.practices.queries import matrix as queries

FEWEST = 5  # materials below which no share is given
STEPS = 5  # of colour
SCHEMA = 1
Result = dict[str, Any]
Named = tuple[str, str]


def count() -> tuple[Result, str]:
    """Count what is decided now; return the result and the fingerprint of what it was counted from."""
    examples = queries.only_examples()
    materials = queries.material_rows(examples=examples)
    codebook = queries.codebook()
    pairs = queries.named(examples=examples)
    result = {
        "schema": SCHEMA,
        "examples": examples and bool(materials),
        "totals": _totals(materials),
        "cells": _cells(materials, pairs, {one.pk: str(one.token) for one in codebook}),
        "challenges": [_entry(one) for one in codebook],
        "agreement": _agreement(codebook, examples=examples),
        "watermark": queries.watermark(),
        "versions": {"mentorway": mentorway.__version__},
    }
    return result, _fingerprint(materials, pairs, codebook)


def _totals(materials: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for _key, _token, *place, people in materials:
        one = found[tuple(place)]
        one[0] += 1
        one[1] += people
    return [[*place, *numbers] for place, numbers in sorted(found.items())]


def _cells(
    materials: Sequence[tuple[Any, ...]], pairs: Sequence[queries.Named], tokens: Mapping[int, str]
) -> list[list[Any]]:
    about = {key: (tuple(place), people) for key, _token, *place, people in materials}
    found: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for material, challenge in pairs:
        if challenge in tokens:
            place, people = about[material]
            one = found[*place, tokens[challenge]]
            one[0] += 1
            one[1] += people
    return [[*place, *numbers] for place, numbers in sorted(found.items())]


def _entry(challenge: Challenge) -> dict[str, Any]:
    return {
        "token": str(challenge.token),
        "names": challenge.names,
        "definition": challenge.definition,
        "revision": challenge.revision,
        "retired": challenge.is_retired,
        "part": challenge.parent_id is not None,
    }


def _agreement(codebook: Sequence[Challenge], *, examples: bool) -> dict[str, Any]:
    """Return how often both coders, or only one, saw each challenge."""
    by_coder = queries.codes_by_coder(examples=examples)
    agreed = queries.codes_agreed(examples=examples)
    found = {}
    for one in codebook:
        both = agreed.get(one.pk, 0)
        alone = [by_coder.get((one.pk, place), 0) - both for place in (1, 2)]
        if both or any(alone):
            found[str(one.token)] = [both, *alone]
    return {"passages": queries.passage_count(examples=examples), "challenges": found}


def _fingerprint(
    materials: Sequence[tuple[Any, ...]], pairs: Sequence[queries.Named], codebook: Sequence[Challenge]
) -> str:
    digest = hashlib.sha256()
    tokens = {one.pk: f"{one.token} {one.revision}" for one in codebook}
    names: dict[int, str] = {}
    for key, token, *rest in materials:
        names[key] = str(token)
        digest.update(f"{token} {' '.join(map(str, rest))}\n".encode())
    for material, challenge in pairs:
        digest.update(f"{names[material]} {tokens.get(challenge, '-')}\n".encode())
    return digest.hexdigest()


def is_current(finding: ChallengeFinding) -> bool:
    """Whether nothing that was counted has changed since."""
    kept: bool = finding.result["watermark"] == queries.watermark()
    return kept


@dataclass(frozen=True)
class Cell:
    """How many materials of one place name a challenge, out of how many, and how many people spoke."""

    n: int
    total: int
    people: int
    query: str = ""

    @cached_property
    def share(self) -> Proportion | None:
        """The share with its interval; none where there are too few."""
        return wilson(self.n, self.total) if self.total >= FEWEST else None

    @property
    def is_few(self) -> bool:
        """Whether there is material, but too little to give a share."""
        return 0 < self.total < FEWEST

    @property
    def step(self) -> int:
        """The step of colour, from 0 to STEPS."""
        return 0 if self.share is None else min(STEPS, int(self.share.value * STEPS + 0.999))

    @property
    def percent(self) -> str:
        """The share as it is read."""
        return percent(self.share.value, get_language() or "en") if self.share else ""

    @property
    def interval(self) -> str:
        """The interval as it is read, in percent."""
        return interval_in_percent(self.share) if self.share else ""


def interval_in_percent(share: Proportion) -> str:
    """Return the ends of an interval in percent: ``[19–81]``."""
    language = get_language() or "en"
    return f"[{figure(100 * share.low, 0, language)}–{figure(100 * share.high, 0, language)}]"


@dataclass(frozen=True)
class Column:
    """One country, or one sector of it."""

    country: str
    sector: str
    materials: int
    people: int

    @property
    def is_few(self) -> bool:
        """Whether there is too little material to give shares."""
        return self.materials < FEWEST

    @property
    def country_name(self) -> str:
        return str(Country(self.country).label)

    @property
    def sector_name(self) -> str:
        return str(Sector(self.sector).label) if self.sector else ""


@dataclass(frozen=True)
class Row:
    """One challenge over all columns, and over all of them together."""

    token: str
    name: str
    is_part: bool
    is_retired: bool
    cells: Sequence[Cell]
    whole: Cell


class Counted:
    """What was counted, for one sector and kind or for all of them."""

    def __init__(self, result: Result, sector: str = "", kind: str = "") -> None:
        self.result, self.sector, self.kind = result, sector, kind
        self._totals = self._summed(result["totals"])
        self._cells = self._summed(result["cells"])

    def _summed(self, rows: Sequence[Sequence[Any]]) -> dict[tuple[str, ...], tuple[int, int]]:
        """Return numbers by country, sector and what else there is, over the chosen kinds."""
        found: dict[tuple[str, ...], tuple[int, int]] = {}
        for country, sector, kind, *rest, n, people in rows:
            if self.sector in ("", sector) and self.kind in ("", kind):
                key = (country, sector, *rest)
                before = found.get(key, (0, 0))
                found[key] = (before[0] + n, before[1] + people)
        return found

    def countries(self) -> list[str]:
        """Return the countries with material, in a fixed order that says nothing."""
        there = {country for country, _sector in self._totals}
        return [code for code in Country.values if code in there]

    def columns(self, countries: Sequence[str] | None = None, *, by_sector: bool = True) -> list[Column]:
        """Return the columns: the sectors of each country, or countries as a whole."""
        found = []
        for country in self.countries() if countries is None else countries:
            sectors = [one for one in Sector.values if (country, one) in self._totals] if by_sector else [""]
            found += [Column(country, one, *self.total(country, one)) for one in sectors]
        return found

    def total(self, country: str = "", sector: str = "") -> tuple[int, int]:
        """Return how many materials there are, and how many people spoke in them."""
        return self._over(self._totals, country, sector)

    def cell(self, challenge: str, country: str = "", sector: str = "") -> Cell:
        """Return the numbers of one challenge."""
        mine = {key[:2]: one for key, one in self._by_challenge.get(challenge, {}).items()}
        n, people = self._over(mine, country, sector)
        facts = (("country", country), ("sector", sector or self.sector), ("kind", self.kind))
        query = "&".join(f"{name}={value}" for name, value in facts if value)
        return Cell(n, self.total(country, sector)[0], people, query)

    @cached_property
    def _by_challenge(self) -> dict[str, dict[tuple[str, ...], tuple[int, int]]]:
        found: dict[str, dict[tuple[str, ...], tuple[int, int]]] = defaultdict(dict)
        for (country, sector, challenge), numbers in self._cells.items():
            found[challenge][country, sector] = numbers
        return found

    @staticmethod
    def _over(rows: Mapping[tuple[str, ...], tuple[int, int]], country: str, sector: str) -> tuple[int, int]:
        mine = [
            numbers for key, numbers in rows.items() if country in ("", key[0]) and sector in ("", key[1])
        ]
        return sum(one[0] for one in mine), sum(one[1] for one in mine)

    def rows(self, columns: Sequence[Column]) -> Iterator[Row]:
        """Yield the rows of the table; a retired challenge only where it was found."""
        for entry in self.result["challenges"]:
            token = entry["token"]
            whole = self.cell(token)
            if entry["retired"] and not whole.n:
                continue
            cells = [self.cell(token, one.country, one.sector) for one in columns]
            yield Row(token, name_of(entry), entry["part"], entry["retired"], cells, whole)

    def entries(self) -> list[dict[str, Any]]:
        """Return the challenges as they were when this was counted."""
        found: list[dict[str, Any]] = self.result["challenges"]
        return found


def name_of(entry: Mapping[str, Any]) -> str:
    """Return the name of a kept challenge in the reader's language."""
    names = entry["names"]
    return str(names.get(get_language() or "en") or names["en"])


def grouped(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """Return the countries over the columns, and over how many of them each stands."""
    found: list[tuple[str, int]] = []
    for one in columns:
        if found and found[-1][0] == one.country_name:
            found[-1] = (one.country_name, found[-1][1] + 1)
        else:
            found.append((one.country_name, 1))
    return found
