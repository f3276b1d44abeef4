"""When a thread is asked: once a request is there, and not before."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mentorway.web.management import patient
from mentorway.web.management.patient import (
    LONGEST_HEAD,
    SLOWEST,
    SMALL,
    Counted,
    has_said,
    is_large,
    is_whole,
)

HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"


class Line:
    def __init__(self, text):
        self.text = text

    def recv(self, most):
        piece, self.text = self.text[:most], self.text[most:]
        return piece


@pytest.mark.parametrize(
    ("came", "whole", "large"),
    [
        (b"", False, False),
        (b"GET / HT", False, False),
        (HEAD, False, False),
        (HEAD + b"\r\n", True, False),
        (b"GET / HTTP/1.1\nHost: a\n\n", True, False),
        (HEAD + b"Content-Length: 3\r\n\r\nab", False, False),
        (HEAD + b"Content-Length: 3\r\n\r\nabc", True, False),
        (HEAD + b"content-length:3\r\n\r\nabc", True, False),
        (HEAD + b"CONTENT-LENGTH:3\r\n\r\nab", False, False),
        (HEAD + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", True, True),
        (HEAD + b"Content-Length: x\r\n\r\n", True, False),
        (HEAD + b"Content-Length: %d\r\n\r\n" % (SMALL + 1), True, True),
        (HEAD + b"Content-Length: 9999999999999999999\r\n\r\n", True, False),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", True, True),
        (HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", True, True),
        (b"a" * LONGEST_HEAD, False, False),
        (b"a" * (LONGEST_HEAD + 1), True, False),
    ],
)
def test_a_thread_is_asked_once_the_request_is_there(came, whole, large):
    assert (is_whole(came), is_large(came)) == (whole, large)


class Slow(Line):
    """A line on which bytes come a minute after somebody asks for them."""

    def __init__(self, text, clock):
        super().__init__(text)
        self.clock = clock

    def recv(self, most):
        self.clock.now += 60
        self.seen = self.counted.is_too_slow(self.clock.now)
        return super().recv(most)


class Clock:
    now = 1000.0


@pytest.mark.parametrize(("size", "too_slow"), [(SLOWEST * 120, False), (SLOWEST, True)])
def test_who_sends_a_large_body_too_slowly_is_noticed(monkeypatch, size, too_slow):
    clock = Clock()
    monkeypatch.setattr(patient.time, "monotonic", lambda: clock.now)
    line = Slow(b"a" * size * 2, clock)
    line.counted = Counted(line)
    line.counted.recv(size)
    assert not line.counted.is_too_slow(clock.now + 1000)  # nobody waits for bytes while a page is made
    line.counted.recv(size)
    assert line.seen is too_slow
    assert line.counted.got == size * 2


def test_what_came_before_the_line_is_closed_is_noticed():
    near, far = socket.socketpair()
    with near, far:
        assert not has_said(near)
        far.sendall(b"G")
        assert has_said(near)
        assert near.recv(9) == b"G"


APP = """
def app(environ, start):
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """A server of one process and one thread, started once."""
    folder = tmp_path_factory.mktemp("patient")
    (folder / "tiny.py").write_text(APP, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tiny:app", "--bind", f"127.0.0.1:{number}"]
    command += ["--worker-class", "mentorway.web.management.patient.Worker", "--threads", "1"]
    command += ["--keep-alive", "5", "--no-control-socket", "--log-level", "warning"]
    path = os.pathsep.join([str(folder), str(Path(patient.__file__).parents[3])])
    with subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": path}) as server:  # noqa: S603
        try:
            until_it_answers(number)
            yield number
        finally:
            server.terminate()


def until_it_answers(number):
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", number), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The server did not start.")


@pytest.fixture
def line(port):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as made:
        yield made


def answers(line, times):
    got = b""
    while got.count(b"ok") < times:
        piece = line.recv(65536)
        assert piece, got
        got += piece
    return got


@pytest.mark.enable_socket
class TestServed:
    def test_the_only_thread_is_held_by_nobody_who_is_slow(self, port, line):
        waiting = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(30)]
        for number, other in enumerate(waiting):
            other.sendall((b"G", HEAD + b"Content-Length: 9\r\n\r\nab", GET + b"GET /")[number % 3])
        begun = time.monotonic()
        line.sendall(GET)
        answers(line, 1)
        assert time.monotonic() - begun < 5
        for other in waiting:
            other.close()

    def test_who_does_not_close_after_the_last_answer_stops_nobody(self, port, line):
        last = GET.replace(b"Host", b"Connection: close\r\nHost")
        waiting = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(10)]
        for other in waiting:
            other.sendall(last)
        begun = time.monotonic()
        line.sendall(GET)
        answers(line, 1)
        assert time.monotonic() - begun < 5  # gunicorn's own way waits for each of them, two seconds
        for other in waiting:
            other.close()

    def test_requests_in_one_breath_and_in_single_letters_are_all_answered(self, line):
        line.sendall(GET * 20)
        answers(line, 20)
        for letter in GET * 2:
            line.sendall(bytes([letter]))
        answers(line, 2)

    def test_who_waits_to_be_asked_for_a_body_is_asked(self, line):
        line.sendall(HEAD + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
        line.sendall(b"abc" + GET)
        answers(line, 1)

    def test_a_large_body_that_nobody_reads_leaves_the_answer_whole(self, line):
        line.sendall(HEAD + b"Content-Length: 300000\r\n\r\n" + b"a" * 300_000)
        answers(line, 1)
