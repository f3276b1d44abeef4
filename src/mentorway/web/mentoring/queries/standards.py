"""What can be counted in a round for the self-assessment: dates and numbers, no text of anybody."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Q

from mentorway.web.mentoring.models import (
    Answer,
    Concern,
    Enquiry,
    Place,
    Round,
    Side,
    StandardAnswer,
    TalkState,
)
from mentorway.web.pilots.models import Participant, Standing

WEEK: Final = dt.timedelta(days=7)


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent, rounded down; None where there is nothing to count."""
        return 100 * self.count // self.of if self.of else None


def answers_of(whole: Round) -> dict[str, StandardAnswer]:
    """What was answered to the statements, by their short names."""
    return {one.statement: one for one in whole.standards.select_related("by")}


def profiles(whole: Round) -> Share:
    """Of those who take part, who has told enough to be matched."""
    return _people(whole, Q(profiled__isnull=False))


def agreed_to(whole: Round) -> Share:
    """Of those who take part, who has agreed to the text about their data when joining."""
    return _people(whole, ~Q(agreed_to=""))


def _people(whole: Round, had: Q) -> Share:
    found = whole.people.present().aggregate(all=Count("pk"), had=Count("pk", filter=had))
    return Share(found["had"], found["all"])


def mentors_trained(whole: Round) -> Share | None:
    """Of the mentors, who is in the cohort that is named for the round; None if none is named."""
    if whole.cohort_id is None:
        return None
    rows = Participant.objects.filter(cohort=whole.cohort_id, standing=Standing.ENROLLED)
    known = {email.lower() for email in rows.exclude(email="").values_list("email", flat=True)}
    mentors = whole.people.present().filter(side=Side.MENTOR).values_list("email", flat=True)
    return Share(sum(1 for email in mentors if email.lower() in known), len(mentors))


def mentors_supervised(whole: Round) -> Share:
    """Of the mentors, who is in a supervision group."""
    rows = whole.people.present().filter(side=Side.MENTOR)
    return Share(rows.filter(supervision__isnull=False).distinct().count(), rows.count())


def answered_themselves(whole: Round) -> Share:
    """Of the places in relationships that began, in how many somebody accepted."""
    rows = Place.objects.filter(relation__round=whole, relation__began__isnull=False)
    accepted = Q(answer=Answer.ACCEPTED, answered__isnull=False)
    found = rows.exclude(answer=Answer.DECLINED).aggregate(all=Count("pk"), had=Count("pk", filter=accepted))
    return Share(found["had"], found["all"])


def have_met(whole: Round, now: dt.datetime) -> Share:
    """Of the relationships that began at least a month ago, which have noted a meeting."""
    rows = whole.relations.filter(began__lte=now - dt.timedelta(days=30))
    met = rows.filter(talks__state=TalkState.HELD).distinct()
    return Share(met.count(), rows.count())


def concerns_in_time(whole: Round, now: dt.datetime) -> Share:
    """Of the wishes to talk, replied to or older than a week, which got a reply within a week."""
    rows = Concern.objects.filter(place__relation__round=whole)
    counted = rows.filter(Q(replied__isnull=False) | Q(at__lte=now - WEEK))
    return Share(counted.filter(replied__lte=F("at") + WEEK).count(), counted.count())


def enquiries_in_time(whole: Round, now: dt.datetime) -> Share:
    """Of the questions about proposals, replied to or older than a week, which got a reply within a week."""
    rows = Enquiry.objects.filter(place__relation__round=whole)
    counted = rows.filter(Q(replied__isnull=False) | Q(at__lte=now - WEEK))
    return Share(counted.filter(replied__lte=F("at") + WEEK).count(), counted.count())


def matchings_computed(whole: Round) -> int:
    """How many matchings were computed."""
    return whole.matchings.count()
