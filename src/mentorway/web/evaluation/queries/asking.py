"""Reads about what is asked: waves, outcomes, who is in the pilots, who is invited and who has answered."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from mentorway.evaluating.people import Arm
from mentorway.web.comparison.models import Comparison, Finding
from mentorway.web.comparison.models import Stage as ComparisonStage
from mentorway.web.evaluation.models import LASTING, AskedWave, Asking, Evaluation, Outcome
from mentorway.web.pilots.models import Cohort, Participant, Standing
from mentorway.web.study.models import Invitation, Response, Study, Wave

MOST_COMPARISONS = 20
ORDER = {asking: place for place, asking in enumerate(Asking.values)}
DAYS_IN_MONTH = 30.44


@dataclass(frozen=True)
class Member:
    """Somebody of a pilot, in the group that was set; who wants no letters is not ``reachable``."""

    email: str
    name: str
    language: str
    cohort: int
    arm: Arm
    reachable: bool


def outcomes_of(whole: Evaluation) -> list[Outcome]:
    """The outcomes of an evaluation in order, each with the comparison that licenses countries."""
    return list(whole.outcomes.select_related("licence__analysis").order_by("position", "pk"))


def lasting_outcomes(whole: Evaluation) -> list[Outcome]:
    """The outcomes of what people do and what changed at work: they may name the follow-up that counts."""
    return list(whole.outcomes.filter(level__in=LASTING).order_by("position", "pk"))


def outcome_of(whole: Evaluation, which: int) -> Outcome | None:
    """One outcome of an evaluation."""
    return whole.outcomes.select_related("licence__analysis").filter(pk=which).first()


def study_with_questions(study: int | None) -> Study | None:
    """A study with the version that it asks, without the files of that version."""
    if study is None:
        return None
    rows = Study.objects.select_related("version")
    heavy = ("form_json", "xform", "workbook", "file")
    return rows.defer(*(f"version__{one}" for one in heavy)).filter(pk=study).first()


def finding_of(row: Outcome) -> Finding | None:
    """What the comparison found that shall license countries; the value itself is not read."""
    if row.licence_id is None:
        return None
    rows = Finding.objects.select_related("comparison__analysis").defer("value")
    return rows.filter(comparison=row.licence_id, comparison__analysis__deleted=None).first()


def comparisons_to_choose(whole: Evaluation) -> list[Finding]:
    """The newest finished comparisons of the partner, each with what was found (not read)."""
    done = Comparison.objects.filter(
        analysis__dataset__partner=whole.partner_id,
        analysis__dataset__deleted=None,
        analysis__deleted=None,
        stage=ComparisonStage.DONE,
    )
    rows = Finding.objects.filter(comparison__in=done).select_related("comparison__analysis").defer("value")
    return list(rows.order_by("-created", "-pk")[:MOST_COMPARISONS])


def waves_of(whole: Evaluation) -> list[AskedWave]:
    """The waves of an evaluation, before first, follow-ups by how long after the end they ask."""
    return sorted(whole.waves.select_related("wave__study"), key=_order)


def _order(one: AskedWave) -> tuple[int, bool, float, int]:
    days = one.days if one.days is not None else (one.months or 0) * DAYS_IN_MONTH
    return ORDER[one.asking], not one.is_by_itself, days, one.wave.number


def asked_wave_of(whole: Evaluation, key: str) -> AskedWave | None:
    """The wave that asks about this time, by its key."""
    return whole.waves.select_related("wave__study").filter(key=key).first()


def waves_to_choose(whole: Evaluation) -> QuerySet[Wave]:
    """The waves of the study of an evaluation, the first one first."""
    return Wave.objects.filter(study=whole.study_id).select_related("study").order_by("number")


def cohorts_of(whole: Evaluation) -> list[Cohort]:
    """The pilots of an evaluation that nobody has deleted, the first to begin first."""
    rows = whole.cohorts.filter(deleted=None).select_related("partner").defer("search_text")
    return list(rows.order_by("starts_on", "pk"))


def without_address(whole: Evaluation) -> int:
    """How many who take part cannot be found among the answers: they have no address here."""
    rows = Participant.objects.filter(cohort__in=whole.cohorts.filter(deleted=None), email="")
    return rows.filter(standing=Standing.ENROLLED).count()


def invited_to(waves: Iterable[Wave]) -> dict[int, set[str]]:
    """The addresses that each wave has invited, in small letters."""
    found: dict[int, set[str]] = {one.pk: set() for one in waves}
    for wave, email in Invitation.objects.filter(wave__in=found).values_list("wave", "email"):
        found[wave].add(email.lower())
    return found


def answered_in(waves: Iterable[Wave]) -> dict[int, set[str]]:
    """The pseudonyms of those who have answered each wave."""
    found: dict[int, set[str]] = {one.pk: set() for one in waves}
    rows = Response.objects.filter(wave__in=found).exclude(pseudonym="")
    for wave, pseudonym in rows.values_list("wave", "pseudonym"):
        found[wave].add(pseudonym)
    return found


def newest_answer(whole: Evaluation) -> dt.date | None:
    """The day of the newest answers to the waves of an evaluation; None if there are none."""
    waves = whole.waves.values("wave")
    last: dt.date | None = Response.objects.filter(wave__in=waves).aggregate(last=Max("day"))["last"]
    return last
