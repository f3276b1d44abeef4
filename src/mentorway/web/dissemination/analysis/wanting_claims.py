"""What claims want from a person now: to be read a second time, to be mended, to be brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.whether import is_any, rows_if_any
from mentorway.web.dissemination.analysis.newness import is_outdated
from mentorway.web.dissemination.models import Claim
from mentorway.web.dissemination.queries import claims as queries


@dataclass(frozen=True)
class Wanted:
    """A sentence, the claim it is about, and the page where it is done."""

    text: str
    page: str
    claim: Claim
    is_urgent: bool = False


def wanted_of(user: User) -> Iterator[Wanted]:
    """Return what claims want from ``user``."""
    for claim in rows_if_any(queries.waiting_for_reader, user):
        text = _("“%(claim)s” waits for a second reader.") % {"claim": claim}
        yield Wanted(text, "publish_claim", claim)
    if not is_any(queries.standing_of, user):
        return
    for version in queries.newest_versions(queries.standing_of(user)):
        claim = version.claim
        if claim.broken is not None:
            text = _("The evidence under the published claim “%(claim)s” is broken.") % {"claim": claim}
            yield Wanted(text, "claim", claim, is_urgent=True)
        elif is_outdated(version):
            text = _("“%(claim)s”: the number is no longer the newest.") % {"claim": claim}
            yield Wanted(text, "claim", claim)
