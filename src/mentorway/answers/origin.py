"""What a table remembers of the file it came from: notes for the reader, row numbers, value labels."""

from __future__ import annotations

import bisect
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mentorway.wording import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

KEY = b"mentorway.origin"
MOST_SKIPPED = 100_000


@dataclass(frozen=True)
class Origin:
    """Where the rows of a table stand in their file.

    ``first`` is the number of the first row of answers as the file counts (the header is row 1 in most);
    ``skipped`` are the numbers of empty rows that were left out; ``labels`` gives the names of coded values.

    >>> Origin(first=2, skipped=(3,)).row(0), Origin(first=2, skipped=(3,)).row(1)
    (2, 4)
    """

    notes: tuple[Message, ...] = ()
    first: int = 2
    skipped: tuple[int, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def row(self, index: int) -> int:
        """Return the number that the row at ``index`` (from 0) has in the file."""
        row = self.first + index
        passed = 0
        while (now := bisect.bisect_right(self.skipped, row)) > passed:
            row += now - passed
            passed = now
        return row

    def attach(self, table: pa.Table) -> pa.Table:
        """Return the table with this memory in its metadata."""
        facts = {
            "notes": [
                {"text": note.text, "values": dict(note.values), "plural": note.plural, "count": note.count}
                for note in self.notes
            ],
            "first": self.first,
            "skipped": self.skipped[:MOST_SKIPPED],
            "labels": {name: dict(labels) for name, labels in self.labels.items()},
        }
        return table.replace_schema_metadata({KEY: json.dumps(facts).encode()})


def origin_of(table: pa.Table) -> Origin:
    """Return what the table remembers; a table made by hand remembers nothing."""
    kept = (table.schema.metadata or {}).get(KEY)
    if kept is None:
        return Origin()
    facts: dict[str, Any] = json.loads(kept)
    return Origin(
        notes=tuple(Message(**note) for note in facts["notes"]),
        first=facts["first"],
        skipped=tuple(facts["skipped"]),
        labels=facts["labels"],
    )
