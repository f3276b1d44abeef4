"""Messages to programs: made for everybody who may hear of what happened, sent, and sent again."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.api.analysis import outward
from mentorway.web.api.analysis.messages import body_of, headers_of
from mentorway.web.api.analysis.outward import Answer
from mentorway.web.api.analysis.sealing import UnreadableSecretError
from mentorway.web.api.models import Delivery, DeliveryState, Off, Trouble, Webhook
from mentorway.web.api.queries import webhooks as queries
from mentorway.web.core.addresses import page
from mentorway.web.core.happenings import may_hear
from mentorway.web.core.models import Happening
from mentorway.web.core.tasks import post_letter, repeatable, task

MINUTE: Final = dt.timedelta(minutes=1)
# How long after each attempt that failed the next one comes: together about two days.
PAUSES: Final = tuple(MINUTE * many for many in (1, 5, 30, 120, 300, 600, 840, 960))
HELD: Final = 5 * MINUTE  # by whoever sends; if it dies, another may try after that
GONE: Final = 410


@repeatable
@task()
def spread(pk: int) -> None:
    """Make the messages about one thing that happened, for everybody who wants it and may hear of it."""
    happening = Happening.objects.filter(pk=pk, passed=None).first()
    if happening is not None:
        pass_on(happening)


def pass_on(happening: Happening) -> int:
    """Make the messages and have them sent; return how many. Doing it twice makes none twice."""
    now = timezone.now()
    with transaction.atomic():
        if not Happening.objects.filter(pk=happening.pk, passed=None).update(passed=now):
            return 0
        told = [one for one in queries.wanting(happening) if may_hear(one.user, happening)]
        made = Delivery.objects.bulk_create(
            Delivery(
                webhook=one, happening=happening, message=happening.token, name=happening.name, next_at=now
            )
            for one in told
        )
        for row in made:
            at_once(row.pk)
    return len(made)


def at_once(pk: int) -> None:
    """Have a message sent as soon as it is kept."""
    transaction.on_commit(lambda: deliver.enqueue(pk))


@repeatable
@task()
def deliver(pk: int) -> None:
    """Send one message whose time has come; whoever holds it keeps others from sending it meanwhile."""
    now = timezone.now()
    # Whether it may be sent at all is asked first: an update through another table would let two hold it.
    if not Delivery.objects.due(now).filter(pk=pk).exists():
        return
    waiting = Delivery.objects.filter(pk=pk, state=DeliveryState.WAITING, next_at__lte=now)
    if not waiting.update(next_at=now + HELD, attempts=F("attempts") + 1, last_at=now):
        return
    row = queries.with_all(pk)
    if row is None:
        return
    if not _may_be_told(row):
        _keep(row, state=DeliveryState.WITHHELD, next_at=None)
        return
    try:
        body = body_of(row)
        answer = outward.post(row.webhook.url, headers_of(row, body, now), body)
    except UnreadableSecretError:
        _switch_off(row, Answer(None), Off.FAILING)
        return
    _note(row, answer)


def _may_be_told(row: Delivery) -> bool:
    """Whether its owner may still see what it is about: asked anew at every attempt."""
    user = row.webhook.user
    return user.is_active and (row.happening is None or may_hear(user, row.happening))


def _note(row: Delivery, answer: Answer) -> None:
    if answer.is_good:
        _keep(row, state=DeliveryState.SENT, next_at=None, status=answer.status, trouble="")
    elif answer.status == GONE:
        _switch_off(row, answer, Off.GONE)
    elif row.attempts > len(PAUSES):
        _switch_off(row, answer, Off.FAILING)
    else:
        at = timezone.now() + PAUSES[row.attempts - 1]
        _keep(row, next_at=at, status=answer.status, trouble=answer.trouble)
        deliver.using(run_after=at).enqueue(row.pk)


def _keep(row: Delivery, **fields: object) -> None:
    Delivery.objects.filter(pk=row.pk).update(**fields)


def _switch_off(row: Delivery, answer: Answer, why: Off) -> None:
    """Give a message up, send nothing more to its address, and write to its owner, once."""
    now = timezone.now()
    with transaction.atomic():
        trouble = answer.trouble or Trouble.CONNECTION
        _keep(row, state=DeliveryState.FAILED, next_at=None, status=answer.status, trouble=trouble)
        if Webhook.objects.filter(pk=row.webhook_id, off="").update(off=why, off_since=now):
            _tell(row.webhook)


def _tell(webhook: Webhook) -> None:
    with override(webhook.user.language):
        values = {"name": webhook.name, "address": page("api:webhook", webhook.pk)}
        subject = _("Your program does not answer: %(name)s") % values
        body = _(
            "The webhook “%(name)s” did not take its messages, so it is switched off and nothing more is "
            "sent to it. Look at what came of each, and switch it on again when the program answers:\n"
            "%(address)s\n"
        )
        post_letter(webhook.user.email, subject, body % values)
