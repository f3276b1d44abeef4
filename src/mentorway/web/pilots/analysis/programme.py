"""The programme that a cohort takes, as its people read it."""

from functools import lru_cache

from django.utils.translation import get_language

from mentorway.courses.structure import Assessment, AssessmentKind, Programme, Session
from mentorway.web.pilots.models import Cohort
from mentorway.web.training.analysis.whole import in_language
from mentorway.web.training.models import Edition


def programme_of(cohort: Cohort, language: str = "") -> Programme:
    """Return the version that a cohort takes: in the reader's language, else in that of the training."""
    mark = Edition.objects.values_list("pk", "content_hash").get(pk=cohort.edition_id)
    return _read(mark, language or get_language() or "en", cohort.language)


@lru_cache(maxsize=64)
def _read(edition: tuple[int, str], wanted: str, spoken: str) -> Programme:
    """Return a version in a language; versions never change, so that they are read once."""
    content = Edition.objects.values_list("content", flat=True).get(pk=edition[0])
    source = content["programme"]["language"]
    known = {*content["languages"], source}
    code = next((one for one in (wanted, spoken) if one in known), source)
    return in_language(content, code)


def sessions_of(programme: Programme) -> dict[str, Session]:
    """Return every planned session of a programme by its short name, in order."""
    return {one.key: one for module in programme.modules for one in module.sessions}


def assessments_of(programme: Programme) -> dict[str, Assessment]:
    """Return everything by which learning is seen, by its short name, in order."""
    return {one.key: one for module in programme.modules for one in module.assessments}


def assessment_of(programme: Programme, key: str, *kinds: AssessmentKind) -> Assessment | None:
    """Return the assessment with a short name, if there is one of one of ``kinds``."""
    found = assessments_of(programme).get(key)
    return found if found is not None and (not kinds or found.kind in kinds) else None
