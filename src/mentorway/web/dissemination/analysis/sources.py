"""The numbers that a claim may be about, read from what is stored and never computed again.

What platforms count (`Basis.COUNT`) is the one exception: there is nothing stored, so it is counted anew,
and kept with each version of the claim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorway.web.dissemination.analysis import (
    source_comparison,
    source_counts,
    source_evaluation,
    source_network,
)
from mentorway.web.dissemination.analysis.figures import (
    FEWEST_IN_PUBLIC,
    Figure,
    Offer,
    Offered,
    Section,
    interval_shown,
    shown,
    unit_beside,
)
from mentorway.web.dissemination.analysis.newness import is_outdated, source_of
from mentorway.web.dissemination.models import Basis, Claim, ClaimVersion
from mentorway.web.dissemination.queries import claims as queries

__all__ = [
    "ABOUT",
    "FEWEST_IN_PUBLIC",
    "Figure",
    "Offer",
    "Offered",
    "Section",
    "figure_of",
    "figures_in",
    "interval_shown",
    "is_outdated",
    "newest_figure",
    "offer_at",
    "offer_of",
    "sections_in",
    "shown",
    "source_of",
    "unit_beside",
]

ABOUT: Final[Mapping[str, str | Promise]] = {
    Basis.COMPARISON: _(
        "Answers of several countries or groups to the same questions. What would rank or compare them is "
        "offered only where the licence of the comparison allows it."
    ),
    Basis.EVALUATION: _(
        "What changed for the people of pilots, whether the programme did it, and the costs."
    ),
    Basis.CHALLENGES: _("What the material of several countries names as difficult, counted on a day."),
    Basis.NETWORK: _("How the partners work together, looked at on a day."),
    Basis.COUNT: _("Partners, countries, good practices, pilot groups, people who completed, certificates."),
}


@dataclass(frozen=True)
class _Room:
    """How the numbers of one kind of source are found."""

    sections: Callable[[Any], list[Section]]
    section_of: Callable[[Any], str]
    offered: Callable[[Any, str], Offered]


ROOMS: Final[Mapping[str, _Room]] = {
    Basis.COMPARISON: _Room(
        source_comparison.sections, source_comparison.section_of, source_comparison.offered
    ),
    Basis.EVALUATION: _Room(
        source_evaluation.sections, source_evaluation.section_of, source_evaluation.offered
    ),
    Basis.CHALLENGES: _Room(
        source_network.challenge_sections, source_network.country_of, source_network.challenges_offered
    ),
    Basis.NETWORK: _Room(
        source_network.network_sections, source_network.whole_of, source_network.network_offered
    ),
    Basis.COUNT: _Room(source_counts.sections, source_counts.section_of, source_counts.offered),
}


def sections_in(basis: str, source: Any) -> list[Section]:
    """Return the parts of a source among which one chooses first."""
    return ROOMS[basis].sections(source)


def figures_in(basis: str, source: Any, section: str) -> Offered:
    """Return the numbers in a part of a source, with what each is, and what is not offered."""
    return ROOMS[basis].offered(source, section)


def offer_at(basis: str, source: Any, key: str, place: Mapping[str, str]) -> Offer | None:
    """Return one number of a source; None where it is not there or not offered."""
    if basis == Basis.COUNT:
        counting = source_counts.COUNTED.get(key)
        return source_counts.offer(key, counting, examples=bool(source)) if counting else None
    room = ROOMS[basis]
    offers = room.offered(source, room.section_of(place)).offers
    return next((one for one in offers if one.key == key and dict(one.place) == dict(place)), None)


def offer_of(claim: Claim) -> Offer | None:
    """Return the number of a claim with what it is; None where it cannot be found."""
    source = source_of(claim)
    return None if source is None else offer_at(claim.basis, source, claim.key, claim.place)


def figure_of(claim: Claim) -> Figure | None:
    """Return the number of a claim as its source holds it; None where it cannot be found."""
    offer = offer_of(claim)
    return None if offer is None else offer.figure


def newest_figure(claim: Claim | ClaimVersion) -> Figure | None:
    """Return the same number in the newest version of its source; None where there is none."""
    newest = queries.newest_source(claim)
    if newest is None:
        return None
    offer = offer_at(claim.basis, newest, claim.key, claim.place)
    return None if offer is None else offer.figure
