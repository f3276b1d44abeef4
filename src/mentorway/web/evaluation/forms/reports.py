"""In which language a report is read."""

from django.http import HttpRequest
from django.utils.translation import get_language

from mentorway.web.core import paging
from mentorway.web.evaluation.analysis.report import LANGUAGES


def language_of(request: HttpRequest) -> str:
    """Return the language that the address names, else that of the reader."""
    usual = (get_language() or "en").partition("-")[0]
    return paging.choice_of(request, "language", LANGUAGES, usual=usual)
