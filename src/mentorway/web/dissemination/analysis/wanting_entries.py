"""What publications want from a person now: to be read a second time, to be counted, to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.whether import is_any, rows_if_any
from mentorway.web.dissemination.analysis.entry_writing import named_in
from mentorway.web.dissemination.models import Entry
from mentorway.web.dissemination.queries import entries as queries


@dataclass(frozen=True)
class Wanted:
    """A sentence, the publication it is about, and the page where it is done."""

    text: str
    page: str
    entry: Entry
    is_urgent: bool = False


def wanted_of(user: User) -> Iterator[Wanted]:
    """Return what publications want from ``user``."""
    for entry in rows_if_any(queries.waiting_for_reader, user):
        text = _("The publication “%(title)s” waits for a second reader.") % {"title": entry}
        yield Wanted(text, "publish_entry", entry)
    for entry in rows_if_any(queries.naming_fallen_of, user):
        if not queries.fallen_in(entry) & set(named_in(entry.shown)):
            continue  # readers do not see it
        text = _("“%(title)s” is published and shows a figure that is no longer backed.") % {"title": entry}
        yield Wanted(text, "entry", entry, is_urgent=True)
    if not is_any(queries.to_count_of, user):
        return
    for entry in queries.uncounted_of(user, timezone.now()):
        text = _("“%(title)s” is over. Say how many people came.") % {"title": entry}
        yield Wanted(text, "change_entry", entry)
