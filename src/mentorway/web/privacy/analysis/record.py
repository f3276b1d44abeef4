"""The record of processing (article 30), made of what every table says of itself, and of who answers."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mentorway.web.core.personal import Basis, Kept, Viewer
from mentorway.web.network.models import Partner
from mentorway.web.privacy.analysis.going import tables
from mentorway.web.privacy.analysis.overview import title_of
from mentorway.web.privacy.analysis.troubles import troubles_of
from mentorway.web.privacy.models import Arrangement, Processor
from mentorway.web.privacy.queries import answering as queries

HEADER: Final = (
    gettext_lazy("Activity"),
    gettext_lazy("Purpose"),
    gettext_lazy("Lawful basis"),
    gettext_lazy("Data"),
    gettext_lazy("Who receives it"),
    gettext_lazy("How long it is kept"),
)
# Article 30(1)(g): what is said here is what the program does, whoever runs it.
MEASURES: Final = (
    gettext_lazy("Every page asks for a place in the network, unless it is meant for everybody."),
    gettext_lazy("Passwords are kept as hashes; a second step and passkeys can be used to sign in."),
    gettext_lazy("Answers to anonymous studies are joined with nothing that says who gave them."),
    gettext_lazy("Small groups are hidden in what is shown and published."),
    gettext_lazy("What is done with data is written to a log in which no line can vanish unseen."),
    gettext_lazy("Logs of the program hold no addresses, links or codes."),
    gettext_lazy("People who were deleted are deleted again after a backup is put back."),
)


@dataclass(frozen=True)
class Processing:
    """What is done with data for one purpose: the tables about it, who sees them, how long they are kept."""

    activity: str
    purpose: str
    basis: Basis
    data: Sequence[str]
    viewers: Sequence[str]
    kept: Sequence[str]

    def row(self) -> list[str]:
        """Return the cells of a table."""
        lists = ("; ".join(self.data), ", ".join(self.viewers), "; ".join(self.kept))
        return [self.activity, self.purpose, str(self.basis.value), *lists]


@dataclass(frozen=True)
class Record:
    """A record as a whole, of all partners or of one."""

    day: dt.date
    partner: Partner | None
    partners: Sequence[Partner]
    arrangements: Sequence[Arrangement]
    processors: Sequence[tuple[Processor, Sequence[str]]]
    processings: Sequence[Processing]

    @property
    def operator(self) -> Processor | None:
        """Who runs the installation, if it is written down."""
        return next((one for one, _troubles in self.processors if one.runs_it), None)


def record_of(day: dt.date, language: str, partner: Partner | None = None) -> Record:
    """Put the record together as it is on a day, in one language."""
    with override(language):
        return Record(
            day,
            partner,
            [partner] if partner else list(queries.controllers()),
            queries.arrangements_in_force(day, partner),
            [(one, troubles_of(one, day)) for one in queries.processors_at_work(day)],
            processings(),
        )


def processings() -> list[Processing]:
    """Return what is done with data, by activity and purpose, in the order of the flow."""
    groups: dict[tuple[str, str, Basis], list[Kept]] = {}
    for one in tables():
        groups.setdefault((str(title_of(one)), str(one.purpose), one.basis), []).append(one)
    return [
        Processing(
            activity,
            purpose,
            basis,
            _once(str(one.about) for one in rows),
            _once(_receiver(viewer) for one in rows for viewer in one.seen_by),
            _once(str(one.kept) for one in rows),
        )
        for (activity, purpose, basis), rows in groups.items()
    ]


def _receiver(viewer: Viewer) -> str:
    """Return who sees it, as read by others than the person."""
    return _("the person") if viewer is Viewer.SELF else str(viewer.value)


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
