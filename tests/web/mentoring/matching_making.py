"""Rounds with people who can be matched."""

from tests.web.mentoring.making import join, make_round

from mentorway.web.mentoring.models import Side

EVENINGS = [[0, 17 * 60, 19 * 60]]
MORNINGS = [[2, 8 * 60, 10 * 60]]
LANGUAGES = {
    "key": "languages", "title": "Languages", "kind": "overlap", "weight": 10, "question": "@languages",
    "counterpart": "", "span": 1, "lead": 0, "order": [], "enough": 1, "serves": None,
}  # fmt: skip
HOURS = {
    **LANGUAGES,
    "key": "hours",
    "title": "Time",
    "kind": "availability",
    "question": "@week",
    "enough": 2,
}
SHARED = {"kind": "language", "question": "", "least": 0, "strict": False}


def matchable(**more):
    """Return a round in which languages and hours count, and a language must be shared."""
    return make_round(**{"criteria": [LANGUAGES, HOURS], "rules": [SHARED], **more})


def mentee(whole, name="Aino", languages=("en", "lt"), **more):
    return join(whole, Side.MENTEE, name, languages=list(languages), **more)


def mentor(whole, name="Bo", languages=("en", "lt"), **more):
    return join(whole, Side.MENTOR, name, languages=list(languages), **more)
