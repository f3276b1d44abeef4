"""The sampling plan and the waves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from mentorway.web.core.zones import is_skipped
from mentorway.web.study import tasks
from mentorway.web.study.models import State, Study, Target, Wave


@transaction.atomic
def save_plan(study: Study, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make the plan what ``rows`` say: each has `pk` (or none), country, sector, partner, goal, maximum."""
    if study.state == State.ARCHIVED:
        raise ValidationError(_("The study is closed for good and does not change any more."))
    kept = {row["pk"] for row in rows if row.get("pk")}
    known = {target.pk: target for target in study.targets.all()}
    gone = [target for pk, target in known.items() if pk not in kept]
    if study.state != State.DRAFT and len(gone) == len(known):
        raise ValidationError(_("A study that was open needs at least one row in its plan."))
    for target in gone:
        target.delete()
    for row in rows:
        target = known.get(row.get("pk") or 0) or Target(study=study)
        for name in ("country", "sector", "partner", "goal", "maximum"):
            setattr(target, name, row[name])
        _refuse_second(target)
        target.full_clean()
        target.save()


def _refuse_second(target: Target) -> None:
    same = Target.objects.filter(
        study=target.study, country=target.country, sector=target.sector, partner=target.partner
    )
    if same.exclude(pk=target.pk).exists():
        text = _("The plan has %(row)s twice. Put the numbers together in one row.")
        raise ValidationError(text % {"row": target})


@transaction.atomic
def add_wave(study: Study, **facts: Any) -> Wave:
    """Add a round of asking."""
    if study.state == State.ARCHIVED:
        raise ValidationError(_("The study is closed for good and does not change any more."))
    last = study.waves.aggregate(last=Max("number"))["last"] or 0
    wave = Wave(study=study, number=last + 1, **facts)
    wave.full_clean()
    _refuse_skipped(wave)
    wave.save()
    return wave


def change_wave(wave: Wave, **facts: Any) -> None:
    """Change the title and days of a wave, and how people are reminded."""
    for name, value in facts.items():
        setattr(wave, name, value)
    wave.full_clean(exclude=["study"])
    _refuse_skipped(wave)
    wave.save(update_fields=list(facts))
    if wave.sending:
        tasks.plan_sending(wave)


def _refuse_skipped(wave: Wave) -> None:
    found = dict(skipped_times(wave))
    if found:
        raise ValidationError(found)


def skipped_times(wave: Wave) -> Iterator[tuple[str, str]]:
    """Yield the times of a wave that the clock of its study never shows, each with a sentence about it."""
    times = (("opens_at", wave.opens, wave.opens_at), ("closes_at", wave.closes, wave.closes_at))
    text = _(
        "On %(day)s the clocks of %(zone)s are put forward, and no clock shows %(time)s. "
        "Choose an earlier or a later time."
    )
    for name, day, time in times:
        if day and time and is_skipped(day, time, wave.study.clock):
            said = {"day": date_format(day, "DATE_FORMAT"), "time": time_format(time, "TIME_FORMAT")}
            yield name, text % {**said, "zone": wave.study.zone}


def remove_wave(wave: Wave) -> None:
    """Remove a wave that nobody was asked in and nobody answered; one always stays."""
    if wave.responses.exists() or wave.invitations.exists() or wave.codes.exists():
        raise ValidationError(
            _("People were asked or have answered in this wave, so it stays. Give it a last day to end it.")
        )
    if not wave.study.waves.exclude(pk=wave.pk).exists():
        raise ValidationError(_("A study needs at least one wave."))
    wave.delete()
