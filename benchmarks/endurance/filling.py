"""People who fill in the thirty questions as a browser does: every page is asked for, read, and sent back."""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

FIELD = re.compile(r"<(?:input|textarea|button|select)\b[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?', re.IGNORECASE)
CODE = re.compile(r'class="code">([^<]+)<')
WORDS = ("often", "talked", "about", "work", "plans", "people", "courage", "time", "what", "comes", "next")
REDIRECTS = range(300, 400)
TIMEOUT = 60


@dataclass
class Tally:
    """What all people together met."""

    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    broken: int = 0  # connections that ended without an answer
    acknowledged: dict[str, str] = field(default_factory=dict)  # remark → code that was shown
    faults: list[str] = field(default_factory=list)

    def note(self, status: int, seconds: float) -> None:
        """Count an answer."""
        self.times.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1

    @property
    def failed(self) -> int:
        """How many answers were of the server's failing, or never came."""
        return self.broken + sum(count for status, count in self.statuses.items() if status >= 500)


class Browser:
    """One person's connection, kept from one page to the next."""

    def __init__(self, port: int, tally: Tally) -> None:
        self._port, self._tally = port, tally
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.cookies: dict[str, str] = {}

    async def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        """Ask for a page, or send a form; return status, headers and text."""
        request = self._request(path, fields)
        begun = time.perf_counter()
        try:
            found = await asyncio.wait_for(self._exchange(request), TIMEOUT)
        except (OSError, EOFError, TimeoutError):
            self._tally.broken += 1
            await self.close()
            raise
        self._tally.note(found[0], time.perf_counter() - begun)
        return found

    def _request(self, path: str, fields: dict[str, str] | None) -> bytes:
        body = urlencode(fields).encode() if fields is not None else b""
        lines = [
            f"{'GET' if fields is None else 'POST'} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}",
            "Accept: text/html", "Accept-Language: en", "Connection: keep-alive",
        ]  # fmt: skip
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if fields is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def _exchange(self, request: bytes) -> tuple[int, dict[str, str], str]:
        for attempt in (1, 2):
            fresh = self._writer is None or self._writer.is_closing()
            if fresh:
                self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
            try:
                assert self._writer is not None  # noqa: S101 - just opened
                self._writer.write(request)
                await self._writer.drain()
                return await self._answer()
            except (OSError, EOFError):
                await self.close()
                # A kept connection that was closed meanwhile is opened anew, as browsers do; once.
                if fresh or attempt == 2:
                    raise
        raise EOFError

    async def _answer(self) -> tuple[int, dict[str, str], str]:
        assert self._reader is not None  # noqa: S101
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        headers = {}
        for line in lines:
            name, _colon, value = line.partition(":")
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                key, _equals, kept = value.strip().partition(";")[0].partition("=")
                self.cookies[key] = kept
        text = (await self._body(headers)).decode("utf-8", "replace")
        if headers.get("connection", "").lower() == "close":
            await self.close()
        return int(first.split()[1]), headers, text

    async def _body(self, headers: dict[str, str]) -> bytes:
        assert self._reader is not None  # noqa: S101
        if headers.get("transfer-encoding") == "chunked":
            parts = []
            while size := int((await self._reader.readline()).split(b";")[0] or b"0", 16):
                parts.append(await self._reader.readexactly(size))
                await self._reader.readline()
            await self._reader.readline()
            return b"".join(parts)
        return await self._reader.readexactly(int(headers.get("content-length", 0)))

    async def close(self) -> None:
        """End the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


def fields_of(page: str, answers: dict[str, str]) -> dict[str, str]:
    """Return what a browser would send back of the form on a page, with these answers given."""
    sent: dict[str, str] = {}
    for tag in FIELD.findall(page):
        given = {name.lower(): unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or tag.lower().startswith("<button"):
            continue
        question = name.rpartition(".")[2] if "." in name else name.removeprefix("q-").removeprefix("q_")
        if question in answers:
            sent[name] = answers[question]
        elif kind == "hidden":
            sent[name] = given.get("value", "")
    return sent


def answers_of(number: int) -> dict[str, str]:
    """Return all thirty answers of one person; no other number gives the same remark."""
    drawn = random.Random(number)
    return {
        **{f"a{place}": str(drawn.randint(1, 5)) for place in range(24)},
        **{f"n{place}": str(drawn.randint(0, 100)) for place in range(4)},
        "remark": f"Remark {number}: " + " ".join(drawn.choices(WORDS, k=drawn.randint(3, 30))),
        "again": drawn.choice(("yes", "no")),
    }


async def fill(browser: Browser, start: str, number: int, tally: Tally, pause: float = 0.0) -> None:
    """Go the whole way of one person; a code that is shown is an acknowledgement."""
    answers = answers_of(number)
    draw = random.Random(-number)
    path = start
    status, headers, page = await browser.ask(start)
    sent = {**fields_of(page, answers), "agree": "yes"}
    status, headers, page = await browser.ask(start, sent)
    for _step in range(40):
        if status in REDIRECTS:
            place = urlsplit(headers["location"])
            path = place.path
            status, headers, page = await browser.ask(path + (f"?{place.query}" if place.query else ""))
            continue
        if status != 200:
            tally.faults.append(f"{status} at {path}: {' '.join(re.sub('<[^>]*>', ' ', page).split())[:160]}")
            return
        if found := CODE.search(page):
            tally.acknowledged[answers["remark"]] = found[1]
            return
        await asyncio.sleep(draw.uniform(0.5, 1.5) * pause)
        if path.endswith("/overview/"):
            path = path.replace("/overview/", "/send/")
        status, headers, page = await browser.ask(path, {**fields_of(page, answers), "go": "next"})
    tally.faults.append(f"no end at {path}")


@dataclass
class Crowd:
    """People who come to one study, each with answers that nobody else gives."""

    port: int
    start: str
    tally: Tally = field(default_factory=Tally)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    pause: float = 0.0  # seconds on a page, half to one and a half times it

    async def person(self, is_over: Callable[[], bool]) -> None:
        """Fill in questionnaires one after another; begin anew after every failure, as a person would."""
        while not is_over():
            browser = Browser(self.port, self.tally)
            try:
                await fill(browser, self.start, next(self.numbers), self.tally, self.pause)
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                self.tally.faults.append(f"no answer: {type(error).__name__}")
                await asyncio.sleep(0.5)
            finally:
                await browser.close()
