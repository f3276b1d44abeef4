"""What a study can find with the answers it wants: the smallest differences between countries and sectors."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from mentorway.figures import NOTHING, figure
from mentorway.web.methodology.analysis.power import SMALL, between_groups
from mentorway.web.study.models import Target

PLACES: Final = 2
LARGE: Final = 0.8  # standard deviations: Cohen's large difference


@dataclass(frozen=True)
class Pair:
    """Two groups, how many answers each is to give, and the smallest difference found: alone, among all."""

    names: tuple[str, str]
    sizes: tuple[int, int]
    alone: float | None
    among: float | None

    @property
    def alone_text(self) -> str:
        return _written(self.alone)

    @property
    def among_text(self) -> str:
        return _written(self.among)


@dataclass(frozen=True)
class Part:
    """Every pair of countries, or of sectors; the pairs that see least first."""

    title: str
    pairs: Sequence[Pair]

    @property
    def sentence(self) -> str:
        """What the pair that sees least can find."""
        worst = self.pairs[0]
        if worst.alone is None:
            return _("Between %(one)s and %(other)s there are too few answers to find any difference.") % {
                "one": worst.names[0],
                "other": worst.names[1],
            }
        text = _(
            "Between %(one)s and %(other)s, a difference is found with a chance of 80 %% from %(effect)s "
            "standard deviations on."
        )
        return text % {"one": worst.names[0], "other": worst.names[1], "effect": worst.alone_text}

    @property
    def is_blunt(self) -> bool:
        """Whether not even a large difference is found in some pair."""
        return any(pair.alone is None or pair.alone > LARGE for pair in self.pairs)

    @property
    def is_small(self) -> bool:
        """Whether some group is small."""
        return any(min(pair.sizes) < SMALL for pair in self.pairs)


def foreseen(targets: Sequence[Target]) -> list[Part]:
    """Return what the plan allows to find between countries and sectors; none where there is only one."""
    ways = (
        (_("Between countries"), _sums((one.get_country_display(), one.goal) for one in targets)),
        (
            pgettext("comparison", "Between sectors"),
            _sums((one.get_sector_display(), one.goal) for one in targets),
        ),
    )
    return [Part(title, _pairs(sums)) for title, sums in ways if len(sums) > 1]


def _sums(rows: Iterator[tuple[str, int]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for name, goal in rows:
        found[name] = found.get(name, 0) + goal
    return found


def _pairs(sums: Mapping[str, int]) -> list[Pair]:
    couples = list(itertools.combinations(sums, 2))
    pairs = [
        Pair(
            (one, other),
            (sums[one], sums[other]),
            between_groups([sums[one], sums[other]]),
            between_groups([sums[one], sums[other]], comparisons=len(couples)),
        )
        for one, other in couples
    ]
    return sorted(pairs, key=lambda pair: -(pair.alone or float("inf")))


def _written(effect: float | None) -> str:
    return figure(effect, PLACES, get_language() or "en") if effect is not None else NOTHING
