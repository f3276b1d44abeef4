"""It is decided which wave asks when, which questions ask about the time before, which follow-up counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.evaluation.actions.evaluations import holding
from mentorway.web.evaluation.analysis import then as analysis
from mentorway.web.evaluation.analysis.evaluations import follow_up_key
from mentorway.web.evaluation.analysis.outcomes import asked_of, outcomes_of
from mentorway.web.evaluation.models import LASTING, AskedWave, Asking, Evaluation
from mentorway.web.evaluation.models.asking import LATEST_MONTHS
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.study.models import Wave

MONTHS = "months"


@dataclass(frozen=True)
class Chosen:
    """What a form said about one time: the wave, and after how many days or months it asks by itself."""

    asking: Asking
    wave: Wave
    count: int | None
    in_months: bool

    @property
    def days(self) -> int | None:
        """After how many days, if days are counted."""
        return None if self.in_months else self.count

    @property
    def months(self) -> int | None:
        """After how many months, if months are counted."""
        return self.count if self.in_months else None


def set_waves(whole: Evaluation, **facts: Any) -> None:
    """Say which wave asks before, afterwards about before, after, later, and on which day by itself.

    ``facts`` holds ``wave_…``, ``days_…`` (a number) and ``unit_…`` (days or months) for every time; a
    follow-up is known by its wave, so that it keeps its key and stays the one that counts.
    """
    times = [name.removeprefix("wave_") for name in facts if name.startswith("wave_")]
    chosen: dict[str, Chosen] = {}
    problems: dict[str, str] = {}
    for place in times:
        wave, count = facts[f"wave_{place}"], facts.get(f"days_{place}")
        in_months = facts.get(f"unit_{place}") == MONTHS and count is not None
        if wave is not None:
            chosen[place] = Chosen(_asking_of(place), wave, count, in_months)
        elif count is not None:
            problems[f"days_{place}"] = _("Choose the wave that is sent on this day, or leave the day empty.")
    with holding(whole) as held:
        problems |= _problems_of(held, chosen)
        if problems:
            raise ValidationError(problems)
        _write(held, chosen)


def _asking_of(place: str) -> Asking:
    return Asking.FOLLOW_UP if place.startswith(Asking.FOLLOW_UP) else Asking(place)


def _problems_of(held: Evaluation, chosen: Mapping[str, Chosen]) -> dict[str, str]:
    """Return what is wrong, by the field of the form."""
    problems: dict[str, str] = {}
    seen: set[int] = set()
    distances: set[tuple[int | None, int | None]] = set()
    after = chosen.get(Asking.AFTER)
    for place, one in chosen.items():
        is_shared = one.asking == Asking.THEN and after is not None and after.wave.pk == one.wave.pk
        if one.wave.study_id != held.study_id:
            problems[f"wave_{place}"] = _("Choose a wave of the study of this evaluation.")
        elif one.wave.pk in seen and not is_shared:
            problems[f"wave_{place}"] = _("Each wave asks about one time. Choose another wave.")
        if not is_shared:
            seen.add(one.wave.pk)
        problem = _problem_of_day(one, is_shared=is_shared)
        distance = (one.days, one.months)
        if not problem and one.asking == Asking.FOLLOW_UP and one.count is not None and distance in distances:
            problem = _("Another follow-up asks after the same time. Write another number.")
        if one.asking == Asking.FOLLOW_UP:
            distances.add(distance)
        if problem:
            problems[f"days_{place}"] = problem
    return problems


def _problem_of_day(one: Chosen, *, is_shared: bool) -> str:
    """Return what is wrong with the day on which a wave asks by itself, or nothing."""
    if one.count is None:
        return ""
    if is_shared:
        return _("One wave asks about both times: write the day where it asks after the programme.")
    if one.in_months and not 1 <= one.count <= LATEST_MONTHS:
        text = _("%(count)d months cannot be: write 1 to %(most)d months, or count in days.")
        return text % {"count": one.count, "most": LATEST_MONTHS}
    is_before = one.asking == Asking.BEFORE
    if one.count and (one.count > 0) == is_before:
        return (
            _("Before the programme: write 0 for its first day, or a number below 0.")
            if is_before
            else _("After the programme: write 0 for its last day, or a number above 0.")
        )
    return ""


def _write(held: Evaluation, chosen: Mapping[str, Chosen]) -> None:
    then = held.waves.filter(asking=Asking.THEN).first()
    pairs = then.pairs if then is not None else {}
    later = {one.wave.pk: one for one in chosen.values() if one.asking == Asking.FOLLOW_UP}
    held.waves.exclude(asking=Asking.FOLLOW_UP, wave__in=later).delete()
    kept = {one.wave_id: one for one in held.waves.all()}
    taken = {one.key for one in kept.values()}
    for one in chosen.values():
        row = kept.get(one.wave.pk) if one.asking == Asking.FOLLOW_UP else None
        if row is None:
            key = _free_key(taken) if one.asking == Asking.FOLLOW_UP else str(one.asking)
            taken.add(key)
            row = AskedWave(evaluation=held, asking=one.asking, key=key, wave=one.wave)
        if one.asking == Asking.THEN:
            row.pairs = pairs
        row.days, row.months = one.days, one.months
        row.full_clean()
        row.save()


def _free_key(taken: set[str]) -> str:
    place = 0
    while follow_up_key(place) in taken:
        place += 1
    return follow_up_key(place)


def set_then(whole: Evaluation, *, pairs: Mapping[str, str]) -> None:
    """Say which question asks about the time before, by the question that asks the same about now."""
    with holding(whole) as held:
        row = held.waves.select_for_update().filter(asking=Asking.THEN).first()
        if row is None:
            raise ValidationError(_("No wave asks about the time before. Choose one first."))
        known = asked_of(held.study_id) or {}
        items = {one.name: one for one in analysis.asked_items(outcomes_of(held))}
        problems: dict[str, str] = {}
        seen: set[str] = set(items)
        for name, other in pairs.items():
            offered = analysis.may_stand_for(items[name], known) if name in items else []
            if other not in {one.name for one in offered}:
                problems[f"then_{name}"] = _(
                    "“%(question)s” has other answers, or is not asked. Choose one with the same answers."
                ) % {"question": other}
            elif other in seen:
                problems[f"then_{name}"] = _(
                    "“%(question)s” is taken already. Each question stands for one other."
                ) % {"question": other}
            seen.add(other)
        if problems:
            raise ValidationError(problems)
        row.evaluation = held
        row.pairs = dict(pairs)
        row.full_clean()
        row.save(update_fields=["pairs"])


def choose_follow_up(whole: Evaluation, *, main: str, named: Mapping[int, str]) -> None:
    """Say which follow-up counts (by its key; nothing: the latest with enough answers), and for outcomes."""
    with holding(whole) as held:
        rows = {one.key: one for one in queries.waves_of(held) if one.asking == Asking.FOLLOW_UP}
        if {main, *named.values()} - {"", *rows}:
            raise ValidationError(_("This follow-up does not exist any more. Choose another one."))
        held.waves.exclude(key=main).update(is_main=False)
        if main:
            held.waves.filter(key=main).update(is_main=True)
        for outcome in held.outcomes.select_for_update(of=("self",)).filter(level__in=LASTING, pk__in=named):
            key = named[outcome.pk]
            outcome.follow_up = rows[key] if key else None
            outcome.full_clean()
            outcome.save(update_fields=["follow_up"])
