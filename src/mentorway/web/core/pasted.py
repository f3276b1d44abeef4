"""Lists that people paste or send as CSV: their rows, and what is wrong in which of them."""

import csv
import io
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django import forms
from django.utils.translation import gettext as _

Rows = list[tuple[int, list[str]]]
DELIMITERS: Final = (",", ";", "\t")
LOOKED_AT: Final = 20  # lines by which the delimiter is known
SHOWN_LETTERS: Final = 100
OTHER_NAMES: Final = {
    "e-mail": "email",
    "mail": "email",
    "e-mail address": "email",
    "email address": "email",
    "organization": "organisation",
}
Listed = TypeVar("Listed")


class WrongRowError(Exception):
    """A row cannot be understood, and why in the words of the reader."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong in one row."""

    row: int
    text: str
    what: str


@dataclass(frozen=True)
class People(Generic[Listed]):
    """Those who can be added, and the rows that cannot be understood."""

    people: list[Listed]
    troubles: list[Trouble]


def rows_of(text: str) -> Rows:
    r"""Return the rows that hold something, each with its number; what is no CSV is taken line by line.

    >>> rows_of("Aino;aino@example.org\n\nBert;")
    [(1, ['Aino', 'aino@example.org']), (3, ['Bert', ''])]
    """
    lines = [line.replace("\0", "") for line in text.lstrip("\ufeff").splitlines()]
    head = "\n".join(lines[:LOOKED_AT])
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=max(DELIMITERS, key=head.count))
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        return [(number, [line]) for number, line in enumerate(lines, start=1) if line.strip()]


def trouble(number: int, cells: Sequence[str], wrong: WrongRowError) -> Trouble:
    """Return what is wrong in a row, with the row as it came."""
    came = ", ".join(cell.strip() for cell in cells if cell.strip())
    return Trouble(number, came[:SHOWN_LETTERS], str(wrong))


def too_many(rows: Rows, most: int) -> list[Trouble]:
    """Return where a list that is too long is cut, or nothing."""
    if len(rows) <= most:
        return []
    text = _(
        "The list is longer than %(most)d rows. The rows from here on are left out: add them afterwards."
    )
    return [Trouble(rows[most][0], "", text % {"most": most})]


def refuse_second(first: int | None) -> None:
    """Refuse a row with the address of an earlier one."""
    if first is not None:
        raise WrongRowError(_("The same address stands in row %(row)d.") % {"row": first})


def people_in(
    text: str,
    columns: Sequence[str],
    listed: Callable[[Mapping[str, str]], tuple[Listed, Hashable]],
    *,
    most: int,
    names: Mapping[str, str] = OTHER_NAMES,
) -> People[Listed]:
    """Return the people in a list; its first row may name the columns, by ``names`` too.

    ``listed`` understands a row or refuses it, and says by what the person is told from others, if by
    anything: whoever comes a second time is refused.
    """
    rows, order = rows_of(text), list(columns)
    head = [cell.strip().casefold() for cell in rows[0][1]] if rows else []
    head = [names.get(cell, cell) for cell in head]
    if {"name", "email"} & set(head):
        rows, order = rows[1:], head
    seen: dict[Hashable, int] = {}
    people: list[Listed] = []
    troubles = too_many(rows, most)
    for number, cells in rows[:most]:
        try:
            one, key = listed(dict(zip(order, cells, strict=False)))
            refuse_second(seen.get(key) if key else None)
        except WrongRowError as wrong:
            troubles.append(trouble(number, cells, wrong))
        else:
            people.append(one)
            seen.setdefault(key, number)
    return People(people, sorted(troubles, key=lambda one: one.row))


class PastedForm(forms.Form):
    """Asks for a list in ``text`` or as a ``file``, which whoever builds on it declares."""

    def clean(self) -> dict[str, Any]:
        """Take the text of the file, if there is one; one of both is needed."""
        data = super().clean() or self.cleaned_data
        if data.get("file"):
            try:
                data["text"] = data["file"].read().decode("utf-8-sig")
            except UnicodeError:
                self.add_error("file", _("The file is not in UTF-8. Save it as “CSV UTF-8”."))
        if not str(data.get("text", "")).strip() and not self.errors:
            self.add_error("text", _("Paste a list, or choose a file."))
        return data
