"""Everything about a person as one file: for programs and for reading, with the files that they added."""

import datetime as dt
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core import attachments
from mentorway.web.core.models import StoredFile
from mentorway.web.core.personal import Consented, Kept, Person
from mentorway.web.core.personal_rows import BY_YOU, OfOthers
from mentorway.web.core.wording import said
from mentorway.web.privacy.analysis import log
from mentorway.web.privacy.analysis.going import tables
from mentorway.web.privacy.analysis.overview import consents_of
from mentorway.web.privacy.analysis.redacting import Redactor

IN_MEMORY: Final = 8 * 2**20
LABELS: Final = {
    BY_YOU: pgettext_lazy("data", "done by you"),
    "number": pgettext_lazy("data", "number"),
    "pk": pgettext_lazy("data", "number"),
    "to": pgettext_lazy("data", "to"),
    "subject": pgettext_lazy("data", "subject"),
    "text": pgettext_lazy("data", "text"),
    "expire_date": pgettext_lazy("data", "signed in until"),
}
IN_WORDS: Final[Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]]] = {
    "core.AuditEntry": log.in_words
}  # the words are of this activity
SENTENCE: Final = {"text", "values", "plural", "count"}  # as sentences of the program are kept
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """What one table keeps about the person, as plain values."""

    kept: Kept
    rows: Sequence[Row]

    @property
    def model(self) -> type[Model]:
        """The table."""
        return apps.get_model(self.kept.model)

    @property
    def shown(self) -> list[list[tuple[str, str]]]:
        """The rows as people read them: what each value is called, and the value; empty ones are left out."""
        in_words = self.kept.shown or IN_WORDS.get(self.kept.model)
        rows = [in_words(row) for row in self.rows] if in_words else self.rows
        return [
            [(self._label(key), text) for key, value in row.items() if (text := self._shown(key, value))]
            for row in rows
        ]

    def _label(self, key: str) -> str:
        if key in LABELS:
            return str(LABELS[key])
        try:
            return str(getattr(self.model._meta.get_field(key), "verbose_name", key))  # noqa: SLF001
        except FieldDoesNotExist:
            return key.replace("_", " ")

    def _shown(self, key: str, value: Any) -> str:
        try:
            choices = getattr(self.model._meta.get_field(key), "flatchoices", ())  # noqa: SLF001
        except FieldDoesNotExist:
            choices = ()
        known = {one: str(words) for one, words in choices}
        return known[value] if isinstance(value, str) and value in known else readable(value)


def readable(value: Any) -> str:
    """Return a value as people read it in their language."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value)
    if isinstance(value, Mapping):
        lines = (f"{key}: {text}" for key, one in value.items() if (text := readable(one)))
        return said(value) if set(value) >= SENTENCE else "\n".join(lines)
    if isinstance(value, list | tuple):
        return "\n".join(text for one in value if (text := readable(one)))
    return "" if value is None else str(value)


def sections_of(person: Person) -> list[Section]:
    """Return everything about a person, table by table; what others wrote, without whom else it names."""
    redactor = Redactor(person)
    return [
        Section(kept, [_redacted(kept.told(row), redactor) for row in kept.found(person)])
        for kept in tables()
        if kept.found is not None and kept.told is not None
    ]


def _redacted(row: Row, redactor: Redactor) -> Row:
    return {key: redactor.told(one) if isinstance(one, OfOthers) else one for key, one in row.items()}


def package(person: Person, *, receipt: str) -> IO[bytes]:
    """Return a zip file with ``my-data.json``, ``my-data.html`` and the files that the person added.

    The caller closes it. ``receipt`` is the number of the receipt for it.
    """
    sections = [one for one in sections_of(person) if one.rows]
    consents = consents_of(person)
    packed: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer reads and closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", as_json(person, sections, consents, receipt))
        archive.writestr("my-data.html", as_page(person, sections, consents, receipt))
        for name, content in _files(person):
            archive.writestr(name, content)
    packed.seek(0)
    return packed


def as_json(
    person: Person, sections: Sequence[Section], consents: Sequence[Consented], receipt: str
) -> bytes:
    """Return everything as programs read it, in the order of the register."""
    told = {
        "made": timezone.now(),
        "receipt": receipt,
        "person": {"name": person.user.name, "addresses": sorted(person.emails)},
        "tables": [_table(one) for one in sections],
        "agreed": [vars(one) for one in consents],
    }
    text = json.dumps(told, ensure_ascii=False, indent=2, default=_plain)
    return (text + "\n").encode("utf-8", "replace")


def _table(section: Section) -> dict[str, Any]:
    kept = section.kept
    return {
        "table": kept.model,
        "about": str(kept.about),
        "purpose": str(kept.purpose),
        "basis": str(kept.basis.value),
        "kept": str(kept.kept),
        "seen_by": [str(one.value) for one in kept.seen_by],
        "stays": str(kept.stays),
        "rows": [dict(row) for row in section.rows],
    }


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def as_page(
    person: Person, sections: Sequence[Section], consents: Sequence[Consented], receipt: str
) -> bytes:
    """Return everything as a page that needs nothing else, in the reader's language."""
    context = {
        "person": person,
        "sections": sections,
        "consents": consents,
        "receipt": receipt,
        "made": timezone.now(),
    }
    return render_to_string("privacy/my_data.html", context).encode()


def _files(person: Person) -> Iterator[tuple[str, bytes]]:
    """Yield the files that the person added, with names that say to which row they belong."""
    for kept in tables():
        if kept.found is None or not issubclass(apps.get_model(kept.model), StoredFile):
            continue
        for row in kept.found(person):
            try:
                content = attachments.read(row.path)
            except (OSError, ValueError):  # the row is told; the file itself is gone
                continue
            yield f"files/{kept.model.lower().replace('.', '-')}-{row.pk}-{row.name}", content
