"""Counts of pages: what is counted, what is not, and how it is shown."""

import datetime as dt

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner

from mentorway.web.dissemination.actions import reaching
from mentorway.web.dissemination.analysis import reach as analysis
from mentorway.web.dissemination.models import Reach

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"


@pytest.fixture(autouse=True)
def _nothing_waits():
    reaching._waiting.clear()
    yield
    reaching._waiting.clear()


@pytest.fixture
def member(client):
    found = make_member(make_partner())
    client.force_login(found)
    return found


def kept():
    reaching.flush()
    return sorted(Reach.objects.values_list("page", "language", "count"))


def test_a_page_is_counted_by_day_and_language():
    for language in ("en", "en", "fi"):
        assert reaching.opened("results/partners/", language) is True
    assert kept() == [("results/partners/", "en", 2), ("results/partners/", "fi", 1)]
    assert Reach.objects.first().day == timezone.now().date()


def test_a_language_that_is_none_and_a_page_too_long_do_no_harm():
    assert reaching.opened("front", "de") is False
    assert reaching.opened("x" * 500, "en") is True
    assert [len(page) for page, _language, _count in kept()] == [120]


def test_a_count_that_cannot_be_kept_hides_no_page(monkeypatch):
    def broken(**_place):
        raise DatabaseError("locked")

    with monkeypatch.context() as patched:
        patched.setattr(Reach.objects, "get_or_create", broken)
        assert reaching.opened("front", "en") is True
        assert reaching.flush() == 0
    assert kept() == [("front", "en", 1)]


def test_nothing_about_people_can_be_kept():
    assert sorted(one.name for one in Reach._meta.get_fields()) == ["count", "day", "id", "language", "page"]
    for name in ("user", "address", "agent"):
        with pytest.raises(FieldDoesNotExist):
            Reach._meta.get_field(name)


@pytest.mark.parametrize(
    ("agent", "counted"),
    [
        (FIREFOX, True),
        (
            "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36",
            True,
        ),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", False),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", False),
        ("facebookexternalhit/1.1", False),
        ("curl/8.5.0", False),
        ("Feedly/1.0", False),
        ("", False),
    ],
)
def test_programs_that_say_so_are_not_counted(agent, counted):
    assert reaching.is_counted({"User-Agent": agent}) is counted


@pytest.mark.parametrize("header", [{"Sec-Purpose": "prefetch;prerender"}, {"DNT": "1"}, {"Sec-GPC": "1"}])
def test_what_is_fetched_ahead_and_who_asks_not_to_be_counted_is_left_out(header):
    assert reaching.is_counted({"User-Agent": FIREFOX, **header}) is False


def rows(*counts):
    return [
        {"day": dt.date(2026, 11, day), "page": page, "language": "en", "times": times}
        for day, page, times in counts
    ]


def chosen(**more):
    days = {"first": dt.date(2026, 11, 2), "last": dt.date(2026, 11, 22)}
    return {**days, "step": "week", "group": "", **more}


def test_weeks_without_a_count_are_shown_as_none():
    found = analysis.found_in(rows((3, "front", 4), (4, "news/a/", 1), (20, "front", 2)), chosen())
    assert [one.times for one in found.periods] == [5, 0, 2]
    assert (found.total, found.groups) == (7, [("First page", 6), ("News", 1)])
    assert [bar.height for bar in found.chart.bars] == [128.0, 0.0, 51.2]


def test_a_kind_of_page_is_looked_at_alone():
    counts = rows((3, "results/a/", 4), (3, "results/a/data.csv", 9), (3, "results/a/embed/", 2))
    assert analysis.found_in(counts, chosen(group="results")).total == 4
    assert analysis.found_in(counts, chosen(group="download")).total == 9


@pytest.mark.parametrize(("step", "periods"), [("day", 21), ("week", 3), ("month", 1)])
def test_days_are_added_up(step, periods):
    assert len(analysis.found_in([], chosen(step=step)).periods) == periods


def test_the_page_shows_numbers_and_says_what_they_are_not(client, member):
    reaching.opened("front", "sv")
    reaching.flush()
    page = client.get(reverse("dissemination:reach")).content.decode()
    assert "Opened <strong>1</strong> time." in page
    assert "<svg" in page
    assert "nobody can say how many different people came" in page


def test_an_empty_page_says_so(client, member):
    assert "Nothing was counted" in client.get(reverse("dissemination:reach")).content.decode()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"first": "yesterday"}, "is no day that can be shown"),
        ({"first": "2026-02-31"}, "is no day that can be shown"),
        ({"first": "0001-01-01"}, "is no day that can be shown"),
        ({"first": "2026-05-02", "last": "2026-05-01"}, "after the last one"),
        ({"first": "2001-01-01", "last": "2026-05-01"}, "Ten years at most"),
    ],
)
def test_days_that_cannot_be_are_named(client, member, query, told):
    answer = client.get(reverse("dissemination:reach"), {**query, "step": "nonsense", "language": "xx"})
    assert answer.status_code == 200
    assert told in answer.content.decode()


def test_the_file_has_every_count(client, member):
    reaching.opened("front", "sv")
    reaching.opened("=1+1", "en")
    reaching.flush()
    text = client.get(reverse("dissemination:reach_csv")).content.decode("utf-8-sig")
    assert f"{timezone.localdate()},First page,front,sv,1" in text
    assert "'=1+1" in text


def test_many_counts_are_read_at_once(client, member, django_assert_max_num_queries):
    today = timezone.localdate()
    days = [today - dt.timedelta(days=one) for one in range(90)]
    Reach.objects.bulk_create(
        [Reach(day=day, page=f"news/{n}/", language="en", count=n) for day in days for n in range(1, 40)]
    )
    with django_assert_max_num_queries(12):
        page = client.get(reverse("dissemination:reach"), {"step": "day"}).content.decode()
    assert f"Opened <strong>{sum(range(1, 40)) * 90}</strong>" in page
