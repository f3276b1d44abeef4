"""Training programmes that tests start from."""

from tests.conftest import make_member, make_partner

from mentorway.web.training.actions import drafting, programmes
from mentorway.web.training.actions import editions as edition_actions
from mentorway.web.training.forms.written import EMPTY
from mentorway.web.training.models import Programme

TEXTS = {
    "title": "Mentoring colleagues",
    "summary": "To listen.",
    "audience": "Employees",
    "licence": "CC BY 4.0",
}
MODULE = {**EMPTY["modules"], "title": "Listening", "summary": "Why *listening*.", "own_minutes": 30}
OUTCOME = {**EMPTY["outcomes"], "verb": "ask", "object": "open questions", "areas": ["support"]}
STEP = {
    "minutes": 5,
    "method": "plenary",
    "title": "Arriving",
    "text": "Everybody says their name.",
    "materials": ["read-this"],
    "outcomes": ["ask-open-questions"],
}
SESSION = {
    **EMPTY["sessions"],
    "title": "First evening",
    "steps": [STEP, {**STEP, "minutes": 20, "title": "Pairs"}],
}
MATERIAL = {**EMPTY["materials"], "kind": "page", "title": "Read this", "text": "**Read**"}
QUIZ = {
    **EMPTY["assessments"],
    "kind": "quiz",
    "title": "A quiz",
    "outcomes": ["ask-open-questions"],
    "questions": [
        {
            "key": "q1",
            "text": "What is open?",
            "choices": [
                {"text": "How was it?", "right": True, "feedback": "Yes."},
                {"text": "Was it good?", "right": False, "feedback": ""},
            ],
        }
    ],
}
PARTS = (("outcomes", OUTCOME), ("materials", MATERIAL), ("sessions", SESSION), ("assessments", QUIZ))


def make_programme(partner=None, user=None, *, whole=True, **texts):
    """Return a programme in English made by ``user``; a whole one has a module with one part of each kind."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    made = programmes.create(user, partner=partner, code="en", name="English", texts={**TEXTS, **texts})
    if whole:
        drafting.add(made, user, kind="modules", module="", facts=MODULE)
        for kind, facts in PARTS:
            drafting.add(made, user, kind=kind, module="listening", facts=facts)
    return again(made)


def again(programme):
    """Return the programme as it is stored now."""
    return Programme.objects.get(pk=programme.pk)


def publish(programme, changed_because=""):
    """Return a new version of the draft."""
    row = again(programme)
    return edition_actions.publish(
        row, row.created_by, revision=row.revision, changed_because=changed_because
    )
