"""Send an own server on 127.0.0.1 what no browser sends, and see that it goes on answering others.

    python tools/security/hostile.py --port 8000

Each attack is bounded in count and time. The exit code is the number of attacks that got through.
"""

import argparse
import http.client
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

HOST = "127.0.0.1"
WAIT = 20.0
PATIENCE = 5.0  # seconds within which another person must get a page while an attack goes on
SLOW_CLIENTS = 40


@dataclass(frozen=True)
class Server:
    """The server that is attacked: our own, on this machine."""

    port: int

    def sent(self, *parts: bytes, wait: float = WAIT) -> bytes:
        """Send bytes as they are and return what comes back, until it ends or ``wait`` seconds passed."""
        got = b""
        with socket.create_connection((HOST, self.port), timeout=wait) as line:
            try:
                for part in parts:
                    line.sendall(part)
                while len(got) < 2**20 and (more := line.recv(65536)):
                    got += more
            except OSError:
                pass
        return got

    def status(self, *parts: bytes, wait: float = WAIT) -> int:
        """Return the status of the answer; 0 where the line was closed without one."""
        words = self.sent(*parts, wait=wait).split(b" ", 2)
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0

    def seconds(self) -> float:
        """Return how long another person waits for a page meanwhile."""
        begun = time.monotonic()
        line = http.client.HTTPConnection(HOST, self.port, timeout=WAIT)
        try:
            line.request("GET", "/health/")
            line.getresponse().read()
        except OSError:
            return WAIT
        finally:
            line.close()
        return time.monotonic() - begun


REFUSED = (*range(400, 500), 501)
GET = b"GET /health/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
POST = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def refused(server: Server, *parts: bytes) -> str:
    """Return what is wrong with the answer to something that must be refused; nothing where it was."""
    status = server.status(*parts)
    return "" if status == 0 or status in REFUSED else f"answered {status}"


def huge_header(server: Server) -> str:
    """One header of a mebibyte."""
    return refused(server, GET + b"X-Long: " + b"a" * 2**20 + b"\r\n\r\n")


def many_headers(server: Server) -> str:
    """Ten thousand headers."""
    return refused(server, GET + b"".join(b"X-%d: a\r\n" % number for number in range(10_000)) + b"\r\n")


def huge_line(server: Server) -> str:
    """An address of a mebibyte."""
    return refused(server, b"GET /?q=" + b"a" * 2**20 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")


def two_lengths(server: Server) -> str:
    """Two lengths that differ: where one ends for a server in front, another begins here."""
    return refused(server, POST + FORM + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\na=b")


def length_and_chunks(server: Server) -> str:
    """A length beside chunks: the hidden second request must not be answered."""
    hidden = b"0\r\n\r\nGET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\n" + FORM
    got = server.sent(head + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + hidden, wait=6)
    return "the hidden request was answered" if got.count(b"HTTP/1.1 ") > 1 else ""


def strange_encoding(server: Server) -> str:
    """An encoding of the body that only one of two servers might know."""
    return refused(server, POST + FORM + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")


def broken_chunk(server: Server) -> str:
    """A chunk whose length is no number."""
    return refused(server, POST + FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n")


def line_in_header(server: Server) -> str:
    """A bare end of line inside a header."""
    return refused(server, GET + b"X-A: a\nX-B: b\r\n\r\n")


def no_version(server: Server) -> str:
    """A request of a version that does not exist."""
    return refused(server, b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n")


def noise(server: Server) -> str:
    """Bytes that are no request at all."""
    return refused(server, bytes(range(256)) * 64 + b"\r\n\r\n")


def wrong_host(server: Server) -> str:
    """A host that is not ours."""
    return refused(server, b"GET / HTTP/1.1\r\nHost: elsewhere.example.org\r\nConnection: close\r\n\r\n")


def tracing(server: Server) -> str:
    """TRACE, which would tell cookies back."""
    return refused(server, b"TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")


def _of_addresses(server: Server, paths: tuple[bytes, ...]) -> str:
    for path in paths:
        status = server.status(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        if status >= 500:
            return f"{path!r} answered {status}"
    return ""


def letters_that_are_none(server: Server) -> str:
    """Null bytes, bytes that are no UTF-8, and half of a pair, in addresses."""
    return _of_addresses(
        server,
        (
            b"/%00",
            b"/practices/public/?q=%00",
            b"/en/search/?q=%00",
            b"/%ff%fe/",
            b"/en/search/?q=%ff%c0%af",
            b"/en/search/?q=%ed%a0%80",
            b"/en/?page=%00",
            b"/pilots/certificate/?number=%00%00",
            b"/en/search/?q=\xff",
        ),
    )


def ways_out(server: Server) -> str:
    """Paths that lead out of a folder."""
    for path in (
        b"/static/../settings.py",
        b"/static/..%2f..%2fsettings.py",
        b"/static/%2e%2e/%2e%2e/secret-key",
        b"//etc/passwd",
        b"/..%5c..%5csecret-key",
        b"/static//etc/passwd",
    ):
        got = server.sent(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        if b" 200 " in got[:20] or b"SECRET_KEY" in got or b"root:" in got:
            return f"{path!r} was given"
    return ""


def strange_numbers(server: Server) -> str:
    """Pages, lengths and numbers beyond what a machine counts."""
    big = b"9" * 400
    return _of_addresses(
        server,
        (
            b"/en/news/?page=" + big,
            b"/en/news/?page=-1",
            b"/en/news/?page=1e9",
            b"/sitemap-pages-" + big + b".xml",
            b"/en/programmes/" + big + b"/",
            b"/practices/public/?topic=" + big,
            b"/practices/public/?topic=%D9%A3",
            b"/en/search/?q=" + b"%F0%9F%98%80" * 400,
        ),
    )


def many_fields(server: Server) -> str:
    """Twenty thousand fields in one form."""
    body = b"&".join(b"f%d=1" % number for number in range(20_000))
    return refused(server, POST + FORM + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def many_parts(server: Server) -> str:
    """Twenty thousand parts of a multipart form."""
    one = b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
    body = one * 20_000 + b"--x--\r\n"
    head = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n" % len(body)
    return refused(server, POST + head + body)


def many_files(server: Server) -> str:
    """Two thousand files in one form."""
    one = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n1\r\n'
    body = one * 2_000 + b"--x--\r\n"
    head = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n" % len(body)
    return refused(server, POST + head + body)


@contextmanager
def lines(server: Server, number: int) -> Iterator[list[socket.socket]]:
    """Hold so many connections open."""
    held = [socket.create_connection((HOST, server.port), timeout=WAIT) for _number in range(number)]
    try:
        yield held
    finally:
        for line in held:
            line.close()


def _others_wait(server: Server) -> str:
    time.sleep(1)
    longest = max(server.seconds() for _time in range(4))
    print(f"    others waited {longest:.2f} s", flush=True)
    return "" if longest < PATIENCE else f"others waited {longest:.1f} s"


def _drip(line: socket.socket, piece: bytes, ends: threading.Event) -> None:
    while not ends.wait(1.0):
        try:
            line.sendall(piece)
        except OSError:
            return


def _slowly(server: Server, head: bytes, piece: bytes) -> str:
    ends = threading.Event()
    with lines(server, SLOW_CLIENTS) as held:
        for line in held:
            line.sendall(head)
            threading.Thread(target=_drip, args=(line, piece, ends), daemon=True).start()
        try:
            return _others_wait(server)
        finally:
            ends.set()


def silent(server: Server) -> str:
    """Forty who connect and say nothing."""
    with lines(server, SLOW_CLIENTS):
        return _others_wait(server)


def slow_headers(server: Server) -> str:
    """Forty who send a header a second."""
    return _slowly(server, b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X-a: b\r\n")


def slow_body(server: Server) -> str:
    """Forty who send a letter of a form a second."""
    return _slowly(server, POST + FORM + b"Content-Length: 5000\r\n\r\na=", b"a")


def slow_upload(server: Server) -> str:
    """Forty who announce a hundred megabytes and send a letter a second."""
    return _slowly(server, POST + FORM + b"Content-Length: 100000000\r\n\r\na=", b"a")


def slow_reader(server: Server) -> str:
    """Forty who ask for a page and do not read it."""
    with lines(server, SLOW_CLIENTS) as held:
        for line in held:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            line.sendall(b"GET /static/css/app.css HTTP/1.1\r\nHost: localhost\r\n\r\n" * 40)
        return _others_wait(server)


ATTACKS: tuple[Callable[[Server], str], ...] = (
    huge_header,
    many_headers,
    huge_line,
    two_lengths,
    length_and_chunks,
    strange_encoding,
    broken_chunk,
    line_in_header,
    no_version,
    noise,
    wrong_host,
    tracing,
    letters_that_are_none,
    ways_out,
    strange_numbers,
    many_fields,
    many_parts,
    many_files,
    silent,
    slow_headers,
    slow_body,
    slow_upload,
    slow_reader,
)


def run(server: Server) -> list[tuple[str, str]]:
    """Do every attack; return those that got through, with what happened."""
    through = []
    for attack in ATTACKS:
        wrong = attack(server)
        print(f"{'THROUGH' if wrong else 'held':8} {attack.__name__}: {attack.__doc__} {wrong}", flush=True)
        if wrong:
            through.append((attack.__name__, wrong))
        if server.seconds() >= WAIT:
            through.append((attack.__name__, "the server answers nobody any more"))
    return through


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--port", type=int, required=True, help="of a server of ours on 127.0.0.1")
    sys.exit(min(len(run(Server(parser.parse_args().port))), 100))
