"""Every number leads to a page that says what it is and where it comes from."""

import csv
import functools
import io
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.http import QueryDict
from django.template import Context
from django.urls import reverse
from tests.conftest import make_member
from tests.web.comparison import making
from tests.web.comparison.making import make_done, make_ready

from mentorway.comparing import Association
from mentorway.comparing.definitions import DEFINITIONS
from mentorway.web.comparison import exports
from mentorway.web.comparison.analysis import comparing, numbers
from mentorway.web.comparison.analysis.numbers import Place
from mentorway.web.comparison.models import Finding
from mentorway.web.comparison.templatetags import comparison_words

pytestmark = pytest.mark.django_db
OLD = Path(__file__).parents[2] / "comparing" / "old_finding.json"
LINK = re.compile(r'<a class="defined(?:-badge)?"\s+href="([^"]+)"')
FULL = {
    **making.PLAN,
    "groups": ["NO", "SE", "DK"],
    "scales": ["Extraversion", "Agreeableness"],
    "several_factors": True,
    "sensitivity": True,
    "matters": 0.4,
}


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    user.partner = user.partners.get()
    return user


@functools.cache
def full():
    """Return a finding with every part, made once."""
    return comparing.compare(making.snapshot(), FULL)


def make_full(member):
    comparison = make_done(member.partner, plan=FULL)
    found = full()
    Finding.objects.filter(comparison=comparison).update(value=found.text)
    return comparison


def url(name, comparison, *more):
    return reverse(f"comparison:{name}", args=[comparison.pk, *more])


def links(client, address):
    return [unescape(one) for one in LINK.findall(client.get(address).content.decode())]


def test_every_number_of_every_page_has_a_page_with_its_value(client, member):
    comparison = make_full(member)
    found = comparing.result_of(comparison.finding)
    pages = [url("overview", comparison), url("together", comparison), url("method", comparison)]
    pages += [url("scale", comparison, place) for place in (1, 2)]
    every = {link for page in pages for link in links(client, page)}
    assert len(every) > 400
    for link in every:
        path, _question, query = link.partition("?")
        key = path.rstrip("/").rsplit("/", 1)[-1]
        place = numbers.place_from(QueryDict(query).dict())
        assert key in DEFINITIONS, key
        assert numbers.number_at(found, key, place) is not None, link
    keys = {link.split("?")[0].rstrip("/").rsplit("/", 1)[-1] for link in every}
    for key in sorted(keys):
        link = next(one for one in every if f"/{key}/" in one)
        text = client.get(link).content.decode()
        assert ("Value in full" in text, "What it does not say" in text) == (True, True), link


def test_the_page_of_a_number_says_what_it_is_and_where_it_comes_from(client, member):
    comparison = make_done(member.partner)
    found = comparing.result_of(comparison.finding)
    alpha = found.scales[0].groups[0].alpha
    group = found.scales[0].groups[0].name
    page = client.get(url("number", comparison, "alpha"), {"scale": 1, "group": group})
    text = page.content.decode()
    assert repr(alpha.value) in text
    for part in ("Cronbach", "What it means", "How it is computed", "What it does not say", group):
        assert part in text
    assert comparison.finding.data_hash in text
    assert reverse("comparison:answers", args=[comparison.dataset.pk]) in text
    assert all(version in text for version in found.versions.values())


def test_a_number_that_is_not_there_is_said_not_invented(client, member):
    comparison = make_done(member.partner)
    text = client.get(url("number", comparison, "alpha"), {"scale": 1, "group": "Atlantis"}).content.decode()
    assert "There is no such number here" in text
    assert "Value in full" not in text


@pytest.mark.parametrize("sent", [{}, {"scale": "99"}, {"scale": "-1", "item": "x"}, {"scale": "9" * 40}])
def test_odd_addresses_show_the_definition_alone(client, member, sent):
    page = client.get(url("number", make_done(member.partner), "omega"), sent)
    assert page.status_code == 200
    assert "What it means" in page.content.decode()


def test_what_is_not_defined_is_not_found(client, member):
    assert client.get(url("number", make_done(member.partner), "magic")).status_code == 404


def test_numbers_of_public_answers_are_open_and_others_are_not(client, member):
    public = make_done(dataset=make_ready(is_public=True))
    private = make_done()
    client.logout()
    assert client.get(url("number", public, "alpha")).status_code == 200
    assert client.get(url("number", private, "alpha")).status_code == 302


def test_a_link_says_what_the_number_is(client, member):
    comparison = make_done(member.partner)
    text = client.get(url("scale", comparison, 1)).content.decode()
    assert '<span class="visually-hidden">Cronbach&#x27;s alpha: </span>' in text


def test_means_stand_side_by_side_only_where_every_pair_is_licensed(client, member):
    comparison = make_done(member.partner)
    found = comparing.result_of(comparison.finding)
    for place, scale in enumerate(found.scales, start=1):
        assert not scale.all_means_licensed
        page = client.get(url("scale", comparison, place))
        text = page.content.decode()
        assert page.context["refused"] in unescape(text)
        table = text[text.index('id="reliability"') :]
        assert "/numbers/mean/" not in table[: table.index("</table>")]


def test_the_licence_stands_before_what_it_allows(client, member):
    text = client.get(url("scale", make_full(member), 1)).content.decode()
    order = [text.index(f'id="{part}"') for part in ("licences", "items", "reliability", "sensitivity")]
    assert order == sorted(order)
    if 'id="scores"' in text:
        assert order[0] < text.index('id="scores"') < order[1]


def test_ways_that_failed_say_why_and_others_stand_beside_the_plan(client, member):
    comparison = make_full(member)
    scale = comparing.result_of(comparison.finding).scales[0]
    text = unescape(client.get(url("scale", comparison, 1)).content.decode())
    panel = text[text.index('id="sensitivity"') :]
    done = [one for one in scale.sensitivity.variants if one.pairs]
    assert panel.index("As planned") < panel.index(str(done[1].name))
    assert all(str(one.name) in panel for one in scale.sensitivity.variants)


def test_old_findings_without_the_new_parts_still_show_and_say_what_is_missing(client, member):
    comparison = make_done(member.partner)
    Finding.objects.filter(comparison=comparison).update(value=OLD.read_text("utf-8"))
    comparing._result.cache_clear()
    assert client.get(url("overview", comparison)).status_code == 200
    text = client.get(url("scale", comparison, 1)).content.decode()
    assert "This version was made before answers were kept item by item." in text
    assert ('id="sensitivity"' in text, 'id="scores"' in text) == (False, False)
    for kind in ("report", "workbook", "table", "json"):
        assert exports.download(comparison.finding, kind, "en").content


def test_the_json_holds_edition_fingerprint_and_the_new_parts(client, member):
    comparison = make_full(member)
    facts = json.loads(client.get(url("download", comparison, "json")).content)
    assert (facts["edition"], facts["answers_sha256"]) == (1, comparison.finding.data_hash)
    assert facts["result"]["scales"][0]["sensitivity"]["variants"][0]["key"] == "plan"
    assert facts["result"]["scales"][0]["answers"]


@pytest.mark.long
def test_the_tables_hold_the_new_parts_and_every_file_is_made(client, member):
    comparison = make_full(member)
    text = client.get(url("download", comparison, "table") + "?language=en").content.decode("utf-8-sig")
    sections = {row["Section"] for row in csv.DictReader(io.StringIO(text))}
    assert {"plan", "answers", "item_test", "sensitivity", "score_pair"} <= sections
    for kind, start in (("report", b"%PDF"), ("workbook", b"PK")):
        assert client.get(url("download", comparison, kind) + "?language=fi").content.startswith(start)


def test_a_place_survives_its_address():
    place = Place(2, group="Åland & co", second="B", of="points")
    assert numbers.place_from(place.facts()) == place


def test_correlations_of_scales_are_found_by_pair_and_by_the_two_scales():
    one = Association("A", "B", "Trust", "Care", 0.5, 0.4, 0.6, 0.7, None, None, 0.2, 0.1, 0.3)
    found = comparing.records.from_json(full().text)
    found = replace(found, several_factors=replace(found.several_factors, associations=(one,)))
    place = Place(0, group="A", second="B", item="Trust", other="Care", of="first")
    assert numbers.number_at(found, "latent_correlation", place) == numbers.Number(0.5, 0.4, 0.6)
    second = replace(place, of="second")
    assert numbers.number_at(found, "latent_correlation", second) == numbers.Number(0.7, None, None)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("alpha", Place(99, group="SE")),
        ("answers", Place(1, group="SE", item="E1", level="77")),
        ("answers", Place(1, group="SE", item="E1", level="x")),
        ("welch_f", Place(1, level="9")),
        ("cfi", Place(1, level="nothing")),
        ("latent_mean_difference", Place(1, group="SE", second="NO", variant="nothing")),
        ("alpha", Place(1)),
    ],
)
def test_places_that_are_not_there_hold_no_number(key, place):
    assert numbers.number_at(comparing.records.from_json(full().text), key, place) is None


def test_a_model_without_a_number_shows_a_dash():
    found = comparing.records.from_json(full().text)
    context = Context({"found": found, "index": 1})
    assert comparison_words.number(context, "alpha", group="Atlantis") == "–"
