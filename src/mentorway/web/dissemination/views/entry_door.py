"""What the pages of people who write publications have in common."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.dissemination import rules
from mentorway.web.dissemination.analysis import entries as analysis
from mentorway.web.dissemination.models import Entry, EntryFile, State
from mentorway.web.dissemination.queries import entries as queries
from mentorway.web.dissemination.views import door
from mentorway.web.network.models.partners import sees_all


def look(request: MemberRequest, pk: int) -> Entry:
    """Return a publication that the person may look at."""
    row: Entry = access.fetch(request.user, Entry.objects, pk=pk)
    return row


def write(request: MemberRequest, pk: int) -> Entry:
    """Return a publication that the person may write."""
    row: Entry = access.fetch(request.user, Entry.objects, may=rules.may_write, pk=pk)
    return row


def read_second(request: MemberRequest, pk: int) -> Entry:
    """Return a publication that the person may publish."""
    row: Entry = access.fetch(request.user, Entry.objects, may=rules.may_publish, pk=pk)
    return row


def dispose(request: MemberRequest, pk: int) -> Entry:
    """Return a publication that the person may delete."""
    row: Entry = access.fetch(request.user, Entry.objects, may=rules.may_dispose, pk=pk)
    return row


def file_of(request: MemberRequest, entry: Entry, which: int) -> EntryFile:
    """Return a file of a publication."""
    row: EntryFile = access.fetch(request.user, EntryFile.objects, entry=entry.pk, pk=which)
    return row


def coordinates(request: MemberRequest) -> None:
    """Refuse everybody but those who coordinate the network."""
    if not sees_all(request.user):
        raise PermissionDenied


def revision_of(entry: Entry, number: int) -> dict[int, Any]:
    """Return a revision and the one before it, or say that there is none."""
    found: dict[int, Any] = dict(queries.two_revisions(entry, number))
    if number not in found:
        raise Http404
    return found


def frame(request: MemberRequest, entry: Entry, **more: Any) -> dict[str, Any]:
    """Return what every page of a publication shows."""
    at_work = rules.may_write(request.user, entry)
    is_published = entry.state == State.PUBLISHED
    return {
        **door.frame(request.user),
        "entry": entry,
        "at_work": at_work,
        "reads_second": rules.may_publish(request.user, entry),
        "in_charge": at_work and not is_published and rules.may_dispose(request.user, entry),
        "is_published": is_published,
        "is_ahead": analysis.is_ahead(entry, timezone.now()),
        **more,
    }
