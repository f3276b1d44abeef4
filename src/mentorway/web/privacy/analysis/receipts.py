"""What a receipt says, in the language of its reader."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mentorway.web.core.personal import Kept, Text, register
from mentorway.web.privacy.analysis.going import goes
from mentorway.web.privacy.analysis.overview import SIGNING_IN, title_of
from mentorway.web.privacy.models import Act, Receipt


@dataclass(frozen=True)
class ReceiptLine:
    """One table on a receipt: how much of it there was, what stays of it, until when it waits."""

    about: Text
    count: int
    stays: Text = ""
    until: dt.date | None = None
    activity: Text = ""
    is_deleted: bool = False


def lines_of(receipt: Receipt) -> Sequence[ReceiptLine]:
    """Return the lines of a receipt; a table that this version does not know any more keeps its own name."""
    known, stays = register(), {one["model"]: one.get("until", "") for one in receipt.stays}
    found = []
    for label in dict.fromkeys([*receipt.counts, *stays]):
        kept = known.get(label)
        about = kept.about if isinstance(kept, Kept) else label
        until = stays.get(label, "")
        sentence = kept.stays if isinstance(kept, Kept) and label in stays and not until else ""
        day = dt.date.fromisoformat(until) if until else None
        activity = title_of(kept) if isinstance(kept, Kept) else SIGNING_IN
        is_deleted = receipt.act == Act.ERASED and not until and isinstance(kept, Kept) and goes(kept)
        count = receipt.counts.get(label, 0)
        found.append(ReceiptLine(about, count, sentence, day, activity, is_deleted))
    return found
