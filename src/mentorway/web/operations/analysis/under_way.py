"""Work of all activities that is under way: each keeps it in a table of its own, and this reads them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Comparison, Dataset
from mentorway.web.dissemination.models import Release
from mentorway.web.evaluation.models import Result
from mentorway.web.journey.models import Reset
from mentorway.web.mentoring.models import Matching
from mentorway.web.pilots.models import IssueRun
from mentorway.web.plan.models import Levelling
from mentorway.web.study.models import Batch, Download

WHOLE: Final = 100
BOTH: Final = Q(stage__in=["waiting", "running"])


@dataclass(frozen=True)
class Kind:
    """One table: what its rows are, which are under way, whose they are, and where their page is."""

    what: str | Promise
    model: Any
    active: Q
    by: str
    page: Callable[[Any], tuple[str, list[Any]]] | None
    percent: str = "progress"


@dataclass(frozen=True)
class UnderWay:
    """One piece of work: what it is, how far, and where it is shown with the button that stops it."""

    what: str | Promise
    percent: int | None
    is_waiting: bool
    page: str


KINDS: Final = (
    Kind(
        _("Reading answers"), Dataset, Q(state="storing"), "uploaded_by",
        lambda row: ("comparison:answers", [row.pk]),
    ),
    Kind(
        _("Comparison"), Comparison, BOTH, "asked_by",
        lambda row: ("comparison:analysis", [row.analysis_id]),
    ),
    Kind(_("File of answers"), Download, BOTH, "by", None),
    Kind(
        _("Answers from a spreadsheet"), Batch, Q(state__in=["checking", "storing"]), "by",
        lambda row: ("study:batch", [row.pk]),
    ),
    Kind(
        _("Matching"), Matching, Q(state="computing"), "by",
        lambda row: ("mentoring:matching", [row.round_id, row.number]), percent="done",
    ),
    Kind(
        _("Evaluation"), Result, BOTH, "by",
        lambda row: ("evaluation:result", [row.evaluation_id, row.number]),
    ),
    Kind(
        _("Better dates for a plan"), Levelling, BOTH, "by",
        lambda row: ("plan:levelling", [row.project_id, row.number]),
    ),
    Kind(
        _("Certificates"), IssueRun, BOTH, "by",
        lambda row: ("pilots:issue_run", [row.cohort_id, row.pk]), percent="",
    ),
    Kind(
        _("Open data"), Release, BOTH, "created_by",
        lambda row: ("dissemination:release", [row.pk]),
    ),
    Kind(
        _("The example is put back"), Reset, BOTH, "by",
        lambda row: ("journey:reset_done", [row.pk]),
    ),
)  # fmt: skip


def of(user: User) -> list[UnderWay]:
    """Return what this person set going and what is not done yet."""
    return [one for kind in KINDS for one in _rows(kind, user)]


def count() -> list[tuple[str | Promise, int]]:
    """Return how much of each kind is under way, whoever set it going."""
    found = ((kind.what, kind.model.objects.filter(kind.active).count()) for kind in KINDS)
    return [(what, number) for what, number in found if number]


def _rows(kind: Kind, user: User) -> Iterator[UnderWay]:
    for row in kind.model.objects.filter(kind.active, **{kind.by: user}).order_by("pk"):
        name, arguments = kind.page(row) if kind.page else ("", [])
        percent = getattr(row, kind.percent) if kind.percent else None
        yield UnderWay(
            kind.what,
            None if percent is None else max(0, min(WHOLE, percent)),
            getattr(row, "stage", "") == "waiting",
            reverse(name, args=arguments) if name else "",
        )
