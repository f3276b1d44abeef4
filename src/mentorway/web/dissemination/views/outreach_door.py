"""What the pages of the plan and log, goals, readers and letters have in common."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.merging import REVISION, Revised, conflict_of
from mentorway.web.core.settling import MergeForm
from mentorway.web.dissemination import rules
from mentorway.web.dissemination.models import Action, ActionFile, KeyResult, Mailing
from mentorway.web.dissemination.views import door
from mentorway.web.network.models.partners import sees_all

MOST_READ: Final = 100_000


@dataclass(frozen=True)
class Was:
    """What a row was at a revision; nobody keeps who made it so."""

    number: int
    fields: Mapping[str, str]
    by: None = None
    at: None = None


def coordinates(request: MemberRequest) -> None:
    """Refuse everybody but those who coordinate the network."""
    if not sees_all(request.user):
        raise PermissionDenied


def look(request: MemberRequest, pk: int) -> Action:
    """Return an activity that the person may look at."""
    row: Action = access.fetch(request.user, Action.objects, pk=pk)
    return row


def write(request: MemberRequest, pk: int) -> Action:
    """Return an activity that the person may change."""
    row: Action = access.fetch(request.user, Action.objects, may=rules.may_write, pk=pk)
    return row


def dispose(request: MemberRequest, pk: int) -> Action:
    """Return an activity that the person may delete."""
    row: Action = access.fetch(request.user, Action.objects, may=rules.may_dispose, pk=pk)
    return row


def file_of(request: MemberRequest, action: Action, which: int) -> ActionFile:
    """Return a file of an activity."""
    row: ActionFile = access.fetch(request.user, ActionFile.objects, action=action.pk, pk=which)
    return row


def look_at_result(request: MemberRequest, pk: int) -> KeyResult:
    """Return a result that the person may look at."""
    row: KeyResult = access.fetch(request.user, KeyResult.objects, pk=pk)
    return row


def write_result(request: MemberRequest, pk: int) -> KeyResult:
    """Return a result that the person may change."""
    row: KeyResult = access.fetch(request.user, KeyResult.objects, may=rules.may_write, pk=pk)
    return row


def dispose_of_result(request: MemberRequest, pk: int) -> KeyResult:
    """Return a result that the person may delete."""
    row: KeyResult = access.fetch(request.user, KeyResult.objects, may=rules.may_dispose, pk=pk)
    return row


def mailing(request: MemberRequest, pk: int) -> Mailing:
    """Return a letter to readers; only coordinators know of them."""
    row: Mailing = access.fetch(request.user, Mailing.objects, pk=pk)
    return row


def action_frame(request: MemberRequest, action: Action) -> dict[str, Any]:
    """Return what every page of an activity shows."""
    at_work = rules.may_write(request.user, action)
    return {
        **door.frame(request.user),
        "action": action,
        "at_work": at_work,
        "in_charge": at_work and rules.may_dispose(request.user, action),
    }


def result_frame(request: MemberRequest, result: KeyResult) -> dict[str, Any]:
    """Return what every page of a result shows."""
    at_work = rules.may_write(request.user, result)
    return {
        **door.frame(request.user),
        "result": result,
        "at_work": at_work,
        "in_charge": at_work and rules.may_dispose(request.user, result),
    }


def read_of(snapshot: Mapping[str, str]) -> str:
    """Return what a form carries along of what was read."""
    return json.dumps(dict(snapshot), ensure_ascii=False)


def merged(
    request: MemberRequest, form: forms.Form, row: Revised, now: Mapping[str, str]
) -> MergeForm | None:
    """Return the page on which somebody decides, where another has changed the same fields meanwhile.

    No table keeps what these rows were, so the page that was read carries it along as ``base``.
    """
    if not form.is_valid():
        return None
    number = form.cleaned_data.get(REVISION)
    if number is None:
        form.cleaned_data[REVISION] = number = 0
    snapshots = [Was(number, _base(request)), Was(row.revision, now)]
    merge = conflict_of(form, row, snapshots if number != row.revision else ())  # type: ignore[arg-type]
    # Nobody knows who made the last change and when, so nothing is said of it.
    return MergeForm(replace(merge, since=()), form) if merge else None


def _base(request: MemberRequest) -> Mapping[str, str]:
    """Return what the page that was read carried along; nothing where somebody changed it."""
    try:
        found = json.loads(request.POST.get("base", "")[:MOST_READ] or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): text for name, text in found.items() if isinstance(text, str)}
