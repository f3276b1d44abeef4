"""What people look for in comparisons: sets of answers, and what was asked of them."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from mentorway.web.comparison import queries
from mentorway.web.comparison.models import Analysis, Dataset
from mentorway.web.core.finding import Found, Kind


def _tell_answers(rows: Sequence[Dataset]) -> Iterator[Found]:
    for row in rows:
        about = (row.partner.name,)
        yield Found(row.title, reverse("comparison:answers", args=[row.pk]), about, row.is_example)


def _tell_analyses(rows: Sequence[Analysis]) -> Iterator[Found]:
    for row in rows:
        about = (row.dataset.title, row.dataset.partner.name)
        yield Found(row.title, reverse("comparison:analysis", args=[row.pk]), about, row.dataset.is_example)


KINDS = (
    Kind(Dataset, queries.datasets_of, _tell_answers, "comparison:comparisons"),
    Kind(Analysis, queries.analyses_found, _tell_analyses),
)
