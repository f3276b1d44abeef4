"""How each text came to be what it is: the documentation of a translation, written from what was kept."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorway.web.translation.analysis.board import State
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Draft, Event, Stage, Translation

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Documented:
    """One text with everything that was written about it."""

    text: Text
    state: State
    translation: Translation | None
    drafts: tuple[Draft | None, Draft | None]
    notes: Sequence[Event]

    @property
    def open(self) -> bool:
        """Whether drafts are still secret."""
        return self.translation is None or self.translation.stage == Stage.OPEN


def documented(
    texts: Iterable[Text],
    states: Mapping[str, State],
    work: Mapping[str, Translation],
    notes: Mapping[str, Sequence[Event]],
) -> list[Documented]:
    """Return the documentation of every text; drafts that are not handed in are left out."""
    return [_one(text, states[text.key], work.get(text.key), notes.get(text.key, ())) for text in texts]


def _one(text: Text, state: State, translation: Translation | None, notes: Sequence[Event]) -> Documented:
    seen = translation is not None and translation.stage != Stage.OPEN
    drafts = {draft.place: draft for draft in translation.drafts.all()} if translation and seen else {}
    return Documented(text, state, translation, (drafts.get(1), drafts.get(2)), notes)


def as_csv(rows: Iterable[Documented]) -> bytes:
    """Return the documentation as a table; nothing in it is taken for a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    table = csv.writer(out)
    table.writerow(
        [
            _("Key"), _("Source text"), _("First translation"), _("First translator"),
            _("Second translation"), _("Second translator"),
            _("Text after the review"), _("Reviewed by"), _("What was discussed"),
            _("Adjudicated text"), _("Adjudicated by"), _("State"), _("Notes"),
        ]
    )  # fmt: skip
    for row in rows:
        table.writerow([_plain(cell) for cell in _cells(row)])
    return out.getvalue().encode()


def _cells(row: Documented) -> list[str]:
    work = row.translation
    drafted = [
        part
        for draft in row.drafts
        for part in ((draft.text, str(draft.author or "")) if draft else ("", ""))
    ]
    reviewed = (
        [work.review, str(work.reviewed_by or ""), work.comment] if work and not row.open else ["", "", ""]
    )
    decided = [work.agreed, str(work.agreed_by or "")] if work and work.stage == Stage.AGREED else ["", ""]
    notes = "\n".join(_note(event) for event in row.notes)
    return [row.text.key, row.text.source, *drafted, *reviewed, *decided, str(row.state.label), notes]


def _note(event: Event) -> str:
    words = event.after or event.before
    return f"{event.at:%Y-%m-%d} {event.by or ''} ({event.get_what_display()}): {words}"


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
