"""What of a study can be published: its columns, how coarse each may be, tables, and scales."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mentorway.datasets import Layout, Type, Variable
from mentorway.questionnaire import Kind
from mentorway.web.dissemination.analysis.release_choices import ANSWER, AS_IS, BANDS, JOINED, OUT
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.study import queries
from mentorway.web.study.analysis import tables
from mentorway.web.study.models import Study

PLACES: Final = ("country", "sector")  # of what is known beside the answers, only these
SHARED_BY: Final = 3  # questions with the same choices make a scale of opinions
ITEMS: Final = 3  # of a scale whose mean is published
MOST_CATEGORIES: Final = 40
LONGEST_ROW: Final = 10  # steps
NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL})


@dataclass(frozen=True)
class Offered:
    """A column that can be published.

    ``is_fact`` says that somebody could be known by it; ``ways`` are the ways in which it may go in, and
    ``usual`` the one that is proposed. ``group`` is the part of the questionnaire in which it stands.
    """

    name: str
    label: str
    variable: Variable
    is_fact: bool
    ways: tuple[str, ...]
    usual: str
    group: str = ""
    is_conditional: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether people can be counted by it in a table."""
        return not self.variable.spread

    def is_known_by(self, way: str) -> bool:
        """Whether somebody could be known by it if it goes in this way."""
        return self.is_fact and way != ANSWER


@dataclass(frozen=True)
class Part:
    """Questions of one group that can be a scale."""

    key: str
    title: str
    items: tuple[Offered, ...]


def layout_of(study: Study) -> Layout:
    """Return the columns of a study, without anything written in own words."""
    versions = list(queries.versions_answered(study)) or [study.version]
    return tables.layout_for(study, versions, with_texts=False)


def offers_of(study: Study, layout: Layout | None = None) -> list[Offered]:
    """Return the columns that can be published; written answers, codes and days are none of them."""
    found = layout or layout_of(study)
    language = study.languages[0] if study.languages else ""
    return list(_Offers(study, found, language).all())


def place_column(offers: Sequence[Offered], place: str) -> str:
    """Return the column of the country or the sector, which gives way to a question of the same name."""
    return next(one.name for one in offers if one.variable.about and one.variable.name == place)


def parts_of(study: Study, offers: Sequence[Offered]) -> list[Part]:
    """Return the groups of questions that can be scales: opinions with the same choices, at least three."""
    form = form_of(study.version)
    language = study.languages[0] if study.languages else form.default_language
    found: dict[tuple[str, str, bool], list[Offered]] = {}
    for one in offers:
        if not one.is_fact and not one.variable.spread and one.variable.options:
            found.setdefault((one.group, one.variable.options, one.is_conditional), []).append(one)
    parts = []
    for (path, *_same), items in found.items():
        if len(items) < ITEMS:
            continue
        group = form.groups_by_path.get(path)
        texts = (group.labels.get(language) or ()) if group else ()
        title = "".join(piece if isinstance(piece, str) else "…" for piece in texts)
        parts.append(Part(items[0].name, title or items[0].label, tuple(items)))
    return parts


class _Offers:
    def __init__(self, study: Study, layout: Layout, language: str) -> None:
        self.layout, self.language = layout, language
        self.form = form_of(study.version)
        self.sharing = Counter(one.options for one in layout.variables if one.options and not one.about)

    def all(self) -> Iterator[Offered]:
        for variable in self.layout.variables:
            if variable.about and variable.name not in PLACES:
                continue
            found = self._ways(variable)
            if found is not None:
                yield self._offered(variable, *found)

    def _ways(self, variable: Variable) -> tuple[bool, tuple[str, ...], str] | None:
        """Return whether it is a fact, the ways in which it may go in, and the usual one."""
        options = len(self.layout.options_of(variable))
        if variable.about:
            return True, (AS_IS, JOINED, OUT), JOINED
        if variable.kind is Kind.SELECT_ONE and self._is_opinion(variable):
            return False, (AS_IS, OUT), AS_IS
        if variable.kind is Kind.SELECT_ONE:
            usual = (AS_IS, JOINED) if options <= MOST_CATEGORIES else (JOINED,)
            more = (ANSWER,) if self.layout.codes(variable) else ()
            return True, (*usual, *more, OUT), OUT
        if variable.kind is Kind.SELECT_MULTIPLE and options <= MOST_CATEGORIES:
            return False, (AS_IS, OUT), OUT
        if variable.kind in NUMBERS:
            opinion = self._is_short(variable)
            return not opinion, ((AS_IS, OUT) if opinion else (*BANDS, OUT)), AS_IS if opinion else OUT
        return None

    def _is_opinion(self, variable: Variable) -> bool:
        """Whether it has the numbers of a scale that other questions share: an age group has its own."""
        codes = self.layout.codes(variable) or {}
        return len(codes) > 2 and self.sharing[variable.options] >= SHARED_BY  # noqa: PLR2004 - yes and no is no scale

    def _is_short(self, variable: Variable) -> bool:
        """Whether it is a row of a few numbers to choose from: satisfaction is, age is not."""
        question = self.form.by_name.get(variable.name)
        bounds = question.bounds if question else None
        return bounds is not None and (bounds.end - bounds.start) / bounds.step <= LONGEST_ROW

    def _offered(self, variable: Variable, is_fact: bool, ways: tuple[str, ...], usual: str) -> Offered:  # noqa: FBT001
        columns = self.layout.columns_of(variable)
        name = variable.name if variable.spread else columns[0].name
        label = self.layout.text(variable.labels, self.language) or variable.name
        question = None if variable.about else self.form.by_name.get(variable.name)
        group = question.group if question else ""
        condition = bool(question and question.relevant) or self._conditional(group)
        return Offered(name, label, variable, is_fact, ways, usual, group, condition)

    def _conditional(self, path: str) -> bool:
        """Whether a part of the questionnaire is only asked of some people."""
        while path in self.form.groups_by_path:
            group = self.form.groups_by_path[path]
            if group.relevant:
                return True
            path = group.group
        return False


def is_number(variable: Variable) -> bool:
    """Whether its values are numbers without choices."""
    return variable.kind in NUMBERS


def is_broken_number(variable: Variable) -> bool:
    """Whether its values can have decimals."""
    return variable.type is Type.FLOAT64
