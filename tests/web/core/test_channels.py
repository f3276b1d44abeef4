"""Every page that everybody may open has a channel, and who comes too often is asked to wait."""

from types import MappingProxyType

import pytest
from django.core.cache import caches
from django.urls import URLResolver, get_resolver, reverse
from tests.conftest import PASSWORD, make_user
from tests.web.study.filling_making import at, begin, make_study

from mentorway.web.core import channels, limits

pytestmark = pytest.mark.django_db


def pages(resolver, namespace=""):
    """Yield the name of every address, and its view."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from pages(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern.callback


def is_open(view):
    return not getattr(view, "login_required", True)


def test_every_page_that_everybody_may_open_has_a_channel():
    without = [
        name for name, view in pages(get_resolver()) if is_open(view) and channels.channel_of(name) is None
    ]
    assert without == []


def test_every_channel_of_a_page_has_a_rate():
    all_of_them = [one for _name, one in (*channels.CHANNELS, *channels.OF_PEOPLE)]
    named = {one.name for one in all_of_them} | {one.guessed for one in all_of_them} - {""}
    counted_by_themselves = {"api_writes", "bearer_guess", "federation"}
    assert named | counted_by_themselves == set(limits.RATES)


def test_every_line_of_the_table_is_for_some_page():
    for of_people, table in ((False, channels.CHANNELS), (True, channels.OF_PEOPLE)):
        names = {name for name, view in pages(get_resolver()) if is_open(view) is not of_people}
        fits = {pattern for pattern, _one in table for name in names if channels.fits(pattern, name)}
        assert [pattern for pattern, _one in table if pattern not in fits] == []


@pytest.fixture
def tight(monkeypatch):
    """Let every channel through twice a minute."""
    twice = dict.fromkeys(limits.RATES, limits.Rate(2, 60))
    monkeypatch.setattr(limits, "RATES", MappingProxyType(twice))


HTML = {"HTTP_ACCEPT": "text/html"}


def test_a_person_reads_how_long_to_wait(client, tight):
    answers = [client.get("/en/search/", **HTML) for _time in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    wait = int(answers[-1]["Retry-After"])
    assert 20 <= wait <= 30
    assert f"Wait {wait} seconds and try again." in answers[-1].content.decode()


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("application/json", "application/problem+json"), ("*/*", "text/plain; charset=utf-8")],
)
def test_a_program_is_told_in_its_own_way(client, tight, accept, media_type):
    answers = [client.get("/en/search/", HTTP_ACCEPT=accept) for _time in range(3)]
    assert (answers[-1].status_code, answers[-1]["Content-Type"]) == (429, media_type)


def test_others_are_not_kept_waiting(client, tight):
    for _time in range(3):
        client.get("/en/search/")
    assert client.get("/en/search/", REMOTE_ADDR="192.0.2.9").status_code == 200


def test_pages_of_people_who_are_signed_in_are_not_counted_here(client, tight):
    client.force_login(make_user())
    page = reverse("accounts:profile")
    assert [client.get(page).status_code for _time in range(4)] == [200] * 4


def test_what_people_let_us_compute_is_counted_for_each_of_them(client, tight):
    page = reverse("privacy:record_pdf")
    for who, expected in ((make_user(), 429), (make_user(), 429)):
        client.force_login(who)
        answers = [client.get(page).status_code for _time in range(3)]
        assert (answers[0] != 429, answers[2]) == (True, expected)


def test_looking_at_a_form_is_free_and_sending_it_counts(client, tight):
    looked = [client.get("/account/login/").status_code for _time in range(4)]
    sent = [
        client.post("/account/login/", {"login": "a@example.org", "password": "x"}).status_code
        for _time in range(3)
    ]
    assert (looked, sent) == ([200] * 4, [200, 200, 429])


def test_a_secret_address_that_exists_does_not_count_as_guessed(client, tight, monkeypatch):
    rates = {**limits.RATES, "respondent": limits.Rate(100, 60)}
    monkeypatch.setattr(limits, "RATES", MappingProxyType(rates))
    page = reverse("study:code")
    assert [client.get(page).status_code for _time in range(4)] == [200] * 4


def test_who_has_begun_to_answer_is_counted_alone(client, monkeypatch):
    rates = {**limits.RATES, "answering": limits.Rate(2, 60)}
    monkeypatch.setattr(limits, "RATES", MappingProxyType(rates))
    study = make_study()
    pages = [at("go_on", begin(client, study)) for _person in range(2)]
    answers = [[client.get(page).status_code for _time in range(3)] for page in pages]
    assert answers == [[302, 302, 429]] * 2


def test_who_guesses_where_others_answer_waits_whatever_they_guess(client, monkeypatch):
    rates = {**limits.RATES, "secret_guess": limits.Rate(2, 60)}
    monkeypatch.setattr(limits, "RATES", MappingProxyType(rates))
    found = [client.get(reverse("study:go_on", args=[f"guess-{number}"])).status_code for number in range(3)]
    assert found == [404, 404, 429]


def test_who_guesses_codes_waits(client, monkeypatch):
    rates = {**limits.RATES, "access_code": limits.Rate(2, 60)}
    monkeypatch.setattr(limits, "RATES", MappingProxyType(rates))
    page = reverse("study:code")
    sent = [client.post(page, {"code": f"wrong-{number}"}).status_code for number in range(3)]
    assert sent == [422, 422, 429]


def test_who_guesses_secret_addresses_waits_and_a_right_one_waits_with_them(client, monkeypatch):
    rates = {**limits.RATES, "secret_guess": limits.Rate(2, 60)}
    monkeypatch.setattr(limits, "RATES", MappingProxyType(rates))
    found = [client.get(reverse("pilots:own", args=[f"guess-{number}"])).status_code for number in range(3)]
    assert found == [404, 404, 429]


@pytest.mark.parametrize(
    ("wait", "said"), [(1, "1 second"), (59, "59 seconds"), (60, "60 seconds"), (61, "2 minutes")]
)
def test_waits_are_said_in_words(wait, said):
    assert f"Wait {said} and" in channels.sentence(wait)


# What allauth counts by itself
def test_a_clock_set_back_an_hour_locks_nobody_out_of_signing_in(client, monkeypatch):
    user = make_user()
    for _try in range(6):
        client.post("/account/login/", {"login": user.email, "password": "wrong"})
    now = limits.time.time()
    monkeypatch.setattr(limits.time, "time", lambda: now - 3600)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_other_things_in_the_cache_are_left_alone():
    cache = caches["default"]
    cache.set("moments", [limits.time.time() + 9999])
    assert len(cache.get("moments")) == 1
    assert cache.get("no-such-thing", "usual") == "usual"
