"""Open data on its public page: what the page says about itself to programs."""

from __future__ import annotations

from mentorway.web.dissemination.analysis.releases import Reading
from mentorway.web.dissemination.analysis.site_head import About
from mentorway.web.dissemination.models import Release, languages_of

ZIP = "application/zip"


def about(found: Reading, release: Release) -> About:
    """Return what a data release says about itself."""
    described = {code: {"text": text} for code, text in release.description.items()}
    there = tuple(languages_of(described, "text")) or (found.language,)
    facts = dict(found.schema)
    if found.is_withdrawn:
        facts["creativeWorkStatus"] = "Withdrawn"
    is_indexed = not (found.is_example or found.is_withdrawn)
    card = ("dataset", found.token)
    return About(found.title, found.description, "website", there, facts, card, is_indexed)
