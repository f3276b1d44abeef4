"""One row of every kind that programs read, and where they read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from tests.conftest import make_member
from tests.web.comparison import making as comparing
from tests.web.dissemination import making as disseminating
from tests.web.dissemination.site_making import make_release
from tests.web.evaluation import decisions_making
from tests.web.evaluation import making as evaluating
from tests.web.mentoring import making as mentoring
from tests.web.methodology import making as asking
from tests.web.methodology import methodology_making
from tests.web.network.test_visits import FACTS
from tests.web.pilots import making as piloting
from tests.web.plan import making as planning
from tests.web.practices import practices_making
from tests.web.study import making as studying
from tests.web.training import making as training

from mentorway.web.methodology.models import Instrument
from mentorway.web.network.actions import agreements, visits
from mentorway.web.practices.models import Material


@dataclass(frozen=True)
class Read:
    """A list, how a row of it is made for a partner, and by what the row is found."""

    path: str
    make: Callable[[Any, Any], Any]
    key: Callable[[Any], Any] = lambda row: row.pk
    named: str = "id"
    stranger: int = 404  # what somebody of another partner gets
    coordinator: int = 200


def _agreement(partner, user):
    terms = {"text": "We work together.", "starts": timezone.localdate(), "ends": None, "note": ""}
    return agreements.write(user, owner=partner, title="Together", kind="partnership", reference="", **terms)


def _visit(partner, user):
    return visits.plan(user, host=partner, **FACTS)


def _material(partner, user):
    facts = {"kind": "interview", "title": "Talk", "country": "FI", "sector": "education", "language": "fi"}
    row = Material.objects.create(partner=partner, text="Kaikki puhuvat.", created_by=user, **facts)
    row.passages.create(position=1, first=0, last=15, text="Kaikki puhuvat.")
    return row


def _instrument(partner, user):
    facts = {"title": "Scale", "content": {"items": ["I trust."]}, "permission": "By letter."}
    return Instrument.objects.create(partner=partner, created_by=user, **facts)


def _evaluation(partner, user):
    whole = evaluating.make_evaluation(partner, user)
    evaluating.make_outcome(whole)
    return whole


def _project(partner, user):
    project = planning.make_project(partner, user)
    planning.effort(planning.line(project, parent=planning.package(project)), partner, 3)
    return project


READS = {
    "agreements": Read("network/agreements/", _agreement),
    "visits": Read("network/visits/", _visit),
    "practices": Read("practices/practices/", practices_making.make_practice),
    "material": Read("practices/material/", _material, lambda row: row.token, "token"),
    "methodologies": Read("methodology/methodologies/", methodology_making.make_methodology),
    "questionnaires": Read("methodology/questionnaires/", asking.make_questionnaire),
    "instruments": Read("methodology/instruments/", _instrument),
    "studies": Read("study/studies/", lambda partner, _user: studying.make_study(partner)),
    "answers": Read(
        "comparison/answers/",
        lambda partner, _user: comparing.make_done(partner).analysis.dataset,
        coordinator=404,
    ),
    "programmes": Read("training/programmes/", training.make_programme),
    "cohorts": Read("pilots/cohorts/", piloting.make_cohort),
    "rounds": Read("mentoring/rounds/", mentoring.make_round),
    "evaluations": Read("evaluation/evaluations/", _evaluation),
    "decisions": Read("evaluation/decisions/", decisions_making.make_decided),
    "claims": Read("dissemination/claims/", disseminating.make_claim),
    "entries": Read("dissemination/entries/", disseminating.make_entry),
    "releases": Read(
        "dissemination/releases/",
        lambda partner, _user: make_release(partner),
        lambda row: row.token,
        "token",
        stranger=200,
    ),
    "projects": Read("plan/projects/", _project),
}


def made(name, partner):
    """Return how a kind is read, and a new row of it that a new member of `partner` made."""
    read = READS[name]
    return read, read.make(partner, make_member(partner))
