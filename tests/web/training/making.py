"""Training programmes that tests start from."""

import json
from functools import cache

from tests.conftest import make_member, make_partner

from mentorway.web.core import happenings
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.training.actions import editions as edition_actions
from mentorway.web.training.actions import programmes
from mentorway.web.training.analysis import parts
from mentorway.web.training.analysis.changes import title_of
from mentorway.web.training.analysis.whole import content_of
from mentorway.web.training.forms.written import EMPTY
from mentorway.web.training.models import Edition, Programme, Revision

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
NEXT_SESSIONS = tuple(
    ("sessions", {**SESSION, "title": title}) for title in ("Second evening", "Third evening")
)


def make_programme(partner=None, user=None, *, whole=True, more=(), **texts):
    """Return a programme in English made by ``user``; a whole one has a module with one part of each kind.

    ``more`` are parts of that module that come after those: their kinds and their facts.
    """
    partner = partner or make_partner()
    user = user or make_member(partner)
    made = programmes.create(user, partner=partner, code="en", name="English", texts={**TEXTS, **texts})
    if whole:
        _fill(made, user, more)
    return again(made)


def _fill(programme, user, more):
    """Store what adding the parts one by one leaves, which tests of drafting do."""
    drafts = json.loads(_drafts(json.dumps([programme.content, [("modules", MODULE), *PARTS, *more]])))
    Revision.objects.bulk_create(
        Revision(
            programme=programme, number=number, content=draft, cites=[], what=f"Added “{title}”", by=user
        )
        for number, (title, draft) in enumerate(drafts, start=2)
    )
    programme.content, programme.revision = drafts[-1][1], 1 + len(drafts)
    programme.save(update_fields=["content", "revision"])


@cache
def _drafts(begun_and_added):
    """Return the title of each part and the draft with it; as text, so that nobody changes what is kept."""
    draft, added = json.loads(begun_and_added)
    found = []
    for kind, facts in added:
        title = title_of(facts)
        named = {**facts, "key": parts.free_key(draft, title)}
        into = "" if kind == "modules" else "listening"
        draft = parts.plain(parts.described(parts.with_part(draft, kind, into, named)))
        found.append((title, draft))
    return json.dumps(found)


def again(programme):
    """Return the programme as it is stored now."""
    return Programme.objects.get(pk=programme.pk)


def publish(programme, changed_because=""):
    """Return a new version of the draft."""
    row = again(programme)
    return edition_actions.publish(
        row, row.created_by, revision=row.revision, changed_because=changed_because
    )


def first_edition(programme):
    """Return a first version as publishing leaves it, where nothing can stand in the way."""
    facts = content_of(programme)
    facts["programme"] |= {"version": "1", "changed_because": ""}
    edition = Edition.objects.create(
        programme=programme,
        number=1,
        content=facts,
        content_hash=fingerprint_of(facts),
        published_by=programme.created_by,
    )
    happenings.tell("programme.published", edition, by=programme.created_by, number=1)
    return edition
