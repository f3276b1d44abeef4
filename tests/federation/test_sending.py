"""Sending by HTTPS to a real server: whose certificate it is, what it answers, and what is never sent."""

import contextlib
import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.federation.certificates import DAY, NOW, make

from mentorway.federation.canonical import written
from mentorway.federation.sending import UnreachableError, Way, send
from mentorway.wording import InvalidInputError

pytestmark = pytest.mark.enable_socket


@contextmanager
def serving(status=201, answer=b"receipt", *, certificate=None, headers=()):
    """Serve one answer on this machine; what came is in ``came``."""
    came = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            came.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_args: None  # a client that breaks off is what is tested
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1], came
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def hanging_up(answer):
    """Serve one answer after the first bytes came, read nothing more, and close the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            one, _address = server.accept()
            with one:
                one.recv(1000)
                one.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def trial(certificate=None, **more):
    return Way(certificate[0] if certificate else None, allow_private=True, seconds=5, **more)


def test_a_package_arrives_and_the_answer_comes_back(tmp_path):
    certificate = make(tmp_path, "right")
    with serving(certificate=certificate) as (port, came):
        answer = send(f"https://127.0.0.1:{port}/federation/packages/", b"package", trial(certificate))
    assert (answer, came) == (b"receipt", [b"package"])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"begins": NOW - 3 * DAY, "ends": NOW - DAY}, "has expired"),
        ({"begins": NOW + DAY, "ends": NOW + 3 * DAY}, "not valid yet"),
        ({"host": "elsewhere.example"}, "of another machine"),
    ],
)
def test_a_certificate_that_is_not_right_stops_it_before_anything_is_sent(tmp_path, more, words):
    certificate = make(tmp_path, "wrong", **more)
    with (
        serving(certificate=certificate) as (port, came),
        pytest.raises(InvalidInputError, match=words) as caught,
    ):
        send(f"https://127.0.0.1:{port}/", b"package", trial(certificate))
    assert came == []
    assert not isinstance(caught.value, UnreachableError)
    assert "Nothing was sent" in str(caught.value)


def test_a_certificate_that_nobody_vouches_for(tmp_path):
    with (
        serving(certificate=make(tmp_path, "stranger")) as (port, came),
        pytest.raises(InvalidInputError, match="Nobody who is trusted here"),
    ):
        send(f"https://127.0.0.1:{port}/", b"package", trial())
    assert came == []


def test_a_machine_inside_the_house_is_not_reached_unless_it_is_a_trial():
    with serving() as (port, came):
        with pytest.raises(InvalidInputError, match="inside the house"):
            send(f"https://127.0.0.1:{port}/", b"package", Way())
        with pytest.raises(InvalidInputError, match="inside the house"):
            send(f"https://localhost:{port}/", b"package", Way())
    assert came == []


@pytest.mark.parametrize(
    "address",
    ["http://example.org/", "ftp://example.org/", "https://", "https://u:p@example.org/", "https://a b/",
     "https://example.org/?q=1", "https://example.org:99999/", "https://exämple.org/", "nonsense"],
)  # fmt: skip
def test_addresses_to_which_nothing_is_sent(address):
    with pytest.raises(InvalidInputError):
        send(address, b"package", Way())


def test_a_refusal_is_said_with_the_words_of_the_other_side():
    answer = written({"refused": "replayed", "message": "Package 2 is here already."})
    with (
        serving(409, answer) as (port, _came),
        pytest.raises(InvalidInputError, match="Package 2 is here") as caught,
    ):
        send(f"http://127.0.0.1:{port}/", b"package", trial())
    assert not isinstance(caught.value, UnreachableError)


def test_a_refusal_that_comes_before_all_was_sent_is_a_refusal():
    """Who refuses by the length alone answers and hangs up; so much fits into no buffer on the way."""
    said = written({"refused": "too-large", "message": "At most 1 MB is read."})
    head = f"HTTP/1.1 413 Too Large\r\nContent-Length: {len(said)}\r\nConnection: close\r\n\r\n".encode()
    with hanging_up(head + said) as port, pytest.raises(InvalidInputError, match="At most 1 MB") as caught:
        send(f"http://127.0.0.1:{port}/", b"x" * 30_000_000, trial())
    assert not isinstance(caught.value, UnreachableError)


def test_who_hangs_up_without_a_word_is_asked_again_later():
    with hanging_up(b"") as port, pytest.raises(UnreachableError, match="sent again"):
        send(f"http://127.0.0.1:{port}/", b"x" * 30_000_000, trial())


@pytest.mark.parametrize("status", [429, 500, 503])
def test_who_is_busy_is_asked_again_later(status):
    with serving(status, b"<html>") as (port, _came), pytest.raises(UnreachableError, match="sent again"):
        send(f"http://127.0.0.1:{port}/", b"package", trial())


def test_redirections_are_not_followed():
    with (
        serving() as (other, came),
        serving(307, b"", headers=[("Location", f"http://127.0.0.1:{other}/")]) as (port, _came),
        pytest.raises(InvalidInputError, match="307"),
    ):
        send(f"http://127.0.0.1:{port}/", b"package", trial())
    assert came == []


def test_an_answer_without_end_is_not_read():
    with serving(200, b"x" * 200_000) as (port, _came), pytest.raises(InvalidInputError, match="no receipt"):
        send(f"http://127.0.0.1:{port}/", b"package", trial())


def test_nobody_there_is_tried_again():
    with serving() as (port, _came):
        pass
    with pytest.raises(UnreachableError, match="could not be reached"):
        send(f"http://127.0.0.1:{port}/", b"package", trial())


def test_a_file_of_authorities_that_holds_none(tmp_path):
    (tmp_path / "ca.pem").write_text("nothing")
    with serving() as (port, _came), pytest.raises(InvalidInputError, match="holds no certificates"):
        send(f"https://127.0.0.1:{port}/", b"package", Way(tmp_path / "ca.pem", allow_private=True))


def leading_to(monkeypatch, *numbers):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in numbers]
    real = socket.getaddrinfo  # which connecting asks for a number, too

    def looked_up(host, *given, **more):
        return found if host == "hub.example.org" else real(host, *given, **more)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)


@pytest.mark.parametrize(
    "numbers",
    [("::ffff:10.0.0.1",), ("64:ff9b::a00:1",), ("168.63.129.16",), ("224.0.0.1",), ("8.8.8.8", "10.0.0.1")],
)
def test_a_machine_inside_in_disguise_is_not_reached(monkeypatch, numbers):
    leading_to(monkeypatch, *numbers)
    with pytest.raises(InvalidInputError, match="inside the house") as caught:
        send("https://hub.example.org/", b"package", Way())
    assert not isinstance(caught.value, UnreachableError)


def test_a_name_that_nobody_has_is_tried_again(monkeypatch):
    def unknown(*_given, **_more):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnreachableError, match="Name or service not known"):
        send("https://hub.example.org/", b"package", Way())


def test_the_second_number_of_a_machine_is_tried_when_the_first_takes_nothing(monkeypatch):
    with serving() as (port, came):
        leading_to(monkeypatch, "127.0.0.2", "127.0.0.1")
        assert send(f"http://hub.example.org:{port}/", b"package", trial()) == b"receipt"
    assert came == [b"package"]


def test_who_answers_byte_by_byte_is_left_when_the_time_is_over():
    left, ended = threading.Event(), []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip():
            one, _address = server.accept()
            with one, contextlib.suppress(OSError):
                one.sendall(b"HTTP/1.1 201 Created\r\n")
                for _time in range(1200):
                    if left.wait(0.05):
                        return
                    one.sendall(b"X-More: 1\r\n")
                ended.append("It was waited for.")

        thread = threading.Thread(target=drip)
        thread.start()
        way = Way(allow_private=True, seconds=0.1)
        with pytest.raises(UnreachableError, match="could not be reached"):
            send(f"http://127.0.0.1:{server.getsockname()[1]}/", b"package", way)
        left.set()
        thread.join()
    assert ended == []
