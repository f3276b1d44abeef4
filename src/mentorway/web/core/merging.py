"""Two people changed the same row: what each wrote, put together field by field, long texts by paragraphs.

A row that people edit has a ``revision``, and its app keeps a snapshot of every revision: its number, its
fields as `texts` gives them, who made it and when. The form shows the revision that was read
(`RevisionField`), the page includes ``components/merge.html`` when there is a ``merge`` (`MergeForm` and
`settled` are in `settling`), and the view says::

    row = access.fetch(request.user, Practice.objects, may=rules.may_edit, pk=pk)
    form = PracticeForm(settled(request.POST), initial=initial_of(row))      # initial has the revision too
    merge = form.is_valid() and conflict_of(form, row, queries.revisions_of(row))
    if merge:
        return render(request, "practices/edit.html", {"merge": MergeForm(merge, form)}, status=CONFLICT)
    if form.is_valid() and carried_out(form, actions.change, row, request.user, **form.cleaned_data):
        return redirect(row)
    return render(request, "practices/edit.html", {"form": form})

``actions.change`` locks the row and calls `refuse_stale` before it writes: then nothing is lost, even if a
third person saves in between.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Manager, Model, QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from mentorway.web.core.paragraphs import Piece, put_together, whole

CONFLICT = 409
REVISION = "revision"


class Revised(Protocol):
    """A row that counts its changes."""

    revision: int


class Snapshot(Protocol):
    """What a row was after one change."""

    number: int
    fields: Mapping[str, str]
    by: Any
    at: dt.datetime


class Fate(Enum):
    """Who changed a field since the form was shown."""

    SAME = "same"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"  # in the same way
    TOGETHER = "together"  # each in paragraphs of its own
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Field:
    """One field: what it was, what they saved, what I wrote."""

    name: str
    base: str
    theirs: str
    mine: str

    @property
    def fate(self) -> Fate:
        """Who changed it."""
        if self.mine == self.theirs:
            return Fate.SAME if self.mine == self.base else Fate.BOTH
        if self.mine == self.base:
            return Fate.THEIRS
        if self.theirs == self.base:
            return Fate.MINE
        has_clash = not self.pieces or any(piece.is_clash for piece in self.pieces)
        return Fate.CONFLICT if has_clash else Fate.TOGETHER

    @cached_property
    def pieces(self) -> list[Piece]:
        """What a text of several paragraphs is made of; nothing for any other field."""
        found = (self.base, self.theirs, self.mine)
        return put_together(*found) if any("\n\n" in text.strip("\n") for text in found) else []

    @property
    def value(self) -> str:
        """What it is when both are put together; mine where they clash."""
        return self.theirs if self.fate is Fate.THEIRS else self.with_mine

    @property
    def with_mine(self) -> str:
        """What it is when both are put together, and mine is kept where they clash."""
        if self.fate not in (Fate.CONFLICT, Fate.TOGETHER) or not self.pieces:
            return self.mine
        return whole([line for piece in self.pieces for line in piece.agreed])

    @property
    def with_theirs(self) -> str:
        """What it is when both are put together, and theirs is taken where they clash."""
        if self.fate is not Fate.CONFLICT or not self.pieces:
            return self.theirs
        kept = ((piece.theirs if piece.is_clash else piece.agreed) for piece in self.pieces)
        return whole([line for lines in kept for line in lines])

    @property
    def with_both(self) -> str:
        """What it is when both are put together, and theirs stands before mine where they clash."""
        if not self.pieces:
            return whole([text for text in (self.theirs, self.mine) if text])
        kept = (((*piece.theirs, *piece.mine) if piece.is_clash else piece.agreed) for piece in self.pieces)
        return whole([line for lines in kept for line in lines])


@dataclass(frozen=True)
class Merge:
    """All fields of a row, the revision that was saved meanwhile, and the changes that led to it."""

    fields: Sequence[Field]
    revision: int = 0
    since: Sequence[Snapshot] = ()

    @classmethod
    def of(
        cls, base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str], **more: Any
    ) -> "Merge":
        """Put together what ``theirs`` and ``mine`` made of ``base``; the fields are those of ``mine``.

        >>> Merge.of({"a": "1", "b": "2"}, {"a": "1", "b": "3"}, {"a": "0", "b": "2"}).values
        {'a': '0', 'b': '3'}
        """
        found = [Field(name, base.get(name, ""), theirs.get(name, ""), mine[name]) for name in mine]
        return cls(tuple(found), **more)

    @property
    def conflicts(self) -> list[Field]:
        """The fields that both changed, each in another way."""
        return [field for field in self.fields if field.fate is Fate.CONFLICT]

    @property
    def values(self) -> dict[str, str]:
        """Every field when both are put together; mine where they clash."""
        return {field.name: field.value for field in self.fields}

    @property
    def last(self) -> Snapshot | None:
        """The last of the changes that were made meanwhile."""
        return self.since[-1] if self.since else None


class RevisionField(forms.IntegerField):
    """The revision that a form was made from, carried along unseen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, widget=forms.HiddenInput, **kwargs)


def texts(values: Mapping[str, Any]) -> dict[str, str]:
    r"""Return what a snapshot keeps of values, such as those of a form: one text for each, never the file.

    >>> texts({"title": "A", "open": True, "from": dt.date(2026, 3, 1), "themes": ["x", "y"], "note": None})
    {'title': 'A', 'open': 'true', 'from': '2026-03-01', 'themes': 'x\ny', 'note': ''}
    """
    return {name: _as_text(value) for name, value in values.items() if name != REVISION}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, QuerySet | list | tuple | set | frozenset):
        return "\n".join(sorted(map(_as_text, value)))
    return "" if value is None else str(value).replace("\r\n", "\n")


def conflict_of(form: forms.BaseForm, row: Revised, snapshots: Iterable[Snapshot]) -> Merge | None:
    """Return what somebody saved meanwhile that clashes with a valid ``form``, if anything does.

    What they changed and I did not touch is taken over into the form, which is then checked again; so ask
    ``form.is_valid()`` once more. The form's revision is then that of ``row``.
    """
    number = form.cleaned_data[REVISION]
    if number == row.revision:
        return None
    known = {one.number: one for one in snapshots}
    since = [known[place] for place in sorted(known) if number < place <= row.revision]
    base = known[number].fields if number in known else {}
    theirs = known[row.revision].fields if row.revision in known else {}
    merge = Merge.of(base, theirs, texts(_comparable(form)), revision=row.revision, since=since)
    if merge.conflicts:
        return merge
    form.data = _data_of(form, merge)
    form.full_clean()
    return None


def refuse_stale(row: Revised, revision: int) -> None:
    """Refuse to write over a change that was saved since ``revision``; ``row`` is locked."""
    if row.revision != revision:
        raise ValidationError(_("Somebody has saved a change just now. Save again to put both together."))


def _comparable(form: forms.BaseForm) -> dict[str, Any]:
    """Return the values that can be told apart by their text: those of all fields but files."""
    fields = form.fields.items()
    return {name: form.cleaned_data.get(name) for name, field in fields if not _is_apart(name, field)}


def _is_apart(name: str, field: forms.Field) -> bool:
    return name == REVISION or isinstance(field, forms.FileField) or field.disabled


def raw(field: forms.Field, text: str) -> list[str]:
    """Return what a browser would send for the text of a snapshot."""
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return text.split("\n") if text else []
    return [text] if text or not isinstance(field, forms.BooleanField) else []


def _data_of(form: forms.BaseForm, merge: Merge) -> QueryDict:
    data = QueryDict(mutable=True)
    for name in form.data:
        data.setlist(name, _listed(form.data, name))
    for name, text in merge.values.items():
        data.setlist(form.add_prefix(name), raw(form.fields[name], text))
    data[form.add_prefix(REVISION)] = str(merge.revision)
    return data


def _listed(data: Any, name: str) -> list[Any]:
    return data.getlist(name) if isinstance(data, MultiValueDict) else [data[name]]
