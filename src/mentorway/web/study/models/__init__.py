"""Studies, who is asked, and what was answered: two halves of the house that nothing joins.

One half knows people: `Invitation`, `AccessCode`, `Participation`. The other knows answers: `Response`. No
row of one points to a row of the other, no column of both holds the same value, and neither keeps a time of
answering beside the day. A `Draft` knows its code until it is sent, then it is gone.
"""

from mentorway.web.study.models.answers import Draft, Response, Source, Status
from mentorway.web.study.models.asking import AccessCode, Contact, Invitation, Participation
from mentorway.web.study.models.history import Event, What
from mentorway.web.study.models.study import (
    DAYS_IN_BIN,
    MOVES,
    Consent,
    Mode,
    State,
    Study,
    Target,
    Wave,
)
from mentorway.web.study.models.work import (
    UNDER_WAY,
    Batch,
    BatchState,
    Device,
    Download,
    Stage,
)

__all__ = [
    "DAYS_IN_BIN",
    "MOVES",
    "UNDER_WAY",
    "AccessCode",
    "Batch",
    "BatchState",
    "Consent",
    "Contact",
    "Device",
    "Download",
    "Draft",
    "Event",
    "Invitation",
    "Mode",
    "Participation",
    "Response",
    "Source",
    "Stage",
    "State",
    "Status",
    "Study",
    "Target",
    "Wave",
    "What",
]
