"""How far reviewers agree, and what is proposed to the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorway.evidence.psychometrics.agreement import Kappa, agreement, kappa
from mentorway.web.practices.models import Criterion, Review, Strength

LEAST_PAIRS = 5  # below it, a coefficient says next to nothing


@dataclass(frozen=True)
class Agreed:
    """How far the first two reviewers of every practice agree about the strength of its evidence."""

    pairs: int
    same: float
    kappa: Kappa

    @property
    def is_enough(self) -> bool:
        """Whether there are pairs enough to show a coefficient."""
        return self.pairs >= LEAST_PAIRS


def agreed(pairs: Sequence[tuple[int, int]]) -> Agreed | None:
    """Compare pairs of ratings; steps count by their squared distance. None without any pair."""
    if not pairs:
        return None
    first, second = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    steps = list(Strength.values)
    alike = agreement(first, second, categories=steps)
    return Agreed(len(pairs), alike.share, kappa(first, second, categories=steps, weights="quadratic"))


def proposed_strength(reviews: Sequence[Review]) -> int | None:
    """Return the lower of what reviewers rate: evidence is not stronger than the stricter one sees it."""
    return min((one.strength for one in reviews if one.strength), default=None)


@dataclass(frozen=True)
class Row:
    """One criterion as each reviewer scored it."""

    criterion: Criterion
    scores: Sequence[int | None]

    @property
    def differs(self) -> bool:
        """Whether reviewers are two steps or more apart."""
        known = [score for score in self.scores if score]
        return bool(known) and max(known) - min(known) > 1


def side_by_side(reviews: Sequence[Review]) -> list[Row]:
    """Return the scores of several reviews, criterion by criterion."""
    return [Row(one, [review.scores.get(one.value) for review in reviews]) for one in Criterion]
