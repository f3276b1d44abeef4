"""Small enough for a bad network."""

import gzip
from pathlib import Path

import pytest
from tests.web.study import asking
from tests.web.study.filling_making import at, begin, make_study, make_version

import mentorway.web

STATIC = Path(mentorway.web.__file__).parent / "static"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "lt"])
def test_sixty_questions_weigh_less_than_ten_kilobytes(client, language):
    study = make_study(make_version(asking.sixty))
    link = begin(client, study, language=language)
    form = asking.publication(asking.sixty).form
    pages = [client.get(at("page", link, page.number)).content for page in form.pages]
    assert sum(page.count(b"<legend") + page.count(b"<label class") for page in pages) >= 60
    sizes = [len(gzip.compress(page)) for page in pages]
    assert sum(sizes) <= 10_000


@pytest.mark.django_db
def test_pages_travel_packed(client):
    link = begin(client, make_study())
    page = client.get(at("page", link, 1), headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"


def test_the_script_is_small_and_speaks_to_this_server_only():
    script = (STATIC / "js/filling.js").read_text()
    assert len(script.encode()) <= 3 * 1024
    assert "http" not in script
    assert "eval" not in script


def test_the_styles_are_small_and_fetch_nothing():
    styles = [(STATIC / f"css/{name}.css").read_bytes() for name in ("filling", "questionnaire")]
    assert sum(len(gzip.compress(style)) for style in styles) <= 5 * 1024
    assert all(b"url(" not in style and b"@import" not in style for style in styles)
