"""The client against answers that a test makes up."""

import json
import re
import socket
import threading
from contextlib import contextmanager

import pytest

from mentorway.client import (
    Answer,
    ApiProblemError,
    BrokenLineError,
    Client,
    ConflictError,
    NotAllowedError,
    NotFoundError,
    WrongFieldsError,
)


class Installation:
    """Answers in the order in which they are given, and remembers what was asked."""

    def __init__(self, *answers):
        self.answers, self.asked, self.waited = list(answers), [], []

    def __call__(self, question):
        self.asked.append(question)
        status, said, *more = self.answers.pop(0)
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return Answer(status, more[0] if more else {}, iter([body]))

    @property
    def client(self):
        return Client("https://m.example.org/", "mentorway_secret", carry=self, sleep=self.waited.append)


def test_lists_are_asked_for_page_by_page_only_as_far_as_they_are_read():
    there = Installation(
        (200, {"items": [{"a": 1}, {"a": 2}], "next": "https://m.example.org/api/v1/x/?page=2"}),
        (200, {"items": [{"a": 3}], "next": None}),
    )
    rows = there.client.list("x", q="ą")
    assert next(rows) == {"a": 1}
    assert len(there.asked) == 1
    assert [one["a"] for one in rows] == [2, 3]
    assert [one.url for one in there.asked] == [
        "https://m.example.org/api/v1/x/?limit=200&q=%C4%85",
        "https://m.example.org/api/v1/x/?page=2",
    ]


def test_the_token_goes_nowhere_else():
    there = Installation(
        (200, {"items": [], "next": "https://evil.example.org/api/v1/x/?page=2"}),
        (302, b"", {"location": "https://evil.example.org/other/"}),
        (200, {"items": [], "next": None}),
    )
    assert list(there.client.list("x")) == []
    assert {one.url.split("/")[2] for one in there.asked} == {"m.example.org"}
    assert "secret" not in repr(there.client)


def test_a_deed_is_sent_with_a_key_that_stays_the_same_when_it_is_sent_again():
    done = {
        "done": True,
        "location": {"path": "/n/5/", "name": "n:one", "arguments": {"pk": "5"}},
        "messages": [],
    }
    there = Installation((503, {}, {"retry-after": "3"}), (200, done), (200, done))
    client = there.client
    assert client.deed("n:make", {"pk": 1}, {"a": "b"}).arguments == {"pk": "5"}
    client.deed("n:make")
    keys = [one.headers["Idempotency-Key"] for one in there.asked]
    assert keys[0] == keys[1] != keys[2]
    assert there.waited == [3.0]
    assert json.loads(there.asked[0].body) == {"arguments": {"pk": 1}, "fields": {"a": "b"}}


def test_it_waits_as_long_as_it_is_told_and_not_for_ever():
    there = Installation(*[(429, {"title": "Too Many Requests"}, {"retry-after": "2"})] * 5)
    with pytest.raises(ApiProblemError, match="429"):
        there.client.me()
    assert there.waited == [2.0] * 4
    far = Installation((429, {}, {"retry-after": "9000"}))
    with pytest.raises(ApiProblemError):
        far.client.me()
    assert far.waited == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, NotAllowedError),
        (403, NotAllowedError),
        (404, NotFoundError),
        (409, ConflictError),
        (422, WrongFieldsError),
        (500, ApiProblemError),
    ],
)
def test_what_is_refused_is_an_exception_that_says_why(status, kind):
    there = Installation(
        (status, {"title": "T", "detail": "D", "errors": {"a": ["Wrong."]}, "page": {"title": "P"}})
    )
    with pytest.raises(kind, match="T: D\n  a: Wrong") as caught:
        there.client.deed("n:x")
    assert caught.value.errors == {"a": ["Wrong."]}
    if kind is ConflictError:
        assert caught.value.page == {"title": "P"}


def test_an_answer_that_is_no_object_is_refused():
    with pytest.raises(TypeError, match="list came"):
        Installation((200, [])).client.me()


def test_a_file_replaces_what_was_there_only_when_it_is_whole(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("old")

    def breaks(_question):
        def pieces():
            yield b"half"
            raise OSError("broke off")

        return Answer(200, {}, pieces())

    with pytest.raises(OSError, match="broke off"):
        Client("https://m.example.org", "x", carry=breaks).file("n:f", to=target)
    assert target.read_text() == "old"
    Installation((200, b"whole")).client.file("n:f", {"pk": 1}, to=target)
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
    assert target.read_bytes() == b"whole"


def test_files_are_sent_as_a_form_of_several_parts(tmp_path):
    file = tmp_path / 'a "b".csv'
    file.write_bytes(b"x,y\n")
    there = Installation((200, {"done": True, "messages": []}))
    there.client.deed("n:f", {"pk": 1}, {"many": [1, 2], "yes": True, "no": False}, files={"file": file})
    [asked] = there.asked
    assert asked.url.endswith("deeds/n:f/?pk=1")
    assert b'name="file"; filename="a %22b%22.csv"\r\nContent-Type: text/csv\r\n\r\nx,y\n\r\n' in asked.body
    assert asked.body.count(b'name="many"') == 2
    assert b'name="no"' not in asked.body


@pytest.mark.parametrize("url", ["ftp://x.example.org", "m.example.org", ""])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ValueError, match="begins with https"):
        Client(url, "x").me()


def test_a_deed_that_is_being_done_after_a_line_broke_is_waited_for():
    busy = (409, {"title": "Conflict"}, {"retry-after": "2"})
    there = Installation(busy, (200, {"done": True, "messages": []}))
    assert there.client.deed("n:make").done
    assert there.waited == [2.0]
    keys = [one.headers["Idempotency-Key"] for one in there.asked]
    assert keys[0] == keys[1]


ME = b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"a": "b"}'
DEED = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"done":true}'


def received(line):
    """Return a whole question: who hangs up on half of one takes the answer along."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += line.recv(65_536)
    head, _between, body = found.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    while length and len(body) < int(length[1]):
        body += line.recv(65_536)
    return head + body


@contextmanager
def serving(*answers):
    """Answer one connection after the other with these bytes, however short, and hang up."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve():
            for answer in answers:
                line, _address = door.accept()
                with line:
                    heard.append(received(line))
                    line.sendall(answer)

        worker = threading.Thread(target=serve, daemon=True)
        worker.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}", heard
        worker.join(5)


def patient(url, waited):
    return Client(url, "mentorway_secret", sleep=waited.append)


@pytest.mark.enable_socket
@pytest.mark.parametrize("broken", [b"", b"HTTP/1.1 2", b"nonsense\r\n\r\n", ME[:-4]])
def test_what_a_server_hangs_up_on_is_asked_again_a_while_later(broken):
    waited = []
    with serving(broken, broken, ME) as (url, heard):
        assert patient(url, waited).me() == {"a": "b"}
    assert (waited, len(heard)) == ([1.0, 2.0], 3)


@pytest.mark.enable_socket
def test_a_deed_whose_line_broke_is_sent_again_with_the_same_key():
    waited = []
    with serving(b"", DEED[:-1], DEED) as (url, heard):
        assert patient(url, waited).deed("n:make", fields={"a": "b"}).done
    assert len(set(heard)) == 1
    assert b"idempotency-key:" in heard[0].lower()


@pytest.mark.enable_socket
def test_a_file_that_broke_off_begins_anew_and_is_kept_only_whole(tmp_path):
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789"
    with serving(whole[:-3], whole) as (url, _heard):
        patient(url, []).file("n:f", to=tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_bytes() == b"0123456789"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.enable_socket
def test_where_nobody_ever_answers_it_is_said_after_five_times():
    waited = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with pytest.raises(BrokenLineError, match="does not answer"):
        patient(f"http://127.0.0.1:{port}", waited).me()
    assert waited == [1.0, 2.0, 4.0, 8.0]


def test_what_goes_wrong_on_our_side_is_not_asked_again():
    asked = []

    def carry(question):
        asked.append(question)
        raise PermissionError("The disk is full of rules.")

    with pytest.raises(PermissionError):
        Client("https://m.example.org", "x", carry=carry).me()
    assert len(asked) == 1
