"""It is decided which wave asks when, and people are invited: by hand, or by themselves on their day."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.evaluation.actions.evaluations import holding
from mentorway.web.evaluation.analysis import asking as analysis
from mentorway.web.evaluation.models import AskedWave, Asking, Evaluation
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.evaluation.queries import evaluations
from mentorway.web.pilots.models import Cohort
from mentorway.web.study.actions import inviting
from mentorway.web.study.models import Wave

log = logging.getLogger(__name__)


def set_waves(whole: Evaluation, **facts: Any) -> None:
    """Say which wave asks before, afterwards about before, after, later, and on which day by itself.

    ``facts`` holds ``wave_…`` and ``days_…`` for every time.
    """
    chosen = {asking: (facts[f"wave_{asking}"], facts[f"days_{asking}"]) for asking in Asking.values}
    with holding(whole) as held:
        _refuse_waves(held, chosen)
        held.waves.all().delete()
        for asking, (wave, days) in chosen.items():
            if wave is not None:
                row = AskedWave(evaluation=held, asking=asking, wave=wave, days=days)
                row.full_clean()
                row.save()


def _refuse_waves(held: Evaluation, chosen: Mapping[str, tuple[Wave | None, int | None]]) -> None:
    problems: dict[str, str] = {}
    seen: set[int] = set()
    for asking, (wave, days) in chosen.items():
        if wave is None:
            if days is not None:
                problems[f"days_{asking}"] = _(
                    "Choose the wave that is sent on this day, or leave the day empty."
                )
            continue
        if wave.study_id != held.study_id:
            problems[f"wave_{asking}"] = _("Choose a wave of the study of this evaluation.")
        elif wave.pk in seen:
            problems[f"wave_{asking}"] = _("Each wave asks about one time. Choose another wave.")
        seen.add(wave.pk)
        if days is not None and (days > 0) == (asking == Asking.BEFORE) and days != 0:
            problems[f"days_{asking}"] = (
                _("Before the programme: write 0 for its first day, or a number below 0.")
                if asking == Asking.BEFORE
                else _("After the programme: write 0 for its last day, or a number above 0.")
            )
    if problems:
        raise ValidationError(problems)


def invite(whole: Evaluation, asking: str, *, send: bool = False) -> int:
    """Invite everybody of the pilots to a wave, who is not yet; return how many.

    Those on the waiting lists are invited too if they are compared with. With ``send`` letters begin.
    """
    with holding(whole) as held:
        asked = queries.asked_wave_of(held, asking)
        if asked is None:
            raise ValidationError(_("No wave of the study asks about this time. Choose one first."))
        count = _invite(held, asked.wave, queries.cohorts_of(held))
        if send and not asked.wave.sending:
            inviting.start_sending(asked.wave)
    return count


def _invite(whole: Evaluation, wave: Wave, cohorts: list[Cohort], *, only: Cohort | None = None) -> int:
    members = queries.members_of(whole, cohorts)
    wanted = [one for one in members if only is None or one.cohort == only.pk]
    invited = queries.invited_to([wave])[wave.pk]
    people = analysis.people_to_invite(wanted, {one.pk: one for one in cohorts}, invited)
    return inviting.invite(wave, people=people) if people else 0


def invite_due(now: dt.datetime) -> int:
    """Invite the people of every pilot whose day has come, with letters; return how many."""
    count = 0
    for asked in evaluations.asking_by_themselves():
        try:
            count += _invite_by_itself(asked, now)
        except ValidationError:
            log.exception("nobody could be invited by themselves: evaluation %s", asked.evaluation_id)
    return count


def _invite_by_itself(asked: AskedWave, now: dt.datetime) -> int:
    if not analysis.is_open(asked.wave, now) or not analysis.may_be_due(asked, now):
        return 0
    count = 0
    with holding(asked.evaluation) as held:
        cohorts = queries.cohorts_of(held)
        for cohort in analysis.due_cohorts(held, asked, now):
            count += _invite(held, asked.wave, cohorts, only=cohort)
        if count and not asked.wave.sending:
            inviting.start_sending(asked.wave)
    return count
