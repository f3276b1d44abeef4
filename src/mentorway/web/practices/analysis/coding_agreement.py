"""How far two coders agree: for each challenge, and over all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mentorway.evidence.psychometrics.agreement import Kappa, agreement, kappa
from mentorway.evidence.psychometrics.coder_alpha import CoderAlpha, krippendorff
from mentorway.figures import NOTHING, figure, interval, percent
from mentorway.web.core.wording import said
from mentorway.web.practices.models import Challenge

PRESENT, ABSENT = 1, 0
SEED = 20261128  # the same codes give the same interval
RESAMPLES, MOST_RESAMPLED = 1000, 5000
FAIR, MODERATE, GOOD, VERY_GOOD = 0.21, 0.41, 0.61, 0.81
Codes = Mapping[int, set[int | None]]


@dataclass(frozen=True)
class Counts:
    """In how many passages both saw a challenge, only one, or neither."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def units(self) -> int:
        """How many passages there are."""
        return self.both + self.first + self.second + self.neither

    def coders(self) -> tuple[list[int], list[int]]:
        """Return what each coder gave, passage by passage, in an order that says nothing."""
        counts = (self.both, self.first, self.second, self.neither)
        pairs = ((PRESENT, PRESENT), (PRESENT, ABSENT), (ABSENT, PRESENT), (ABSENT, ABSENT))
        first = [one[0] for one, count in zip(pairs, counts, strict=True) for _unit in range(count)]
        second = [one[1] for one, count in zip(pairs, counts, strict=True) for _unit in range(count)]
        return first, second


@dataclass(frozen=True)
class Row:
    """One challenge: counts, percent agreement, kappa and alpha, ready to be read."""

    name: str
    token: str
    counts: Counts
    share: str
    kappa: str
    interval: str
    alpha: str
    sentence: str


@dataclass(frozen=True)
class Whole:
    """All challenges together."""

    rows: list[Row]
    share: str
    alpha: str
    interval: str
    sentences: list[str]


def counted(passages: Sequence[int], codes: Sequence[Codes], challenge: int) -> Counts:
    """Return how two coders used one challenge over the passages of a material."""
    seen = [{one for one in passages if challenge in coder.get(one, ())} for coder in codes]
    both, either = len(seen[0] & seen[1]), len(seen[0] | seen[1])
    return Counts(both, len(seen[0] - seen[1]), len(seen[1] - seen[0]), len(passages) - either)


def compared(counts: Sequence[tuple[Challenge, Counts]]) -> Whole | None:
    """Return how far two coders agree on each challenge that at least one of them used, and on all."""
    if not counts or not counts[0][1].units:
        return None
    language = get_language() or "en"
    rows = [_row(challenge, one, language) for challenge, one in counts]
    pooled = alpha_of([one for _challenge, one in counts])
    first, second = _pooled([one for _challenge, one in counts])
    share = agreement(first, second, categories=[PRESENT, ABSENT]).share
    return Whole(
        rows,
        percent(share, language),
        figure(pooled.value, 2, language),
        _interval(pooled.low, pooled.high, language),
        _pooled_sentences(pooled, share, language),
    )


def kappa_of(counts: Counts) -> Kappa:
    """Return Cohen's kappa of presence and absence."""
    return kappa(*counts.coders(), categories=[PRESENT, ABSENT])


def alpha_of(counts: Sequence[Counts]) -> CoderAlpha:
    """Return Krippendorff's alpha over every passage and challenge; an interval where it is quick."""
    codes = _pooled(counts)
    rng = np.random.default_rng(SEED) if len(codes[0]) <= MOST_RESAMPLED else None
    return krippendorff(codes, rng=rng, resamples=RESAMPLES)


def _pooled(counts: Sequence[Counts]) -> tuple[list[int], list[int]]:
    total = Counts(
        *(sum(getattr(one, name) for one in counts) for name in ("both", "first", "second", "neither"))
    )
    return total.coders()


def _row(challenge: Challenge, counts: Counts, language: str) -> Row:
    found = kappa_of(counts)
    one = krippendorff(counts.coders())
    share = agreement(*counts.coders(), categories=[PRESENT, ABSENT]).share
    return Row(
        challenge.name,
        str(challenge.token),
        counts,
        percent(share, language),
        figure(found.value, 2, language),
        _interval(found.low, found.high, language),
        figure(one.value, 2, language),
        _sentence(found, counts),
    )


def _interval(low: float | None, high: float | None, language: str) -> str:
    if low is None or high is None:
        return NOTHING
    return interval(max(low, -1.0), min(high, 1.0), 2, language)


def _sentence(found: Kappa, counts: Counts) -> str:
    """Say what kappa of one challenge means, or why there is none."""
    if counts.both + counts.first + counts.second == 0:
        return _("Neither coder saw this challenge, so nothing shows whether they agree on what it is.")
    return in_words(found)


def in_words(found: Kappa) -> str:
    """Say what kappa says; what is odd about it goes first."""
    if found.value is None or found.low is None or found.warnings:
        return " ".join(said(one) for one in found.warnings)
    return strength(found.value, found.low)


def strength(value: float, low: float) -> str:
    """Say in words how much agreement beyond chance there is, and that it may be none.

    >>> strength(0.7, 0.4), strength(0.5, -0.1)
    ('Good agreement beyond chance.', 'The interval does not exclude that it is mere chance.')
    """
    if low <= 0 <= value:
        return _("The interval does not exclude that it is mere chance.")
    if value < 0:
        return _("Less agreement than chance would give.")
    if value < FAIR:
        return _("Hardly any agreement beyond chance.")
    if value < MODERATE:
        return _("Weak agreement beyond chance.")
    if value < GOOD:
        return _("Moderate agreement beyond chance.")
    return (
        _("Good agreement beyond chance.") if value < VERY_GOOD else _("Very good agreement beyond chance.")
    )


def _pooled_sentences(found: CoderAlpha, share: float, language: str) -> list[str]:
    sentences = [
        _(
            "The coders made the same choice in %(share)s of all choices, those to leave a challenge out "
            "included."
        )
        % {"share": percent(share, language)}
    ]
    if found.value is None:
        return sentences + [said(one) for one in found.warnings]
    known = _(
        "Krippendorff's alpha over all choices is %(alpha)s. 1 is full agreement, 0 what chance "
        "gives; 0.80 is usually asked for, and 0.67 is the least for cautious conclusions."
    )
    sentences.append(known % {"alpha": figure(found.value, 2, language)})
    return sentences + [said(one) for one in found.warnings]


def few_sentence(passages: int) -> str:
    """Say how far numbers of so few passages carry."""
    return ngettext(
        "All numbers rest on %(count)d passage; the fewer there are, the wider the intervals.",
        "All numbers rest on %(count)d passages; the fewer there are, the wider the intervals.",
        passages,
    ) % {"count": passages}
