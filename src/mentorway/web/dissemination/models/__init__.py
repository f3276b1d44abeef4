"""Tables of what is published."""

from mentorway.web.dissemination.models.audience import Mailing, Reach, Standing, Subscriber
from mentorway.web.dissemination.models.claims import (
    DAYS_IN_BIN,
    Basis,
    Claim,
    ClaimRevision,
    ClaimStep,
    ClaimVersion,
)
from mentorway.web.dissemination.models.editorial import LANGUAGES, MOVES, State, Texts, languages_of, text_in
from mentorway.web.dissemination.models.entries import (
    Entry,
    EntryFile,
    EntryRevision,
    EntryStep,
    Kind,
    TargetGroup,
)
from mentorway.web.dissemination.models.outreach import (
    Action,
    ActionFile,
    Channel,
    Goal,
    Indicator,
    KeyResult,
    Readiness,
)
from mentorway.web.dissemination.models.releases import Release, Stage

__all__ = [
    "DAYS_IN_BIN",
    "LANGUAGES",
    "MOVES",
    "Action",
    "ActionFile",
    "Basis",
    "Channel",
    "Claim",
    "ClaimRevision",
    "ClaimStep",
    "ClaimVersion",
    "Entry",
    "EntryFile",
    "EntryRevision",
    "EntryStep",
    "Goal",
    "Indicator",
    "KeyResult",
    "Kind",
    "Mailing",
    "Reach",
    "Readiness",
    "Release",
    "Stage",
    "Standing",
    "State",
    "Subscriber",
    "TargetGroup",
    "Texts",
    "languages_of",
    "text_in",
]
