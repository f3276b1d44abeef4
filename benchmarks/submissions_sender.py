"""The sender of `submissions`: one process, one thread, sixteen kept connections, requests made beforehand.

It reads its work from standard input and is as cheap as it can be, so that what is measured is the server.
Answers are looked at after the clock has stopped: each must show a code, and no two the same.
"""

from __future__ import annotations

import gzip
import json
import re
import selectors
import socket
import sys
import time
from collections.abc import Iterator

HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CODE = re.compile(rb'class="code">([^<]+)<')
PART = 65536


class Writer:
    """One of the people who send at the same time: the connection, and what is under way on it."""

    def __init__(self, port: int, waiting: Iterator[bytes]) -> None:
        self.address = ("127.0.0.1", port)
        self.waiting = waiting
        self.connection: socket.socket | None = None
        self.times: list[float] = []
        self.answers: list[bytes] = []

    def send(self, selector: selectors.BaseSelector) -> bool:
        """Send what comes next; False when nothing is left."""
        request = next(self.waiting, None)
        if request is None:
            return False
        self.begun = time.perf_counter()
        if self.connection is None:
            self.connection = socket.create_connection(self.address, timeout=60)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(self.connection, selectors.EVENT_READ, self)
        self.received = b""
        self.connection.sendall(request)
        return True

    def receive(self, selector: selectors.BaseSelector) -> bool:
        """Take what has arrived; True when the answer is whole."""
        assert self.connection is not None  # noqa: S101 - it has sent something
        part = self.connection.recv(PART)
        self.received += part
        head, found, body = self.received.partition(b"\r\n\r\n")
        length = LENGTH.search(head) if found else None
        if part and not (length and len(body) >= int(length[1])):
            return False
        self.times.append(time.perf_counter() - self.begun)
        self.answers.append(self.received)
        if not part or b"\r\nConnection: close" in head:
            selector.unregister(self.connection)
            self.connection.close()
            self.connection = None
        return True


def send_all(port: int, requests: list[bytes], writers: int) -> tuple[float, list[float], list[bytes]]:
    """Send everything, as many at a time as there are writers; return seconds, those of each, the answers."""
    waiting = iter(requests)
    people = [Writer(port, waiting) for _ in range(writers)]
    with selectors.DefaultSelector() as selector:
        begun = time.perf_counter()
        busy = sum(one.send(selector) for one in people)
        while busy:
            for key, _events in selector.select():
                if key.data.receive(selector) and not key.data.send(selector):
                    busy -= 1
        seconds = time.perf_counter() - begun
    times = [each for one in people for each in one.times]
    return seconds, times, [each for one in people for each in one.answers]


def accepted(answers: list[bytes], status: int, *, coded: bool) -> int:
    """Return how many answers are as they should be; of those with codes, each must be another."""
    start = f"HTTP/1.1 {status} ".encode()
    good = [answer for answer in answers if answer.startswith(start)]
    return len({_code(answer) for answer in good} - {None}) if coded else len(good)


def _code(answer: bytes) -> bytes | None:
    head, _blank, body = answer.partition(b"\r\n\r\n")
    found = CODE.search(gzip.decompress(body) if b"\r\nContent-Encoding: gzip" in head else body)
    return found[1] if found else None


def main() -> None:
    """Read the work, do it, print what was measured."""
    work = json.load(sys.stdin)
    requests = [
        HEAD.format(path=path, port=work["port"], length=len(body), body=body).encode()
        for path, body in work["requests"]
    ]
    before = time.process_time()
    seconds, times, answers = send_all(work["port"], requests, work["writers"])
    spent = time.process_time() - before
    good = accepted(answers, work["expected"], coded=work["coded"])
    print(json.dumps({"seconds": seconds, "times": times, "failed": len(requests) - good, "spent": spent}))


if __name__ == "__main__":
    main()
