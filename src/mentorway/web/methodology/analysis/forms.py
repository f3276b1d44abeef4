"""Stored versions → compiled forms."""

import functools

from mentorway.questionnaire.definition import Form
from mentorway.web.methodology.models import Version


def form_of(version: Version) -> Form:
    """Return the compiled form of a version; the last ones asked for are kept, by their fingerprint."""
    return _form(version.form_hash, version.pk)


@functools.lru_cache(maxsize=32)
def _form(_fingerprint: str, pk: int) -> Form:
    return Form.from_json(Version.objects.values_list("form_json", flat=True).get(pk=pk))
