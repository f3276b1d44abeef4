"""What people look for among pilots: cohorts, never who is in them."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from mentorway.web.core.finding import Found, Kind
from mentorway.web.pilots.models import Cohort
from mentorway.web.pilots.queries import cohorts as queries


def _tell(rows: Sequence[Cohort]) -> Iterator[Found]:
    for row in rows:
        about = (row.get_state_display(), row.partner.name)
        yield Found(row.title, reverse("pilots:cohort", args=[row.pk]), about, row.is_example)


KINDS = (Kind(Cohort, queries.cohorts_of, _tell, "pilots:cohorts"),)
