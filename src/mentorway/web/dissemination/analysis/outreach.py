"""The dissemination plan and log: what forms start with, tables for spreadsheets, a year by months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.web.core.merging import texts as as_texts
from mentorway.web.core.tables import Cell
from mentorway.web.dissemination.models import Action, TargetGroup
from mentorway.web.dissemination.queries.outreach import DONE, LATE, OPEN

PLAIN: Final = (
    "title", "channel", "country", "planned_on", "expected", "done_on", "reached", "how_counted", "link",
    "entry", "remark",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An activity with the word for how it stands."""

    action: Action
    state: str
    word: str


@dataclass(frozen=True)
class Month:
    """A month of a year with what is planned or done in it."""

    name: str
    lines: Sequence[Line]


def states() -> list[tuple[str, str]]:
    """Return what the list can be narrowed down to."""
    return [
        (DONE, pgettext("dissemination activity", "Done")),
        (OPEN, pgettext("dissemination activity", "Planned")),
        (LATE, pgettext("dissemination activity", "Late")),
    ]


def state_of(action: Action, today: dt.date) -> str:
    """Return how an activity stands on a day."""
    if action.done_on is not None:
        return DONE
    return LATE if action.is_late(today) else OPEN


def lines_of(actions: Iterable[Action], today: dt.date) -> list[Line]:
    """Return activities as a list shows them."""
    words = dict(states())
    return [Line(one, state_of(one, today), words[state_of(one, today)]) for one in actions]


def months_of(actions: Sequence[Action], year: int, today: dt.date) -> list[Month]:
    """Return the twelve months of a year."""
    by_month: dict[int, list[Action]] = {}
    for one in actions:
        day = one.done_on or one.planned_on
        if day is not None:
            by_month.setdefault(day.month, []).append(one)
    return [
        Month(date_format(dt.date(year, month, 1), "F Y"), lines_of(by_month.get(month, []), today))
        for month in range(1, 13)
    ]


def facts_of(action: Action) -> dict[str, Any]:
    """Return what the form of an activity starts with."""
    groups = action.target_groups.all() if action.pk else []
    facts = {name: getattr(action, name) for name in PLAIN}
    return {**facts, "languages": action.languages, "target_groups": groups}


def snapshot_of(action: Action) -> dict[str, str]:
    """Return what putting two changes together starts from."""
    return as_texts(facts_of(action))


def name_of(group: TargetGroup, language: str) -> str:
    """Return the name of a target group in a language, or in the first in which it has one."""
    name: str = group.texts.get(language, {}).get("name", "")
    return name or str(group)


def header() -> list[str]:
    """Return the heads of the columns of the table."""
    return [
        _("Partner"), _("What"), _("How"), _("Country"), _("Languages"), _("Target groups"), _("State"),
        _("Planned for"), _("People to be reached"), _("Done on"), _("People reached"),
        _("How they were counted"), _("Address"), _("Files"), _("Remark"), _("Example"),
    ]  # fmt: skip


def rows_of(actions: Iterable[Action], today: dt.date, language: str) -> Iterable[list[Cell]]:
    """Yield activities as rows of a table."""
    words: Mapping[str, str] = dict(states())
    for one in actions:
        groups = ", ".join(name_of(group, language) for group in one.target_groups.all())
        yield [
            str(one.partner), one.title, str(one.get_channel_display()),
            str(one.get_country_display()) if one.country else "", " ".join(one.languages), groups,
            words[state_of(one, today)], one.planned_on, one.expected, one.done_on, one.reached,
            one.how_counted, one.link, len(one.files.all()), one.remark, _("Yes") if one.is_example else "",
        ]  # fmt: skip
