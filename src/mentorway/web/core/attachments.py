"""Files that people add: taken for what they are, kept where no web server looks, given back with care."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from mentorway.web.core import kinds
from mentorway.web.core.kinds import Kind
from mentorway.web.core.models import StoredFile

Row = TypeVar("Row", bound=StoredFile)

MEGABYTE = 2**20
MOST_MEGABYTES = 15
LONGEST_NAME = 120
ACCEPT = ",".join(kinds.ENDINGS)  # for the accept attribute of a file input
NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\"<>:|?*\\/]+")
KEPT = re.compile(r"[a-z]{1,40}/[0-9a-f]{32}(\.[a-z]{3,4})")


@dataclass(frozen=True)
class Attachment:
    """A file that was looked at: its cleaned name, what it is, and what is in it."""

    name: str
    media_type: str
    content: bytes

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return len(self.content)


def checked(upload: UploadedFile) -> Attachment:
    """Return the file as it may be kept; refuse what is too large, of another kind, or might do harm.

    What a file is, is read from its content. Pictures are made anew, so that neither the place where they
    were taken nor anything hidden in them is published.
    """
    if (upload.size or 0) > MOST_MEGABYTES * MEGABYTE:
        raise ValidationError(
            _("The file has more than %(most)d MB, which is the most that is taken.")
            % {"most": MOST_MEGABYTES}
        )
    upload.seek(0)
    content = upload.read(MOST_MEGABYTES * MEGABYTE + 1)
    if not content:
        raise ValidationError(_("The file is empty."))
    name = str(upload.name or "")
    kind, content = kinds.looked_at(content, name)
    return Attachment(cleaned(name, kind), kind.media_type, content)


def cleaned(name: str, kind: Kind) -> str:
    r"""Return a name that is safe anywhere, says what the file is, and is not too long.

    >>> cleaned("C:\\photos\\ąžuolas.exe", kinds.JPEG), cleaned("../../etc/.htaccess", kinds.TEXT)
    ('ąžuolas.exe.jpg', 'htaccess.txt')
    """
    stem = NOT_IN_NAMES.sub(" ", re.split(r"[\\/]", name)[-1]).rstrip(" .")
    ending = next((one for one in kinds.ENDINGS if stem.lower().endswith(one)), "")
    stem = stem[: len(stem) - len(ending)].strip(" .")
    return f"{stem[: LONGEST_NAME - 5].rstrip() or _('file')}{kind.endings[0]}"


def keep(attachment: Attachment, area: str) -> str:
    """Store a file among those of ``area`` (the name of an activity); return the ``path`` for its row."""
    ending = Path(attachment.name).suffix
    path = f"{area}/{secrets.token_hex(16)}{ending}"
    place = _place(path)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = place.with_suffix(".half")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(attachment.content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(place)
    finally:
        half.unlink(missing_ok=True)
    return path


def store(row: Row, attachment: Attachment, area: str) -> Row:
    """Keep a file among those of ``area`` and ``row`` that tells of it: both, or neither."""
    row.name, row.media_type, row.size = attachment.name, attachment.media_type, attachment.size
    row.path = keep(attachment, area)
    try:
        row.full_clean()
        row.save()
    except Exception:
        forget(row.path)
        raise
    return row


def read(path: str) -> bytes:
    """Return what is in a kept file."""
    return _place(path).read_bytes()


def forget(path: str) -> None:
    """Remove a kept file; nothing happens if it is gone."""
    _place(path).unlink(missing_ok=True)


def served(path: str, *, name: str, media_type: str, inline: bool = False) -> FileResponse:
    """Answer with a kept file: to be saved, or shown in the page if it is a picture and ``inline``."""
    try:
        file = _place(path).open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    text = "; charset=utf-8" if media_type.startswith("text/") else ""
    shown = inline and media_type in kinds.PICTURES
    answer = FileResponse(file, as_attachment=not shown, filename=name, content_type=f"{media_type}{text}")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, max-age=0"
    return answer


def _place(path: str) -> Path:
    if not KEPT.fullmatch(path):
        raise ValueError(f"{path!r} is no path of a kept file.")
    folder: Path = settings.MENTORWAY_DATA / "attachments"
    return folder / path
