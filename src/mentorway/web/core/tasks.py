"""Work that pages do not wait for. The only module that knows which task library we use."""

from django.core.mail import send_mail
from django.db import transaction
from django_tasks import task

__all__ = ["post_letter", "send_letter", "task"]


@task()
def send_letter(to: str, subject: str, body: str) -> None:
    """Send one e-mail."""
    send_mail(subject, body, None, [to])


def post_letter(to: str, subject: str, body: str) -> None:
    """Hand an e-mail to the worker once the current transaction is kept."""
    transaction.on_commit(lambda: send_letter.enqueue(to, " ".join(subject.split()), body))
