"""Work on evaluations that pages do not wait for: computing a version of what was found."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mentorway.evaluating.progress import STARTING
from mentorway.web.core import happenings
from mentorway.web.core.tasks import CancelledError, progress, repeatable, stoppable, task
from mentorway.web.core.wording import OUR_FAULT_KEPT, kept
from mentorway.web.evaluation.analysis import results
from mentorway.web.evaluation.models import Result, Stage
from mentorway.wording import InvalidInputError, Message


class NotWantedError(Exception):
    """Somebody stopped it."""


@stoppable
@repeatable
@task()
def compute(pk: int) -> None:
    """Compute a version; it may start again, as nothing is kept before it is done."""
    work(pk)


def work(pk: int) -> None:
    """Compute a version that waits, and keep what was found or why nothing could be."""
    Result.objects.filter(pk=pk, stage=Stage.WAITING).update(stage=Stage.RUNNING, heard=timezone.now())
    row = Result.objects.filter(pk=pk, stage=Stage.RUNNING)
    result = row.select_related("evaluation__study", "evaluation__mentee_study", "evaluation__round").first()
    if result is None:
        return
    try:
        _compute(result, row)
    except NotWantedError:
        return
    except CancelledError:
        row.update(stage=Stage.STOPPED, finished=timezone.now())
        raise
    except InvalidInputError as refusal:
        _give_up(row, kept(refusal.message))
    except Exception:
        _give_up(row, OUR_FAULT_KEPT)
        raise


def _compute(result: Result, row: QuerySet[Result]) -> None:
    def tell(percent: int, _step: Message) -> None:
        """Say how far it is, and hear whether it is still wanted."""
        progress(percent / 100)
        _keep(row, progress=percent, heard=timezone.now())

    tell(0, STARTING)
    found = results.computed(result, tell)
    with transaction.atomic():
        _keep(
            row,
            stage=Stage.DONE,
            progress=100,
            value=found.value,
            asked=found.asked,
            data_hash=found.data_hash,
            changes=found.changes,
            guard=found.guard,
            library_version=results.programs(),
            finished=timezone.now(),
        )
        happenings.tell("result.computed", result, number=result.number)


def _keep(row: QuerySet[Result], **fields: Any) -> None:
    if not row.update(**fields):
        raise NotWantedError


def _give_up(row: QuerySet[Result], why: dict[str, Any]) -> None:
    row.update(stage=Stage.FAILED, problem=why, finished=timezone.now())
