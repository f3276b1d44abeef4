"""What people look for in training: programmes."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import get_language

from mentorway.web.core.finding import Found, Kind
from mentorway.web.training import queries
from mentorway.web.training.analysis.reading import in_lists
from mentorway.web.training.models import Programme


def _tell(rows: Sequence[Programme]) -> Iterator[Found]:
    for row, texts in in_lists(rows, get_language() or "en"):
        about = (row.partner.name,)
        yield Found(texts["title"], reverse("training:overview", args=[row.pk]), about, row.is_example)


KINDS = (Kind(Programme, queries.programmes_of, _tell, "training:programmes"),)
