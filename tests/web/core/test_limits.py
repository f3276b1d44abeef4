"""Attempts are counted for all processes, quickly, and no clock locks anybody out."""

import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from types import MappingProxyType

import pytest
from django.conf import settings
from django.db import connection
from django.test import RequestFactory
from tests.counting import at_most

from mentorway.web.core import limits

pytestmark = pytest.mark.django_db
NOON = 1_900_000_000.0


class Clock:
    """A clock that tests set."""

    def __init__(self, monkeypatch):
        self.now = NOON
        monkeypatch.setattr(time, "time", lambda: self.now)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def channels(monkeypatch):
    rates = {"door": limits.Rate(3, 60), "once": limits.Rate(1, 10), "slow": limits.Rate(2, 3600)}
    monkeypatch.setattr(limits, "RATES", MappingProxyType(rates))


def asked(channel, times, who="somebody"):
    return [limits.spent(channel, who) for _time in range(times)]


def test_as_many_as_the_channel_allows_go_through_at_once(clock):
    assert asked("door", 5) == [0, 0, 0, 20, 20]


def test_who_waited_as_long_as_told_goes_through(clock):
    asked("door", 4)
    clock.now += 20
    assert asked("door", 2) == [0, 20]


def test_who_waited_less_does_not(clock):
    asked("door", 4)
    clock.now += 19
    assert asked("door", 1) == [1]


def test_refused_attempts_do_not_make_the_wait_longer(clock):
    assert asked("door", 50)[-1] == 20


def test_everything_is_forgotten_after_the_window(clock):
    asked("door", 3)
    clock.now += 60
    assert asked("door", 4) == [0, 0, 0, 20]


def test_one_at_a_time(clock):
    assert asked("once", 2) == [0, 10]


def test_others_and_other_channels_have_their_own_count(clock):
    asked("door", 3)
    assert limits.spent("door", "another") == 0
    assert limits.spent("once", "somebody") == 0


def test_looking_counts_nothing(clock):
    assert [limits.waiting("once", "somebody") for _time in range(3)] == [0, 0, 0]
    asked("once", 1)
    assert limits.waiting("once", "somebody") == 10


def test_forgetting_lets_through_again(clock):
    asked("once", 1)
    limits.forget("once", "somebody")
    assert asked("once", 1) == [0]


def test_forgetting_all_lets_everybody_through_again(clock):
    asked("once", 1)
    limits.spent("once", "another")
    limits.forget_all()
    assert (limits.waiting("once", "somebody"), limits.waiting("once", "another")) == (0, 0)


def test_a_clock_that_jumps_back_an_hour_locks_nobody_out(clock):
    asked("door", 3)
    clock.now -= 3600
    assert asked("door", 4) == [0, 0, 0, 20]


def test_a_clock_that_jumps_back_within_the_window_makes_nobody_wait_longer_than_the_window(clock):
    asked("slow", 2)
    clock.now -= 1800
    wait = asked("slow", 1)[0]
    assert wait <= 3600
    clock.now += wait
    assert asked("slow", 1) == [0]


def test_a_clock_that_jumps_ahead_gives_a_new_start(clock):
    asked("door", 3)
    clock.now += 3600
    assert asked("door", 4) == [0, 0, 0, 20]


def test_an_unknown_channel_is_a_mistake():
    with pytest.raises(KeyError):
        limits.spent("no such door", "somebody")


def test_an_installation_may_allow_more(clock, settings):
    settings.MENTORWAY_LIMITS_TIMES = 2
    assert asked("door", 7) == [0, 0, 0, 0, 0, 0, 10]


def test_what_is_over_is_cleared_away(clock, monkeypatch):
    monkeypatch.setattr(limits, "_CLEAR_EVERY", 1)
    for number in range(20):
        limits.spent("once", str(number))
    clock.now += 3601
    limits.spent("once", "the last")
    assert limits._ask("SELECT count(*) FROM core_attempt", {}) == 1


def test_who_asked_cannot_be_read_from_what_is_kept(clock):
    limits.spent("door", "192.0.2.7")
    kept = str(rows())
    assert "192.0.2.7" not in kept
    assert "door" not in kept


def rows():
    if connection.vendor == "sqlite":
        return limits._own_file().execute("SELECT key, due FROM core_attempt").fetchall()
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, due FROM core_attempt")
        return cursor.fetchall()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="beside SQLite, attempts have a file of their own")
class TestInAFileOfItsOwn:
    def test_nothing_is_asked_of_the_database(self, clock, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert asked("door", 4) == [0, 0, 0, 20]

    def test_a_rolled_back_request_counts_all_the_same(self, clock):
        connection.set_rollback(True)
        asked("once", 1)
        connection.set_rollback(False)
        assert asked("once", 1) == [10]

    def test_counting_goes_on_while_somebody_writes_the_database(self, clock, tmp_path, caplog):
        with closing(sqlite3.connect(tmp_path / "main.sqlite3", isolation_level=None)) as main:
            main.execute("CREATE TABLE t (a)")
            main.execute("BEGIN IMMEDIATE")
            assert asked("door", 3) == [0, 0, 0]
        assert "was not counted" not in caplog.text

    def test_threads_count_together(self, clock):
        found = []
        threads = [threading.Thread(target=lambda: found.extend(asked("door", 2))) for _one in range(5)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert (len(found), found.count(0)) == (10, 3)

    def test_processes_count_together(self, monkeypatch):
        monkeypatch.setattr(limits, "RATES", MappingProxyType({"door": limits.Rate(50, 600)}))
        own = limits._own_path()
        asked("door", 1, who="warm-up")
        statement = (
            "import sqlite3\n"
            f"file = sqlite3.connect({str(own)!r}, timeout=5, isolation_level=None)\n"
            f"sql = {limits._COUNT!r}\n"
            f"values = {limits._Times.of('door').values(limits._key('door', 'all'))!r}\n"
            "print(sum(file.execute(sql, values).fetchone() is not None for _ in range(40)))\n"
        )
        command = [sys.executable, "-c", statement]
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program
            for _one in range(3)
        ]
        assert sum(int(one.communicate()[0]) for one in running) == 50

    def test_who_cannot_be_counted_is_let_through_and_the_log_says_so(self, monkeypatch, caplog):
        monkeypatch.setattr(limits, "PATIENCE", 0.05)
        limits._mine.__dict__.clear()
        asked("once", 1)
        with closing(sqlite3.connect(limits._own_path(), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert asked("once", 1) == [0]
            other.execute("ROLLBACK")
        limits._mine.__dict__.clear()
        assert "was not counted: database is locked" in caplog.text

    def test_a_broken_file_is_made_anew(self, caplog):
        limits._mine.__dict__.clear()
        for left in limits._own_path().parent.glob("limits.sqlite3-*"):
            left.unlink()
        limits._own_path().write_bytes(b"no database at all" * 100)
        assert asked("once", 3) == [0, 0, 10]
        assert "was not counted" in caplog.text

    def test_it_takes_little_work(self):
        asked("slow", 1)
        with at_most(100_000):
            for number in range(500):
                limits.spent("slow", str(number))


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("nonsense", "proxy nonsense"),
        ("", "proxy "),
    ],
)
def test_an_address_is_that_of_a_house(said, counted):
    assert limits.address(RequestFactory().get("/", REMOTE_ADDR=said)) == counted


def test_nobody_says_another_address_where_no_proxy_is_trusted():
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert limits.address(request) == "192.0.2.7"


def test_behind_a_proxy_only_what_it_added_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    said = "203.0.113.9, 198.51.100.1"
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=said)
    assert limits.address(request) == "198.51.100.1"


def test_every_channel_gives_back_at_least_one_attempt_an_hour(monkeypatch):
    monkeypatch.undo()
    assert [
        name for name, rate in limits.RATES.items() if rate.times < 1 or rate.seconds > limits.LONGEST
    ] == []


def test_the_file_lies_with_the_other_data():
    assert limits._own_path().parent == settings.MENTORWAY_DATA
