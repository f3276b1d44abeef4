"""What a claim rests on, and whether there is something newer.

The first page asks this of every claim of a person. Numbers are read only where there is a newer source: that
loads the libraries of mathematics, so it is done late.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.module_loading import import_string

from mentorway.web.dissemination.analysis import source_counts
from mentorway.web.dissemination.models import Basis, Claim, ClaimVersion
from mentorway.web.dissemination.queries import claims as queries

OFFER_AT: Final = "mentorway.web.dissemination.analysis.sources.offer_at"


def source_of(claim: Claim | ClaimVersion) -> Any:
    """Return the row that a claim rests on; None where it was deleted. A count rests on which rows count."""
    sources = {
        Basis.COMPARISON: claim.finding,
        Basis.EVALUATION: claim.result,
        Basis.CHALLENGES: claim.challenges,
        Basis.NETWORK: claim.network,
        Basis.COUNT: claim.is_example,
    }
    return sources[Basis(claim.basis)]


def is_outdated(version: ClaimVersion) -> bool:
    """Whether what a version rests on has a newer version in which its number is another."""
    if version.basis == Basis.COUNT:
        value = source_counts.value_of(version.key, examples=version.is_example)
        return value is not None and value != version.value
    newest = queries.newest_source(version)
    if newest is None or newest == source_of(version):
        return False
    offer = import_string(OFFER_AT)(version.basis, newest, version.key, version.place)
    return offer is not None and offer.figure.value != version.value
