"""How often the licence is refused to pairs alike by construction, and to pairs with one moved question.

Run: python -m benchmarks.licence
The peer in the same run is the stricter rule that refuses as soon as any index passes its limit.
"""

from __future__ import annotations

import numpy as np

from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments, Level
from mentorway.evidence.psychometrics.invariance.ladder import ladder
from mentorway.evidence.psychometrics.invariance.licence import Rules, Verdict, judge

TRIALS = 200
LEVELS = (Level.CONFIGURAL, Level.METRIC, Level.SCALAR)
RULES = {"any index": Rules(chance=1.0), "ours": Rules()}


def group(rng: np.random.Generator, name: str, people: int, items: int, moved: float) -> GroupMoments:
    """Simulated answers with one factor; the second item is moved, in standard deviations."""
    answers = 0.9 * rng.normal(size=(people, 1)) + 0.8 * rng.normal(size=(people, items))
    answers[:, 1] += moved * np.hypot(0.9, 0.8)
    return GroupMoments(name, people, answers.mean(axis=0), np.cov(answers.T, bias=True))


def main() -> None:
    """Print the share of pairs whose means may not be compared."""
    rng = np.random.default_rng(2026)
    print(f"{'items':>5} {'people':>6} {'moved, SD':>9} " + " ".join(f"{name:>10}" for name in RULES))
    for items in (5, 10):
        model = FactorModel.one_factor("f", [str(item) for item in range(items)])
        for people in (100, 200, 500):
            for moved in (0.0, 0.25, 0.5):
                refused = dict.fromkeys(RULES, 0)
                for _ in range(TRIALS):
                    pair = [group(rng, "a", people, items, 0.0), group(rng, "b", people, items, moved)]
                    found = ladder(pair, model, levels=LEVELS)
                    for name, rules in RULES.items():
                        refused[name] += judge(found, (), rules).verdict is not Verdict.MEANS
                shares = " ".join(f"{count / TRIALS:>10.1%}" for count in refused.values())
                print(f"{items:>5} {people:>6} {moved:>9} {shares}")


if __name__ == "__main__":
    main()
