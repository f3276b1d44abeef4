"""Notes of a pair: written, shared or kept to oneself, changed and deleted by their author only."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.mentoring.actions.relations import Held, holding
from mentorway.web.mentoring.actions.together import working
from mentorway.web.mentoring.analysis.notes import mark_of
from mentorway.web.mentoring.models import Note, Place, Talk

MOST_NOTES: Final = 2000  # of one person in one relationship
WRITTEN: Final = ["text", "talk", "is_shared", "changed"]


def write(place: Place, *, text: str, talk: int | None = None, is_shared: bool = False) -> Note:
    """Keep a note; only its author reads it unless it is shared."""
    with working(place) as (held, _mine):
        if place.notes.count() >= MOST_NOTES:
            raise ValidationError(
                _("You have written %(most)d notes, which is the most that is kept. Delete some first."),
                params={"most": MOST_NOTES},
            )
        note = Note(relation=held.relation, author=place)
        _take_over(note, held, text=text, talk=talk, is_shared=is_shared)
        note.save()
    return note


def change(note: Note, *, mark: int, text: str, talk: int | None, is_shared: bool) -> Note:
    """Change a note, unless it was changed in another window since."""
    with working(note.author) as (held, _mine):
        row = _row(note)
        if mark_of(row) != mark:
            raise ValidationError(
                _("You have changed this note in another window meanwhile. Copy your text, then look at it.")
            )
        _take_over(row, held, text=text, talk=talk, is_shared=is_shared)
        row.save(update_fields=WRITTEN)
    return row


def delete(note: Note) -> None:
    """Delete a note for good; also when the pair has ended."""
    with holding(note.relation.round):
        note.author.notes.filter(pk=note.pk).delete()


def _row(note: Note) -> Note:
    row = note.author.notes.select_for_update(of=("self",)).filter(pk=note.pk).first()
    if row is None:
        raise ValidationError(_("This note does not exist any more."))
    return row


def _take_over(note: Note, held: Held, *, text: str, talk: int | None, is_shared: bool) -> None:
    note.text, note.is_shared = text.replace("\r\n", "\n").strip(), is_shared
    note.talk = _talk(held, talk)
    note.full_clean()


def _talk(held: Held, number: int | None) -> Talk | None:
    return held.relation.talks.filter(pk=number).first() if number else None
