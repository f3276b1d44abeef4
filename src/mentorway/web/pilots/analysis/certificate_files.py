"""The files of a certificate: PDF in five languages, the badge, the file for Europass, many in one ZIP."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from mentorway.credentials import elm
from mentorway.credentials.certificate import Sheet, certificates, picture, printed
from mentorway.credentials.elm import Europass, europass
from mentorway.web.pilots.analysis.contents import REGISTRATION, said_by
from mentorway.web.pilots.analysis.signing import address_of
from mentorway.web.pilots.models import Certificate

JSON: Final = "application/json"
AT_ONCE: Final = 20
SAME_DAY: Final = (1980, 1, 1, 0, 0, 0)  # so that the same certificates give the same ZIP


@dataclass(frozen=True)
class CertificateFile:
    """A file that can be fetched: its name in the address, what it is, and for which language."""

    name: str
    title: str
    language: str = ""


@dataclass(frozen=True)
class Content:
    """What is in a file."""

    name: str
    media_type: str
    data: bytes


def offered(certificate: Certificate) -> list[CertificateFile]:
    """Return the files of a certificate that holds; nothing of one that was taken back."""
    if certificate.revoked is not None or not certificate.content:
        return []
    pdfs = [CertificateFile(f"{code}.pdf", str(name), code) for code, name in settings.LANGUAGES]
    badge = CertificateFile("badge.json", _("Open Badge (JSON)"))
    more = [CertificateFile("europass.json", _("Europass (JSON)"))] if has_europass(certificate) else []
    return [*pdfs, badge, *more]


def has_europass(certificate: Certificate) -> bool:
    """Whether everything is there that Europass asks for."""
    content = certificate.content
    country = content.get("issuer", {}).get("country", "")
    return (
        bool(content.get(REGISTRATION)) and country in elm.COUNTRIES and certificate.language in elm.LANGUAGES
    )


def content_of(certificate: Certificate, name: str) -> Content | None:
    """Return a file of a certificate, if there is one of this name."""
    if all(one.name != name for one in offered(certificate)):
        return None
    full = f"certificate-{certificate.number}-{name}"
    if name == "badge.json":
        return Content(full, JSON, _json(certificate.badge))
    if name == "europass.json":
        return Content(full, JSON, _json(_europass(certificate)))
    sheet = sheet_of(certificate, name.removesuffix(".pdf"))
    return Content(full, "application/pdf", certificates([sheet])[0])


def sheet_of(certificate: Certificate, language: str) -> Sheet:
    """Return what is printed."""
    return Sheet(said_by(certificate), address_of(certificate.number), language)


def _europass(certificate: Certificate) -> dict[str, Any]:
    language = certificate.language
    extra = Europass(
        address_of(certificate.number),
        certificate.content[REGISTRATION],
        picture(sheet_of(certificate, language)),
        language,
    )
    return europass(said_by(certificate), extra, at=certificate.issued)


def _json(facts: Any) -> bytes:
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


# Many at once


class _Piped(io.RawIOBase):
    """Takes what a ZIP writes, and gives it on piece by piece, so that nothing is kept on a disk."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        found, self.pieces = b"".join(self.pieces), []
        return found


def zipped(rows: Sequence[Certificate], language: str) -> Iterator[bytes]:
    """Yield a ZIP with the PDF of every certificate, named after its holder and its number."""
    pipe = _Piped()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            pdfs = certificates([sheet_of(one, language) for one in some])
            for row, pdf in zip(some, pdfs, strict=True):
                archive.writestr(zipfile.ZipInfo(_name_of(row), SAME_DAY), pdf)
            yield pipe.taken()
    yield pipe.taken()


def _name_of(certificate: Certificate) -> str:
    learner = printed(str(certificate.content.get("learner", "")))
    kept = "".join(letter for letter in learner if letter.isalnum() or letter in " -'")[:80].strip()
    return get_valid_filename(f"{kept} {certificate.number}.pdf".strip())
