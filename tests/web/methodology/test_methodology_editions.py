"""Publishing: versions never change, contradictions are refused, differences are said in words."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import override
from tests.conftest import make_member, make_partner
from tests.web.methodology import making
from tests.web.methodology.methodology_making import (
    CONSTRUCT,
    INDICATOR,
    RULE,
    TEXTS,
    make_methodology,
    publish,
    with_,
)

from mentorway.web.methodology import due, needs
from mentorway.web.methodology.actions import methodologies as whole
from mentorway.web.methodology.actions import methodology_editions as editions
from mentorway.web.methodology.actions import methodology_parts as parts
from mentorway.web.methodology.analysis.methodologies import (
    content_of,
    core_of,
    fingerprint_of,
    in_language,
)
from mentorway.web.methodology.analysis.methodology_changes import Change, changes, figure
from mentorway.web.methodology.analysis.methodology_reading import read_in
from mentorway.web.methodology.analysis.methodology_texts import texts_of
from mentorway.web.methodology.models import Edition, Methodology
from mentorway.web.methodology.translated import METHODOLOGY_OWNER
from mentorway.web.translation.models import Document, Translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodology():
    return make_methodology()


def change(methodology, **changes):
    now = core_of(methodology)["indicators"][0]
    facts = {**now, **changes}
    parts.change(methodology, methodology.created_by, kind="indicators", facts=facts, was=fingerprint_of(now))


def test_a_version_holds_all_that_is_needed_to_read_it_alone(methodology):
    edition = publish(methodology, "First")
    assert (edition.number, edition.note, edition.published_by) == (1, "First", methodology.created_by)
    assert edition.content_hash == fingerprint_of(Edition.objects.get().content)
    scales = edition.content["instruments"]["bank:ipip-big-five-50"]["scales"]
    assert scales["Extraversion"][0]["text"]
    assert edition.content["languages"] == {"en": "English"}


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 9},
        {"content": {}},
        {"content_hash": "0" * 64},
        {"note": "x"},
        {"published": timezone.now()},
    ],
)
def test_the_database_refuses_to_change_a_version(methodology, changed):
    edition = publish(methodology)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**changed)


def test_what_contradicts_itself_is_not_published(methodology):
    change(methodology, unit="h")
    with pytest.raises(ValidationError, match="cannot be published as it is"):
        publish(methodology)
    assert not Edition.objects.exists()


def test_the_same_is_not_published_twice(methodology):
    publish(methodology)
    with pytest.raises(ValidationError, match="cannot be published as it is"):
        publish(methodology)


def test_a_draft_that_was_changed_since_it_was_looked_at_is_not_published(methodology):
    row = Methodology.objects.get(pk=methodology.pk)
    change(methodology, target=1.0)
    with pytest.raises(ValidationError, match="has changed since you looked"):
        editions.publish(row, row.created_by, revision=row.revision, note="")


def test_differences_are_said_in_words(methodology):
    publish(methodology)
    user = methodology.created_by
    change(methodology, target=200.0, level="results", quantities=INDICATOR["quantities"][:1])
    parts.add(methodology, user, kind="quality_rules", facts=with_(RULE, key="second", name="Second"))
    parts.move(methodology, user, kind="quality_rules", key="second", up=True)
    parts.remove(methodology, user, kind="constructs", key="openness")
    old, new = Edition.objects.get().content, content_of(methodology)
    found = changes(old, new)
    assert Change("Construct “Openness”", "", "was there", "removed") in found
    assert Change("Quality rule “Second”", "", "", "new") in found
    about = "Indicator “Cost for each mentee”"
    assert Change(about, "Target", "250.5", "200") in found
    assert Change(about, "Level", "5 Return on investment", "4 Results") in found
    quantities = next(one for one in found if one.what == "Quantities")
    assert quantities.before.endswith(
        "open: openness · points · Scale of an instrument · openness/Extraversion"
    )
    assert changes(old, old) == []


def test_measures_and_power_analyses_are_said_in_words(methodology):
    before = content_of(methodology)
    measure = with_(CONSTRUCT["measures"][0], scoring="sum", note="Reversed")
    facts, was = with_(CONSTRUCT, measures=[measure]), fingerprint_of(CONSTRUCT)
    parts.change(methodology, methodology.created_by, kind="constructs", facts=facts, was=was)
    methodology.power_analyses.create(title="Two groups", asked={}, found={}, library_version="1")
    found = changes(before, content_of(methodology))
    assert found[0] == Change(
        "Construct “Openness”",
        "Measured by",
        "ipip-big-five-50: Extraversion · Mean of the items · fewest items answered: 3",
        "ipip-big-five-50: Extraversion · Sum of the items · fewest items answered: 3 · Reversed",
    )
    assert found[1] == Change("Power analysis", "", "", "Two groups")


def test_a_version_names_the_version_of_the_questionnaires_it_reads(methodology):
    questionnaire = making.make_questionnaire(methodology.partner, methodology.created_by)
    asked = with_(INDICATOR["quantities"][1], origin="question", source="Mentoring/age")
    change(methodology, quantities=[INDICATOR["quantities"][0], asked])
    assert content_of(methodology)["questionnaires"] == {"Mentoring": {"number": None, "form_hash": ""}}
    version = making.publish(questionnaire)
    named = {"number": 1, "form_hash": version.form_hash}
    assert publish(methodology).content["questionnaires"] == {"Mentoring": named}


def test_an_order_that_changed_is_said(methodology):
    user = methodology.created_by
    parts.add(methodology, user, kind="quality_rules", facts=with_(RULE, key="second", name="Second"))
    before = content_of(methodology)
    parts.move(methodology, user, kind="quality_rules", key="second", up=True)
    assert changes(before, content_of(methodology)) == [
        Change("Quality rule", "Order", "Response rate, Second", "Second, Response rate")
    ]


@pytest.fixture
def language(methodology):
    return making.make_team(methodology)


def texts(methodology):
    return {text.key: text for text in METHODOLOGY_OWNER.texts(methodology)}


def test_every_text_is_translated_and_read_in_the_language_of_the_reader(methodology, language):
    found = texts(methodology)
    assert list(found)[:3] == ["title", "purpose", "design"]
    assert found["indicator/cost/open/what"].source == "openness"
    making.translate(language, found["construct/openness/name"], written="Atvērtība")
    content = content_of(methodology)
    shown = read_in(methodology, content, texts_of(content), "lv")
    assert shown.content["constructs"][0]["name"] == "Atvērtība"
    assert (shown.code, shown.untranslated) == ("en", len(found) - 1)
    assert read_in(methodology, content, texts_of(content), "en").content["constructs"] == [CONSTRUCT]
    said = in_language(content, "lv")
    assert said["constructs"][0]["name"] == "Atvērtība"
    assert "construct/openness/name" not in said["missing"]
    assert len(said["missing"]) == len(found) - 1
    assert in_language(content, "en")["missing"] == []


def test_a_translation_of_a_text_that_changed_is_stale_and_not_published(methodology, language):
    making.translate(language, texts(methodology)["indicator/cost/name"], written="Izmaksas")
    change(methodology, name="Cost of a mentee")
    content = content_of(methodology)
    assert content["texts"]["lv"] == {}
    shown = read_in(methodology, content, texts_of(content), "lv")
    assert (shown.content["indicators"][0]["name"], shown.stale) == ("Izmaksas", 1)
    assert Translation.objects.get(key="indicator/cost/name").stage == "reviewed"


def test_a_translation_is_a_change_of_the_next_version(methodology, language):
    publish(methodology)
    making.translate(language, texts(methodology)["title"], written="Virsraksts")
    assert [one.after for one in editions.look(methodology).changes] == ["1"]


def test_what_can_be_published_and_what_is_in_the_way_are_needs(methodology):
    user = methodology.created_by
    assert [need.text for need in needs.needs_of(user)] == [
        "Publish “Does mentoring work?”: its formulas and sources fit."
    ]
    change(methodology, unit="h")
    assert [need.text for need in needs.needs_of(user)] == [
        "“Does mentoring work?” has 1 contradiction to settle before it can be published."
    ]
    change(methodology, unit="EUR per person")
    publish(methodology)
    assert needs.needs_of(user) == []


def test_translators_are_asked(methodology, language):
    found = [need.text for need in needs.needs_of(language.team["translator1"])]
    assert found == [f"Translate Does mentoring work? into Latviešu ({len(texts(methodology))} left)."]


def test_the_whole_is_described_unless_somebody_else_has(methodology):
    was = fingerprint_of(TEXTS)
    mine = {**TEXTS, "design": "Three waves."}
    whole.describe(methodology, methodology.created_by, texts=mine, is_shared=True, was=was)
    row = Methodology.objects.get(pk=methodology.pk)
    assert (row.design, row.is_shared, row.revision) == ("Three waves.", True, methodology.revision + 1)
    with pytest.raises(parts.StaleError) as caught:
        whole.describe(methodology, methodology.created_by, texts=TEXTS, is_shared=False, was=was)
    assert caught.value.theirs == mine
    assert Methodology.objects.get(pk=methodology.pk).is_shared


def test_what_is_deleted_comes_back_or_goes_after_a_while(methodology):
    whole.delete(methodology)
    assert not Methodology.objects.visible_to(methodology.created_by).exists()
    whole.restore(methodology)
    assert Methodology.objects.visible_to(methodology.created_by).exists()
    whole.delete(methodology)
    assert whole.clear_away(timezone.now() + dt.timedelta(days=29)) == 0
    assert whole.clear_away(timezone.now() + dt.timedelta(days=31)) == 1
    assert not Methodology.objects.exists()


def test_what_is_used_elsewhere_stays_in_the_bin(methodology, monkeypatch):
    def refuse(_document):
        raise ProtectedError("A study follows it.", set())

    whole.delete(methodology)
    monkeypatch.setattr(Document, "delete", refuse)
    due.do_due_work(timezone.now() + dt.timedelta(days=31))
    assert Methodology.objects.get() == methodology


def test_other_partners_see_what_is_shared_and_nothing_else(methodology):
    stranger = make_member(make_partner())
    assert not Methodology.objects.visible_to(stranger).exists()
    Methodology.objects.update(is_shared=True)
    assert Methodology.objects.visible_to(stranger).get() == methodology


def test_numbers_are_written_in_full_as_readers_write_them():
    with override("de"):
        assert [figure(value) for value in (0.1234567, 1e15, 12.0)] == ["0,1234567", "1000000000000000", "12"]
