"""Reading a methodology from a file: looked at first, then stored whole or not at all."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.methodology.methodology_making import make_methodology

from mentorway.web.methodology.analysis.methodologies import content_of
from mentorway.web.methodology.models import Methodology

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodology(client):
    made = make_methodology()
    client.force_login(made.created_by)
    return made


def url(name, *args):
    return reverse(f"methodology:methodology:{name}", args=args)


def text(response):
    return response.content.decode()


def file_sent(user, content, **more):
    partner = user.memberships.get().partner
    file = SimpleUploadedFile("m.json", json.dumps(content).encode())
    return {"file": file, "partner": partner.pk, "name": "English", "code": "en", **more}


def test_a_file_is_looked_at_before_it_is_read(client, methodology):
    content = {**content_of(methodology), "title": "From a file"}
    user = methodology.created_by
    page = text(client.post(url("take_in"), file_sent(user, content, look_only="on")))
    assert "What is in “From a file”" in page
    assert "1 construct" in page
    assert "Nothing is wrong in it." in page
    assert Methodology.objects.count() == 1
    client.post(url("take_in"), file_sent(user, content))
    assert Methodology.objects.filter(title="From a file").count() == 1


def test_what_is_wrong_in_a_file_is_shown_and_nothing_is_stored(client, methodology):
    content = {**content_of(methodology), "title": ""}
    user = methodology.created_by
    page = text(client.post(url("take_in"), file_sent(user, content)))
    assert "The title is missing." in page
    assert "nothing was stored" in page
    other = text(client.post(url("take_in"), file_sent(user, {**content, "title": "x"}, code="fi")))
    assert "The file says that it is written in “en”." in other
    assert Methodology.objects.count() == 1


def test_a_file_that_cannot_be_read_is_explained(client, methodology):
    sent = file_sent(methodology.created_by, {})
    assert "JSON, but not a methodology" in text(client.post(url("take_in"), sent))
    sent["file"] = SimpleUploadedFile("m.pdf", b"%PDF")
    assert "is of a kind that cannot be read" in text(client.post(url("take_in"), sent))
