"""What is written on the cost sheet of an evaluation, what it was worth, and the hours pilots took."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from mentorway.web.evaluation.models import Benefit, CostLine, Evaluation, PriceLevel, Rate
from mentorway.web.pilots.models import Attendance, Cohort, Meeting, Participant, Presence


def lines_of(whole: Evaluation) -> list[CostLine]:
    """The lines of the cost sheet, in order, with their pilots."""
    return list(whole.costs.select_related("cohort").order_by("position", "pk"))


def line_of(whole: Evaluation, which: int) -> CostLine | None:
    """One line of the cost sheet."""
    return whole.costs.select_related("cohort").filter(pk=which).first()


def last_position(whole: Evaluation) -> int:
    """The place of the last line of the cost sheet; 0 if there is none."""
    found = whole.costs.order_by("-position").values_list("position", flat=True).first()
    return found or 0


def rates_of(whole: Evaluation) -> list[Rate]:
    """Exchange rates, by currency."""
    return list(whole.rates.order_by("currency"))


def price_levels_of(whole: Evaluation) -> list[PriceLevel]:
    """Price levels, by year."""
    return list(whole.price_levels.order_by("year"))


def benefits_of(whole: Evaluation) -> list[Benefit]:
    """Benefits in the order in which they were written down."""
    return list(whole.benefits.order_by("pk"))


def benefit_of(whole: Evaluation, which: int) -> Benefit | None:
    """One benefit."""
    return whole.benefits.filter(pk=which).first()


def pilots_of(whole: Evaluation) -> list[Cohort]:
    """The pilots of an evaluation that nobody has deleted, the first to begin first."""
    return list(whole.cohorts.filter(deleted=None).order_by("starts_on", "pk"))


def participants_in(pilots: Iterable[Cohort]) -> dict[int, int]:
    """How many take part in each pilot, by its key."""
    rows = Participant.objects.filter(cohort__in=list(pilots)).taking_part().order_by()
    return {row["cohort"]: row["n"] for row in rows.values("cohort").annotate(n=Count("pk"))}


def held_meetings(cohort: Cohort, now: dt.datetime) -> list[Meeting]:
    """The meetings of a pilot that took place."""
    return list(cohort.meetings.planned().filter(ends__lte=now).order_by("starts", "pk"))


def present_at(cohort: Cohort) -> dict[int, int]:
    """How many people were at each meeting, by the meeting; those who left later were there too."""
    rows = Attendance.objects.filter(meeting__cohort=cohort, presence=Presence.PRESENT).order_by()
    found = rows.values("meeting").annotate(n=Count("pk"))
    return defaultdict(int, {row["meeting"]: row["n"] for row in found})
