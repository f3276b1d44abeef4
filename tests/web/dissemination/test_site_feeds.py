"""What programs read of the site: the feed, calendars, the map, and what robots are told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from lxml import etree
from tests.conftest import make_member
from tests.web.dissemination import making, site_making
from tests.web.dissemination.site_making import make_story, texts
from tests.web.practices import practices_making as practices

from mentorway.web.core import limits
from mentorway.web.dissemination.actions import claims as claim_actions
from mentorway.web.dissemination.models import LANGUAGES, Entry, Kind
from mentorway.web.dissemination.queries import site_map
from mentorway.web.practices.models import Practice

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def feed(client, language="en", **headers):
    response = client.get(f"/{language}/feed.atom", **headers)
    return response, etree.fromstring(response.content) if response.status_code == 200 else None


def required(element):
    return [element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_feed_is_a_feed(client, language):
    response, root = feed(client, language)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert all(required(root))
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert [one.get("rel") for one in root.findall(f"{ATOM}link")] == ["self", "alternate"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language


def test_each_entry_has_what_the_standard_asks_for(client):
    claim = making.make_published()
    body = f"Of [[claim:{claim.slug}]] <script>x</script> \x0c & more"
    make_story(texts=texts("A & B \x0b", body=body))
    make_story(Kind.EVENT)
    _response, root = feed(client)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 3
    assert root.base.endswith("/en/")  # links in texts have no host
    assert root.base.startswith("http")
    for one in entries:
        assert all(required(one))
        assert dt.datetime.fromisoformat(one.findtext(f"{ATOM}updated")).tzinfo is not None
        assert one.find(f"{ATOM}link").get("href").startswith("http")
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == 3
    updated = [one.findtext(f"{ATOM}updated") for one in entries]
    assert updated == sorted(updated, reverse=True)
    content = next(
        one.findtext(f"{ATOM}content") for one in entries if "A & B" in one.findtext(f"{ATOM}title")
    )
    assert "<script>" not in content
    assert 'class="figure-mark"' in content


def test_the_mark_of_an_entry_stays_when_it_changes(client):
    made = make_story(texts=texts("Before"))
    _response, before = feed(client)
    Entry.objects.filter(pk=made.pk).update(shown=texts("After"))
    _response, after = feed(client, "fi")
    marks = [root.find(f"{ATOM}entry").findtext(f"{ATOM}id") for root in (before, after)]
    assert marks[0] == marks[1]
    assert after.find(f"{ATOM}entry").findtext(f"{ATOM}title") == "After"


def test_readers_that_have_the_newest_get_no_body(client):
    make_story()
    first, _root = feed(client)
    for header in ({"HTTP_IF_NONE_MATCH": first["ETag"]}, {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}):
        response, _root = feed(client, **header)
        assert (response.status_code, response.content) == (304, b"")
    Entry.objects.update(shown=texts("Other"))
    assert feed(client, HTTP_IF_NONE_MATCH=first["ETag"])[0].status_code == 200


def test_a_withdrawn_result_says_so_in_the_feed(client):
    claim = making.make_published()
    claim_actions.withdraw(claim, make_member(role="coordinator"), reason="Wrong.")
    _response, root = feed(client)
    assert "was withdrawn" in root.find(f"{ATOM}entry").findtext(f"{ATOM}summary")


def test_who_hammers_is_asked_to_wait_and_others_are_not(client, monkeypatch):
    monkeypatch.setattr(limits, "RATES", {"feed": limits.Rate(2, 60)})
    for _time in range(2):
        assert feed(client)[0].status_code == 200
    response = client.get("/en/feed.atom")
    assert (response.status_code, 20 <= int(response["Retry-After"]) <= 30) == (429, True)
    assert "ETag" not in response
    assert feed(client, REMOTE_ADDR="192.0.2.7")[0].status_code == 200


def test_the_example_is_no_news(client):
    make_story(is_example=True)
    assert feed(client)[1].find(f"{ATOM}entry") is None


def test_an_event_is_a_file_for_a_calendar_and_all_are_one_too(client):
    starts = dt.datetime(2027, 3, 1, 7, 30, tzinfo=dt.UTC)
    facts = {"starts": starts, "ends": starts + dt.timedelta(hours=2), "zone": "Europe/Riga"}
    made = make_story(Kind.EVENT, texts=texts("Diena"), venue="Rīga", **facts)
    make_story(Kind.EVENT, texts=texts("Past"), starts=timezone.now() - dt.timedelta(days=3))
    answer = client.get(reverse("site:event_calendar", args=["lv", made.slug]))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["summary"]), event["dtstart"].dt, str(event["location"])) == ("Diena", starts, "Rīga")
    assert str(event["url"]).endswith(f"/lv/events/{made.slug}/")
    every = Calendar.from_ical(client.get("/lv/calendar.ics").content).walk("VEVENT")
    assert [str(one["summary"]) for one in every] == ["Diena", "Past"]
    assert every[0]["uid"] == event["uid"]


def places(client, kind, number=0):
    root = etree.fromstring(client.get(f"/sitemap-{kind}-{number}.xml").content)
    return {one.findtext(f"{MAP}loc"): one for one in root.findall(f"{MAP}url")}


def test_the_map_names_its_files_and_each_is_there(client):
    make_story()
    making.make_published()
    practices.make_practice(state="published")
    root = etree.fromstring(client.get("/sitemap.xml").content)
    found = [one.text for one in root.iter(f"{MAP}loc")]
    assert [one.rpartition("/")[2].partition("-")[2].split("-")[0] for one in found] == [
        "pages", "publications", "claims", "practices",
    ]  # fmt: skip
    for address in found:
        assert client.get("/" + address.split("/", 3)[3]).status_code == 200


@pytest.mark.parametrize("name", ["claims-9", "practices-9", "odd-0", "publications-0", "pages-1"])
def test_a_file_with_nothing_in_it_is_not_there(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_each_page_is_listed_in_each_of_its_languages_with_its_last_change(client):
    made = make_story(texts={**texts("One"), **texts("Yksi", language="fi")})
    found = places(client, "publications")
    assert sorted(one.split("/")[3] for one in found) == ["en", "fi"]
    for one in found.values():
        codes = [link.get("hreflang") for link in one.findall(f"{XHTML}link")]
        assert codes == ["en", "fi", "x-default"]
        assert one.findtext(f"{MAP}lastmod") == f"{made.published:%Y-%m-%d}"


def test_only_what_is_public_and_no_example_is_on_the_map(client):
    practices.make_practice(title="Draft")
    shown = practices.make_practice(state="published")
    Practice.objects.filter(pk=practices.make_practice(state="published").pk).update(is_example=True)
    found = places(client, "practices", shown.pk // site_map.PRACTICES_A_FILE)
    assert [one.rstrip("/").rpartition("/")[2] for one in found] == [str(shown.token)]
    make_story(is_example=True)
    making.make_published(is_example=False)
    withdrawn = making.make_published()
    claim_actions.withdraw(withdrawn, make_member(role="coordinator"), reason="Wrong.")
    assert len(places(client, "claims")) == len(LANGUAGES)
    assert client.get("/sitemap-publications-0.xml").status_code == 404


def test_files_of_practices_are_stretches_of_keys(client, monkeypatch):
    monkeypatch.setattr(site_map, "PRACTICES_A_FILE", 2)
    made = [practices.make_practice(state="published") for _number in range(5)]
    numbers = site_map.practice_files()
    listed = [token for number in numbers for token, _moment in site_map.practices(number)]
    assert listed == [one.token for one in made]
    assert all(len(list(site_map.practices(number))) <= 2 for number in numbers)


def test_programmes_and_data_are_on_the_map(client):
    edition, release = site_making.make_edition(), site_making.make_release()
    found = places(client, "pages")
    assert f"/en/programme/{edition.programme_id}/" in "".join(found)
    assert f"/fi/data/{release.token}/" in "".join(found)


def test_robots_are_told_where_the_map_is_and_what_is_not_for_them(client):
    shown = client.get("/robots.txt")
    lines = shown.content.decode().splitlines()
    assert shown["Content-Type"] == "text/plain; charset=utf-8"
    assert {"User-agent: *", "Disallow: /account/", "Disallow: /lv/search/"} <= set(lines)
    assert lines[-1].startswith("Sitemap: http")
    assert lines[-1].endswith("/sitemap.xml")
