"""What the pages of the federation have in common: only who coordinates sees them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from mentorway.web.core.access import MemberRequest
from mentorway.web.federation import queries, rules

View = Callable[..., HttpResponse]


def for_coordinators(view: View) -> View:
    """Refuse everybody else."""

    @wraps(view)
    def entrance(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.may_federate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return entrance


def frame() -> dict[str, Any]:
    """Return what templates/federation/frame.html shows."""
    return {"own": queries.own()}


def document(name: str, text: str) -> HttpResponse:
    """Return a signed document to keep or carry."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.json"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(text, content_type="application/json", headers=headers)
