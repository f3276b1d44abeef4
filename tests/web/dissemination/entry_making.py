"""Texts for readers, their files and their second readers, that tests start from."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.conftest import make_member

from mentorway.web.dissemination.actions import entries, entry_files, entry_life
from mentorway.web.dissemination.models import Kind

EVENT = {"day": "2030-05-04", "begins": "10:00", "finishes": "12:00", "zone": "Europe/Riga"}


def begin(user, partner, kind=Kind.NEWS, language="en", title="Žinia apie mentorius", **more):
    """Return a publication that somebody has begun."""
    return entries.create(user, partner=partner, kind=kind, language=language, title=title, **more)


def write(entry, user, language="en", **texts):
    """Write the texts of one language."""
    entry.refresh_from_db()
    words = {"title": "News", "summary": "In short.", "body": "At length.", **texts}
    entries.write(entry, user, language=language, revision=entry.revision, **words)
    entry.refresh_from_db()
    return entry


def publish(entry, by=None, **more):
    """Hand a publication in and publish it as a second reader."""
    entry_life.hand_in(entry, entry.created_by)
    entry.refresh_from_db()
    entry_life.publish(entry, by or make_member(role="coordinator"), revision=entry.revision, **more)
    entry.refresh_from_db()
    return entry


def picture():
    """Return a small picture as a browser sends it."""
    content = BytesIO()
    Image.new("RGB", (4, 4), "navy").save(content, "PNG")
    return SimpleUploadedFile("people.png", content.getvalue(), content_type="image/png")


def add_file(entry, caption="", language="", **more):
    """Add a picture to a publication."""
    facts = {"caption": caption, "language": language, "licence": "CC-BY-4.0", **more}
    return entry_files.add(entry, entry.created_by, file=picture(), **facts)
