"""Evaluations that tests start from: pilots with people, a study with pseudonyms in three waves, answers."""

import datetime as dt
import itertools

from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.pilots import making as pilots
from tests.web.study import asking
from tests.web.study import making as studies

from mentorway.web.evaluation.models import AskedWave, Asking, Evaluation, Outcome
from mentorway.web.methodology.models import Level
from mentorway.web.study.analysis.keys import pseudonym_of
from mentorway.web.study.models import Mode, Wave

DAY = dt.timedelta(days=1)
BY_NUMBER = {1: Asking.BEFORE, 2: Asking.AFTER, 3: Asking.FOLLOW_UP}
_numbers = itertools.count(1)


def make_study(partner=None, waves=3, make=asking.thirty, **fields):
    """Return an open study with pseudonyms, 24 statements answered 1 to 5, and so many waves."""
    partner = partner or make_partner()
    version = studies.make_version(partner, make)
    study = studies.make_study(partner, version=version, mode=Mode.PSEUDONYMOUS, **fields)
    for number in range(2, waves + 1):
        Wave.objects.create(study=study, number=number, title=f"Wave {number}")
    return study


def make_evaluation(partner=None, user=None, *, cohorts=(), study=None, **more):
    """Return an evaluation whose waves are those of its study, by their order."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    facts = {"title": "Does it help?", "price_year": 2026, **more}
    whole = Evaluation(
        partner=partner, created_by=user, study=study, search_text=facts["title"].lower(), **facts
    )
    whole.full_clean()
    whole.save()
    whole.cohorts.set(cohorts)
    for wave in study.waves.order_by("number") if study else ():
        if wave.number in BY_NUMBER:
            asking = BY_NUMBER[wave.number]
            AskedWave.objects.create(evaluation=whole, asking=asking, key=asking, wave=wave)
    return whole


def make_outcome(whole, names=("a0", "a1", "a2"), **more):
    """Return an outcome made of these questions; the first is the main one."""
    facts = {
        "key": f"outcome_{next(_numbers)}",
        "title": "Confidence",
        "level": Level.LEARNING,
        "questions": [{"name": name, "reverse": False} for name in names],
        "is_main": not whole.outcomes.exists(),
        "position": whole.outcomes.count() + 1,
        **more,
    }
    return Outcome.objects.create(evaluation=whole, **facts)


def make_running(people=6, **more):
    """Return an evaluation of a pilot with people, an open study and one outcome."""
    partner = more.pop("partner", None) or make_partner()
    user = more.pop("user", None) or make_member(partner)
    cohort = more.pop("cohort", None) or pilots.make_cohort(partner, user)
    pilots.enrol_many(cohort, people)
    study = more.pop("study", None) or make_study(partner)
    whole = make_evaluation(partner, user, cohorts=[cohort], study=study, **more)
    make_outcome(whole)
    return whole


def answer(wave, email, value=3, **fields):
    """Store what somebody answered in a wave: the same number to every statement, or what is said."""
    made = answer_of(wave, email, value, **fields)
    made.save(force_insert=True)
    return made


def answer_of(wave, email, value=3, **fields):
    """Return the same, to be stored."""
    answers = {f"a{place}": str(value) for place in range(24)} | fields.pop("answers", {})
    return studies.response_of(
        wave.study, wave=wave, pseudonym=pseudonym_of(wave.study, email), answers=answers, **fields
    )


def wave_of(whole, asking):
    """Return the wave that asks about this time."""
    return whole.waves.select_related("wave__study").get(asking=asking).wave


def people_of(cohort, standing="enrolled"):
    """Return the addresses of the people of a cohort."""
    return list(cohort.people.filter(standing=standing).order_by("pk").values_list("email", flat=True))


def at(day, hour=12):
    """Return a moment of a day, by the clock of the cohorts here."""
    return dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_fixed_timezone(120))
