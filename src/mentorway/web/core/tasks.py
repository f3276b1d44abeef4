"""Work that pages do not wait for. The only module that knows which task library we use."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.mail import send_mail
from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

__all__ = ["is_repeatable", "post_letter", "repeatable", "send_letter", "task"]

AnyTask = TypeVar("AnyTask", bound=Task[Any, Any])
_REPEATABLE: set[Callable[..., Any]] = set()


def repeatable(work: AnyTask) -> AnyTask:
    """Declare that doing ``work`` twice does no harm, so that it may start again after its worker died."""
    _REPEATABLE.add(work.func)
    return work


def is_repeatable(work: Task[Any, Any]) -> bool:
    """Whether ``work`` was declared repeatable."""
    return work.func in _REPEATABLE


@task()
def send_letter(to: str, subject: str, body: str) -> None:
    """Send one e-mail."""
    send_mail(subject, body, None, [to])


def post_letter(to: str, subject: str, body: str) -> None:
    """Hand an e-mail to the worker once the current transaction is kept."""
    transaction.on_commit(lambda: send_letter.enqueue(to, " ".join(subject.split()), body))
