"""Asking those who take part for feedback, through a study: what they say is not joined to them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.pilots.models import Audience, Cohort
from mentorway.web.pilots.queries import letters as queries
from mentorway.web.study.actions import inviting
from mentorway.web.study.analysis.people import Person
from mentorway.web.study.models import Wave


def choose(cohort: Cohort, *, wave: Wave | None) -> None:
    """Say which questions ask for feedback."""
    if wave is not None and wave.study.partner_id != cohort.partner_id:
        raise ValidationError({"wave": _("Choose questions of the partner that holds the cohort.")})
    Cohort.objects.filter(pk=cohort.pk).update(feedback=wave)
    cohort.feedback = wave


@transaction.atomic
def invite(cohort: Cohort) -> int:
    """Invite those who take part and are not invited yet; the letters are those of the study."""
    wave = cohort.feedback
    if wave is None:
        raise ValidationError(_("Choose first which questions ask for feedback."))
    sector, known = cohort.partner.sector, queries.invited_to(wave)
    people = [
        Person(one.email.lower(), one.name, one.language, cohort.country, sector, cohort.partner_id)
        for one in queries.reachable(cohort, Audience.ENROLLED)
        if one.email.lower() not in known
    ]
    return inviting.invite(wave, people=people)
