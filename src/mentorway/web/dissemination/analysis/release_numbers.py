"""Published numbers: people, means and reliabilities of scales, differences where they are licensed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

from django.utils.translation import gettext as _

from mentorway import figures
from mentorway.disclosure.rules import IN_THE_OPEN
from mentorway.evidence.psychometrics.invariance.licence import Verdict
from mentorway.opendata.describing import Closed, Number, Table
from mentorway.opendata.methods import computed
from mentorway.opendata.tables import Frame, frame_of
from mentorway.web.dissemination.analysis.release_choices import Scale, table_name
from mentorway.web.dissemination.analysis.release_coarse import REST
from mentorway.web.dissemination.analysis.release_offers import place_column
from mentorway.web.dissemination.analysis.release_open import Work
from mentorway.web.dissemination.analysis.release_words import in_languages
from mentorway.web.network.models import Country
from mentorway.wording import InvalidInputError, Message

LICENSED: Final = frozenset({Verdict.MEANS, Verdict.PARTIAL_MEANS})
PLACES: Final = 2
PEOPLE: Final = "people_counted"  # the last column of a published table


@dataclass
class Numbers:
    """What is published as numbers, and sentences on what is not."""

    found: list[Number] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def numbers_of(work: Work, answers: Table | None, tables: Sequence[Table]) -> Numbers:
    """Compute the chosen numbers from what is published, as everybody will be able to."""
    found = Numbers()
    if answers is not None:
        made = _Made(work, frame_of(answers), found)
        made.people()
        made.counts()
        for scale in work.choices.scales:
            made.scale(scale)
    elif work.choices.scales:
        found.notes.append(
            Message("Means are not published, as nobody could make them again: the answers are not open.")
        )
    for table in tables:
        found.found += _of_table(table)
    return found


class _Made:
    def __init__(self, work: Work, frame: Frame, into: Numbers) -> None:
        self.work, self.frame, self.into = work, frame, into
        self.main = work.choices.language
        column = place_column(list(work.coded.offers.values()), "country")
        self.country = column if column in work.opened.columns else ""

    def people(self) -> None:
        """How many people answered, in all and in each country."""
        self._add("n", "n", {}, lambda: _("People"))
        for code in self._countries():
            where = {"where": {self.country: [code]}}
            self._add(f"n.{code}", "n", where, lambda code=code: _people_of(code))

    def counts(self) -> None:
        """The cells of published tables that can be counted from the answers."""
        for columns in self.work.choices.tables:
            if set(columns) <= set(self.work.opened.columns):
                self._counts(columns)

    def _counts(self, columns: Sequence[str]) -> None:
        first, *others = columns
        codes = [_codes(self.work, name) for name in columns]
        for place, code in enumerate(codes[0]):
            for other in codes[1] if others else [None]:
                where = {"where": {others[0]: [other]}} if others else {}
                options = {"column": first, "codes": [code], **where}
                at = f"{place}" + (f".{codes[1].index(other)}" if others else "")
                self._add(f"count.{table_name(columns)[:90]}.{at}", "count", options, lambda: _("People"))

    def scale(self, scale: Scale) -> None:
        """Mean, reliability, and where it is licensed the differences of countries."""
        items = [one for one in scale.items if one in self.work.opened.columns]
        low, high = _ends(self.work, items)
        options = {"items": items, "reverse": list(scale.reverse), "low": low, "high": high}
        n = computed(self.frame, "n", {"columns": items})["value"] if items else 0
        if not isinstance(n, int) or n < IN_THE_OPEN.fewest:
            self.into.notes.append(
                Message(
                    "“%(scale)s” has no numbers: fewer than %(fewest)d people answered all its questions.",
                    {"scale": scale.title, "fewest": IN_THE_OPEN.fewest},
                )
            )
            return
        mean, alpha = _words_of(scale, "mean"), _words_of(scale, "alpha")
        for part in ("value", "low", "high", "n"):
            self._add(f"mean.{scale.key}.{part}", "mean", options, mean, part)
        for part in ("value", "low", "high"):
            self._add(f"alpha.{scale.key}.{part}", "alpha", options, alpha, part)
        if self.work.choices.by_country and self.country:
            self._differences(scale, options)

    def _differences(self, scale: Scale, options: Mapping[str, Any]) -> None:
        countries = [one for one in self._countries() if self._enough(one, options["items"])]
        for first, second in combinations(countries, 2):
            pair = {**options, "by": self.country, "first": first, "second": second}
            pair["plan"] = {"groups": countries}
            verdict = self._add(
                f"licence.{scale.key}.{first}.{second}",
                "licence",
                pair,
                _words_of(scale, "licence", first, second),
            )
            if verdict in LICENSED:
                words = _words_of(scale, "difference", first, second)
                for part in ("value", "low", "high"):
                    name = f"difference.{scale.key}.{first}.{second}.{part}"
                    self._add(name, "latent_difference", pair, words, part)
            elif verdict is not None:
                facts = {"scale": scale.title, "first": _country(first), "second": _country(second)}
                text = (
                    "“%(scale)s” of %(first)s and %(second)s is not compared: the answers do not show that "
                    "the questions mean the same in both."
                )
                self.into.notes.append(Message(text, facts))

    def _enough(self, country: str, items: Sequence[str]) -> bool:
        found = computed(self.frame, "n", {"columns": items, "where": {self.country: [country]}})["value"]
        return isinstance(found, int) and found >= IN_THE_OPEN.fewest

    def _countries(self) -> list[str]:
        if not self.country:
            return []
        codes = self.work.coded.codes[self.country]
        there = {codes[row] for row in self.work.opened.rows}
        return sorted(one for one in there if one and one != REST)

    def _add(
        self, name: str, method: str, options: Mapping[str, Any], words: Any, part: str = "value"
    ) -> Any:
        """Compute a number and publish it; where it cannot be, say why. Return its value."""
        try:
            value = computed(self.frame, method, options).get(part)
        except InvalidInputError as refusal:
            self.into.notes.append(refusal.message)
            return None
        if not isinstance(value, str | int | float):
            return None
        shown = figures.figure(value, PLACES, self.main) if isinstance(value, float) else str(value)
        said = in_languages(words)
        self.into.found.append(Number(name, said, value, shown, method, part, dict(options)))
        return value


def _words_of(scale: Scale, kind: str, first: str = "", second: str = "") -> Any:
    texts = {
        "mean": lambda: _("%(scale)s: mean") % {"scale": scale.title},
        "alpha": lambda: _("%(scale)s: reliability (alpha)") % {"scale": scale.title},
        "licence": lambda: (
            _("%(scale)s: what may be compared between %(first)s and %(second)s")
            % {"scale": scale.title, "first": _country(first), "second": _country(second)}
        ),
        "difference": lambda: (
            _("%(scale)s: %(second)s minus %(first)s")
            % {"scale": scale.title, "first": _country(first), "second": _country(second)}
        ),
    }
    return texts[kind]


def _people_of(code: str) -> str:
    return _("People in %(country)s") % {"country": _country(code)}


def _country(code: str) -> str:
    return str(Country(code).label) if code in Country.values else code


def _codes(work: Work, name: str) -> list[Any]:
    recoding = work.coded.recodings[name]
    cells = dict(zip(work.coded.codes[name], work.coded.cells[name], strict=True))
    return [cells[code] for code in recoding.labels if code in cells and code not in recoding.missing]


def _ends(work: Work, items: Sequence[str]) -> tuple[int, int]:
    """Return the lowest and the highest answer that the questions allow."""
    known = [
        int(code)
        for name in items
        for code in work.coded.recodings[name].labels
        if code not in work.coded.recodings[name].missing
    ]
    return min(known, default=0), max(known, default=0)


def _of_table(table: Table) -> Iterator[Number]:
    """Name the total of a table, or that it is hidden."""
    *columns, _people = (column.name for column in table.columns)
    total = table.rows[-1][-1]
    where = {name: ["all"] for name in columns}
    options = {"column": PEOPLE, "where": where}
    said = in_languages(lambda: _("People in the table"))
    data = f"data/tables/{table.name}.csv"
    if isinstance(total, int):
        yield Number(f"total.{table.name}", said, total, str(total), "cell", options=options, data=data)
    else:
        yield Number(
            f"total.{table.name}", said, None, "", "cell", options=options, data=data, closed=Closed.HIDDEN
        )
