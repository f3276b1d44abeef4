"""What people look for in mentoring: rounds. Never people, and nothing that belongs to a pair."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from mentorway.web.core.finding import Found, Kind
from mentorway.web.mentoring.models import Round
from mentorway.web.mentoring.queries import rounds as queries


def _tell(rows: Sequence[Round]) -> Iterator[Found]:
    for row in rows:
        about = (row.get_state_display(), row.partner.name)
        yield Found(row.title, reverse("mentoring:round", args=[row.pk]), about, row.is_example)


KINDS = (Kind(Round, queries.rounds_of, _tell, "mentoring:rounds"),)
