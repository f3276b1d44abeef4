"""Evaluations with results that tests of decisions and reports start from."""

import datetime as dt
import functools

import numpy as np
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.evaluating.spending_making import asked_of, made
from tests.web.evaluation.making import make_evaluation
from tests.web.training.making import make_programme, publish

from mentorway.evaluating.records import to_record
from mentorway.evaluating.whole import evaluate
from mentorway.web.evaluation.models import Decision, Result, Stage

DAY = dt.timedelta(days=1)
HASH = "ab" * 32
ASKED = {
    "study": "Mentors before and after",
    "mentee_study": "",
    "pilots": ["Vilnius in spring", "Turku in spring"],
    "others": "waiting",
    "waves": {"before": "Wave 1", "after": "Wave 2"},
    "outcomes": [{"key": "trust", "title": "Trust", "level": "learning", "main": True}],
    "notes": [],
}


@functools.cache
def found(pilots=4, compared=6):
    """Return an evaluation of the library of people that are made up, computed once."""
    people = made(pilots, 20, compared)
    return evaluate(people, asked_of(people), rng=np.random.default_rng(5))


def make_result(whole, number=1, *, what=None, **more):
    """Return a version that is done, computed some days ago: the higher its number the later."""
    moment = timezone.now() - (30 - number) * DAY
    facts = {
        "stage": Stage.DONE,
        "progress": 100,
        "seed": 5,
        "asked": ASKED,
        "value": to_record(what or found()),
        "data_hash": HASH,
        "library_version": "mentorway 0, numpy 0",
        "finished": moment,
        **more,
    }
    result = Result(evaluation=whole, number=number, **facts)
    result.full_clean()
    result.save()
    Result.objects.filter(pk=result.pk).update(created=moment)
    return Result.objects.get(pk=result.pk)


def make_decided(partner=None, user=None, **more):
    """Return a decision because of a first result, which is to be done in a training programme."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    result = more.pop("result", None) or make_result(make_evaluation(partner, user))
    programme = more.pop("programme", None) or make_programme(partner, user)
    facts = {
        "finding": "trust",
        "recommendation": "Practise listening in pairs.",
        "programme": programme,
        "who": user,
        "due": timezone.localdate() + 7 * DAY,
        "created_by": user,
        **more,
    }
    row = Decision(result=result, **facts)
    row.full_clean()
    row.save()
    return row


__all__ = ["DAY", "found", "make_decided", "make_programme", "make_result", "publish"]
