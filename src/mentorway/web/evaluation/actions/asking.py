"""People are invited: by hand, or by themselves on their day. Who is asked has a group from then on."""

import datetime as dt
import logging

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.evaluation.actions import arms
from mentorway.web.evaluation.actions.evaluations import holding
from mentorway.web.evaluation.analysis import asking as analysis
from mentorway.web.evaluation.analysis.arms import members_of
from mentorway.web.evaluation.models import AskedWave, Evaluation
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.evaluation.queries import evaluations
from mentorway.web.pilots.models import Cohort
from mentorway.web.study.actions import inviting
from mentorway.web.study.models import Wave

log = logging.getLogger(__name__)


def invite(whole: Evaluation, key: str, *, send: bool = False) -> int:
    """Invite everybody of the pilots to a wave (by its key), who is not yet; return how many.

    Those on the waiting lists are invited too if they are compared with. With ``send`` letters begin.
    """
    with holding(whole) as held:
        asked = queries.asked_wave_of(held, key)
        if asked is None:
            raise ValidationError(_("No wave of the study asks about this time. Choose one first."))
        count = _invite(held, asked.wave, queries.cohorts_of(held), timezone.now())
        if send and not asked.wave.sending:
            inviting.start_sending(asked.wave)
    return count


def _invite(
    whole: Evaluation, wave: Wave, cohorts: list[Cohort], now: dt.datetime, *, only: Cohort | None = None
) -> int:
    """Set the groups of those who are asked for the first time, and invite them."""
    arms.set_arms(whole, cohorts if only is None else [only], now)
    members = members_of(whole, now, cohorts)
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
            count += _invite(held, asked.wave, cohorts, now, only=cohort)
        if count and not asked.wave.sending:
            inviting.start_sending(asked.wave)
    return count
