"""What the pages of those who answer for the data have in common."""

from typing import Any

from django.core.exceptions import PermissionDenied

from mentorway.web.core.access import MemberRequest
from mentorway.web.privacy import rules
from mentorway.web.privacy.queries import answering as queries


def frame(request: MemberRequest) -> dict[str, Any]:
    """Return what templates/privacy/records/frame.html shows: tabs that only some people have."""
    user = request.user
    known = user.is_authenticated
    return {"answers": known and rules.may_answer(user), "belongs": known and queries.belongs(user)}


def answers(request: MemberRequest) -> None:
    """Refuse everybody but those who answer for the data."""
    if not rules.may_answer(request.user):
        raise PermissionDenied


def belongs(request: MemberRequest) -> None:
    """Refuse everybody who is not of the network."""
    if not queries.belongs(request.user):
        raise PermissionDenied
