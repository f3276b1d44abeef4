"""Work that pages do not wait for. The only module that knows which task library we use."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any, TypeVar

from django.core.mail import EmailMessage
from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

__all__ = ["Enclosure", "is_repeatable", "post_letter", "repeatable", "send_letter", "task"]

AnyTask = TypeVar("AnyTask", bound=Task[Any, Any])
_REPEATABLE: set[Callable[..., Any]] = set()


def repeatable(work: AnyTask) -> AnyTask:
    """Declare that doing ``work`` twice does no harm, so that it may start again after its worker died."""
    _REPEATABLE.add(work.func)
    return work


def is_repeatable(work: Task[Any, Any]) -> bool:
    """Whether ``work`` was declared repeatable."""
    return work.func in _REPEATABLE


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter; its type may have parameters: ``text/calendar; method=CANCEL``."""

    name: str
    media_type: str
    content: bytes


@task()
def send_letter(
    to: str,
    subject: str,
    body: str,
    enclosed: Sequence[Sequence[str]] = (),
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send one e-mail. What is enclosed comes as name, type and content in base64, as tasks keep JSON."""
    letter = EmailMessage(subject, body, None, [to], headers=dict(headers or {}))
    for name, media_type, content in enclosed:
        letter.attach(_part(Enclosure(name, media_type, base64.b64decode(content))))
    letter.send()


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
    more: dict[str, Any] = {"enclosed": enclosed} if enclosed else {}
    more |= {"headers": dict(headers)} if headers else {}
    transaction.on_commit(lambda: send_letter.enqueue(to, " ".join(subject.split()), body, **more))
