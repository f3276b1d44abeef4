"""What the pages of people who publish have in common."""

from typing import Any

from django.http import Http404

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.dissemination import rules
from mentorway.web.dissemination.models import Basis, Claim, ClaimVersion, State
from mentorway.web.dissemination.queries import claims as queries
from mentorway.web.network.models.partners import sees_all


def frame(user: User) -> dict[str, Any]:
    """Return what templates/dissemination/frame.html shows: tabs that only coordinators have."""
    return {"coordinates": sees_all(user)}


def look(request: MemberRequest, pk: int) -> Claim:
    """Return a claim that the person may look at."""
    row: Claim = access.fetch(request.user, Claim.objects, pk=pk)
    return row


def write(request: MemberRequest, pk: int) -> Claim:
    """Return a claim that the person may write."""
    row: Claim = access.fetch(request.user, Claim.objects, may=rules.may_write, pk=pk)
    return row


def read_second(request: MemberRequest, pk: int) -> Claim:
    """Return a claim that the person may publish."""
    row: Claim = access.fetch(request.user, Claim.objects, may=rules.may_publish, pk=pk)
    return row


def dispose(request: MemberRequest, pk: int) -> Claim:
    """Return a claim that the person may delete."""
    row: Claim = access.fetch(request.user, Claim.objects, may=rules.may_dispose, pk=pk)
    return row


def version_of(claim: Claim, number: int) -> ClaimVersion:
    """Return a version of a claim, or say that there is none."""
    return there(queries.version_of(claim, number))


def source_for(user: User, basis: str, pk: int) -> Any:
    """Return what a claim may rest on, or say that there is none: what one may not see is not found."""
    if basis not in Basis.values:
        raise Http404
    return there(queries.source_to_claim(user, basis, pk))


def claim_frame(user: User, claim: Claim) -> dict[str, Any]:
    """Return what every page of a claim shows."""
    at_work = rules.may_write(user, claim)
    return {
        **frame(user),
        "claim": claim,
        "at_work": at_work,
        "reads_second": rules.may_publish(user, claim),
        "in_charge": at_work and claim.published is None and rules.may_dispose(user, claim),
        "is_published": claim.state == State.PUBLISHED,
    }
