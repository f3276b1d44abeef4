"""The client: lists, details, pages, files, forms and deeds of an installation."""

import json
import mimetypes
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, TypeVar
from urllib.parse import quote, urlencode, urljoin, urlsplit

from mentorway.client.carrying import Answer, BrokenLineError, Carrier, Question, over_http
from mentorway.client.problems import problem_of

ROOT: Final = "api/v1/"
LATER: Final = (429, 503)
CONFLICT: Final = 409  # with a time to wait: the same is being done, after a line that broke
MOVED: Final = (301, 302, 303, 307, 308)
REFUSED: Final = 400
TRIES: Final = 5
LONGEST_WAIT: Final = 120.0  # seconds; who is told to wait longer is told so at once
PAGE: Final = 200
Values = Mapping[str, Any]
Read = TypeVar("Read")


@dataclass(frozen=True)
class Done:
    """What came of a deed: where it led, and what the person would have been told."""

    done: bool
    messages: Sequence[str]
    name: str | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    page: Values | None = None

    @classmethod
    def read(cls, said: Values) -> "Done":
        """Return what an installation answered."""
        place = said.get("location") or {}
        return cls(
            done=bool(said["done"]),
            messages=[str(one["text"]) for one in said.get("messages", [])],
            name=place.get("name"),
            arguments=place.get("arguments", {}),
            page=said.get("page"),
        )


class Client:
    """A program of the person whose token it has.

    Where nobody answers, the line breaks, or the installation is busy, the same is asked again, up to five
    times, after 1, 2, 4 and 8 seconds or as long as it is told to wait. Nothing is done twice by that: what
    is read changes nothing, and a deed has a key. Who wants no waiting gives a `sleep` that raises.

    Parameters
    ----------
    url : str
        Address of the installation, ``https://mentorway.example.org``.
    token : str
        A token made there under “Programs”. It is sent to this address only.
    carry : callable, optional
        How a `Question` becomes an `Answer`; over HTTP unless a test says otherwise. What it raises as
        `BrokenLineError` is asked again.
    sleep : callable, optional
        How to wait for a number of seconds.

    Examples
    --------
    >>> def carry(question):
    ...     said = {"count": 1, "next": None, "items": [{"name": "Alfa"}]}
    ...     return Answer(200, {}, iter([json.dumps(said).encode()]))
    >>> client = Client("https://mentorway.example.org", "mentorway_…", carry=carry)
    >>> [partner["name"] for partner in client.list("network/partners")]
    ['Alfa']
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        carry: Carrier = over_http,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._home = url.rstrip("/") + "/"
        self._token, self._carry, self._sleep = token, carry, sleep

    def __repr__(self) -> str:
        return f"Client({self._home!r})"  # never the token

    def me(self) -> dict[str, Any]:
        """Return whose token it is, and what it may do."""
        return self.get("me")

    def list(self, resource: str, **asked: Any) -> Iterator[dict[str, Any]]:
        """Yield the rows of a resource, ``network/partners``, asking for pages as they are needed."""
        url: str | None = self._url(f"{resource.strip('/')}/", {"limit": PAGE, **asked})
        while url:
            page = self._json(Question("GET", self._own(url)))
            yield from page["items"]
            url = page["next"]

    def get(self, resource: str, **asked: Any) -> dict[str, Any]:
        """Return one row of a resource, ``network/partners/5``."""
        return self._json(Question("GET", self._url(f"{resource.strip('/')}/", asked)))

    def page(self, name: str, arguments: Values | None = None) -> dict[str, Any]:
        """Return what stands on a page: its title, facts, tables, links and forms."""
        return self._json(Question("GET", self._url(f"pages/{name}/", arguments)))

    def form(self, name: str, arguments: Values | None = None) -> dict[str, Any]:
        """Return what a deed asks: its forms, with fields, choices and what they hold now."""
        return self._json(Question("GET", self._url(f"deeds/{name}/", arguments)))

    def deed(
        self,
        name: str,
        arguments: Values | None = None,
        fields: Values | None = None,
        *,
        files: Mapping[str, str | Path] | None = None,
        key: str = "",
    ) -> Done:
        """Do something as a form of a page does it, once, however often the line breaks.

        Parameters
        ----------
        name : str
            Name of the deed, ``network:describe``.
        arguments : mapping, optional
            What its address needs, ``{"pk": 5}``.
        fields : mapping, optional
            What the form is filled in with; the rest stays as the page shows it.
        files : mapping, optional
            Paths of files, by field.
        key : str, optional
            With the same key the same is done once, for a day; without one, each call has its own.

        Raises
        ------
        WrongFieldsError
            The form was not accepted.
        ConflictError
            Somebody changed the same meanwhile.
        NotAllowedError, NotFoundError
            The person may not do it, or it is not there.
        BrokenLineError
            Nobody answered five times; whether it was done is not known, and with the same `key` it may be
            sent again.
        """
        headers = {"Idempotency-Key": key or secrets.token_urlsafe(24)}
        if files:
            kind, body = _parts(fields or {}, files)
            url = self._url(f"deeds/{name}/", arguments)
        else:
            kind = "application/json"
            body = json.dumps({"arguments": dict(arguments or {}), "fields": dict(fields or {})}).encode()
            url = self._url(f"deeds/{name}/")
        return Done.read(self._json(Question("POST", url, {**headers, "Content-Type": kind}, body)))

    def file(self, name: str, arguments: Values | None = None, *, to: str | Path) -> Path:
        """Fetch a file to the path ``to``; what was there is replaced once all of it has come."""
        target = Path(to)
        coming = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        question = Question("GET", self._url(f"files/{name}/", arguments))
        try:
            with coming.open("wb") as out:
                self._asked(question, lambda answer: _written(answer, out))
            coming.replace(target)
        finally:
            coming.unlink(missing_ok=True)
        return target

    def _url(self, path: str, asked: Values | None = None) -> str:
        said = {name: value for name, value in (asked or {}).items() if value is not None}
        return (
            f"{self._home}{ROOT}{quote(path, safe='/:')}{'?' + urlencode(said, doseq=True) if said else ''}"
        )

    def _own(self, url: str) -> str:
        """Return an address of this installation: the token goes nowhere else, whatever an answer says."""
        said = urlsplit(url)
        return urljoin(self._home, f"{said.path}?{said.query}" if said.query else said.path)

    def _json(self, question: Question) -> dict[str, Any]:
        found = json.loads(self._asked(question, _whole))
        if not isinstance(found, dict):
            raise TypeError(f"An object was expected, but {type(found).__name__} came from {question.url}.")
        return found

    def _asked(self, question: Question, read: Callable[[Answer], Read]) -> Read:
        """Ask, and read the answer to its end; again as long as that may help."""
        for again in range(TRIES):
            try:
                answer = self._carried(question)
                if answer.status in MOVED and question.method == "GET":
                    question = Question("GET", self._own(urljoin(question.url, answer.headers["location"])))
                    continue
                if answer.status < REFUSED:
                    return read(answer)
                body = _whole(answer)
            except BrokenLineError:
                if again == TRIES - 1:
                    raise
                self._sleep(_backing_off(again))
                continue
            wait = _wait(answer, again)
            if wait is None or again == TRIES - 1 or wait > LONGEST_WAIT:
                raise problem_of(answer.status, body)
            self._sleep(wait)
        raise problem_of(answer.status, b"{}")

    def _carried(self, question: Question) -> Answer:
        headers = {"Accept": "application/json", **question.headers, "Authorization": f"Bearer {self._token}"}
        return self._carry(Question(question.method, question.url, headers, question.body))


def _wait(answer: Answer, again: int) -> float | None:
    """Return for how many seconds to wait before the same is asked again; None where that is no use."""
    said = answer.headers.get("retry-after", "")
    if answer.status not in LATER and not (answer.status == CONFLICT and said):
        return None
    return float(said) if said.isdecimal() else _backing_off(again)


def _backing_off(again: int) -> float:
    return float(2**again)


def _whole(answer: Answer) -> bytes:
    return b"".join(answer.pieces)


def _written(answer: Answer, out: IO[bytes]) -> None:
    """Write an answer, over what an earlier one left before it broke off."""
    out.seek(0)
    out.truncate()
    for piece in answer.pieces:
        out.write(piece)


def _parts(fields: Values, files: Mapping[str, str | Path]) -> tuple[str, bytes]:
    """Return a form of several parts, and its content type."""
    edge = secrets.token_hex(16)
    found: list[bytes] = []
    for name, value in fields.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is not False and one is not None:
                said = "on" if one is True else str(one)
                found.append(_part(edge, _disposition(name), said.encode()))
    for name, path in files.items():
        file = Path(path)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        begin = f"{_disposition(name)}; filename={_quoted(file.name)}\r\nContent-Type: {kind}"
        found.append(_part(edge, begin, file.read_bytes()))
    return f"multipart/form-data; boundary={edge}", b"".join(found) + f"--{edge}--\r\n".encode()


def _part(edge: str, begin: str, content: bytes) -> bytes:
    return f"--{edge}\r\n{begin}\r\n\r\n".encode() + content + b"\r\n"


def _disposition(name: str) -> str:
    return f"Content-Disposition: form-data; name={_quoted(name)}"


def _quoted(said: str) -> str:
    r"""Return a name as it stands in a header, by the rules of HTML forms.

    >>> _quoted('a "b"\r\n')
    '"a %22b%22%0D%0A"'
    """
    return '"' + said.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A") + '"'
