"""Reads of who stood how to a pilot and when, and in which group somebody was when the groups were set."""

import datetime as dt
from collections.abc import Collection

from mentorway.web.evaluation.models import AskedWave, Asking, Assigned, Evaluation
from mentorway.web.pilots.models import Participant, StandingChange

COLUMNS = (
    "cohort", "email", "name", "organisation", "language", "standing", "wants_letters", "enrolled",
    "waiting_since",
)  # fmt: skip


def everybody_of(cohorts: Collection[int]) -> list[Participant]:
    """Everybody who ever applied to these pilots, in the order in which they came."""
    return list(Participant.objects.filter(cohort__in=cohorts).only(*COLUMNS).order_by("pk"))


def history_of(cohorts: Collection[int]) -> dict[int, list[tuple[dt.datetime, str]]]:
    """How each person of these pilots came to stand, and when, the earliest first."""
    rows = StandingChange.objects.filter(participant__cohort__in=cohorts).order_by("at", "pk")
    found: dict[int, list[tuple[dt.datetime, str]]] = {}
    for person, at, standing in rows.values_list("participant_id", "at", "standing"):
        found.setdefault(person, []).append((at, standing))
    return found


def assigned_of(whole: Evaluation) -> dict[int, Assigned]:
    """The group of everybody whose group is set, by the person."""
    return {one.participant_id: one for one in whole.assigned.all()}


def asked_before(whole: Evaluation) -> AskedWave | None:
    """The wave that asks before the programme."""
    return whole.waves.select_related("wave__study").filter(asking=Asking.BEFORE).first()


def evaluations_with_pilots() -> list[Evaluation]:
    """The evaluations in which groups can be set: those with pilots that nobody has deleted."""
    rows = Evaluation.objects.filter(deleted=None, is_example=False, cohorts__deleted=None)
    return list(rows.filter(cohorts__isnull=False).select_related("partner").distinct().order_by("pk"))
