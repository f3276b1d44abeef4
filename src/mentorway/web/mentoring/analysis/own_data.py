"""Everything that is stored about one person in a round, for their own eyes: as a page, and as a file."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _

from mentorway.web.core.wording import said
from mentorway.web.mentoring.analysis import profile_hours
from mentorway.web.mentoring.analysis.profile import Sheet
from mentorway.web.mentoring.models import AgreementAcceptance, Person
from mentorway.web.mentoring.queries import profile as queries
from mentorway.web.network.analysis.partners import language_name
from mentorway.web.pilots.analysis.own_data import Fact, Section, plain

PERSON: Final = (
    "side",
    "name",
    "email",
    "organisation",
    "manager_email",
    "country",
    "languages",
    "time_zone",
    "week",
    "seats",
    "about",
    "profiled",
    "language",
    "wants_reminders",
    "quiet_from",
    "quiet_to",
    "is_away",
    "away_until",
    "joined",
    "agreed_to",
    "left",
)
FAIRNESS: Final = ("age_group", "gender", "may_count_country", "agreed")
PLACE: Final = (
    "answer",
    "answered",
    "score",
    "why",
    "reminded",
    "shares_scores",
    "closing_thanks",
    "closing_learned",
    "closed",
    "wants_again",
)
RELATION: Final = (
    "state",
    "proposed",
    "answer_until",
    "began",
    "ends_on",
    "paused_until",
    "ended",
    "ending",
)
ENQUIRY: Final = ("text", "at", "reply", "replied")
AGREEMENT: Final = ("number", "texts", "at")
GOAL: Final = (
    "title",
    "reality",
    "options",
    "will",
    "levels",
    "weight",
    "start",
    "fixed",
    "created",
)
TALK: Final = ("starts", "minutes", "mode", "place", "link", "state", "logged")
NOTE: Final = ("text", "is_shared", "created", "changed")
CONCERN: Final = ("kind", "text", "at", "reply", "replied", "settled")
NUDGE: Final = ("days", "since", "at")
GROUP: Final = ("title", "supervisor")
GROUP_MEETING: Final = ("starts", "minutes", "place", "link", "cancelled")
# The columns that point to a person or to a place of theirs, and are read here: a test compares them with
# the tables, so that a new one cannot be forgotten.
COVERED: Final = frozenset(
    {
        "agreementacceptance.place",
        "agreementversion.written_by",
        "concern.place",
        "enquiry.place",
        "fairnessfacts.person",
        "goal.place",
        "note.author",
        "nudge.place",
        "place.person",
        "rating.place",
        "supervisiongroup.mentors",
        "supervisionmeeting.present",
    }
)
# Who is to be kept apart stays with those who run the round: to tell one would tell about the other.
KEPT_BACK: Final = frozenset({"keptapart.mentee", "keptapart.mentor"})


def sections_of(person: Person, sheet: Sheet | None) -> list[Section]:
    """Return everything that is stored about a person, table by table; empty ones too."""
    facts = queries.facts_of(person)
    return [
        Section("person", _("You and your profile"), [_facts(person, PERSON)]),
        Section("answers", _("Your answers"), [_answers(person, sheet)]),
        Section("fairness", _("For looking at fairness"), [_facts(facts, FAIRNESS)] if facts else []),
        Section("relations", _("Proposals and pairs"), list(_relations(person))),
        Section(
            "enquiries", _("Your questions about proposals"), _rows(queries.enquiries_of(person), ENQUIRY)
        ),
        *_together(person),
        Section("concerns", _("Your wishes to talk to us"), _rows(queries.concerns_of(person), CONCERN)),
        Section("reminders", _("Reminders that you got"), list(_nudges(person))),
        *_supervision(person),
    ]


def _together(person: Person) -> list[Section]:
    """What stands in the own pages of a pair; of what others wrote, only what is meant for this person."""
    accepted = [_accepted(one) for one in queries.acceptances_of(person)]
    written = _rows(queries.agreements_by(person), AGREEMENT)
    thanks = [
        [Fact("text", _("thanks to you"), one.closing_thanks, one.closing_thanks)]
        for one in queries.thanks_to(person)
    ]
    return [
        Section("meetings", _("Meetings of your pairs"), _rows(queries.talks_of(person), TALK)),
        Section("notes", _("Your notes"), _rows(queries.notes_of(person), NOTE)),
        Section("goals", _("Your goals"), _rows(queries.goals_of(person), GOAL)),
        Section("ratings", _("How goals were rated"), list(_ratings(person))),
        Section("agreements_written", _("Agreements that you wrote"), written),
        Section("agreements_accepted", _("Agreements that you accepted"), accepted),
        Section("thanks", _("Thanks to you"), thanks),
    ]


def _supervision(person: Person) -> list[Section]:
    attended = queries.supervision_meetings_attended(person)
    meetings = []
    for one in queries.supervision_meetings_of(person):
        was_there = one.pk in attended
        fact = Fact("was_there", _("You were there"), was_there, _shown(was_there))
        meetings.append([_fact(one.group, "title"), *_facts(one, GROUP_MEETING), fact])
    groups = _rows(person.supervision.all(), GROUP)
    return [
        Section("supervision_groups", _("Your supervision groups"), groups),
        Section("supervision_meetings", _("Meetings of your supervision groups"), meetings),
    ]


def _accepted(row: AgreementAcceptance) -> list[Fact]:
    return [_fact(row, "at"), *_facts(row.version, ("number", "texts"))]


def _ratings(person: Person) -> Iterator[list[Fact]]:
    """Ratings by the person and of their goals; a goal of somebody else is not named."""
    for one in queries.ratings_about(person):
        title = one.goal.title if one.goal.place.person_id == person.pk else ""
        is_own = one.place.person_id == person.pk
        yield [
            Fact("goal", _("goal"), title, title),
            *_facts(one, ("level", "at")),
            Fact("by_me", _("Rated by you"), is_own, _shown(is_own)),
        ]


def _nudges(person: Person) -> Iterator[list[Fact]]:
    """Reminders to meet, and of an end that comes near: those count no days."""
    for one in queries.nudges_of(person):
        meant = _("To meet again") if one.days else _("Of the last day together")
        yield [Fact("about", _("Reminder"), "meeting" if one.days else "end", meant), *_facts(one, NUDGE)]


def _rows(rows: Iterable[Model], names: Sequence[str]) -> list[list[Fact]]:
    return [_facts(one, names) for one in rows]


def _answers(person: Person, sheet: Sheet | None) -> list[Fact]:
    """Return the answers: in words where the questions are still there, else as they are stored."""
    if sheet is not None:
        return [Fact("", one.label, None, one.answer) for one in sheet.given]
    return [Fact("", name, None, _shown(value)) for name, value in person.answers.items()]


def _relations(person: Person) -> Iterator[list[Fact]]:
    for place in person.places.select_related("relation"):
        yield [*_facts(place.relation, RELATION), *_facts(place, PLACE)]


def _facts(row: Model, names: Sequence[str]) -> list[Fact]:
    return [_fact(row, name) for name in names]


def _fact(row: Model, name: str) -> Fact:
    field = row._meta.get_field(name)  # noqa: SLF001 - Django's own way to a column
    label, value = str(getattr(field, "verbose_name", name)), getattr(row, name)
    if name == "week":
        return Fact(name, label, value, profile_hours.in_words(value))
    if name == "languages":
        return Fact(name, label, value, ", ".join(language_name(code) for code in value))
    words = getattr(row, f"get_{name}_display", None)
    return Fact(name, label, value, _shown(str(words()) if words else value))


def _shown(value: Any) -> Any:
    """Return a value as people read it; sentences that were kept are said."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        if {"text", "values", "plural", "count"} <= set(value):
            return said(value)
        return "\n".join(text for one in value.values() if (text := str(_shown(one))))
    if isinstance(value, list):
        separator = "\n" if any(isinstance(one, Mapping) for one in value) else ", "
        return separator.join(str(_shown(one)) for one in value)
    return value


def file_of(person: Person, sections: Sequence[Section]) -> bytes:
    """Return everything as JSON that people and programs read."""
    facts: dict[str, Any] = {
        "round": {"title": person.round.title, "partner": person.round.partner.name},
        "account": person.user.email if person.user else None,
    }
    for section in sections:
        rows = [{one.key: plain(one.value) for one in entry} for entry in section.entries]
        facts[section.key] = rows[0] if section.key == "person" else rows
    facts["answers"] = person.answers
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
