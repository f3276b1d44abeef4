"""Tables of people's rights over their data."""

from mentorway.web.privacy.models.answering import OUTSIDE_EEA, WHERE, Arrangement, ArrangementFile, Processor
from mentorway.web.privacy.models.requests import (
    DAYS_TO_ANSWER,
    Act,
    Hold,
    Receipt,
    Request,
    RetentionRun,
    Right,
)

__all__ = [
    "DAYS_TO_ANSWER",
    "OUTSIDE_EEA",
    "WHERE",
    "Act",
    "Arrangement",
    "ArrangementFile",
    "Hold",
    "Processor",
    "Receipt",
    "Request",
    "RetentionRun",
    "Right",
]
