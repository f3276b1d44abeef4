"""A claim on its way to readers: made, handed in, read a second time, published, withdrawn."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.dissemination import making

from mentorway.web.core import audit
from mentorway.web.core.models import AuditEntry
from mentorway.web.dissemination import due
from mentorway.web.dissemination.actions import claims as actions
from mentorway.web.dissemination.analysis.claims import reading_of, readings_of
from mentorway.web.dissemination.analysis.sources import offer_of
from mentorway.web.dissemination.models import Claim, ClaimVersion, State
from mentorway.web.dissemination.needs import needs_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def coordinator():
    return make_member(role="coordinator")


def refused(action, *args, **more):
    with pytest.raises(ValidationError) as caught:
        action(*args, **more)
    return caught.value.messages


def said(claim):
    return [one["text"] for step in claim.steps.all() for one in step.said]


def test_what_is_published_is_frozen_with_its_number_its_chain_and_its_fingerprint(coordinator):
    claim = making.make_claim()
    version = making.publish(claim, coordinator)
    partners = offer_of(claim).figure.value
    assert (version.number, version.value, version.unit, version.by) == (1, partners, "count", coordinator)
    assert [one["kind"] for one in version.chain] == ["counted", "claim"]
    assert claim.state == State.PUBLISHED
    assert len(version.data_hash) == 64
    make_partner()
    assert reading_of(claim, "en").measured.value == partners


def test_who_hands_it_in_does_not_publish_it_where_there_is_another(coordinator):
    claim = making.make_claim()
    actions.hand_in(claim, coordinator)
    other = make_member(role="coordinator")
    assert refused(actions.publish, claim, coordinator, revision=1) == [
        "You handed it in yourself, so somebody else reads and publishes it."
    ]
    assert actions.publish(claim, other, revision=1).number == 1


def test_the_only_coordinator_publishes_what_they_handed_in(coordinator):
    claim = making.make_claim()
    actions.hand_in(claim, coordinator)
    assert actions.publish(claim, coordinator, revision=1).number == 1


def test_nothing_is_published_that_nobody_handed_in_or_that_changed_since_it_was_read(coordinator):
    claim = making.make_claim()
    assert refused(actions.publish, claim, coordinator, revision=1) == [
        "Hand it in first: a second reader publishes it."
    ]
    actions.hand_in(claim, claim.created_by)
    assert "Somebody has saved a change" in refused(actions.publish, claim, coordinator, revision=0)[0]


def test_changing_what_is_handed_in_takes_it_back(coordinator):
    claim = making.make_claim()
    actions.hand_in(claim, claim.created_by)
    facts = {"title_en": "Other", "sentence_en": "{figure} of them.", "limits_en": "Few."}
    actions.change(claim, claim.created_by, revision=1, licence="CC0-1.0", slug="", **facts)
    claim.refresh_from_db()
    assert claim.handed_in is None
    assert claim.revisions.get(number=2).fields["title_en"] == "Other"


def test_every_missing_thing_is_named_when_it_is_handed_in():
    claim = making.compared(texts={"fi": {"title": "Vain suomeksi"}}, key="no such")
    making.delete_source(claim)
    found = refused(actions.hand_in, claim, claim.created_by)
    assert found == [
        "Finding “Trust”: The comparison was deleted.",
        "Its number is not in what it rests on, or may not be published from there.",
        "It has no title in the language in which it is written.",
        "It does not say what the number does not say, in the language in which it is written.",
        "It has no sentence in the language in which it is written.",
    ]


def test_fewer_than_ten_people_are_refused_with_a_sentence(coordinator):
    claim = making.make_claim(key="completed")
    (words,) = refused(actions.hand_in, claim, claim.created_by)
    assert words.startswith("It rests on 0 people. In public, numbers of fewer than 10 people are not shown,")


def test_a_second_version_says_what_changed_and_readers_see_it_only_then(coordinator):
    claim = making.make_published()
    before = reading_of(claim, "en")
    make_partner()
    facts = {f"{name}_en": text for name, text in making.texts()["en"].items()}
    facts |= {"title_lt": "Naujas", "sentence_lt": "Jų yra {figure}.", "limits_lt": ""}
    actions.change(claim, claim.created_by, revision=1, licence="CC0-1.0", slug="", **facts)
    claim.refresh_from_db()
    assert reading_of(claim, "lt").language == "en"
    version = making.publish(claim, coordinator)
    assert version.number == 2
    now = reading_of(claim, "lt")
    assert now.sentence == f"Jų yra {int(before.measured.value) + 1}."
    assert reading_of(claim, "en").changes == (
        f"The number is {int(before.measured.value) + 1}; in version 1 it was {before.figure}.",
        "It rests on other data than version 1.",
        "The title is other in these languages: lt.",
        "The sentence is other in these languages: lt.",
        "The licence is CC0-1.0; in version 1 it was CC-BY-4.0.",
    )
    assert reading_of(claim, "en", 1).figure == before.figure
    assert reading_of(claim, "en", 3) is None


def test_the_same_is_not_published_twice(coordinator):
    claim = making.compared()
    making.publish(claim, coordinator)
    actions.hand_in(claim, claim.created_by)
    claim.refresh_from_db()
    assert refused(actions.publish, claim, coordinator, revision=claim.revision) == [
        "Nothing is other than in the version that is published."
    ]


def test_what_is_withdrawn_says_so_and_why_at_its_address(coordinator):
    claim = making.make_published()
    assert refused(actions.withdraw, claim, claim.created_by, reason="  ")
    actions.withdraw(claim, claim.created_by, reason="The list was wrong.")
    claim.refresh_from_db()
    reading = reading_of(claim, "fi")
    assert (reading.is_withdrawn, reading.why_withdrawn) == (True, "The list was wrong.")
    assert not reading.stands
    assert list(Claim.objects.public()) == [claim]
    assert list(Claim.objects.standing()) == []
    making.publish(claim, coordinator)
    assert reading_of(claim, "en").changes[0] == "It had been withdrawn and is published again."


def test_publishing_and_withdrawing_are_in_the_log_without_a_name(coordinator):
    claim = making.make_published()
    actions.withdraw(claim, claim.created_by, reason="Wrong.")
    kinds = list(AuditEntry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["claim_published", "claim_withdrawn"]
    assert AuditEntry.objects.first().about == audit.fingerprint("claim", claim.pk)
    assert audit.flaw() is None


def test_what_was_published_cannot_be_deleted_and_a_draft_comes_back():
    claim, draft = making.make_published(), making.make_claim()
    assert "keeps its address" in refused(actions.delete, claim)[0]
    actions.delete(draft)
    assert list(Claim.objects.visible_to(draft.created_by)) == []
    actions.restore(draft)
    assert list(Claim.objects.visible_to(draft.created_by)) == [draft]


def test_the_bin_is_emptied_after_its_days():
    old, new = making.make_claim(), making.make_claim()
    now = timezone.now()
    for claim, days in ((old, 31), (new, 29)):
        Claim.objects.filter(pk=claim.pk).update(deleted=now - dt.timedelta(days=days))
    due.do_due_work(now)
    assert list(Claim.objects.all()) == [new]


def test_nobody_changes_the_example():
    claim = making.make_claim(is_example=True)
    assert refused(actions.hand_in, claim, claim.created_by) == [
        "This is an example: nothing can be changed here."
    ]


def test_a_language_without_a_sentence_is_read_whole_in_the_source():
    claim = making.make_published(
        texts=making.texts("en", "sv") | {"fi": {"title": "Otsikko", "limits": "Raja."}}
    )
    fi, sv = reading_of(claim, "fi"), reading_of(claim, "sv")
    assert (fi.language, fi.title, fi.limits) == ("en", "Partners today", "It says nothing of how well.")
    assert sv.sentence.endswith("organisationer arbetar tillsammans.")


def test_a_share_is_written_as_readers_write_it():
    claim = making.make_published(texts=making.texts("en", "lt"))
    ClaimVersion.objects.filter(claim=claim).update(value=0.0345, unit="share", low=0.01, high=0.08)
    assert reading_of(claim, "lt").figure == "3,5\u00a0%"
    assert reading_of(claim, "en").interval == "[1.0\u00a0%; 8.0\u00a0%]"


def test_many_claims_are_read_with_few_queries(django_assert_max_num_queries):
    claims = [making.make_published() for _place in range(4)]
    with django_assert_max_num_queries(3):
        assert len(readings_of(claims, "en")) == 4


def test_the_second_reader_is_needed_and_who_handed_it_in_is_not(coordinator):
    claim = making.make_claim()
    actions.hand_in(claim, coordinator)
    other = make_member(role="coordinator")
    assert [one.text for one in needs_of(other)] == ["“Partners today” waits for a second reader."]
    assert needs_of(coordinator) == []


def test_a_number_that_is_no_longer_the_newest_wants_to_be_renewed(coordinator):
    claim = making.make_published()
    assert needs_of(claim.created_by) == []
    make_partner()
    (need,) = needs_of(claim.created_by)
    assert need.text == "“Partners today”: the number is no longer the newest."
    assert need.url == reverse("dissemination:claim", args=[claim.pk])


def test_a_second_reader_gives_it_back_with_words(coordinator):
    claim = making.make_claim()
    actions.hand_in(claim, claim.created_by)
    actions.send_back(claim, coordinator, note="Say of whom.")
    claim.refresh_from_db()
    assert claim.handed_in is None
    assert claim.steps.first().note == "Say of whom."
    assert said(claim) == ["The second reader gave it back.", "It was handed in to a second reader."]
