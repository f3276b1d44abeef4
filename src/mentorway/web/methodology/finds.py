"""What people look for in methods: methodologies, questionnaires, instruments."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import get_language

from mentorway.web.core.finding import Found, Kind
from mentorway.web.methodology import queries
from mentorway.web.methodology.analysis.methodology_reading import in_lists
from mentorway.web.methodology.models import Instrument, Methodology, Questionnaire


def _tell_methodologies(rows: Sequence[Methodology]) -> Iterator[Found]:
    for row, texts in in_lists(rows, get_language() or "en"):
        address = reverse("methodology:methodology:overview", args=[row.pk])
        yield Found(texts["title"], address, (row.partner.name,), row.is_example)


def _tell_questionnaires(rows: Sequence[Questionnaire]) -> Iterator[Found]:
    for row in rows:
        address = reverse("methodology:draft", args=[row.pk])
        yield Found(row.title, address, (row.partner.name,), row.is_example)


def _tell_instruments(rows: Sequence[Instrument]) -> Iterator[Found]:
    for row in rows:
        yield Found(row.title, reverse("methodology:instrument", args=[row.pk]), (row.partner.name,))


KINDS = (
    Kind(Methodology, queries.methodologies_of, _tell_methodologies, "methodology:methodology:list"),
    Kind(Questionnaire, queries.questionnaires_of, _tell_questionnaires, "methodology:questionnaires"),
    Kind(Instrument, queries.instruments_of, _tell_instruments, "methodology:instruments"),
)
