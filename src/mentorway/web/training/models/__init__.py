"""Training programmes: drafts, what they cite, their files, and published versions."""

from mentorway.web.training.models.programmes import (
    DAYS_IN_BIN,
    REVISIONS_KEPT,
    Citation,
    CitationQuerySet,
    Edition,
    EditionQuerySet,
    File,
    FileQuerySet,
    Programme,
    ProgrammeBin,
    ProgrammeQuerySet,
    Revision,
)

__all__ = [
    "DAYS_IN_BIN",
    "REVISIONS_KEPT",
    "Citation",
    "CitationQuerySet",
    "Edition",
    "EditionQuerySet",
    "File",
    "FileQuerySet",
    "Programme",
    "ProgrammeBin",
    "ProgrammeQuerySet",
    "Revision",
]
