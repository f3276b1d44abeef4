"""Pages of claims: choosing a number, writing, merging, publishing, and what rests on what."""

import re

import pytest
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.comparison import making as comparisons
from tests.web.dissemination import making

from mentorway.web.dissemination.actions import claims as actions
from mentorway.web.dissemination.models import Basis, Claim, State

pytestmark = pytest.mark.django_db
FACTS = {
    "language": "en",
    "title": "Ten",
    "sentence": "{figure} came.",
    "limits": "L",
    "licence": "CC0-1.0",
}


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


@pytest.fixture
def member(client):
    found = make_member(make_partner())
    client.force_login(found)
    return found


def at(name, *args):
    return reverse(f"dissemination:{name}", args=args)


def text_of(answer, status=200):
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def partner_of(user):
    return user.memberships.get().partner


def test_an_empty_list_says_what_a_claim_is(client, member):
    assert "A claim is one number and the sentence around it" in text_of(client.get(at("claims")))


def test_a_claim_is_called_as_its_reader_calls_it(client, member):
    claim = making.make_claim(member.partners.get(), member, texts=making.texts("en", "lt"))
    page = client.get(at("claim", claim.pk), headers={"accept-language": "lt"}).text
    assert claim.texts["lt"]["title"] in re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)[1]


def test_a_count_is_chosen_and_written(client, member):
    page = client.get(at("claim_sources", "count"), follow=True)
    address = re.search(r'href="([^"]*write/\?number=key%3Dpartners)"', page.content.decode())[1]
    assert "Partners of the network" in text_of(client.get(address))
    client.post(address, {**FACTS, "partner": partner_of(member).pk})
    claim = Claim.objects.get()
    assert (claim.slug, claim.key, claim.basis, claim.created_by) == ("ten", "partners", "count", member)


def test_people_who_completed_are_refused_below_ten_with_a_sentence(client, member):
    page = text_of(client.get(at("claim_numbers", "count", 0)))
    assert "Not for the public It rests on 0 people." in page
    assert client.get(f"{at('write_claim', 'count', 0)}?number=key%3Dcompleted").status_code == 404


def test_a_comparison_is_chosen_by_its_scale(client, member):
    finding = comparisons.make_done(partner_of(member)).finding
    assert "Trust" in text_of(client.get(at("claim_sources", "comparison")))
    page = client.get(at("claim_numbers", "comparison", finding.pk), {"part": "1", "q": "alpha"})
    assert "Reliability (alpha) of Extraversion in SE" in text_of(page)
    assert "omega" not in text_of(page)


@pytest.mark.parametrize("number", ["", "key=", "key=alpha", "key=alpha&scale=9", "x" * 3000, "&&&;;=%00"])
def test_a_number_that_is_not_there_is_not_found(client, member, number):
    finding = comparisons.make_done(partner_of(member)).finding
    address = at("write_claim", "comparison", finding.pk)
    assert client.get(address, {"number": number}).status_code == 404


def test_what_one_may_not_see_is_nothing_to_rest_on(client, member):
    finding = comparisons.make_done().finding
    assert "Nothing to rest on yet" in text_of(client.get(at("claim_sources", "comparison")))
    assert client.get(at("claim_numbers", "comparison", finding.pk)).status_code == 404
    assert client.get(at("claim_numbers", "nothing", 0)).status_code == 404
    assert client.get(at("claim_numbers", "count", 1)).status_code == 404


def test_a_sentence_without_a_place_for_the_number_is_refused_with_words(client, member):
    address = f"{at('write_claim', 'count', 0)}?number=key%3Dpartners"
    sent = {**FACTS, "partner": partner_of(member).pk}
    for sentence, told in (
        ("Ten came.", "The sentence holds {figure} 0 times"),
        ("{figure} of {figure}.", "The sentence holds {figure} 2 times"),
        ("{figure} of {all}.", "no curly brackets"),
    ):
        assert told in text_of(client.post(address, {**sent, "sentence": sentence}))
    assert "An address has small letters" in text_of(client.post(address, {**sent, "slug": "No Way"}))


def test_an_address_that_is_taken_is_refused(client, member):
    making.make_claim(slug="ten")
    address = f"{at('write_claim', 'count', 0)}?number=key%3Dpartners"
    page = client.post(address, {**FACTS, "partner": partner_of(member).pk, "slug": "ten"})
    assert "already exists" in text_of(page)
    client.post(address, {**FACTS, "partner": partner_of(member).pk})
    assert Claim.objects.filter(slug="ten-2").exists()


def form_of(claim, **more):
    facts = {f"{name}_{code}": text for code, texts in claim.texts.items() for name, text in texts.items()}
    return {**facts, "licence": claim.licence, "slug": claim.slug, "revision": claim.revision, **more}


def test_every_language_is_optional_but_the_source_and_none_is_half(client, member):
    claim = making.make_claim(partner_of(member), member)
    wrong = {"title_en": "", "title_fi": "Otsikko"}
    page = text_of(client.post(at("change_claim", claim.pk), form_of(claim, **wrong)))
    assert "This field is required." in page
    assert "Write both the title and the sentence in this language, or neither." in page
    right = {"title_fi": "Otsikko", "sentence_fi": "Kaikkiaan {figure}."}
    assert client.post(at("change_claim", claim.pk), form_of(claim, **right)).status_code == 302
    claim.refresh_from_db()
    assert claim.texts["fi"] == {"title": "Otsikko", "sentence": "Kaikkiaan {figure}."}


def test_two_who_change_different_languages_both_keep_theirs_and_a_clash_is_asked(client, member):
    claim = making.make_claim(partner_of(member), member)
    actions._keep_revision(claim, member)
    first = form_of(claim, title_sv="Sv", sentence_sv="{figure} sv.", title_en="Theirs")
    assert client.post(at("change_claim", claim.pk), first).status_code == 302
    second = form_of(claim, title_fi="Fi", sentence_fi="{figure} fi.")
    assert client.post(at("change_claim", claim.pk), second).status_code == 302
    claim.refresh_from_db()
    assert (set(claim.texts), claim.texts["en"]["title"]) == ({"en", "sv", "fi"}, "Theirs")
    clash = client.post(at("change_claim", claim.pk), {**second, "title_en": "Mine"})
    assert "has changed this meanwhile" in text_of(clash, 409)


def test_a_second_reader_sees_each_language_the_chain_and_what_becomes_public(client):
    claim = making.compared(texts=making.texts("en", "fi"))
    actions.hand_in(claim, claim.created_by)
    client.force_login(make_member(role="coordinator"))
    page = text_of(client.get(at("publish_claim", claim.pk)))
    assert "suomi" in page
    assert "järjestöä toimii yhdessä" in page
    assert "What becomes public" in page
    assert "Where the answers come from A source" in page
    answer = client.post(at("publish_claim", claim.pk), {"revision": claim.revision})
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.state == State.PUBLISHED
    assert "1: A source" not in text_of(client.get(at("claim_version", claim.pk, 1)))


def test_what_was_read_is_what_is_published(client):
    claim = making.make_claim()
    actions.hand_in(claim, claim.created_by)
    client.force_login(make_member(role="coordinator"))
    page = text_of(client.post(at("publish_claim", claim.pk), {"revision": 0}))
    assert "Somebody has saved a change just now" in page


def test_the_whole_way_in_the_browser(client, member):
    claim = making.make_claim(partner_of(member), member)
    client.post(at("hand_in_claim", claim.pk))
    assert "It is handed in." in text_of(client.get(at("claim", claim.pk)))
    client.post(at("take_back_claim", claim.pk))
    client.post(at("hand_in_claim", claim.pk))
    client.force_login(make_member(role="coordinator"))
    client.post(at("send_back_claim", claim.pk), {"note": "More words"})
    assert "More words" in text_of(client.get(at("claim_history", claim.pk)))
    client.force_login(member)
    making.publish(claim)
    assert client.post(at("withdraw_claim", claim.pk), {"reason": ""}).status_code == 200
    assert client.post(at("withdraw_claim", claim.pk), {"reason": "Wrong"}).status_code == 302
    assert "Withdrawn" in text_of(client.get(at("claim", claim.pk)))


def test_what_is_missing_stands_on_the_page_and_in_the_answer(client, member):
    claim = making.make_claim(partner_of(member), member, key="completed")
    assert "Before it can be published, this is missing:" in text_of(client.get(at("claim", claim.pk)))
    page = text_of(client.post(at("hand_in_claim", claim.pk), follow=True))
    assert "It rests on 0 people." in page


def test_a_break_is_seen_at_once_in_the_list_and_on_the_page(client):
    claim = making.compared()
    making.publish(claim)
    making.delete_source(claim)
    client.force_login(claim.created_by)
    assert "Evidence broken" in text_of(client.get(at("claims")))
    page = text_of(client.get(at("claim", claim.pk)))
    assert "“Trust”: The comparison was deleted." in page
    assert "Partners today" in text_of(client.get(at("claims"), {"state": "broken"}))
    assert "Nothing found" in text_of(client.get(at("claims"), {"state": "withdrawn"}))


def test_a_broken_claim_is_pointed_at_other_evidence_in_the_browser(client):
    claim = making.compared()
    making.publish(claim)
    making.delete_source(claim)
    client.force_login(claim.created_by)
    finding = comparisons.make_done(claim.partner).finding
    page = client.get(at("claim_numbers", "comparison", finding.pk), {"claim": claim.pk})
    address = re.search(r'href="([^"]*/point/[^"]*number=key%3Dpeople)"', page.content.decode())[1]
    assert "The words stay" in text_of(client.get(address))
    assert client.post(address).status_code == 302
    claim.refresh_from_db()
    assert claim.finding == finding


def test_a_newer_version_of_the_source_is_taken_by_one_button(client):
    claim = making.compared()
    client.force_login(claim.created_by)
    assert "no newer version" in text_of(client.post(at("renew_claim", claim.pk), follow=True))
    analysis = claim.finding.comparison.analysis
    newer = comparisons.make_done(dataset=analysis.dataset, analysis=analysis).finding
    assert "Take the number of the newest version" in text_of(client.get(at("claim", claim.pk)))
    client.post(at("renew_claim", claim.pk))
    claim.refresh_from_db()
    assert claim.finding == newer


def test_a_list_is_searched_filtered_and_paged(client, member):
    partner = partner_of(member)
    for letter in "abcdefghijklmnopqrstuvwxy":
        making.make_claim(partner, member, texts={"en": {"title": f"Žiema {letter * 4}"}})
    making.make_claim(partner, member, basis=Basis.NETWORK)
    assert "Page 1 of 2" in text_of(client.get(at("claims")))
    assert text_of(client.get(at("claims"), {"q": "ziema yyyy"})).count("Žiema") == 1
    page = text_of(client.get(at("claims"), {"basis": "network"}))
    assert (page.count("Partners today"), page.count("Žiema")) == (1, 0)
    assert "Nothing found" in text_of(client.get(at("claims"), {"q": "zzzz"}))


def test_a_draft_goes_into_the_bin_and_comes_back(client, member):
    claim = making.make_claim(partner_of(member), member)
    client.post(at("delete_claim", claim.pk))
    assert "Partners today" in text_of(client.get(at("deleted_claims")))
    client.post(at("restore_claim", claim.pk))
    assert "Partners today" in text_of(client.get(at("claims")))


def test_marks_in_texts_stay_text(client, member):
    texts = {"en": {"title": "<script>alert(1)</script>", "sentence": "<b>{figure}</b>", "limits": "&amp;"}}
    claim = making.make_claim(partner_of(member), member, texts=texts)
    page = client.get(at("claim", claim.pk)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page


def test_the_page_of_an_analysis_names_what_rests_on_it(client):
    claim = making.compared()
    client.force_login(claim.created_by)
    comparison = claim.finding.comparison
    page = text_of(client.get(reverse("comparison:overview", args=[comparison.pk])))
    assert "1 published or prepared result rests on this" in page
