"""Everything that is stored about one person, for their own eyes: as a page, and as a file."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.pilots.models import Observation, Participant, WorkFile

# What each table gives, by the names of its columns. What is about others in the same row stays out.
PERSON: Final = (
    "name",
    "email",
    "organisation",
    "motivation",
    "wishes",
    "language",
    "standing",
    "applied",
    "waiting_since",
    "offer_until",
    "enrolled",
    "wants_letters",
    "code",
    "agreed_to",
)
CHANGE: Final = ("standing", "why", "at")
MARK: Final = ("meeting", "presence", "source", "marked")
CORRECTION: Final = ("meeting", "was", "became", "why", "at")
WORK: Final = (
    "assessment",
    "state",
    "text",
    "answers",
    "levels",
    "feedback",
    "handed_in",
    "assessed",
    "changed",
)
FILE: Final = ("name", "media_type", "size", "caption", "added")
ENTRY: Final = ("assessment", "text", "is_shared", "reply", "created", "changed")
GROUP: Final = ("triad", "place")
OBSERVATION: Final = ("assessment", "levels", "seen", "question", "is_shared", "at")
LETTER: Final = ("subject", "body", "at")
NOTICE: Final = ("meeting", "sequence", "reminded")
CERTIFICATE: Final = (
    "number",
    "is_partial",
    "issued",
    "content",
    "badge",
    "shows_name",
    "is_hidden",
    "revoked",
    "revoked_why",
)
GROUP_OF_EVALUATION: Final = ("evaluation", "arm", "how", "at")  # of a later activity, which points here
LARGE: Final = ("content", "badge")  # in the file, not on the page
# The relations that are read here: a test compares them with the tables that point to a person.
COVERED: Final = frozenset(
    {
        "changes",
        "attendance",
        "corrections",
        "works",
        "journal",
        "triad_places",
        "observed",
        "observations",
        "letters",
        "notices",
        "certificates",
        "assigned",
    }
)


@dataclass(frozen=True)
class Fact:
    """One value: its name in files, how it is called, what is stored, and how people read it."""

    key: str
    label: str
    value: Any
    shown: Any

    @property
    def is_moment(self) -> bool:
        """Whether it is a moment, which pages show by the clock of the cohort."""
        return isinstance(self.shown, dt.datetime)


@dataclass(frozen=True)
class Section:
    """What one table stores about the person."""

    key: str
    title: str
    entries: Sequence[Sequence[Fact]]
    note: str = ""

    @property
    def shown(self) -> list[list[Fact]]:
        """What a page shows: everything that is not empty, without what only programs read."""
        kept = [
            [one for one in entry if one.key not in LARGE and one.shown not in ("", None)]
            for entry in self.entries
        ]
        return [entry for entry in kept if entry]


def sections_of(person: Participant) -> list[Section]:
    """Return everything that is stored about a person, table by table; empty ones too."""
    return [
        Section("person", _("Your application"), [_facts(person, PERSON)]),
        *_course(person),
        *_told(person),
    ]


def _course(person: Participant) -> Iterator[Section]:
    """Give what came of taking part."""
    yield Section("standings", _("How you stood"), _rows(person.changes.all(), CHANGE))
    marks = person.attendance.select_related("meeting")
    yield Section("attendance", _("Attendance"), _rows(marks, MARK))
    corrections = person.corrections.select_related("meeting")
    yield Section("corrections", _("Corrections of attendance"), _rows(corrections, CORRECTION))
    works = list(person.works.all())
    notes = sum(bool(one.note) for one in works)
    yield Section("works", _("Work"), _rows(works, WORK), _about_notes(person, notes))
    files = WorkFile.objects.filter(work__participant=person)
    yield Section("files", _("Files that you handed in"), _rows(files, FILE))
    yield Section("journal", _("Journal"), _rows(person.journal.all(), ENTRY))
    places = person.triad_places.select_related("triad")
    yield Section("groups", _("Practice in threes"), _rows(places, GROUP))
    seen: Sequence[Observation] = list(person.observed.all())
    yield Section("observed", _("What others saw when you practised"), _rows(seen, OBSERVATION))
    written = person.observations.all()
    yield Section("observations", _("What you saw when others practised"), _rows(written, OBSERVATION))


def _told(person: Participant) -> Iterator[Section]:
    """Give what was sent and issued."""
    yield Section("letters", _("Letters to you and others"), _rows(person.letters.all(), LETTER))
    notices = person.notices.select_related("meeting")
    yield Section("notices", _("Letters about meetings"), _rows(notices, NOTICE))
    yield Section("certificates", _("Certificates"), _rows(person.certificates.all(), CERTIFICATE))
    assigned = person.assigned.select_related("evaluation")
    yield Section("assigned", _("Your group in evaluations"), _rows(assigned, GROUP_OF_EVALUATION))


def _about_notes(person: Participant, count: int) -> str:
    """Return where to ask for what facilitators have noted for themselves, if there is something."""
    if not count:
        return ""
    text = ngettext(
        "Facilitators keep %(count)d note beside your work, which is not shown here. To read it, ask: "
        "%(contact)s.",
        "Facilitators keep %(count)d notes beside your work, which are not shown here. To read them, ask: "
        "%(contact)s.",
        count,
    )
    return text % {"count": count, "contact": person.cohort.contact or person.cohort.partner.name}


def _rows(rows: Any, names: Sequence[str]) -> list[list[Fact]]:
    return [_facts(row, names) for row in rows]


def _facts(row: Model, names: Sequence[str]) -> list[Fact]:
    return [_fact(row, name) for name in names]


def _fact(row: Model, name: str) -> Fact:
    field = row._meta.get_field(name)  # noqa: SLF001 - Django's own way to a column
    label = str(getattr(field, "verbose_name", name))
    value = getattr(row, name)
    if isinstance(value, Model):
        return Fact(name, label, str(value), str(value))
    words = getattr(row, f"get_{name}_display", None)
    return Fact(name, label, value, _shown(str(words()) if words else value))


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    return value


def file_of(person: Participant, sections: Sequence[Section]) -> bytes:
    """Return everything as JSON that people and programs read."""
    facts: dict[str, Any] = {
        "cohort": {"title": person.cohort.title, "partner": person.cohort.partner.name},
        "account": person.user.email if person.user else None,
    }
    for section in sections:
        rows = [{one.key: plain(one.value) for one in entry} for entry in section.entries]
        facts[section.key] = rows[0] if section.key == "person" else rows
        if section.note:
            facts[f"{section.key}_note"] = section.note
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def plain(value: Any) -> Any:
    """Return a value as it stands in a file that programs read."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return value if value is None or isinstance(value, str | int | float | bool | list | dict) else str(value)
