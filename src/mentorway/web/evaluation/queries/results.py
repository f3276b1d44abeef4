"""The versions of what was found."""

import datetime as dt
from collections.abc import Iterator

from django.db.models.functions import Coalesce

from mentorway.web.evaluation.models import Evaluation, Result, Stage
from mentorway.web.evaluation.models.findings import UNDER_WAY, ResultQuerySet


def versions_of(whole: Evaluation) -> ResultQuerySet:
    """All versions of an evaluation, the newest first, without what was found."""
    return whole.results.select_related("by").defer("value", "guard").order_by("-number")


def under_way(whole: Evaluation) -> Result | None:
    """The version that is being computed now."""
    return versions_of(whole).filter(stage__in=UNDER_WAY).first()


def newest_decided(whole: Evaluation) -> Result | None:
    """The newest version that is done, without what was found."""
    return versions_of(whole).filter(stage=Stage.DONE).first()


def silent_since(whole: Evaluation, moment: dt.datetime) -> ResultQuerySet:
    """What is being computed and was last heard of before ``moment``."""
    rows = whole.results.filter(stage=Stage.RUNNING).annotate(sign=Coalesce("heard", "created"))
    return rows.filter(sign__lt=moment)


def waiting_since(whole: Evaluation, moment: dt.datetime) -> ResultQuerySet:
    """What was asked for before ``moment`` and nobody has begun to compute."""
    return whole.results.filter(stage=Stage.WAITING, created__lt=moment)


def guards_before(row: Result) -> Iterator[Result]:
    """The versions that were done before this one, each with what was shown in it, the newest first."""
    rows = Result.objects.filter(evaluation=row.evaluation_id, stage=Stage.DONE, number__lt=row.number)
    return rows.defer("value").order_by("-number").iterator(chunk_size=10)


def before(row: Result) -> Result | None:
    """The version that was done last before this one."""
    rows = Result.objects.filter(evaluation=row.evaluation_id, stage=Stage.DONE, number__lt=row.number)
    return rows.order_by("-number").first()


def numbers_done(whole: Evaluation) -> list[int]:
    """The numbers of the versions that are done, the newest first."""
    rows = whole.results.filter(stage=Stage.DONE).order_by("-number")
    return list(rows.values_list("number", flat=True))


def last_number(whole: Evaluation) -> int:
    """The highest number that a version has; 0 if there is none."""
    return whole.results.order_by("-number").values_list("number", flat=True).first() or 0
