"""People and cost sheets for the tests of money and of the whole."""

from decimal import Decimal

import numpy as np

from mentorway.evaluating.asking import Asked
from mentorway.evaluating.benefits import Benefit
from mentorway.evaluating.money import CostLine, Kind, Sheet
from mentorway.evaluating.people import Arm, Level, Measured, Outcome, People, Wave

OUTCOMES = (
    Outcome("trust", "Trust", Level.LEARNING, -50, 50, reliability=0.85),
    Outcome("skill", "Skill", Level.BEHAVIOUR, -50, 50, reliability=0.8),
    Outcome("worry", "Worry", Level.RESULTS, -50, 50, higher_is_better=False),
)
LIKED = Outcome("liked", "Liked it", Level.REACTION, -50, 50)


def made(pilots=12, in_pilot=20, compared=6, effect=1.0, seed=1):
    """Pilots with people, of whom some are compared; every sixth is lost at the end."""
    rng = np.random.default_rng(seed)
    n = pilots * in_pilot
    pilot = tuple(f"P{place // in_pilot:03d}" for place in range(n))
    usual = np.array([place % in_pilot >= in_pilot - compared for place in range(n)], dtype=bool)
    arm = tuple(Arm.COMPARISON if one else Arm.PROGRAMME for one in usual)
    country = tuple(("LT", "LV", "FI", "SE")[place // in_pilot % 4] for place in range(n))
    measured = tuple(_measured(one, usual, effect, rng) for one in OUTCOMES)
    liked = np.where(usual, np.nan, rng.normal(3, 1, n))
    hours = np.where(usual, 0.0, rng.uniform(4, 9, n))
    return People(
        tuple(f"p{place}" for place in range(n)),
        pilot,
        arm,
        country,
        pilot,
        (*measured, Measured(LIKED, {Wave.AFTER: liked})),
        facts={"age": rng.normal(40, 9, n)},
        completed=~usual & (rng.uniform(size=n) < 0.8),
        hours=hours,
    )


def _measured(outcome, usual, effect, rng):
    n = len(usual)
    first = rng.normal(0, 2, n)
    way = 1 if outcome.higher_is_better else -1
    after = 0.8 * first + rng.normal(0, 1, n) + way * effect * ~usual
    after[rng.uniform(size=n) < 1 / 6] = np.nan
    others = after + rng.normal(-0.3, 1, n) if outcome.key == "skill" else None
    then = first - 0.3 + rng.normal(0, 0.5, n)
    waves = {Wave.BEFORE: first, Wave.AFTER: after, Wave.THEN: then, Wave.FOLLOW_UP: after - 0.1}
    return Measured(outcome, waves, others)


def sheet_of(people, seed=2):
    """Trainers of each pilot, and what they share."""
    rng = np.random.default_rng(seed)
    pilots = sorted(set(people.pilot))
    lines = []
    for pilot in pilots:
        hours = Decimal(int(rng.integers(20, 60)))
        lines.append(
            CostLine("Trainer", Kind.TRAINERS, hours * 40, "EUR", 2026, "Project", pilot, hours, Decimal(40))
        )
        lines.append(
            CostLine("Room", Kind.ROOMS, Decimal(int(rng.integers(100, 900))), "EUR", 2026, "Host", pilot)
        )
    lines.append(CostLine("Platform", Kind.PLATFORM, Decimal("1234.56"), "EUR", 2026, "Project"))
    return Sheet(tuple(lines), "EUR", 2026)


def asked_of(people):
    """All that may be asked for."""
    benefit = Benefit("Hours saved", Decimal(40000), "EUR", 2026, 0.6, 0.8, "Managers, interviews 2026")
    return Asked(
        sheet=sheet_of(people),
        usual=Sheet((), "EUR", 2026),
        benefits=(benefit,),
        licences={"trust": True},
        draws=400,
        seed=5,
    )
