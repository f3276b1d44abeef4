"""What a file is, found from its content, and whether it may be kept."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.core import pictures

MOST_UNPACKED = 200 * 2**20
MOST_PARTS = 5000
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name for people, its media type, and the endings of names; the first is usual."""

    title: str
    media_type: str
    endings: tuple[str, ...]


JPEG = Kind("JPEG", "image/jpeg", (".jpg", ".jpeg"))
PNG = Kind("PNG", "image/png", (".png",))
WEBP = Kind("WebP", "image/webp", (".webp",))
PDF = Kind("PDF", "application/pdf", (".pdf",))
DOCX = Kind("DOCX", f"{OFFICE}.wordprocessingml.document", (".docx",))
XLSX = Kind("XLSX", f"{OFFICE}.spreadsheetml.sheet", (".xlsx",))
PPTX = Kind("PPTX", f"{OFFICE}.presentationml.presentation", (".pptx",))
ODT = Kind("ODT", f"{OPEN}.text", (".odt",))
ODS = Kind("ODS", f"{OPEN}.spreadsheet", (".ods",))
ODP = Kind("ODP", f"{OPEN}.presentation", (".odp",))
TEXT = Kind("TXT", "text/plain", (".txt",))
CSV = Kind("CSV", "text/csv", (".csv",))
ALL = (JPEG, PNG, WEBP, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, TEXT, CSV)
ENDINGS = tuple(ending for kind in ALL for ending in kind.endings)
PICTURES = frozenset(kind.media_type for kind in (JPEG, PNG, WEBP))
PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
OPEN_KINDS = {kind.media_type.encode(): kind for kind in (ODT, ODS, ODP)}
MACROS = re.compile(r"(^|/)vba[^/]*\.bin$|(^|/)xl/macrosheets/|^Basic/|^Scripts/", re.IGNORECASE)
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

ACTIVE = re.compile(rb"/(?:JavaScript|Launch)(?![A-Za-z0-9])|/JS\s*[(<\[\d]")
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
OBJECTS = re.compile(rb"/ObjStm")
NEAR = 500  # bytes before a stream in which its dictionary stands


def looked_at(content: bytes, name: str) -> tuple[Kind, bytes]:
    """Return what ``content`` is and what of it may be kept; refuse everything else with a sentence."""
    for fits, look in LOOKS:
        if fits(content):
            return look(content)
    return _text(content, name)


def _picture(kind: Kind) -> Callable[[bytes], tuple[Kind, bytes]]:
    return lambda content: (kind, pictures.made_anew(content, kind.title))


def _pdf(content: bytes) -> tuple[Kind, bytes]:
    if any(ACTIVE.search(HEX.sub(_letter, piece)) for piece in _readable(content)):
        raise ValidationError(
            _(
                "The PDF contains a script or starts a program when it is opened, so it is not taken. "
                "Print it to a new PDF and add that one."
            )
        )
    return PDF, content


def _letter(match: re.Match[bytes]) -> bytes:
    return bytes([int(match.group(1), 16)])


def _readable(content: bytes) -> Iterator[bytes]:
    """Give what stands outside of streams, and the objects that are packed into some of them."""
    yield STREAM.sub(b"stream endstream", content)
    left = MOST_UNPACKED // 4
    for match in STREAM.finditer(content):
        before = HEX.sub(_letter, content[max(0, match.start() - NEAR) : match.start()])
        if left > 0 and OBJECTS.search(before.rpartition(b" obj")[2]):
            unpacked = _unpacked(match.group(1), left)
            left -= len(unpacked)
            yield unpacked


def _unpacked(stream: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, most)
    except zlib.error:
        return stream


def _packed(content: bytes) -> tuple[Kind, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            kind = _office(packed)
    except DAMAGE:
        raise ValidationError(_("The file is damaged and cannot be opened.")) from None
    if kind is None:
        raise _refusal(_("a ZIP archive"))
    return kind, content


def _office(packed: zipfile.ZipFile) -> Kind | None:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(
            _("The file unpacks to more than %(most)d MB.") % {"most": MOST_UNPACKED // 2**20}
        )
    names = {part.filename for part in parts}
    kind = next((kind for part, kind in PARTS.items() if part in names), None)
    if kind and "[Content_Types].xml" not in names:
        kind = None
    if "mimetype" in names:
        kind = OPEN_KINDS.get(packed.read("mimetype").strip()) if "content.xml" in names else None
    types = packed.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if kind and (any(MACROS.search(name) for name in names) or b"macroenabled" in types.lower()):
        raise ValidationError(
            _("The document contains macros, so it is not taken. Save it without macros and add that one.")
        )
    return kind


def _text(content: bytes, name: str) -> tuple[Kind, bytes]:
    kind = {".txt": TEXT, ".csv": CSV}.get(PurePath(name).suffix.lower())
    if kind is None:
        raise _refusal(_("“%(name)s”") % {"name": name[-100:]})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\x00"
    if CONTROL.search(text):
        raise ValidationError(_("The file is no text in UTF-8. Save it as text in UTF-8 and add it again."))
    return kind, content


def _refusal(what: str) -> ValidationError:
    listed = ", ".join(kind.title for kind in ALL)
    return ValidationError(
        _("The file is %(what)s, which is not taken. Files of these kinds are taken: %(kinds)s.")
        % {"what": what, "kinds": listed}
    )


def _other(what: Callable[[], str]) -> Callable[[bytes], tuple[Kind, bytes]]:
    def refuse(_content: bytes) -> tuple[Kind, bytes]:
        raise _refusal(what())

    return refuse


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


LOOKS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], tuple[Kind, bytes]]], ...] = (
    (_begins(b"\xff\xd8\xff"), _picture(JPEG)),
    (_begins(b"\x89PNG\r\n\x1a\n"), _picture(PNG)),
    (lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", _picture(WEBP)),
    (_begins(b"%PDF-"), _pdf),
    (_begins(b"PK\x03\x04"), _packed),
    (_begins(b"GIF8"), _other(lambda: _("a GIF picture"))),
    (
        lambda content: content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"),
        _other(lambda: _("a HEIC picture")),
    ),
    (_begins(b"MZ", b"\x7fELF"), _other(lambda: _("a program"))),
    (
        _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        _other(lambda: _("an old or a locked Office document (DOC, XLS or PPT, or one with a password)")),
    ),
)
