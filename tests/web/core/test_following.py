"""Each request has a number, a line, and a place in the numbers; nothing about people is in any of them."""

import errno
import io
import json
import logging
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings as configured
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.conftest import make_user

from mentorway.web.core import following, logs, metrics
from mentorway.web.core.later import Later, noted, nothing
from mentorway.web.core.work import counts
from mentorway.web.core.work.watching import beat
from mentorway.web.management import serving

NAME, EMAIL, QUERY, WRITTEN = (
    "Vilma Petraitė",
    "vilma@example.org",
    "asking-for-Vilma",
    "Dear Vilma, about Jonas",
)
PLANTED = ("Vilma", "Petrait", "example.org", "Jonas", "127.0.0.1", "10.9.8.7", "Kaunas")


@pytest.fixture(params=["json", "lines"])
def written(request, monkeypatch):
    """What the handler of the settings writes, both ways."""
    handler = next(
        one
        for one in logging.getLogger().handlers
        if any(isinstance(sieve, logs.Secrets) for sieve in one.filters)
    )
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    if request.param == "json":
        monkeypatch.setattr(handler, "formatter", logs.Json())
        monkeypatch.setattr(logging.getLogger("mentorway.request"), "level", logging.INFO)
        monkeypatch.setattr(logging.getLogger("mentorway.request"), "_cache", {})
    stream.kind = request.param
    return stream


def fail(*_args, **_more):
    raise RuntimeError(
        f"Nothing goes for {WRITTEN} <{EMAIL}> of Kaunas" if False else f"no {EMAIL}: {WRITTEN}"
    )


@pytest.fixture
def vilma(db):
    client = Client(raise_request_exception=False, REMOTE_ADDR="10.9.8.7", HTTP_USER_AGENT="of Vilma")
    client.force_login(make_user(name=NAME, email=EMAIL))
    return client


def everything_fails(client, monkeypatch):
    """Let requests fail in every way, each with something personal in it."""
    with monkeypatch.context() as patched:
        patched.setattr("mentorway.web.home.needs_of", fail)
        sent = {"q": QUERY, "text": WRITTEN, "to": EMAIL}
        assert client.get("/", sent).status_code == 500
        patched.setattr("mentorway.web.operations.analysis.under_way.of", fail)
        assert client.get(reverse("operations:mine"), sent).status_code == 500
    assert client.get(f"/nowhere/{QUERY}/{EMAIL}/").status_code == 404
    assert client.post(reverse("accounts:profile"), {"name": "", "language": WRITTEN}).status_code == 200
    assert client.get("/", headers={"host": "vilma.example.org"}).status_code == 400
    assert client.get(reverse("operations:overview"), {"q": QUERY}).status_code == 403


def test_nothing_personal_is_in_any_line(vilma, monkeypatch, written):
    everything_fails(vilma, monkeypatch)
    log = written.getvalue()
    assert log.count("\n") >= 4
    assert [word for word in PLANTED if word in log] == []


def test_lines_as_json_say_which_request_and_view_and_how_it_went(vilma, monkeypatch, written):
    if written.kind != "json":
        pytest.skip("lines for people say less")
    everything_fails(vilma, monkeypatch)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    answered = [line for line in lines if line["logger"] == "mentorway.request"]
    assert [line["status"] for line in answered] == [500, 500, 404, 200, 400, 403]
    assert [line.get("view") for line in answered[:2]] == ["home", "operations:mine"]
    assert all(line["ms"] >= 0 and line["method"] in {"GET", "POST"} for line in answered)
    failure = next(line for line in lines if line.get("error"))
    assert (failure["error"], failure["request_id"]) == ("builtins.RuntimeError", answered[0]["request_id"])
    assert any("home.py" in place for place in failure["where"])
    assert len(answered[0]["user"]) == 16


def test_a_record_that_holds_no_json_is_written_all_the_same():
    record = logging.LogRecord("a", logging.ERROR, __file__, 1, "%s of %s", ("x", {1, 2}), None)
    assert logs.Secrets().filter(record)
    line = json.loads(logs.Json().format(record))
    assert (line["message"], line["level"]) == ("%s of %s", "ERROR")


@pytest.mark.django_db
def test_the_number_of_a_request_comes_from_our_own_proxy_only(client, settings):
    given = "0123456789abcdef"
    settings.BEHIND_PROXY = False
    made = client.get("/health/", headers={"x-request-id": given}).headers["X-Request-ID"]
    settings.BEHIND_PROXY = True
    kept = client.get("/health/", headers={"x-request-id": given}).headers["X-Request-ID"]
    assert (made != given, len(made), kept) == (True, 32, given)


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "a b c d e f g h", "1234567\n8", "<script>alert(1)"]
)
def test_a_number_that_is_none_is_replaced(settings, given):
    settings.BEHIND_PROXY = True
    request = RequestFactory().get("/", headers={"x-request-id": given})
    assert len(following.number_of(request)) == 32


def told(client, **headers):
    response = client.get("/metrics", headers=headers)
    return response.status_code, response.content.decode()


@pytest.mark.django_db
def test_requests_are_counted_by_view_and_never_by_address(client):
    client.get("/nowhere/vilma/")
    client.get("/health/", {"q": "vilma"})
    status, text = told(client)
    assert (status, "vilma" in text) == (200, False)
    assert 'mentorway_request_seconds_count{method="GET",status="2xx",view="health"}' in text
    assert 'mentorway_request_seconds_count{method="GET",status="4xx",view="none"}' in text


@pytest.mark.django_db
def test_the_queue_and_the_workers_are_told(client):
    beat("mentorway-1")
    _status, text = told(client)
    wanted = (
        "mentorway_workers 1.0",
        'mentorway_tasks{state="waiting"} 0.0',
        "mentorway_database_up 1.0",
        "mentorway_build_info{",
    )
    assert [one for one in wanted if one not in text] == []


@pytest.mark.django_db
def test_a_database_that_is_away_is_told_too(client, monkeypatch):
    def away():
        raise OperationalError("no server for vilma@example.org")

    monkeypatch.setattr(counts, "counts", away)
    status, text = told(client)
    assert (status, "mentorway_database_up 0.0" in text, "vilma" in text) == (200, True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "address", "headers", "answer"),
    [
        ("", "127.0.0.1", {}, 200),
        ("", "::1", {}, 200),
        ("", "10.0.0.5", {}, 403),
        ("", "127.0.0.1", {"x-forwarded-for": "10.0.0.5"}, 403),
        ("0123456789abcdef", "127.0.0.1", {}, 403),
        ("0123456789abcdef", "10.0.0.5", {"authorization": "Bearer 0123456789abcdef"}, 200),
        ("0123456789abcdef", "10.0.0.5", {"authorization": "Bearer wrong"}, 403),
        ("0123456789abcdef", "10.0.0.5", {"authorization": "Bearer ą"}, 403),
    ],
)
def test_numbers_are_read_with_the_token_or_from_this_machine(settings, token, address, headers, answer):
    settings.MENTORWAY_METRICS_TOKEN = token
    client = Client(REMOTE_ADDR=address)
    assert client.get("/metrics", headers=headers).status_code == answer


@pytest.mark.django_db
def test_behind_a_proxy_this_machine_is_everybody(client, settings):
    settings.BEHIND_PROXY = True
    assert told(client)[0] == 403


def test_a_method_of_somebodys_invention_makes_no_series_of_its_own():
    metrics.request_ended("health", "VILMA", 200, 0.1)
    assert b"VILMA" not in metrics.text()


@pytest.mark.django_db
def test_ready_says_what_is_wrong_and_no_more(client, settings, tmp_path):
    settings.MENTORWAY_DATA = tmp_path
    assert client.get("/health/ready/").json()["checks"]["workers"] == "failed"
    beat("mentorway-1")
    found = client.get("/health/ready/")
    assert (found.status_code, found.json()["status"]) == (200, "ready")
    settings.MENTORWAY_DATA = tmp_path / "gone"
    found = client.get("/health/ready/")
    assert (found.status_code, str(tmp_path) in found.content.decode()) == (503, False)
    assert found.json()["checks"] == {
        "database": "ok", "migrations": "ok", "data_folder": "failed", "disk": "failed", "workers": "ok",
    }  # fmt: skip


def test_the_process_is_alive_even_without_its_database(client, django_assert_num_queries, monkeypatch):
    # No database is allowed in this test.
    assert client.get("/health/").content == b"ok\n"


def written_as(resolver, name):
    """Return how an address is written: converters by their class, as each resolver has its own."""
    return [
        (
            ways,
            pattern,
            {key: value for key, value in always.items() if type(value) is str},
            {key: type(one) for key, one in converters.items()},
        )
        for ways, pattern, always, converters in resolver.reverse_dict.getlist(name)
    ]


def test_addresses_are_written_from_notes_as_they_are_written_from_the_pages(monkeypatch):
    from mentorway.web.core import later  # noqa: PLC0415

    notes = noted()
    assert {"pilots", "privacy", "site"} <= set(notes)
    monkeypatch.setattr(later, "_notes", lambda: notes)
    for namespace, routes in notes.items():
        module = (
            f"mentorway.web.{namespace}.urls"
            if namespace != "site"
            else "mentorway.web.dissemination.urls.public"
        )
        light, whole = Later("x/", module, namespace), Later("x/", module, namespace)
        assert whole.urlconf_module
        assert not light.is_loaded
        for name in {name for _route, name, _always in routes}:
            assert written_as(light, name) == written_as(whole, name), (namespace, name)
        assert not light.is_loaded


def test_a_page_is_never_answered_by_its_note(monkeypatch):
    from mentorway.web.core import later  # noqa: PLC0415

    monkeypatch.setattr(later, "_notes", lambda: {"operations": [("mine/", "mine", {})]})
    light = Later("operations/", "mentorway.web.operations.urls", "operations")
    assert light.url_patterns[0].callback is nothing
    assert light.resolve("operations/mine/").func is not nothing


def test_the_settings_know_both_ways_of_writing():
    assert set(configured.LOGGING["formatters"]) == {"lines", "json"}


COUNTING = """
import os
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
own = CollectorRegistry()
Counter("asked", "Asked.", ["view"], registry=own).labels("home").inc({times})
Histogram("seconds", "Took.", buckets=(1.0, 5.0), registry=own).observe({times})
Gauge("alive", "Alive.", registry=own, multiprocess_mode="all").set({times})
print(os.getpid())
"""


@pytest.fixture
def counted(tmp_path, monkeypatch):
    """Return how to let a process count and end, in a folder of its own; it gives its number."""
    monkeypatch.setenv(metrics.FOLDER, str(tmp_path))

    def count(times):
        command = [sys.executable, "-c", COUNTING.format(times=times)]
        ended = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
        return int(ended.stdout)

    return count


def lines_of(text):
    wanted = ("asked_total", "seconds_")
    return sorted(line for line in text.decode().splitlines() if line.startswith(wanted))


def test_what_a_process_counted_goes_on_when_it_is_gone_in_one_set_of_files(counted, tmp_path):
    pids = [counted(times) for times in (2, 3)]
    before = lines_of(metrics.text())
    for pid in pids:
        metrics.bury(pid)
        assert lines_of(metrics.text()) == before
    assert sorted(one.name for one in tmp_path.glob("*.db")) == ["counter_gone.db", "histogram_gone.db"]
    assert 'asked_total{view="home"} 5.0' in before
    assert "seconds_count 2.0" in before


def test_whoever_lives_goes_on_counting_beside_those_that_are_gone(counted, tmp_path):
    metrics.bury(counted(2))
    counted(4)
    assert 'asked_total{view="home"} 6.0' in lines_of(metrics.text())
    assert len(list(tmp_path.glob("counter_*.db"))) == 2


def test_a_process_that_counted_nothing_leaves_nothing_and_changes_nothing(counted, tmp_path):
    metrics.bury(counted(1))
    before = lines_of(metrics.text())
    metrics.bury(4_000_000)
    assert lines_of(metrics.text()) == before


def test_files_that_cannot_be_read_go_and_stop_nobody(counted, tmp_path, caplog):
    (tmp_path / "counter_77.db").write_bytes(b"\xff")
    (tmp_path / "histogram_77.db").write_bytes(b"\xff\x00\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00")
    metrics.bury(77)
    assert (list(tmp_path.glob("*_77.db")), "cannot be read" in caplog.text) == ([], True)


def test_whatever_fails_the_parent_of_all_processes_goes_on(counted, tmp_path, monkeypatch, caplog):
    pid = counted(2)
    monkeypatch.setattr(os, "posix_fallocate", full)
    metrics.bury(pid)
    assert "cannot be read" in caplog.text
    monkeypatch.setenv(metrics.FOLDER, str(tmp_path / "gone"))
    metrics.bury(pid)
    assert "cannot be put with the rest" in caplog.text


def full(*_where):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_without_a_folder_nothing_is_buried(monkeypatch):
    monkeypatch.delenv(metrics.FOLDER, raising=False)
    metrics.bury(1)
    assert b"mentorway_request_seconds" in metrics.text()


def test_the_web_server_buries_its_own(counted, tmp_path):
    serving.child_exit(None, SimpleNamespace(pid=counted(1)))
    assert sorted(one.name for one in tmp_path.glob("*.db")) == ["counter_gone.db", "histogram_gone.db"]
