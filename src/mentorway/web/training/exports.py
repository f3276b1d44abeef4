"""What goes out: a programme as JSON, and a version as a course, books for people, or a package."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorway.courses.books import handbook, workbook
from mentorway.courses.cartridge import cartridge
from mentorway.courses.package import package
from mentorway.courses.structure import Programme as Described
from mentorway.web.core import attachments
from mentorway.web.training.analysis.whole import in_language
from mentorway.web.training.models import Edition
from mentorway.web.translation.exports import File, stem

JSON: Final = "application/json; charset=utf-8"
PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
KINDS: Mapping[str, tuple[str, str, str | Promise]] = {
    "handbook": (".pdf", PDF, _("Trainer's handbook (PDF)")),
    "workbook": (".pdf", PDF, _("Participant's workbook (PDF)")),
    "course": (".imscc", ZIP, _("Course for Moodle (IMS Common Cartridge)")),
    "package": (".zip", ZIP, _("Open data package (RO-Crate, Frictionless)")),
    "json": (".json", JSON, _("All languages, to be read again (JSON)")),
}


@dataclass(frozen=True)
class Offered:
    """A version in one language, and the files that are made of it."""

    code: str
    name: str
    kinds: list[tuple[str, str | Promise]]


def plain(title: str, content: Mapping[str, Any]) -> File:
    """Return a programme with its translations as JSON that can be read again."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return File(f"{stem(title, 'programme')}.json", JSON, text.encode())


def files_of(edition: Edition) -> dict[str, bytes]:
    """Return the files that the materials of a version name, by fingerprint."""
    modules = edition.content["programme"]["modules"]
    named = {one["sha256"] for module in modules for one in module["materials"] if one["sha256"]}
    return {
        row.sha256: attachments.read(row.path) for row in edition.programme.files.filter(sha256__in=named)
    }


def _book(make: Callable[..., bytes]) -> Callable[[Described, Edition], bytes]:
    """Return what makes a book, with its own words in a language of ours."""

    def made(programme: Described, _edition: Edition) -> bytes:
        stem, known = programme.language.partition("-")[0], dict(settings.LANGUAGES)
        return make(programme, language=stem if stem in known else "en")

    return made


MAKERS: Mapping[str, Callable[[Described, Edition], bytes]] = {
    "handbook": _book(handbook),
    "workbook": _book(workbook),
    "course": lambda programme, edition: cartridge(programme, files_of(edition)),
    "package": lambda programme, edition: package(programme, files_of(edition)),
}


def offered(edition: Edition) -> list[Offered]:
    """Return the languages of a version, each with the files that are made of it."""
    source = edition.content["programme"]["language"]
    kinds = [(kind, label) for kind, (_ending, _type, label) in KINDS.items()]
    return [
        Offered(code, name, [one for one in kinds if one[0] != "json" or code == source])
        for code, name in sorted(edition.content["languages"].items(), key=lambda one: one[0] != source)
    ]


def of_edition(edition: Edition, code: str, kind: str) -> File | None:
    """Return a version in one of its languages as a file; None where there is no such language or kind."""
    if kind not in KINDS or code not in edition.content["languages"]:
        return None
    if kind == "json":
        return plain(f"{edition.programme.title} {edition.number}", edition.content)
    ending, media_type, _label = KINDS[kind]
    name = f"{stem(edition.programme.title, 'programme')}-{edition.number}-{code}-{kind}{ending}"
    return File(name, media_type, MAKERS[kind](in_language(edition.content, code), edition))
