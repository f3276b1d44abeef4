"""Lines of the audit log in words: what was done, by whom as far as the reader may know, and its facts."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.audit import Done, Flaw
from mentorway.web.core.models import AuditEntry
from mentorway.web.core.personal import Kept, Text, register
from mentorway.web.network.models import Role
from mentorway.web.privacy.queries import records as queries

KINDS: Final[Mapping[str, Text]] = {
    Done.DATA_TOLD: pgettext_lazy("audit log", "Data was given to the person"),
    Done.DATA_ERASED: pgettext_lazy("audit log", "Data of a person was deleted"),
    Done.DATA_FORGOTTEN: pgettext_lazy("audit log", "What was kept for long enough was deleted"),
    Done.HOLD_SET: pgettext_lazy("audit log", "A legal hold was set or extended"),
    Done.HOLD_LIFTED: pgettext_lazy("audit log", "A legal hold was lifted"),
    Done.REQUEST_ANSWERED: pgettext_lazy("audit log", "A request of a person was answered"),
    Done.ROLE_CHANGED: pgettext_lazy("audit log", "The role of a person was changed"),
    Done.WEBHOOK_ADDED: pgettext_lazy("audit log", "A webhook was added"),
    Done.WEBHOOK_CHANGED: pgettext_lazy("audit log", "A webhook was changed"),
    Done.WEBHOOK_DELETED: pgettext_lazy("audit log", "A webhook was deleted"),
    Done.CLAIM_PUBLISHED: pgettext_lazy("audit log", "A claim was published"),
    Done.CLAIM_WITHDRAWN: pgettext_lazy("audit log", "A claim was withdrawn"),
    Done.ENTRY_PUBLISHED: pgettext_lazy("audit log", "A publication came out"),
    Done.ENTRY_WITHDRAWN: pgettext_lazy("audit log", "A publication was withdrawn"),
    Done.RELEASE_PUBLISHED: pgettext_lazy("audit log", "Open data came out"),
    Done.RELEASE_WITHDRAWN: pgettext_lazy("audit log", "Open data was withdrawn"),
    Done.LETTER_SENT: pgettext_lazy("audit log", "A letter went to readers"),
    Done.ANSWERS_TAKEN_OUT: pgettext_lazy("audit log", "Answers were taken out of a study"),
    Done.ERASURES_REPLAYED: pgettext_lazy("audit log", "Deletions were done again after a backup"),
    Done.TOKEN_MADE: pgettext_lazy("audit log", "A token for programs was made"),
    Done.TOKEN_REVOKED: pgettext_lazy("audit log", "A token for programs was revoked"),
    Done.SIGN_IN_ENDED: pgettext_lazy("audit log", "A person may sign in no more"),
    Done.SIGN_IN_GIVEN: pgettext_lazy("audit log", "A person may sign in again"),
    Done.SECOND_STEP_TAKEN: pgettext_lazy("audit log", "The second step of a person was taken away"),
    Done.ORGANISATION_CONNECTED: pgettext_lazy("audit log", "Sign-in with an organisation was connected"),
    Done.ORGANISATION_DISCONNECTED: pgettext_lazy(
        "audit log", "Sign-in with an organisation was disconnected"
    ),
    Done.PEOPLE_BROUGHT_IN: pgettext_lazy("audit log", "People were brought in from a list or a directory"),
    Done.EXAMPLE_RESET: pgettext_lazy("audit log", "The example was put back"),
}
FACTS: Final[Mapping[str, Text]] = {
    "rows": pgettext_lazy("audit log", "rows"),
    "count": pgettext_lazy("audit log", "how many"),
    "until": pgettext_lazy("audit log", "until"),
    "tables": pgettext_lazy("audit log", "tables"),
    "role": pgettext_lazy("audit log", "role"),
    "before": pgettext_lazy("audit log", "before"),
    "kinds": pgettext_lazy("audit log", "kinds of data"),
    "extended": pgettext_lazy("audit log", "made longer"),
    "version": pgettext_lazy("audit log", "version"),
    "revision": pgettext_lazy("audit log", "version"),
    "people": pgettext_lazy("audit log", "people"),
    "sha256": pgettext_lazy("audit log", "fingerprint of the file"),
    "table": pgettext_lazy("audit log", "kind of data"),
    "accounts": pgettext_lazy("audit log", "accounts"),
    "letters": pgettext_lazy("audit log", "letters"),
}
SHORT: Final = 8  # letters of a fingerprint by which lines about the same person are known on a page
HEADER: Final = (
    gettext_lazy("Number"),
    gettext_lazy("When"),
    gettext_lazy("What was done"),
    gettext_lazy("By whom"),
    gettext_lazy("About whom"),
    gettext_lazy("Facts"),
    gettext_lazy("Fingerprint"),
    gettext_lazy("Fingerprint before"),
)


@dataclass(frozen=True)
class Line:
    """A line as a page shows it."""

    entry: AuditEntry
    kind: Text
    by: str
    about: str
    facts: Sequence[tuple[str, str]]


def kinds_to_choose() -> list[tuple[str, Text]]:
    """Return what a list of lines can be narrowed down to."""
    return [(str(kind), KINDS.get(kind, str(kind))) for kind in Done]


def told(entries: Sequence[AuditEntry], reader: User) -> list[Line]:
    """Return lines in words; of all people, only the reader is known by more than a fingerprint."""
    own = audit.of_person(reader)
    return [
        Line(
            entry,
            KINDS.get(entry.kind, entry.kind),
            _whose(entry.actor, own) or _("the program"),
            _whose(entry.about, own),
            list(facts_of(entry.facts)),
        )
        for entry in entries
    ]


def _whose(fingerprint: str, own: str) -> str:
    return _("you") if fingerprint and fingerprint == own else fingerprint[:SHORT]


def facts_of(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield facts by what they are called; tables are named by what they hold."""
    known = register()
    for name, value in facts.items():
        if isinstance(value, Mapping):
            for label, count in value.items():
                one = known.get(label)
                yield str(one.about if isinstance(one, Kept) else label), f"{count}"
        else:
            yield str(FACTS.get(name, name)), _said(name, value)


def _about(table: str) -> Iterator[Kept]:
    """Yield what is kept in a table of this name, without its activity."""
    for label, one in register().items():
        if isinstance(one, Kept) and label.partition(".")[2].lower() == table:
            yield one


def in_words(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a line of the log, told as plain values, as the person reads it."""
    facts = [f"{name}: {value}" for name, value in facts_of(row["facts"])]
    return {**row, "kind": str(KINDS.get(row["kind"], row["kind"])), "facts": facts}


def _said(name: str, value: Any) -> str:
    if name in {"role", "before"} and value in Role.values:
        return str(Role(value).label)
    if name == "until":
        return date_format(dt.date.fromisoformat(value))
    if name == "kinds" and not value:
        return _("all")
    if name == "table":
        return next((str(one.about) for one in _about(f"{value}")), f"{value}")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value is None else f"{value}"


def row_of(entry: AuditEntry) -> list[Any]:
    """Return a line as the file holds it: whole fingerprints, so that the file can be checked elsewhere."""
    facts = "; ".join(f"{name}: {value}" for name, value in facts_of(entry.facts))
    named = [entry.number, entry.at, str(KINDS.get(entry.kind, entry.kind)), entry.actor, entry.about]
    return [*named, facts, entry.hash, entry.previous]


def verdict(found: Flaw | None, cut: int) -> tuple[bool, str]:
    """Return whether the log is whole, and a sentence that says so, or which line is wrong."""
    if found is not None and found.missing:
        return False, _(
            "The log is not whole: line %(number)d is missing or stands in another place than it was written."
        ) % {"number": found.number}
    if found is not None:
        return False, _("The log is not whole: line %(number)d was changed after it was written.") % {
            "number": found.number
        }
    if cut:
        return False, ngettext(
            "Every line is as it was written, but lines are missing at the end: %(count)d receipt names a "
            "line that is not there.",
            "Every line is as it was written, but lines are missing at the end: %(count)d receipts name "
            "lines that are not there.",
            cut,
        ) % {"count": cut}
    return True, _whole()


def _whole() -> str:
    newest = queries.newest_line()
    if newest is None:
        return _("The log is whole. It has no line yet.")
    return ngettext(
        "The log is whole: its %(count)d line is as it was written.",
        "The log is whole: all %(count)d lines are as they were written.",
        newest.number,
    ) % {"count": newest.number}


def checked() -> tuple[bool, str]:
    """Look through the whole log; return whether it is whole, and a sentence that says so."""
    return verdict(audit.flaw(), queries.receipts_without_line())
