"""Sending packages, which pages do not wait for."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from mentorway.federation.sending import UnreachableError, Way, send
from mentorway.web.core.tasks import repeatable, retrying, task
from mentorway.web.core.wording import kept
from mentorway.web.federation.analysis import calls, desk, files
from mentorway.web.federation.models import Sent, Stage
from mentorway.wording import InvalidInputError

TIMES = 12


def _is_away(error: BaseException) -> bool:
    return isinstance(error, UnreachableError)


@repeatable
@retrying(times=TIMES, on=_is_away)
@task()
def deliver(pk: int) -> None:
    """Send a package; whoever gets it twice takes it once, so that a worker may die at any moment."""
    send_now(pk)


def send_now(pk: int) -> None:
    """Send a package that is on its way, and keep the receipt or why it was refused."""
    rows = Sent.objects.filter(pk=pk, stage=Stage.WAITING)
    sent = rows.select_related("asked__coordinator").first()
    if sent is None:
        return
    rows.update(tried=timezone.now())
    try:
        calls.believed(sent.asked.coordinator.slug, sent.asked.coordinator, timezone.localdate())
        data = files.sent_path(sent.digest_hash).read_bytes()
        answer = send(calls.of_asked(sent.asked).address, data, way())
        at = desk.receipt_for(sent, answer)
    except UnreachableError as error:
        rows.update(problem=kept(error.message))
        raise
    except InvalidInputError as error:
        rows.update(stage=Stage.REFUSED, problem=kept(error.message))
    else:
        rows.update(stage=Stage.ARRIVED, problem=None, receipt=answer.decode(), arrived=at)


def way() -> Way:
    """Return how this installation sends."""
    ca_file = settings.MENTORWAY_FEDERATION_CA_FILE
    return Way(Path(ca_file) if ca_file else None, settings.MENTORWAY_FEDERATION_ALLOW_PRIVATE)
