"""A programme that asks for work of every kind, and people who do it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import make_member, make_partner
from tests.web.pilots.making import enrol, make_cohort
from tests.web.training import making as training

from mentorway.web.pilots.actions import works
from mentorway.web.pilots.analysis.programme import assessments_of, programme_of
from mentorway.web.pilots.models import Triad, TriadMember
from mentorway.web.training.forms.written import EMPTY

LEVELS = ["Talks over others.", "Listens.", "Listens and gives back."]
CRITERIA = [
    {"key": "c1", "title": "Listening", "levels": LEVELS},
    {"key": "c2", "title": "Asking", "levels": ["Seldom asks.", "Asks openly."]},
]
BLANK = {**EMPTY["assessments"], "outcomes": ["ask-open-questions"]}
ASSIGNMENT = {
    **BLANK,
    "kind": "assignment",
    "title": "A plan",
    "task": "Write a **plan**.",
    "criteria": CRITERIA,
    "pass_level": 1,
}
TALK = {
    **BLANK,
    "kind": "observation",
    "title": "A talk",
    "task": "Lead a talk.",
    "criteria": CRITERIA,
    "pass_level": 1,
}
THOUGHTS = {**BLANK, "kind": "reflection", "title": "My own part", "task": "Look back."}
PLAN, SEEN, PART, QUIZ = "a-plan", "a-talk", "my-own-part", "a-quiz"
ALL = (QUIZ, PLAN, SEEN, PART)
GOOD, POOR = {"c1": 2, "c2": 1}, {"c1": 2, "c2": 0}


def make_learning(partner=None, user=None, **more):
    """Return a running cohort whose programme has a quiz, an assignment, an observation and a reflection."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    asked_for = [("assessments", facts) for facts in (ASSIGNMENT, TALK, THOUGHTS)]
    made = training.make_programme(partner, user, more=asked_for)
    more.setdefault("edition", training.first_edition(made))
    return make_cohort(partner, user, **more)


def make_triad(cohort, *people, meeting=None, number=1):
    """Return a group of people, in the order in which they are the mentor."""
    people = people or [enrol(cohort, name) for name in ("Aino Ek", "Bert Lind", "Céline Ozols")]
    triad = Triad.objects.create(cohort=cohort, meeting=meeting, number=number)
    for place, person in enumerate(people):
        TriadMember.objects.create(triad=triad, participant=person, place=place)
    return triad


def notes(name="plan.txt", content=b"My plan."):
    """Return a small file."""
    return SimpleUploadedFile(name, content)


def asked(cohort, key=PLAN):
    """Return what the programme asks for."""
    return assessments_of(programme_of(cohort))[key]


def handed_in(person, text="My plan is this."):
    """Return a plan that a person has handed in."""
    row = works.save(person, PLAN, text=text, revision=0)
    return works.hand_in(person, PLAN, text=text, revision=row.revision)


def assessed(work, user, **more):
    """Assess a work well, unless said otherwise."""
    facts = {"passes": True, "levels": GOOD, "feedback": "Well done.", "note": "", **more}
    facts.setdefault("revision", work.revision)
    return works.assess(work, user, asked(work.participant.cohort), **facts)
