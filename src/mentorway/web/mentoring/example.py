"""A round that an installation starts with. Its people are invented, have no address and say so."""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation

from mentorway.questionnaire import Context, judge
from mentorway.web.accounts.models import User
from mentorway.web.core.zones import zone_of
from mentorway.web.mentoring.actions import matchings, rounds, starting
from mentorway.web.mentoring.models import Person, Round, RoundState, Side
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.network.models import Partner
from mentorway.web.study.analysis.judging import storable

DAY: Final = dt.timedelta(days=1)
SEED: Final = 7
TITLE: Final = "Example: mentors and mentees in spring"
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
MENTEES: Final[tuple[Row, ...]] = (
    ("Eeva Mäkelä", "FI", "fi en", "evenings", "leading communicating", 4, "structured", "Example Dairy"),
    ("Mika Nieminen", "FI", "fi", "mornings", "technology career", 2, "between", "Example Software"),
    ("Åsa Lindqvist", "FI", "sv en", "both", "customers business", 7, "free", "Example School"),
    ("Sanna Heikkinen", "FI", "fi en", "late", "wellbeing time", 11, "rather_free", "Example Hospital"),
    ("Björn Sjöberg", "SE", "sv", "mornings", "teaching", 6, "rather_structured", "Example School"),
    ("Linnea Berg", "SE", "sv en", "evenings", "abroad career", 1, "between", "Example Software"),
    ("Ieva Ozoliņa", "LV", "lv en", "both", "leading time", 5, "rather_structured", "Example Bakery"),
    ("Jānis Bērziņš", "LV", "lv", "evenings", "business technology", 3, "free", "Example Workshop"),
    ("Dovilė Kazlauskaitė", "LT", "lt en", "mornings", "communicating", 8, "structured", "Example Clinic"),
    ("Mantas Petrauskas", "LT", "lt", "both", "customers leading", 12, "between", "Example Dairy"),
    ("Rasa Jankauskienė", "LT", "lt en", "late", "wellbeing teaching", 9, "rather_free", "Example School"),
    ("Sigrún Jónsdóttir", "IS", "is", "both", "technology abroad", 4, "between", "Example Fishery"),
)
MENTORS: Final[tuple[tuple[Row, int], ...]] = (
    (("Leena Laine", "FI", "fi en", "both", "leading time", 21, "structured", "Example Bank"), 2),
    (("Pekka Hämäläinen", "FI", "fi", "mornings", "technology career", 15, "between", "Example Port"), 1),
    (
        ("Karin Holm", "SE", "sv en", "both", "customers business abroad", 18, "rather_free", "Example Shop"),
        2,
    ),
    (("Olle Strand", "SE", "sv", "mornings", "teaching wellbeing", 24, "between", "Example College"), 1),
    (("Anda Kalniņa", "LV", "lv en", "evenings", "leading business", 16, "free", "Example Theatre"), 2),
    (("Tomas Žukauskas", "LT", "lt en", "mornings", "communicating", 19, "structured", "Example Press"), 1),
    (("Aušra Stankevičiūtė", "LT", "lt en", "late", "wellbeing teaching", 22, "between", "Example Gym"), 2),
    (("Karolis Butkus", "LT", "lt", "both", "customers leading", 26, "rather_structured", "Example Rail"), 1),
)


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the round with one draft of a matching, unless that was done before."""
    if Round.objects.filter(is_example=True).exists():
        return
    user, now = partner.people.earliest("pk"), timezone.now()
    with translation.override("en"):
        whole = _round(partner, user, now.date())
        _people(whole)
        matchings.compute(whole, user, matchings.Wish(seed=SEED))
    asked = (whole.mentee_questions_id, whole.mentor_questions_id)
    Questionnaire.objects.filter(versions__in=asked).update(is_example=True, is_shared=True)
    Round.objects.filter(pk=whole.pk).update(is_example=True)


def _round(partner: Partner, user: User, today: dt.date) -> Round:
    """Return a round that people can join, with our questions."""
    facts = {
        "title": TITLE,
        "purpose": TEXT,
        "contact": "Aino Example",
        "country": partner.country,
        "time_zone": zone_of(partner.country).key,
        "starts_on": today + 14 * DAY,
        "ends_on": today + 196 * DAY,
        "join_until": None,
        "answer_days": 7,
        "mentee_questions": None,
        "mentor_questions": None,
    }
    whole = rounds.create(user, partner=partner, **facts)
    starting.use_our_questions(whole, user)
    rounds.move(whole, RoundState.OPEN)
    whole.refresh_from_db()
    return whole


def _people(whole: Round) -> None:
    """Add the invented people, in the order of their lists."""
    rows = [_person(whole, Side.MENTEE, row) for row in MENTEES]
    rows += [_person(whole, Side.MENTOR, row, seats=seats) for row, seats in MENTORS]
    for one in rows:
        one.full_clean()
    Person.objects.bulk_create(rows)


def _person(whole: Round, side: Side, row: Row, *, seats: int = 1) -> Person:
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
