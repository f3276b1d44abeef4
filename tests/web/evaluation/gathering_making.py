"""Evaluations with answers from before and after, that tests of results start from."""

import itertools

from tests.conftest import make_member, make_partner
from tests.web.evaluation import making
from tests.web.mentoring import making as mentoring
from tests.web.pilots import making as pilots

from mentorway.web.evaluation import tasks
from mentorway.web.evaluation.actions import results as doing
from mentorway.web.evaluation.models import Asking, CostLine
from mentorway.web.mentoring.models import Side
from mentorway.web.study.models import Response

COUNTRIES = ("LT", "LV", "FI", "SE")
_numbers = itertools.count(1)


def answered(whole, email, before=None, after=None, follow_up=None, **fields):
    """Store what somebody said at each time; None where they did not answer."""
    given = {Asking.BEFORE: before, Asking.AFTER: after, Asking.FOLLOW_UP: follow_up}
    waves = {asking: making.wave_of(whole, asking) for asking, value in given.items() if value is not None}
    _store(waves, [(email, given, fields)])


def _store(waves, people):
    """Store at once what people said in these waves."""
    Response.objects.bulk_create(
        making.answer_of(wave, email, given[asking], **fields)
        for email, given, fields in people
        for asking, wave in waves.items()
    )


def _before_and_after(whole):
    return {asking: making.wave_of(whole, asking) for asking in (Asking.BEFORE, Asking.AFTER)}


def uneven(place, low=1, high=4):
    """Return answers that go together and differ a little, so that a scale has a reliability below 1."""
    base = low + place % (high - low + 1)
    return {f"a{item}": str(min(5, max(1, base + (place + item) % 2))) for item in range(24)}


def with_answers(people=12, **more):
    """Return an evaluation of one pilot in which everybody answered before and after, a point more."""
    whole = making.make_running(people=people, **more)
    cohort = whole.cohorts.get()
    people = []
    for place, email in enumerate(making.people_of(cohort)):
        start = 1 + place % 3
        given = {Asking.BEFORE: start, Asking.AFTER: min(5, start + 1 + place % 2)}
        people.append((email, given, {"country": COUNTRIES[place % 4]}))
    _store(_before_and_after(whole), people)
    return whole


def with_others(people=12, others=12, **more):
    """Return the same with others who answered the study and took no part: they hardly changed."""
    whole = with_answers(people, others="answered", **more)
    people = []
    for place in range(others):
        start = 1 + place % 3
        given = {Asking.BEFORE: start, Asking.AFTER: start + (place % 4 == 0)}
        people.append((f"other{place}.{whole.pk}@example.org", given, {"country": "LT"}))
    _store(_before_and_after(whole), people)
    return whole


def done(whole, user=None, *, seed=7):
    """Return a version that is computed."""
    row = doing.begin(whole, user, seed=seed)
    tasks.work(row.pk)
    row.refresh_from_db()
    return row


def cost(whole, amount="1200", **more):
    """Return a line of the cost sheet."""
    facts = {"what": "Trainer", "kind": "trainers", "amount": amount, "currency": "EUR", "year": 2026, **more}
    return CostLine.objects.create(evaluation=whole, **facts)


def mentees_for(whole, mentors, each=1):
    """Return mentees of these mentors (by address), in a round that the evaluation knows, by mentor."""
    partner = whole.partner or make_partner()
    round_ = mentoring.make_round(partner, make_member(partner))
    whole.round = round_
    whole.save(update_fields=["round"])
    found = {}
    for email in mentors:
        mentor = mentoring.join(round_, Side.MENTOR, "Leena Laine", email=email)
        mentees = [mentoring.join(round_, name=f"Mentee {next(_numbers)}") for _place in range(each)]
        for mentee in mentees:
            mentoring.begin(mentoring.propose(round_, mentor, mentee))
        found[email] = [one.email for one in mentees]
    return found


def another_pilot(whole, people=6, **more):
    """Return one more pilot of an evaluation."""
    cohort = pilots.make_cohort(whole.partner, whole.created_by, title="Mentors of autumn", **more)
    pilots.enrol_many(cohort, people)
    whole.cohorts.add(cohort)
    return cohort
