"""What people look for among studies; never what somebody answered."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from mentorway.web.core.finding import Found, Kind
from mentorway.web.study import queries
from mentorway.web.study.models import Study


def _tell(rows: Sequence[Study]) -> Iterator[Found]:
    for row in rows:
        about = (row.get_state_display(), row.partner.name)
        yield Found(row.title, reverse("study:board", args=[row.pk]), about, row.is_example)


KINDS = (Kind(Study, queries.studies_of, _tell, "study:studies"),)
