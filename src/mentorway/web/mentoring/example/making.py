"""What the rounds of the example have in common: how one is opened, and how its people are made."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from mentorway.questionnaire import Context, judge
from mentorway.web.accounts.models import User
from mentorway.web.core.zones import zone_of
from mentorway.web.mentoring.actions import rounds, starting
from mentorway.web.mentoring.models import Person, Round, RoundState, Side
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.network.models import Partner
from mentorway.web.study.analysis.judging import storable

DAY: Final = dt.timedelta(days=1)
SEED: Final = 7
TEXT: Final = "Example. The round, its people and everything they wrote are invented."
MORNING, EVENING, NIGHT = (8 * 60, 10 * 60), (16 * 60, 18 * 60), (18 * 60, 20 * 60)
WEEKS: Final[dict[str, list[list[int]]]] = {
    "mornings": [[0, *MORNING], [2, *MORNING]],
    "evenings": [[1, *EVENING], [3, *EVENING]],
    "both": [[0, *MORNING], [1, *EVENING], [3, *EVENING]],
    "late": [[1, *NIGHT], [3, *EVENING]],
}
# name, country, languages, week, topics, years, way of working, organisation
Row = tuple[str, str, str, str, str, int, str, str]


@dataclass(frozen=True)
class Told:
    """What people read about a round: its title, and who answers questions."""

    title: str
    contact: str


def open_round(user: User, partner: Partner, told: Told, days: tuple[dt.date, dt.date]) -> Round:
    """Return a round that people can join, with our questions."""
    facts = {
        "title": told.title,
        "purpose": TEXT,
        "contact": told.contact,
        "country": partner.country,
        "time_zone": zone_of(partner.country).key,
        "starts_on": days[0],
        "ends_on": days[1],
        "join_until": None,
        "answer_days": 7,
        "mentee_questions": None,
        "mentor_questions": None,
    }
    whole = rounds.create(user, partner=partner, **facts)
    starting.use_our_questions(whole, user, is_example=True)
    rounds.move(whole, RoundState.OPEN)
    whole.refresh_from_db()
    return whole


def mark(whole: Round) -> None:
    """Say of a round and its questions that they are an example."""
    asked = (whole.mentee_questions_id, whole.mentor_questions_id)
    Questionnaire.objects.filter(versions__in=asked).update(is_example=True, is_shared=True)
    Round.objects.filter(pk=whole.pk).update(is_example=True)


def person_of(whole: Round, side: Side, row: Row, *, seats: int = 1) -> Person:
    """Return a person of a round who is invented, with answers to its questions; not yet stored."""
    name, country, languages, week, topics, years, style, organisation = row
    version = whole.mentee_questions if side == Side.MENTEE else whole.mentor_questions
    spoken = languages.split()
    return Person(
        round=whole, side=side, name=name, country=country, organisation=organisation, seats=seats,
        languages=spoken, week=WEEKS[week], time_zone=zone_of(country).key, about=TEXT,
        language="en" if spoken == ["is"] else spoken[0], profiled=timezone.now(),
        answers=_answers(version, {"topics": topics, "years": str(years), "style": style, "hope": TEXT}),
    )  # fmt: skip


def _answers(version: Version | None, given: dict[str, str]) -> dict[str, Any]:
    """Return answers as anybody's are kept."""
    if version is None:
        raise ValueError("The example asks both sides.")
    judged = judge(form_of(version), given, Context(timezone.now(), "example", "en", strict=True))
    if not judged.complete:
        raise ValueError(judged.faults)
    return storable(judged)
