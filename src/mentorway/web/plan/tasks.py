"""Work on plans that pages do not wait for: searching dates on which nobody has too much to do."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from mentorway.schedule.levelling_clock import StoppedError
from mentorway.web.core.tasks import CancelledError, progress, stoppable, task
from mentorway.web.core.wording import OUR_FAULT_KEPT, kept
from mentorway.web.plan.analysis.levelling import proposal
from mentorway.web.plan.models import Levelling
from mentorway.web.plan.models.levelling import Stage
from mentorway.web.plan.queries.items import rows_of
from mentorway.web.plan.queries.outlook import working
from mentorway.wording import InvalidInputError, Message

CHANGED = Message("Somebody changed the plan before the search began. Search again.")
NEARLY_DONE = 99


@stoppable
@task()
def level(pk: int) -> None:
    """Search for better dates. It does not start again by itself: what ended its worker may do so again."""
    work(pk)


def work(pk: int) -> None:
    """Carry out a search that waits, and keep what it proposes or why it can propose nothing."""
    waiting = Levelling.objects.filter(pk=pk, stage=Stage.WAITING)
    if not waiting.update(stage=Stage.RUNNING, heard=timezone.now()):
        return
    row = Levelling.objects.filter(pk=pk, stage=Stage.RUNNING)
    search = row.select_related("project__partner").first()
    if search is None:
        return
    try:
        _search(search, row)
    except StoppedError:
        return
    except CancelledError:
        row.update(stage=Stage.STOPPED, finished=timezone.now())
        raise
    except InvalidInputError as refusal:
        _give_up(row, kept(refusal.message))
    except Exception:
        _give_up(row, OUR_FAULT_KEPT)
        raise


def _search(search: Levelling, row: QuerySet[Levelling]) -> None:
    progress(0)
    project = search.project
    if project.revision != search.revision:
        raise InvalidInputError(CHANGED)

    def watch(share: float) -> bool:
        """Say how far it is, and hear whether it is still wanted."""
        progress(share)
        return _keep(row, progress=min(int(100 * share), NEARLY_DONE), heard=timezone.now())

    rows, partners = rows_of(project), working(project)
    found = proposal(rows, partners, search, timezone.localdate(), watch)
    _keep(row, stage=Stage.DONE, progress=100, value=found, finished=timezone.now())


def _keep(row: QuerySet[Levelling], **fields: Any) -> bool:
    return bool(row.update(**fields))


def _give_up(row: QuerySet[Levelling], why: dict[str, Any]) -> None:
    row.update(stage=Stage.FAILED, problem=why, finished=timezone.now())
