"""Nothing inside is ever asked: not by its number, not by a name, not by a name that changes its mind."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from unittest.mock import Mock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.web.api.webhook_making import OUTSIDE, answers, listening, status

from mentorway.outward import Limits, _Pinned, is_outside
from mentorway.outward import parts_of as parts_of_any
from mentorway.web.api.analysis import outward
from mentorway.web.api.analysis.outward import (
    Answer,
    NotReachedError,
    numbers_behind,
    parts_of,
    post,
)

LIMITS = Limits(step=2.0, whole=5.0, most=100)

INSIDE = [  # numbers that lead into our own network, plain or in disguise
    "127.0.0.1", "127.8.8.8", "0.0.0.0",  # noqa: S104 - not bound to
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "255.255.255.255",
    "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::",
    "64:ff9b::a9fe:a9fe",
]  # fmt: skip


@pytest.mark.parametrize("number", INSIDE)
def test_a_number_inside_is_not_asked(number, monkeypatch):
    assert not is_outside(ipaddress.ip_address(number))
    monkeypatch.setattr(socket, "getaddrinfo", answers(number))
    with pytest.raises(NotReachedError, match="inward"):
        numbers_behind("hook.example.org", 443)


@pytest.mark.parametrize("number", [OUTSIDE, "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808"])
def test_a_number_outside_is_asked(number):
    assert is_outside(ipaddress.ip_address(number))


def test_one_number_inside_among_others_refuses_all(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers(OUTSIDE, "10.0.0.1"))
    with pytest.raises(NotReachedError, match="inward"):
        numbers_behind("hook.example.org", 443)


def test_a_name_that_nobody_has_is_said_so(monkeypatch):
    def unknown(*_args, **_more):
        raise OSError("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert post("https://hook.example.org/", {}, b"{}") == Answer(None, "unknown")


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.org/", "ftp://hook.example.org/", "https://", "https:///in", "hook.example.org",
        "https://a:b@hook.example.org/", "https://hook.example.org:99999/", "https://hook.example.org:0/",
        "https://[::1", "file:///etc/passwd", "gopher://hook.example.org/",
    ],
)  # fmt: skip
def test_what_is_no_address_outside_has_no_parts(url):
    assert parts_of(url) is None
    assert post(url, {}, b"{}") == Answer(None, "unknown")


def test_a_name_that_leads_inside_when_it_is_sent_is_not_connected_to(monkeypatch):
    """The name is judged at the moment of sending, and the connection goes to the number that was judged."""
    monkeypatch.setattr(socket, "getaddrinfo", answers("127.0.0.1"))

    def connected(*_args, **_more):
        raise AssertionError("It was connected to.")

    monkeypatch.setattr(socket, "create_connection", connected)
    assert post("https://hook.example.org/", {}, b"{}") == Answer(None, "inward")


def test_the_name_is_looked_up_once_and_the_connection_goes_to_the_number_that_was_judged(monkeypatch):
    asked, connected = [], []

    def looked_up(host, port, **more):
        asked.append(host)
        return answers(OUTSIDE if len(asked) == 1 else "127.0.0.1")(host, port, **more)

    def connect(where, *_args):
        connected.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert post("https://hook.example.org/", {}, b"{}") == Answer(None, "connection")
    assert (asked, connected) == (["hook.example.org"], [(OUTSIDE, 443)])


def test_a_name_with_many_silent_numbers_is_left_when_the_time_is_over(monkeypatch):
    given, clock = [], [0.0]

    def connect(_where, seconds):
        given.append(seconds)
        clock[0] += seconds
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr("mentorway.outward.time.monotonic", lambda: clock[0])
    parts = parts_of_any("https://hook.example.org/", allow_private=False)
    door = _Pinned(parts, [f"93.184.216.{number}" for number in range(1, 51)], LIMITS)
    with pytest.raises(TimeoutError):
        door.connect()
    assert (sum(given), max(given), len(given)) == (LIMITS.whole, LIMITS.step, 3)


def test_whoever_takes_a_connection_after_the_time_is_over_is_told_nothing(monkeypatch):
    clock = [0.0]

    def connect(*_where):
        clock[0] += LIMITS.whole + 1
        return Mock()

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr("mentorway.outward.time.monotonic", lambda: clock[0])
    door = _Pinned(parts_of_any("http://hook.example.org/", allow_private=True), ["93.184.216.1"], LIMITS)
    with pytest.raises(TimeoutError):
        door.connect()
    door.close()


@pytest.fixture
def inside(settings, socket_enabled):
    settings.MENTORWAY_WEBHOOKS_ALLOW_PRIVATE = True


def sent(server, path="/in", **more):
    return post(f"http://127.0.0.1:{server.server_port}{path}", {"X-One": "1"}, b'{"a":1}', **more)


@pytest.mark.usefixtures("inside")
def test_what_is_sent_comes_as_it_was_sent():
    with listening(status(204)) as server:
        assert sent(server, "/in?room=2") == Answer(204)
    [(path, headers, body)] = server.came
    assert (path, body) == ("/in?room=2", b'{"a":1}')
    assert headers["Host"] == f"127.0.0.1:{server.server_port}"
    assert headers["User-Agent"] == outward.AGENT
    assert headers["X-One"] == "1"


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (200, ""),
        (202, ""),
        (301, "redirect"),
        (307, "redirect"),
        (400, "status"),
        (410, "status"),
        (500, "status"),
    ],
)
def test_answers_are_judged_and_redirects_are_not_followed(number, trouble):
    with listening(status(number, Location="/elsewhere")) as server:
        assert sent(server) == Answer(number, trouble)
    assert [path for path, _headers, _body in server.came] == ["/in"]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("drips", [False, True])
def test_who_talks_slowly_is_left_when_the_time_is_over(monkeypatch, drips):
    monkeypatch.setattr(outward, "TIMEOUT", 0.4)

    left = threading.Event()

    def slow(one):
        for _time in range(600):
            if drips:
                one.wfile.write(b"HTTP/1.0 200 OK\r\n" if _time == 0 else b"X-More: 1\r\n")
                one.wfile.flush()
            if left.wait(0.1):
                return
        ended.append("It was waited for.")

    ended = []
    with listening(slow) as server:
        try:
            assert sent(server) == Answer(None, "timeout")
        finally:
            left.set()
    assert ended == []


@pytest.mark.usefixtures("inside")
def test_a_long_answer_is_not_read():
    def long(one):
        one.send_response(200)
        one.send_header("Content-Length", str(10**9))
        one.end_headers()
        one.wfile.write(b"x" * 4096)

    with listening(long) as server:
        assert sent(server) == Answer(200)


@pytest.mark.usefixtures("inside")
def test_what_speaks_no_http_is_no_connection():
    def nonsense(one):
        one.wfile.write(b"\x00\x01nonsense\r\n\r\n")

    with listening(nonsense) as server:
        assert sent(server) == Answer(None, "connection")


def certificate_for(name, folder):
    """Return where a certificate that is its own authority, and its key, lie."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return public, private


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("asked", "answer"), [("hook.example.org", Answer(200)), ("other.example.org", Answer(None, "tls"))]
)
def test_the_certificate_is_that_of_the_name_though_the_number_is_connected_to(
    tmp_path, monkeypatch, asked, answer
):
    public, private = certificate_for("hook.example.org", tmp_path)
    named = []

    def wrap(sock):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(public, private)
        context.sni_callback = lambda _sock, name, _context: named.append(name)
        return context.wrap_socket(sock, server_side=True)

    believed = ssl.create_default_context(cafile=str(public))
    monkeypatch.setattr(ssl, "create_default_context", lambda: believed)
    monkeypatch.setattr(socket, "getaddrinfo", answers("127.0.0.1"))
    with listening(status(200), wrap) as server:
        assert post(f"https://{asked}:{server.server_port}/", {}, b"{}") == answer
    assert named == [asked]
    if answer.is_good:
        assert server.came[0][1]["Host"] == f"{asked}:{server.server_port}"


@pytest.mark.usefixtures("inside")
def test_a_certificate_that_nobody_vouches_for_is_not_believed(tmp_path, monkeypatch):
    public, private = certificate_for("hook.example.org", tmp_path)

    def wrap(sock):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(public, private)
        return context.wrap_socket(sock, server_side=True)

    monkeypatch.setattr(socket, "getaddrinfo", answers("127.0.0.1"))
    with listening(status(200), wrap) as server:
        assert post(f"https://hook.example.org:{server.server_port}/", {}, b"{}") == Answer(None, "tls")
