"""What people look for among evaluations; never what somebody said."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from mentorway.web.core.finding import Found, Kind
from mentorway.web.evaluation.models import Evaluation
from mentorway.web.evaluation.queries import evaluations as queries


def _tell(rows: Sequence[Evaluation]) -> Iterator[Found]:
    for row in rows:
        about = (row.partner.name,)
        yield Found(row.title, reverse("evaluation:evaluation", args=[row.pk]), about, row.is_example)


KINDS = (Kind(Evaluation, queries.evaluations_of, _tell, "evaluation:evaluations"),)
