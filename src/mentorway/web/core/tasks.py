"""Work that pages do not wait for. The only module that knows which task library we use."""

import base64
import smtplib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any, Final, TypeVar

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

from mentorway.web.core import metrics
from mentorway.web.core.work.retrying import retrying
from mentorway.web.core.work.telling import STOPPED, CancelledError, progress

__all__ = [
    "STOPPED",
    "CancelledError",
    "Enclosure",
    "Letter",
    "enqueue_letter",
    "is_repeatable",
    "is_stoppable",
    "post_letter",
    "progress",
    "repeatable",
    "retrying",
    "send_letter",
    "stoppable",
    "task",
]

AnyTask = TypeVar("AnyTask", bound=Task[Any, Any])
LATER: Final = range(400, 500)  # what mail servers answer when waiting may help
_REPEATABLE: set[Callable[..., Any]] = set()
_STOPPABLE: set[Callable[..., Any]] = set()


def repeatable(work: AnyTask) -> AnyTask:
    """Declare that doing ``work`` twice does no harm, so that it may start again after its worker died."""
    _REPEATABLE.add(work.func)
    return work


def is_repeatable(work: Task[Any, Any]) -> bool:
    """Whether ``work`` was declared repeatable."""
    return work.func in _REPEATABLE


def stoppable(work: AnyTask) -> AnyTask:
    """Declare that ``work`` calls `progress` before all else and while it goes on.

    On a `CancelledError` it leaves its row so that somebody can begin again, and raises the error on.
    """
    _STOPPABLE.add(work.func)
    return work


def is_stoppable(work: Task[Any, Any]) -> bool:
    """Whether ``work`` was declared stoppable."""
    return work.func in _STOPPABLE


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter; its type may have parameters: ``text/calendar; method=CANCEL``."""

    name: str
    media_type: str
    content: bytes


def is_mail_away(error: BaseException) -> bool:
    """Whether a letter may go later: the mail server is away or asks to wait; it did not refuse the letter.

    >>> is_mail_away(ConnectionRefusedError()), is_mail_away(smtplib.SMTPDataError(554, b"refused"))
    (True, False)
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in LATER for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError | smtplib.SMTPServerDisconnected):
        return True
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code in LATER
    return isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)


@retrying(times=8, on=is_mail_away)
@task()
def send_letter(  # noqa: PLR0913 - the parts of a letter, each a plain value, as tasks keep JSON
    to: str,
    subject: str,
    body: str,
    enclosed: Sequence[Sequence[str]] = (),
    *,
    headers: Mapping[str, str] | None = None,
    html: str = "",
) -> None:
    """Send one e-mail. What is enclosed comes as name, type and content in base64, as tasks keep JSON."""
    letter = EmailMultiAlternatives(subject, body, None, [to], headers=dict(headers or {}))
    if html:
        letter.attach_alternative(html, "text/html")
    for name, media_type, content in enclosed:
        letter.attach(_part(Enclosure(name, media_type, base64.b64decode(content))))
    try:
        letter.send()
    except Exception:
        metrics.LETTERS.labels("failed").inc()
        raise
    metrics.LETTERS.labels("sent").inc()


def _part(enclosure: Enclosure) -> MIMEBase:
    kind, *parameters = (piece.strip() for piece in enclosure.media_type.split(";"))
    part = MIMEBase(*kind.split("/", 1))
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        part.set_param(name, value)
    part.set_payload(enclosure.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=enclosure.name)
    return part


def post_letter(
    to: str,
    subject: str,
    body: str,
    enclosures: Sequence[Enclosure] = (),
    *,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Hand an e-mail to the worker once the current transaction is kept; ``headers`` are those besides."""
    enclosed = [[one.name, one.media_type, base64.b64encode(one.content).decode()] for one in enclosures]
    besides = dict(headers or {})
    transaction.on_commit(lambda: _enqueue(to, subject, body, enclosed=enclosed, headers=besides))


@dataclass(frozen=True)
class Letter:
    """An e-mail as text and as HTML, with headers besides."""

    to: str
    subject: str
    body: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def enqueue_letter(letter: Letter) -> None:
    """Put an e-mail into the queue as part of the current transaction.

    What is kept with it, that it was written, and the letter itself are there together or not at all,
    whenever the process ends.
    """
    _enqueue(letter.to, letter.subject, letter.body, headers=dict(letter.headers), html=letter.html)


def _enqueue(to: str, subject: str, body: str, **more: Any) -> None:
    """Put a letter into the queue: its subject in one line, and of the rest what there is."""
    there = {name: value for name, value in more.items() if value}
    send_letter.enqueue(to, " ".join(subject.split()), body, **there)
