"""What went wrong, as programs are told it: RFC 9457, ``application/problem+json``."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, Schema

Errors = Mapping[str, Sequence[str]]


class Problem(Schema):
    """What went wrong."""

    type: str = Field(
        "about:blank", description="What kind of problem it is; about:blank: as the status says."
    )
    title: str = Field(description="The status in words.")
    status: int
    detail: str = Field("", description="What came and what was needed.")
    errors: dict[str, list[str]] = Field(
        default_factory=dict, description="What is wrong with each field; under “__all__” with all of them."
    )


def problem(status: int, detail: str = "", *, errors: Errors | None = None, **more: Any) -> JsonResponse:
    """Return what went wrong as an answer; ``more`` are members of the problem that are its own."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _("The server says no more about it."),
    }
    if errors:
        said["errors"] = {name: [str(one) for one in each] for name, each in errors.items()}
    answer = JsonResponse({**said, **more}, status=status, content_type="application/problem+json")
    answer["Cache-Control"] = "no-store"
    return answer
