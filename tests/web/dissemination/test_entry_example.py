"""The publications that an installation starts with."""

import pytest
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.dissemination import making

from mentorway.web.core import attachments
from mentorway.web.dissemination.analysis import entry_publishing
from mentorway.web.dissemination.analysis.site_entries import story_of
from mentorway.web.dissemination.example import entries as example
from mentorway.web.dissemination.models import LANGUAGES, Claim, Entry, EntryFile, Kind, TargetGroup

pytestmark = pytest.mark.django_db
WORDS = {"en": "Example", "lt": "Pavyzdys", "lv": "Piemērs", "sv": "Exempel", "fi": "Esimerkki"}


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def partner():
    found = make_partner()
    make_member(found)
    return found


def test_everything_is_public_in_five_languages_and_says_that_it_is_an_example(partner):
    example.load(partner)
    example.load(partner)
    rows = list(Entry.objects.public(timezone.now()))
    assert sorted(row.kind for row in rows) == ["event", "event", "material", "news", "page", "page"]
    assert {row.is_example for row in rows} == {True}
    titles = [(code, story_of(row, code).title) for row in rows for code in LANGUAGES]
    assert [title for code, title in titles if not title.startswith(f"{WORDS[code]}:")] == []
    assert [entry_publishing.look_at(row).warnings for row in rows] == [[]] * 6
    assert TargetGroup.objects.count() == 3


def test_one_event_is_over_and_counted_and_one_is_to_come(partner):
    example.load(partner)
    rows = Entry.objects.filter(kind=Kind.EVENT).order_by("starts")
    assert [(row.starts < timezone.now(), row.came) for row in rows] == [(True, 24), (False, None)]


def test_the_material_has_a_file_in_every_language(partner):
    example.load(partner)
    files = EntryFile.objects.public(timezone.now()).order_by("pk")
    assert [file.language for file in files] == list(LANGUAGES)
    assert "FÖR FÖRSTA MÖTET" in attachments.read(files[3].path).decode()


def test_the_news_names_the_claim_of_the_example_where_there_is_one(partner):
    example.load(partner)
    assert "{people}" not in str(Entry.objects.get(kind=Kind.NEWS).shown)
    Entry.objects.all().delete()
    claim = making.make_published(partner, slug="people-counted")
    Claim.objects.filter(pk=claim.pk).update(is_example=True, key="people")
    example.load(partner)
    news = Entry.objects.get(kind=Kind.NEWS)
    assert list(news.claims.all()) == [claim]
    assert all("[[claim:people-counted]]" in news.shown[code]["body"] for code in LANGUAGES)


def test_a_partner_without_people_gets_nothing():
    example.load(make_partner())
    assert not Entry.objects.exists()
