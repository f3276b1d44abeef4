"""Pictures and papers of practices."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.conftest import make_member
from tests.web.practices import practices_making as making

from mentorway.web.practices.actions import files
from mentorway.web.practices.models import PracticeFile

pytestmark = pytest.mark.django_db


def test_a_picture_is_added_and_shown_in_the_practice(client):
    row = making.make_practice()
    client.force_login(row.created_by)
    url = reverse("practices:files", args=[row.pk])
    client.post(url, {"file": making.picture("ąžuolas.png"), "caption": "An oak <b>"})
    kept = row.files.get()
    assert (kept.name, kept.media_type, kept.caption) == ("ąžuolas.png", "image/png", "An oak <b>")
    page = client.get(reverse("practices:practice", args=[row.pk])).content.decode()
    assert 'alt="An oak &lt;b&gt;"' in page


def test_only_who_sees_the_practice_gets_its_file(client):
    row = making.make_practice()
    kept = making.make_file(row)
    url = reverse("practices:file", args=[row.pk, kept.pk])
    client.force_login(make_member())
    assert client.get(url).status_code == 404
    client.force_login(row.created_by)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.html", b"<script>alert(1)</script>", "is not taken"),
        ("run.exe", b"MZ" + b"\0" * 100, "a program"),
        ("fake.png", b"<svg onload=alert(1)>", "is not taken"),
        ("drawing.svg", b"<svg onload=alert(1)></svg>", "is not taken"),
        ("empty.pdf", b"", "empty"),
        ("script.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (x) >>", "contains a script"),
    ],
)
def test_unsafe_files_are_refused_with_a_sentence(client, name, content, says):
    row = making.make_practice()
    client.force_login(row.created_by)
    upload = SimpleUploadedFile(name, content)
    answer = client.post(reverse("practices:files", args=[row.pk]), {"file": upload, "caption": "X"})
    assert PracticeFile.objects.count() == 0
    assert says in answer.content.decode()


def test_a_practice_has_at_most_ten_files(client, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 2)
    row = making.make_practice()
    making.make_file(row)
    making.make_file(row)
    client.force_login(row.created_by)
    answer = client.post(
        reverse("practices:files", args=[row.pk]), {"file": making.picture(), "caption": "Third"}
    )
    assert row.files.count() == 2
    assert "at most 2" in answer.content.decode() or "can have 2 files" in answer.content.decode()


def test_files_are_not_added_while_it_is_judged(client):
    row = making.make_practice(state="review")
    client.force_login(row.created_by)
    sent = {"file": making.picture(), "caption": "Late"}
    assert client.post(reverse("practices:files", args=[row.pk]), sent).status_code == 403
    assert client.get(reverse("practices:files", args=[row.pk])).status_code == 200


def test_a_removed_file_is_gone_from_the_disk(client, settings, django_capture_on_commit_callbacks):
    row = making.make_practice()
    kept = making.make_file(row)
    place = settings.MENTORWAY_DATA / "attachments" / kept.path
    assert place.exists()
    client.force_login(row.created_by)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("practices:remove_file", args=[row.pk, kept.pk]))
    assert (row.files.count(), place.exists()) == (0, False)
