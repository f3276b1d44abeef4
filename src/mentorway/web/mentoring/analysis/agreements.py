"""Agreements as the people of a relationship read them: topics, who accepted, what changed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.paragraphs import differences
from mentorway.web.mentoring.models import AgreementVersion, Place
from mentorway.web.mentoring.queries import together as queries

MOST_VERSIONS: Final = 50
LONGEST: Final = 2000


@dataclass(frozen=True)
class Topic:
    """Something every agreement speaks of: what it is about, what to think of, and a text to begin with."""

    label: Any  # said in the language of who reads it
    help: Any
    beginning: Any


TOPICS: Final[Mapping[str, Topic]] = {
    "aims": Topic(
        _("What we want to reach"),
        _("What should be different when we part? What belongs here, and what does not?"),
        _(
            "We want to reach this: …\n\n"
            "The mentee chooses what we work on. The mentor listens, asks, and tells of own experience."
        ),
    ),
    "meeting": Topic(
        _("How often, how long and where we meet"),
        _("A rhythm that both can keep is better than one that is too ambitious."),
        _(
            "We meet every two weeks for an hour, online or at a place that suits us all.\n\n"
            "At the end of each meeting we agree on the next."
        ),
    ),
    "confidence": Topic(
        _("What stays between us, and where that ends"),
        _("Say it plainly: who may learn what? It ends where the law demands it or somebody is in danger."),
        _(
            "What we tell each other stays between us. Nothing goes to employers, colleagues or line "
            "managers. Whoever wants to pass something on asks first.\n\n"
            "This ends where the law demands it, or where somebody is in danger. If we can, we speak with "
            "each other before we act."
        ),
    ),
    "contact": Topic(
        _("How we reach each other, and how we cancel"),
        _("Which ways, at which times, how soon an answer can be expected, how late one may cancel."),
        _(
            "We write e-mails and answer within three working days.\n\n"
            "Whoever cannot come says so at least a day before and suggests another time."
        ),
    ),
    "trouble": Topic(
        _("What we do when it does not work"),
        _("It is easier to agree on this now than when it happens."),
        _(
            "When something bothers one of us, we say so soon and without blame.\n\n"
            "If that does not help, each of us may ask those who run the mentoring round, without saying why."
        ),
    ),
    "ending": Topic(
        _("How we end, and what happens to our notes"),
        _("When do we look back together? What does each of us keep, and what is deleted?"),
        _(
            "We end on the day that was planned, or earlier if one of us wants to: nobody has to say why. "
            "In our last meeting we look back together.\n\n"
            "Each of us keeps only the own notes. What the other wrote we neither keep nor pass on."
        ),
    ),
}


@dataclass(frozen=True)
class Section:
    """One topic of a version, and word by word how it was changed."""

    label: str
    text: str
    was: str | None  # in the version before, if there is one

    @cached_property
    def changes(self) -> Sequence[tuple[str, str]]:
        """What is the same, what was put in and what was taken out."""
        return differences(self.was, self.text) if self.was is not None else []


@dataclass(frozen=True)
class Signature:
    """Somebody in the relationship, and when they accepted a version; None if they have not."""

    place: Place
    at: dt.datetime | None


@dataclass(frozen=True)
class Reading:
    """One version as it is read."""

    version: AgreementVersion
    sections: Sequence[Section]
    signatures: Sequence[Signature]
    since: dt.datetime | None  # accepted by all
    before: int | None

    @property
    def changed(self) -> list[Section]:
        """The topics that are not as they were in the version before."""
        return [one for one in self.sections if one.was not in (None, one.text)]


@dataclass(frozen=True)
class Agreement:
    """An agreement as one person may read it: versions, the newest first, and which holds."""

    readings: Sequence[Reading]
    people: Sequence[Place]

    @property
    def current(self) -> Reading | None:
        """The newest version."""
        return self.readings[0] if self.readings else None

    @property
    def in_force(self) -> Reading | None:
        """The newest version that everybody has accepted."""
        return next((one for one in self.readings if one.since), None)

    def reading(self, number: int) -> Reading | None:
        """Return one version."""
        return next((one for one in self.readings if one.version.number == number), None)

    def waits_for(self, place: Place) -> bool:
        """Whether the newest version has not been accepted by somebody who is in the relationship."""
        found = self.current.signatures if self.current else ()
        return any(one.place.pk == place.pk and one.at is None for one in found)


@dataclass
class Row:
    """An agreement as something that people edit: its number counts the changes."""

    revision: int


@dataclass
class Saved:
    """What an agreement was after one change."""

    number: int
    fields: Mapping[str, str]
    by: str
    at: dt.datetime


def agreement_for(place: Place) -> Agreement:
    """Return the agreement of a relationship as a person in it may read it."""
    people, versions = queries.people_in(place.relation), queries.versions_of(place.relation)
    earlier = [*versions[1:], None]
    readings = [_reading(one, before, people) for one, before in zip(versions, earlier, strict=False)]
    last = _last_for(place, versions)
    return Agreement([one for one in readings if one.version.number <= last], people)


def _last_for(place: Place, versions: Sequence[AgreementVersion]) -> int:
    """Return the last version that concerns a person: who has left a group does not read on."""
    newest = versions[0].number if versions else 0
    if place.left is None:
        return newest
    mine = [
        one.number for one in versions if any(given.place_id == place.pk for given in one.acceptances.all())
    ]
    return max(mine, default=0)


def _reading(one: AgreementVersion, before: AgreementVersion | None, people: Sequence[Place]) -> Reading:
    given = {found.place_id: found.at for found in one.acceptances.all()}
    was = before.texts if before else None
    return Reading(
        one,
        [_section(key, topic, one.texts, was) for key, topic in TOPICS.items()],
        [Signature(place, given.get(place.pk)) for place in people],
        queries.accepted_by_all(given, {place.pk for place in people}),
        before.number if before else None,
    )


def _section(key: str, topic: Topic, texts: Mapping[str, str], was: Mapping[str, str] | None) -> Section:
    return Section(str(topic.label), texts.get(key, ""), None if was is None else was.get(key, ""))


def beginning() -> dict[str, str]:
    """Return our ready-made beginning in the reader's language."""
    return {key: str(topic.beginning) for key, topic in TOPICS.items()}


def snapshots_of(place: Place) -> list[Saved]:
    """Return every version as a change that was saved, for putting together what two people wrote."""
    rows = queries.versions_of(place.relation)
    return [
        Saved(one.number, one.texts, one.written_by.person.name if one.written_by else "", one.at)
        for one in rows
    ]
