"""The public site as its readers and search engines see it."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.dissemination import making, site_making
from tests.web.dissemination.site_making import BROWSER, make_story, texts
from tests.web.practices import practices_making as practices

from mentorway.web.core import attachments
from mentorway.web.dissemination.actions import entry_life, reaching
from mentorway.web.dissemination.models import LANGUAGES, Entry, EntryFile, Kind, Reach, Stage, State
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.training.models import Programme

pytestmark = pytest.mark.django_db
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def _own_counts(settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    reaching._waiting.clear()
    yield
    reaching._waiting.clear()


def page(client, name, language="en", *args, **headers):
    return client.get(reverse(f"site:{name}", args=[language, *args]), **headers)


def html(client, name, language="en", *args):
    response = page(client, name, language, *args)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["front", "about_pages", "results", "news", "events", "materials", "programmes", "data", "search"]
)
def test_an_empty_site_has_every_page_in_every_language(client, name, language):
    response = page(client, name, language)
    assert response["Content-Language"] == language
    assert f'<html lang="{language}">' in response.content.decode()


def test_a_language_that_is_not_ours_is_no_address(client):
    assert client.get("/de/").status_code == 404


@pytest.mark.parametrize(("path", "home"), [("/fi/nothing/", "/fi/"), ("/nothing/", "/"), ("/de/", "/")])
def test_where_nothing_is_one_is_led_back_to_where_the_address_began(client, path, home):
    answer = client.get(path)
    assert answer.status_code == 404
    assert re.findall(r'<a class="button" href="([^"]+)"', answer.content.decode()) == [home]


def test_nothing_is_set_on_whoever_reads(client):
    for name in ("front", "results", "subscribe", "search"):
        assert not page(client, name).cookies
    shown = page(client, "front")
    assert (shown["Cache-Control"], "Set-Cookie" in shown) == ("public, max-age=60", False)
    assert "<script src" not in shown.content.decode()
    assert "csrf" not in html(client, "subscribe")


def test_an_address_for_letters_that_is_wrong_has_the_focus_without_scripts(client):
    url = reverse("site:subscribe", args=["en"])
    told = client.post(url, {"email": "reader@", "kinds": ["news"]}).content.decode()
    assert re.findall(r"<input[^>]*autofocus", told) == re.findall(
        r'<input[^>]*name="email"[^>]*autofocus', told
    )
    assert "autofocus" in told
    assert "With this you say: “" in told


def test_who_is_signed_in_gets_the_same_bytes(client):
    alone = page(client, "front").content
    client.force_login(make_member())
    assert page(client, "front").content == alone


def test_what_a_browser_has_already_is_not_sent_again(client):
    first = page(client, "front")
    again = page(client, "front", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    make_story()
    assert page(client, "front", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_the_address_decides_the_language_not_the_browser(client):
    response = page(client, "news", "fi", HTTP_ACCEPT_LANGUAGE="sv")
    assert response["Content-Language"] == "fi"


def test_every_language_of_a_page_is_named_and_only_those_it_has(client):
    both = {**texts("Starting"), **texts("Aloitamme", language="fi")}
    made = make_story(texts=both)
    shown = html(client, "news_item", "fi", made.slug)
    codes = re.findall(r'<link rel="alternate"\s+hreflang="([\w-]+)"', shown)
    assert codes == ["en", "fi", "x-default"]
    assert re.search(rf'<link rel="canonical"\s+href="[^"]+/fi/news/{made.slug}/">', shown)
    untranslated = html(client, "news_item", "sv", made.slug)
    assert re.search(rf'<link rel="canonical"\s+href="[^"]+/en/news/{made.slug}/">', untranslated)
    assert "English" in untranslated


def test_facts_for_programs_cannot_end_their_block(client):
    made = make_story(texts=texts("</script><script>alert(1)</script> & more"))
    shown = html(client, "news_item", "en", made.slug)
    (block,) = DATA.findall(shown)
    facts = json.loads(block)
    assert (facts["@type"], facts["name"]) == ("NewsArticle", "</script><script>alert(1)</script> & more")
    assert "<script>alert" not in shown


def test_unsafe_html_in_a_body_is_shown_as_text(client):
    body = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) **bold**"
    made = make_story(Kind.PAGE, texts=texts("Page", body=body))
    shown = html(client, "about", "en", made.slug)
    assert "<strong>bold</strong>" in shown
    assert "<img src=x" not in shown
    assert 'href="javascript' not in shown


def test_readers_see_what_was_published_not_what_is_written_now(client):
    made = make_story(texts=texts("Old title"))
    made.texts = texts("New title")
    made.save()
    shown = html(client, "news_item", "en", made.slug)
    assert "Old title" in shown
    assert "New title" not in shown


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.DRAFT},
        {"state": State.WITHDRAWN},
        {"deleted": timezone.now()},
        {"published": timezone.now() + dt.timedelta(days=1)},
    ],
)
def test_what_is_not_public_is_not_found_anywhere(client, change):
    made = make_story(texts=texts("Secret title"))
    Entry.objects.filter(pk=made.pk).update(**change)
    assert page(client, "news_item", "en", made.slug).status_code == 404
    assert page(client, "card", "en", "entry", made.slug).status_code == 404
    for name in ("front", "news", "feed"):
        assert "Secret title" not in html(client, name)
    assert "Secret title" not in client.get("/en/search/?q=secret").content.decode()


def test_each_kind_has_its_own_place(client):
    made = make_story(Kind.PAGE)
    assert page(client, "news_item", "en", made.slug).status_code == 404
    assert page(client, "about", "en", made.slug).status_code == 200


def test_handing_in_a_published_text_changes_nothing_for_readers():
    made = make_story(texts=texts("Title"))
    Entry.objects.filter(pk=made.pk).update(published=timezone.now() - dt.timedelta(days=9))
    made.refresh_from_db()
    made.texts = texts("Another title")
    made.save()
    entry_life.hand_in(made, made.created_by)
    assert queries.entry_with(timezone.now(), made.slug).renewed == made.published
    made.refresh_from_db()
    entry_life.publish(made, make_member(role="coordinator"), revision=made.revision)
    assert queries.entry_with(timezone.now(), made.slug).renewed.date() == timezone.now().date()


def test_events_are_sorted_into_coming_and_past_by_their_own_clock(client):
    now = timezone.now()
    make_story(Kind.EVENT, texts=texts("Tomorrow"), starts=now + dt.timedelta(days=1), zone="Europe/Vilnius")
    make_story(Kind.EVENT, texts=texts("Yesterday"), starts=now - dt.timedelta(days=1))
    running = {"starts": now - dt.timedelta(hours=1), "ends": now + dt.timedelta(hours=1)}
    make_story(Kind.EVENT, texts=texts("Just now"), **running)
    shown = html(client, "events")
    order = [shown.index(title) for title in ("Just now", "Tomorrow", 'id="past"', "Yesterday")]
    assert order == sorted(order)
    assert "(Europe/Vilnius)" in shown
    assert (queries.coming(timezone.now()).count(), queries.past(timezone.now()).count()) == (2, 1)


def test_materials_are_listed_with_their_files_and_only_what_was_published_is_given(client):
    made = make_story(Kind.MATERIAL, texts=texts("Guide"), licence="CC-BY-4.0")
    path = attachments.keep(attachments.Attachment("guide.pdf", "application/pdf", b"%PDF-1.7"), "entries")
    facts = {"entry": made, "media_type": "application/pdf", "size": 8, "language": "fi"}
    shown = EntryFile.objects.create(name="opas.pdf", path=path, is_shown=True, **facts)
    hidden = EntryFile.objects.create(name="draft.pdf", path="entries/x.pdf", is_shown=False, **facts)
    listed = html(client, "materials")
    assert ("opas.pdf · Suomi" in listed, "draft.pdf" in listed) == (True, False)
    assert 'rel="license' in html(client, "material", "en", made.slug)
    answer = page(client, "entry_file", "en", made.slug, shown.pk)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert page(client, "entry_file", "en", made.slug, hidden.pk).status_code == 404


@pytest.mark.parametrize(
    ("facts", "is_public"),
    [
        ({}, True),
        ({"licence": "CC BY-SA 4.0"}, True),
        ({"licence": "CC0 1.0"}, True),
        ({"licence": "CC BY-NC 4.0"}, False),
        ({"licence": "All rights reserved"}, False),
        ({"is_shared": False}, False),
    ],
)
def test_a_programme_is_public_if_it_is_shared_and_may_be_given_on(client, facts, is_public):
    edition = site_making.make_edition(**facts)
    shown = html(client, "programmes")
    assert (edition.programme.title in shown) == is_public
    found = page(client, "programme", "en", edition.programme_id).status_code
    assert found == (200 if is_public else 404)


def test_a_programme_shows_its_modules_and_gives_its_files(client):
    edition = site_making.make_edition()
    module = edition.content["programme"]["modules"][0]
    shown = html(client, "programme", "en", edition.programme_id)
    assert module["title"] in shown
    assert module["outcomes"][0]["object"] in shown
    answer = page(client, "programme_file", "en", edition.programme_id, "en", "json")
    assert answer.json()["programme"]["title"] == edition.content["programme"]["title"]
    for code, kind in (("xx", "json"), ("en", "handbook"), ("en", "secret")):
        assert page(client, "programme_file", "en", edition.programme_id, code, kind).status_code == 404
    Programme.objects.update(deleted=timezone.now())
    assert page(client, "programme", "en", edition.programme_id).status_code == 404


def test_withdrawn_data_keeps_its_page_says_so_and_gives_no_file(client):
    made = site_making.make_release(stage=Stage.WITHDRAWN)
    shown = html(client, "dataset", "en", made.token)
    assert "A column was wrong." in shown
    assert "noindex" in shown
    assert page(client, "dataset_file", "en", made.token).status_code == 404
    assert made.title not in html(client, "data")


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.READY])
def test_data_that_was_never_published_is_not_there(client, stage):
    made = site_making.make_release(stage=stage, published=None)
    assert page(client, "dataset", "en", made.token).status_code == 404
    assert page(client, "card", "en", "dataset", str(made.token)).status_code == 404


def test_searching_finds_each_kind_and_narrows_down(client):
    partner = make_partner()
    make_story(texts=texts("Acorn news"), partner=partner)
    making.make_published(
        partner, texts={"en": {"title": "Acorns", "sentence": "{figure} acorns.", "limits": "x"}}
    )
    practices.make_practice(partner, title="Acorn practice", state="published")
    site_making.make_release(partner, title="Acorn answers")
    shown = client.get("/en/search/?q=ACORN").content.decode()
    assert re.findall(r'<section aria-labelledby="in-(\w+)"', shown) == [
        "results", "publications", "practices", "data",
    ]  # fmt: skip
    only = client.get("/en/search/?q=acorn&kind=data").content.decode()
    assert ("Acorn answers" in only, "Acorn news" in only) == (True, False)
    nothing = client.get("/en/search/?q=xylophone").content.decode()
    assert "Nothing that is public" in nothing


@pytest.mark.parametrize("query", ["%7F", "%25", "_", "'", "a" * 500, "%F0%9F%8C%B3", "<script>"])
def test_odd_words_are_searched_for_and_do_no_harm(client, query):
    make_story()
    shown = client.get(f"/en/search/?q={query}")
    assert shown.status_code == 200
    assert b"<script>" not in shown.content


def test_what_is_being_written_is_not_found_by_searching(client):
    made = make_story(texts=texts("Old words"))
    Entry.objects.filter(pk=made.pk).update(search_text="zebra")
    assert made.slug not in client.get("/en/search/?q=zebra").content.decode()


@pytest.mark.parametrize(
    "query", ["?page=2", "?page=0", "?page=x", "?page=999999999999999999999", f"?page={'9' * 5000}"]
)
def test_pages_of_lists_are_forgiving(client, query):
    for number in range(21):
        make_story(texts=texts(f"Story {number}"))
    assert client.get(f"/en/news/{query}").status_code == 200


def test_opening_a_page_adds_one_to_a_count_and_keeps_nobody(client):
    made = make_story()
    page(client, "news_item", "fi", made.slug, **BROWSER)
    page(client, "news_item", "fi", made.slug, **BROWSER)
    page(client, "front", "en", **BROWSER)
    page(client, "news_item", "fi", "nothing-here", **BROWSER)
    assert reaching.flush() == 2
    page(client, "front", "en", **BROWSER)
    assert reaching.flush() == 1
    rows = Reach.objects.order_by("page").values_list("page", "language", "count")
    assert list(rows) == [("front", "en", 2), (f"news/{made.slug}/", "fi", 2)]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"HTTP_USER_AGENT": "curl/8.0"},
        {**BROWSER, "HTTP_DNT": "1"},
        {**BROWSER, "HTTP_SEC_GPC": "1"},
    ],
)
def test_robots_and_who_does_not_want_it_are_not_counted(client, headers):
    page(client, "front", "en", **headers)
    assert reaching.flush() == 0


def test_counts_are_written_when_it_is_time_and_wait_while_the_database_is_busy(monkeypatch):
    monkeypatch.setattr(reaching, "_written", reaching.time.monotonic() - reaching.EVERY)
    reaching.opened("front", "en")
    assert Reach.objects.get().count == 1
    reaching.opened("front", "en")
    assert Reach.objects.get().count == 1

    def busy(*_args):
        raise reaching.DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(reaching, "_add", busy)
        assert reaching.flush() == 0
    reaching.opened("front", "de")
    assert (reaching.flush(), Reach.objects.get().count) == (1, 2)


def test_letters_are_asked_for_confirmed_and_left_without_a_cookie(client, mailoutbox):
    client.handler.enforce_csrf_checks = True
    sent = client.post("/fi/letters/", {"email": "reader@example.org", "kinds": ["news"]})
    assert (sent.status_code, bool(sent.cookies)) == (200, False)
    from mentorway.web.dissemination.analysis.readers import secret_of  # noqa: PLC0415
    from mentorway.web.dissemination.models import Standing, Subscriber  # noqa: PLC0415

    reader = Subscriber.objects.get()
    secret = secret_of(reader)
    looked = page(client, "confirm", "fi", secret)
    assert (looked["X-Robots-Tag"], Subscriber.objects.get().standing) == ("noindex", Standing.ASKED)
    assert client.post(f"/fi/letters/confirm/{secret}/").status_code == 200
    assert Subscriber.objects.get().standing == Standing.CONFIRMED
    assert client.post(f"/fi/letters/leave/{secret}/").status_code == 200
    assert not Subscriber.objects.exists()
    for name in ("confirm", "leave"):
        assert client.post(f"/fi/letters/{name}/{secret}/").status_code == 404
    assert not reaching._waiting


@pytest.mark.parametrize(
    "sent", [{}, {"email": "no address", "kinds": ["news"]}, {"email": "a@example.org", "kinds": ["spam"]}]
)
def test_what_is_wrong_with_a_wish_for_letters_is_said(client, sent):
    shown = client.post("/en/letters/", sent).content.decode()
    assert "errorlist" in shown


def test_the_first_page_of_the_platform_leads_to_the_site(client):
    assert 'href="/en/"' in client.get("/").content.decode()
