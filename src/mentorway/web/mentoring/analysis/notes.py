"""Notes of a pair as a person may read them: on pages, and as one file to keep."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mentorway.web.core.moments import moment_in_words
from mentorway.web.mentoring.analysis.talks import has_left, in_short
from mentorway.web.mentoring.models import Note, Place, Talk
from mentorway.web.mentoring.queries import talks as queries


def readable(place: Place, words: str = "", *, talk: Talk | None = None) -> QuerySet[Note]:
    """Return the notes that a person may read; who has left a group that goes on, only their own."""
    return queries.notes_for(place, words, only_own=has_left(place), talk=talk)


def mark_of(note: Note) -> int:
    """Return by what a form knows whether a note was changed since: its last change, in microseconds."""
    return round(note.changed.timestamp() * 1_000_000)


def file_of(place: Place, notes: Iterable[Note]) -> bytes:
    """Return notes as text with headings (Markdown), the newest first."""
    zone = place.person.zone
    parts = [f"# {_('Notes')} · {place.person.round.title}"]
    parts += [_told(one, place, zone) for one in notes]
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _told(note: Note, place: Place, zone: ZoneInfo) -> str:
    facts = [reading_of(note, place)]
    if note.talk is not None:
        facts.append(_("Meeting: %(meeting)s") % {"meeting": in_short(note.talk, zone)})
    lines = "\n".join(f"- {one}" for one in facts)
    return f"## {moment_in_words(note.created, zone)}\n\n{lines}\n\n{note.text}"


def reading_of(note: Note, place: Place) -> str:
    """Return who may read a note, as its reader is told."""
    if note.author_id != place.pk:
        return _("Shared by %(name)s") % {"name": note.author.person.name}
    if note.is_shared:
        return _("Everybody in this pair can read it")
    return _("Only you can read it")
