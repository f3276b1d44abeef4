"""What is kept about a person, activity by activity, in plain words: the page «Your data» is made of it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web import flow
from mentorway.web.core.personal import Consented, Kept, Person, Text
from mentorway.web.privacy.analysis.going import Line, lines_about, tables

SIGNING_IN: Final = _("Signing in, letters, and your rights")
OTHERS: Final[dict[str, Text]] = {
    "accounts": pgettext_lazy("data", "Your account"),
    "translation": pgettext_lazy("data", "Translating"),
    "core": pgettext_lazy("data", "Audit log"),
}


@dataclass(frozen=True)
class Group:
    """What one activity keeps about the person."""

    title: Text
    lines: Sequence[Line]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(one.count for one in self.lines)

    @property
    def until(self) -> dt.date | None:
        """Until when all or some of it must wait, if it must."""
        return max((one.until for one in self.lines if one.until), default=None)


def kept_about(person: Person) -> list[Group]:
    """Return what is kept about a person; activities that keep nothing are left out."""
    return grouped(lines_about(person))


def grouped(lines: Iterable[Line]) -> list[Group]:
    """Return lines by the activity that they belong to."""
    groups: dict[str, list[Line]] = {}
    titles: dict[str, Text] = {}
    for line in lines:
        title = title_of(line.kept)
        titles.setdefault(str(title), title)
        groups.setdefault(str(title), []).append(line)
    return [Group(titles[key], found) for key, found in groups.items()]


def title_of(kept: Kept) -> Text:
    """Return to which activity a table belongs, as people call it."""
    app = kept.model.partition(".")[0]
    listed = {one.app: one.title for one in flow.built() if one.listed}
    return listed.get(app) or OTHERS.get(app, SIGNING_IN)


def consents_of(person: Person) -> list[Consented]:
    """Return what a person agreed to, the newest first; what has no day comes last."""
    found = [one for kept in tables() if kept.consents is not None for one in kept.consents(person)]
    return sorted(found, key=_day, reverse=True)


def _day(consent: Consented) -> str:
    at = consent.at
    return (at.date() if isinstance(at, dt.datetime) else at).isoformat() if at else ""
