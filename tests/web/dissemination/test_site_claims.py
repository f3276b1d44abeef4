"""Results in public: the number, the evidence, versions, citations, and what no longer stands."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from PIL import Image
from tests.conftest import make_member
from tests.web.dissemination import making

from mentorway.web.dissemination.actions import claims as actions
from mentorway.web.dissemination.analysis import site_chart, site_cite
from mentorway.web.dissemination.analysis.claims import reading_of
from mentorway.web.dissemination.analysis.figures import Figure
from mentorway.web.dissemination.models import LANGUAGES, Claim, ClaimVersion

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
FILES = ("claim_chart", "claim_data", "claim_json", "claim_bibtex", "claim_cff")


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path


def get(client, name, claim, *args, language="en"):
    return client.get(reverse(f"site:{name}", args=[language, claim.slug, *args]))


def text(client, name, claim, *args, language="en"):
    response = get(client, name, claim, *args, language=language)
    assert response.status_code == 200
    return response.content.decode()


def withdraw(claim, reason="We counted twice."):
    actions.withdraw(claim, make_member(role="coordinator"), reason=reason)
    claim.refresh_from_db()


def with_interval(claim, **facts):
    """Give the newest version another number, as an evaluation would have made it."""
    numbers = {"value": 0.42, "low": 0.31, "high": 0.53, "n": 120, "unit": "share", **facts}
    ClaimVersion.objects.filter(claim=claim).update(**numbers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_is_read_in_each_of_its_languages(client, language):
    claim = making.make_published(texts=making.texts(*LANGUAGES))
    title, _sentence, limits = making.SENTENCES[language]
    shown = text(client, "claim", claim, language=language)
    assert title in shown
    assert limits in shown
    assert f'<article class="claim-page" lang="{language}"' in " ".join(shown.split())


def test_the_chain_of_evidence_leads_only_to_what_is_public(client):
    claim = making.make_published()
    shown = text(client, "claim", claim)
    chain = shown[shown.index('<ol class="chain">') : shown.index('id="cite"')]
    assert re.findall(r'href="([^"]+)"', chain) == [reverse("network:public")]
    assert "/dissemination/" not in shown


def test_a_claim_that_was_never_published_or_is_deleted_is_not_found(client):
    draft, deleted = making.make_claim(), making.make_published()
    Claim.objects.filter(pk=deleted.pk).update(deleted=timezone.now())
    for name in ("claim", "claim_embed", *FILES):
        assert [get(client, name, one).status_code for one in (draft, deleted)] == [404, 404]
    assert get(client, "claim_version", draft, 1).status_code == 404
    assert client.get(reverse("site:card", args=["en", "claim", draft.slug])).status_code == 404


def test_evidence_that_breaks_is_said_at_once_and_everywhere(client):
    claim = making.compared()
    making.publish(claim)
    assert "evidence under this result is broken" not in text(client, "claim", claim)
    making.delete_source(claim)
    for name in ("claim", "claim_version"):
        args = [1] if name == "claim_version" else []
        shown = text(client, name, claim, *args)
        assert 'role="alert"' in shown
        assert "The evidence under this result is broken." in shown
    assert "Evidence broken" in text_of_list(client)
    assert "is broken" in text(client, "claim_embed", claim)
    assert "is broken" in text(client, "claim_chart", claim)
    assert "is broken" in text(client, "claim_bibtex", claim)
    assert "is broken" in text(client, "claim_cff", claim)
    facts = json.loads(text(client, "claim_json", claim))
    assert facts["standing"] == "broken"
    assert [bool(one["broken"]) for one in facts["chain"]].count(
        True
    ) == 1  # the link that broke, and only it
    assert ",broken," in text(client, "claim_data", claim)


def text_of_list(client, query=""):
    return client.get(f"/en/results/{query}").content.decode()


def test_a_withdrawn_claim_keeps_its_address_and_says_why(client):
    claim = making.make_published()
    withdraw(claim)
    shown = text(client, "claim", claim)
    assert "This result was withdrawn." in shown
    assert "We counted twice." in shown
    assert json.loads(text(client, "claim_json", claim))["standing"] == "withdrawn"
    assert claim.slug not in text_of_list(client)
    assert claim.slug in text_of_list(client, "?show=withdrawn")


def test_a_version_stays_as_it_was_published(client):
    claim = making.make_published(texts=making.texts("en"))
    claim.texts = {"en": {**claim.texts["en"], "title": "Another title"}}
    claim.save()
    making.publish(claim)
    old, new = (text(client, "claim_version", claim, number) for number in (1, 2))
    assert ("Partners today" in old, "Another title" in new) == (True, True)
    assert "The newest is version 2." in old
    assert "noindex" in old
    assert "The title is other in these languages: en." in text(client, "claim", claim)
    assert get(client, "claim_version", claim, 3).status_code == 404


def test_results_are_searched_and_narrowed_by_what_they_rest_on(client):
    counted = making.make_published()
    compared = making.compared()
    making.publish(compared)
    assert [one.slug in text_of_list(client) for one in (counted, compared)] == [True, True]
    shown = text_of_list(client, "?basis=comparison")
    assert [one.slug in shown for one in (counted, compared)] == [False, True]
    assert "No result fits" in text_of_list(client, "?q=xylophone")
    assert text_of_list(client, "?basis=nonsense") == text_of_list(client)


def test_words_that_are_not_published_yet_find_nothing(client):
    claim = making.make_published()
    Claim.objects.filter(pk=claim.pk).update(search_text="zebra")
    assert claim.slug not in text_of_list(client, "?q=zebra")


def test_numbers_are_written_as_readers_of_the_language_write_them(client):
    claim = making.make_published(texts=making.texts(*LANGUAGES))
    with_interval(claim, value=0.034, low=0.021, high=0.047)
    assert "3.4\u00a0%" in text(client, "claim", claim)
    assert "3,4\u00a0%" in text(client, "claim", claim, language="lt")


def test_files_hold_the_number_in_full_precision(client):
    claim = making.make_published()
    with_interval(claim, value=0.4212345678901234)
    facts = json.loads(text(client, "claim_json", claim))
    assert (facts["value"], facts["low"], facts["n"]) == (0.4212345678901234, 0.31, 120)
    row = next(csv.DictReader(io.StringIO(text(client, "claim_data", claim).lstrip("\ufeff"))))
    assert float(row["value"]) == 0.4212345678901234
    assert row["data_sha256"] == facts["measured"]["data_hash"]
    assert not any("path" in one for one in facts["chain"])


def test_a_text_in_a_table_is_no_formula(client):
    made = {"en": {"title": "=HYPERLINK(1)", "sentence": "{figure} x", "limits": "-"}}
    claim = making.make_published(texts=made)
    assert "'=HYPERLINK(1)" in text(client, "claim_data", claim)


def test_the_drawing_is_xml_with_its_interval_and_source(client):
    made = {"en": {"title": "A & <b> “ž”", "sentence": "{figure} of all.", "limits": "Long. " * 80}}
    claim = making.make_published(texts=made)
    with_interval(claim)
    root = etree.fromstring(text(client, "claim_chart", claim).encode())
    told = " ".join(one.text for one in root.iter(f"{SVG}text"))
    assert all(
        part in told for part in ("A & <b> “ž”", "42\u00a0%", "100\u00a0%", f"/en/results/{claim.slug}/1/")
    )
    dot = next(root.iter(f"{SVG}circle"))
    assert float(dot.get("cx")) == pytest.approx(40 + 0.42 * 720, abs=0.1)
    lowest = max(float(one.get("y")) for one in root.iter(f"{SVG}text"))
    assert lowest < float(root.get("height"))


@pytest.mark.parametrize(
    ("low", "value", "high", "ends"),
    [
        (0.41, 0.62, 0.83, (0.0, 1.0)),
        (-0.2, 0.1, 0.4, (-0.2, 0.4)),
        (-9, -7, -5, (-10, 0)),
        (5, 5, 5, (0, 6)),
    ],
)
def test_a_line_holds_zero_and_the_whole_interval(low, value, high, ends):
    axis = site_chart.axis_of(Figure(value, low, high, 20, "points", 2, "m", "0" * 64, "1"))
    assert (axis.first, axis.last) == pytest.approx(ends)
    assert axis.first <= low <= high <= axis.last


@pytest.mark.parametrize(("low", "high"), [(None, None), (0.0, 0.0)])
def test_without_an_interval_no_line_is_drawn(low, high):
    assert site_chart.axis_of(Figure(0.0, low, high, None, "points", 2, "m", "0" * 64, "1")) is None


def test_marks_of_a_line_are_not_rounded_to_other_numbers(client):
    claim = making.make_published()
    with_interval(claim, value=0.62, low=0.41, high=0.83, unit="points")
    marks = re.findall(r'text-anchor="middle">([^<]+)<', text(client, "claim", claim))
    assert marks == ["0.00", "0.25", "0.50", "0.75", "1.00"]


def test_it_is_cited_by_its_version(client):
    claim = making.make_published()
    lasting = f"/en/results/{claim.slug}/1/"
    assert lasting in text(client, "claim_bibtex", claim)
    cff = dict(line.split(": ", 1) for line in text(client, "claim_cff", claim).splitlines())
    assert (cff["cff-version"], json.loads(cff["license"])) == ('"1.2.0"', "CC-BY-4.0")
    assert json.loads(cff["url"]).endswith(lasting)
    assert json.loads(cff["authors"]) == [{"name": str(claim.partner)}]


def test_words_of_people_do_nothing_in_a_bibliography():
    claim = making.make_published(
        texts={"en": {"title": r"50 % {x} \input{y}", "sentence": "{figure}", "limits": "-"}}
    )
    made = site_cite.bibtex(reading_of(claim, "en"), "en")
    assert r"50 \% \{x\} \textbackslash{}input\{y\}" in made


def test_other_sites_may_frame_the_small_page_and_only_that(client):
    claim = making.make_published()
    small, whole = get(client, "claim_embed", claim), get(client, "claim", claim)
    assert "frame-ancestors *" in small["Content-Security-Policy"]
    assert "X-Frame-Options" not in small
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"]
    assert whole["X-Frame-Options"] == "DENY"
    assert len(small.content) < 4096
    assert b"<script" not in small.content
    address = reverse("site:claim_embed", args=["en", claim.slug])
    assert f"{address}&quot; width=" in whole.content.decode()


def test_programs_of_other_sites_may_read_the_files(client):
    claim = making.make_published()
    for name in ("claim_json", "claim_data", "claim_chart"):
        assert get(client, name, claim)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_a_picture_of_the_size_that_other_sites_want(client, language):
    long = {
        code: {"title": "Šaltinių ąžuolų žemėlapis " * 9, "sentence": "{figure}", "limits": "-"}
        for code in LANGUAGES
    }
    claim = making.make_published(texts=long)
    answer = client.get(reverse("site:card", args=[language, "claim", claim.slug]))
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(answer.content) < 100_000


@pytest.mark.parametrize(
    ("kind", "name"), [("claim", "x"), ("dataset", "x"), ("programme", "x"), ("odd", "x")]
)
def test_there_is_no_card_of_what_is_not_there(client, kind, name):
    assert client.get(f"/en/card/{kind}/{name}.png").status_code == 404


def test_a_figure_in_a_text_tells_that_its_evidence_broke(client):
    claim = making.compared()
    making.publish(claim)
    body = f"We saw [[claim:{claim.slug}]] and [[claim:nothing]]."
    entry = making.make_shown_entry(texts={"en": {"title": "T", "summary": "S", "body": body}})
    address = reverse("site:news_item", args=["en", entry.slug])
    assert f'href="/en/results/{claim.slug}/"' in client.get(address).content.decode()
    making.delete_source(claim)
    assert "(evidence broken)" in client.get(address).content.decode()
