"""People and designs for the tests, drawn from a seed."""

import datetime as dt

import numpy as np

from mentorway.matching.availability import Period, Slot, Week
from mentorway.matching.profiles import Criterion, Design, Kind, Person, Relations, Rule, RuleKind, Side

SPRING = Period(dt.date(2026, 2, 2), dt.date(2026, 5, 31))
LANGUAGES = ("en", "et", "lv", "lt", "sv")
TOPICS = tuple(f"topic {number}" for number in range(12))
STEPS = ("never", "sometimes", "often")
ZONES = ("Europe/Stockholm", "Europe/Riga", "Atlantic/Reykjavik", "America/New_York")
CRITERIA = (
    Criterion("topics", "Topics", Kind.WANTED, 40, "wants", "offers"),
    Criterion("interests", "Interests", Kind.OVERLAP, 20, "interests"),
    Criterion("years", "Years of work", Kind.CLOSE, 15, "years", span=20, lead=5),
    Criterion("often", "How often to meet", Kind.ORDERED, 10, "often", order=STEPS),
    Criterion("place", "Where to meet", Kind.SAME, 5, "place"),
    Criterion("time", "Time", Kind.AVAILABILITY, 10, "time", enough=3),
)
RULES = (
    Rule(RuleKind.LANGUAGE, "languages"),
    Rule(RuleKind.ORGANISATION, "employer"),
    Rule(RuleKind.LINE),
    Rule(RuleKind.CONFLICT),
    Rule(RuleKind.HOURS, "time", least=0.5),
)


def person(name, side, **answers):
    return Person(name, Side(side), answers)


def some(rng, names, least=1):
    return frozenset(rng.choice(names, size=int(rng.integers(least, 5)), replace=False).tolist())


def week(rng):
    starts = rng.integers(7, 20, size=4)
    return Week(
        str(rng.choice(ZONES)),
        tuple(Slot(int(rng.integers(0, 5)), int(start) * 60, int(start) * 60 + 120) for start in starts),
    )


def drawn(rng, number, side, skipped=0.1):
    answers = {
        "wants" if side == "mentee" else "offers": some(rng, TOPICS),
        "interests": some(rng, TOPICS),
        "years": float(rng.integers(0, 40)),
        "often": str(rng.choice(STEPS)),
        "place": str(rng.choice(["here", "there"])),
        "time": week(rng),
        "languages": some(rng, LANGUAGES),
        "employer": f"firm {rng.integers(0, 6)}",
    }
    kept = {key: value for key, value in answers.items() if rng.random() >= skipped}
    return Person(f"{side} {number}", Side(side), kept)


def two_sides(seed, mentees=12, mentors=9, skipped=0.1):
    rng = np.random.default_rng(seed)
    return (
        [drawn(rng, number, "mentee", skipped) for number in range(mentees)],
        [drawn(rng, number, "mentor", skipped) for number in range(mentors)],
    )


DESIGN = Design(
    CRITERIA,
    RULES,
    Relations({"mentee 0": "boss", "boss": "mentor 1"}, frozenset({("mentor 2", "mentee 1")})),
    SPRING,
)
