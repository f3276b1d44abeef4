"""Addresses of programs are added, changed, tried, switched off and on; messages are sent again."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.api.analysis import outward
from mentorway.web.api.analysis.sealing import new_secret, sealed
from mentorway.web.api.models import TEST, Delivery, DeliveryState, Off, Trouble, Webhook
from mentorway.web.api.queries import webhooks as queries
from mentorway.web.api.tasks import webhooks as tasks
from mentorway.web.core import audit
from mentorway.web.core.happenings import known
from mentorway.web.core.models import Happening

MOST: Final = 10
BOTH: Final = dt.timedelta(hours=24)  # in which the secret before signs too
LATE: Final = dt.timedelta(minutes=10)  # after which what was not passed on is passed on by the hour
KEPT_DAYS: Final = 30


def add(user: User, *, name: str, url: str, names: Sequence[str]) -> tuple[Webhook, str]:
    """Add an address and return it with its secret, which is not shown again."""
    _refuse_inward(url)
    secret = new_secret()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if Webhook.objects.filter(user=user).count() >= MOST:
            raise ValidationError(
                _("You have %(most)d webhooks, which is the most. Delete one first."), params={"most": MOST}
            )
        row = Webhook(user=user, name=name.strip(), url=url, names=_chosen(names), sealed=sealed(secret))
        row.full_clean()
        row.save()
        audit.record(audit.Done.WEBHOOK_ADDED, actor=user, about=_mark(row), count=len(row.names))
    return row, secret


def change(webhook: Webhook, *, name: str, url: str, names: Sequence[str]) -> None:
    """Change what an address is for, where it is, and what it is told of."""
    _refuse_inward(url)
    webhook.name, webhook.url, webhook.names = name.strip(), url, _chosen(names)
    webhook.full_clean()
    webhook.save(update_fields=["name", "url", "names"])
    audit.record(
        audit.Done.WEBHOOK_CHANGED, actor=webhook.user, about=_mark(webhook), count=len(webhook.names)
    )


def _mark(webhook: Webhook) -> str:
    return audit.fingerprint("webhook", webhook.pk)


def _chosen(names: Sequence[str]) -> list[str]:
    """Return the names in their order; unknown ones are refused."""
    unknown = sorted(set(names) - set(known()))
    if unknown or not names:
        raise ValidationError({"names": _("Choose what the program is told of.")})
    return [name for name in known() if name in names]


def _refuse_inward(url: str) -> None:
    """Refuse what is no address outside; it is looked at again whenever something is sent."""
    parts = outward.parts_of(url)
    if parts is None or parts.hostname is None:
        raise ValidationError({"url": _("Write an address that begins with https://, without a password.")})
    try:
        outward.numbers_behind(parts.hostname, parts.port or outward.PORTS[parts.scheme])
    except outward.NotReachedError as refusal:
        raise ValidationError({"url": str(Trouble(refusal.trouble).label)}) from refusal


@transaction.atomic
def renew_secret(webhook: Webhook) -> str:
    """Give an address a new secret and return it; the one before signs too for a day."""
    row = Webhook.objects.select_for_update().get(pk=webhook.pk)
    secret = new_secret()
    row.sealed_before, row.before_until = row.sealed, timezone.now() + BOTH
    row.sealed = sealed(secret)
    row.save(update_fields=["sealed", "sealed_before", "before_until"])
    audit.record(audit.Done.WEBHOOK_CHANGED, actor=row.user, about=_mark(row), count=len(row.names))
    return secret


def switch_off(webhook: Webhook) -> None:
    """Send nothing more to an address; what happens meanwhile is not sent later."""
    Webhook.objects.filter(pk=webhook.pk, off="").update(off=Off.PERSON, off_since=timezone.now())


@transaction.atomic
def switch_on(webhook: Webhook) -> None:
    """Send again; what waited when it was switched off is sent now."""
    if Webhook.objects.filter(pk=webhook.pk).exclude(off="").update(off="", off_since=None):
        now = timezone.now()
        waiting = Delivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING)
        for pk in waiting.values_list("pk", flat=True):
            tasks.at_once(pk)
        waiting.update(next_at=now)


def try_out(webhook: Webhook) -> Delivery:
    """Send a message that says nothing but that it is a test."""
    if webhook.off:
        raise ValidationError(_("It is switched off. Switch it on first."))
    with transaction.atomic():
        row = Delivery.objects.create(webhook=webhook, name=TEST, next_at=timezone.now())
        tasks.at_once(row.pk)
    return row


@transaction.atomic
def send_again(delivery: Delivery) -> None:
    """Send a message once more, under its old number, so that programs know it again."""
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.webhook.off:
        raise ValidationError(_("The webhook is switched off. Switch it on first."))
    if row.state == DeliveryState.WAITING:
        raise ValidationError(_("It waits to be sent already."))
    row.state, row.attempts, row.next_at = DeliveryState.WAITING, 0, timezone.now()
    row.save(update_fields=["state", "attempts", "next_at"])
    tasks.at_once(row.pk)


@transaction.atomic
def delete(webhook: Webhook) -> None:
    """Forget an address and what was sent to it."""
    audit.record(audit.Done.WEBHOOK_DELETED, actor=webhook.user, about=_mark(webhook))
    webhook.delete()


def do_due_work(now: dt.datetime) -> None:
    """Pass on what was left lying, send what is late, forget what happened long ago and was told."""
    for happening in queries.not_passed(now - LATE).iterator(chunk_size=200):
        tasks.pass_on(happening)
    for pk in queries.due(now - LATE).values_list("pk", flat=True).iterator(chunk_size=200):
        tasks.deliver.enqueue(pk)
    old: Any = Happening.objects.filter(at__lt=now - dt.timedelta(days=KEPT_DAYS))
    # Messages go by retention, which legal holds stop; what they are about stays as long.
    old.exclude(pk__in=Delivery.objects.exclude(happening=None).values("happening")).delete()


def long_past(now: dt.datetime) -> QuerySet[Delivery]:
    """Return messages that are older than they are kept."""
    return Delivery.objects.filter(created__lt=now - dt.timedelta(days=KEPT_DAYS))


def forget(now: dt.datetime) -> int:
    """Forget messages after thirty days; return how many."""
    count, _each = long_past(now).delete()
    return count
