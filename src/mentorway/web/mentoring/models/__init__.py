"""Tables of mentoring."""

from mentorway.web.mentoring.models.concerns import Concern, ConcernKind
from mentorway.web.mentoring.models.matchings import Matching, MatchingState, Way
from mentorway.web.mentoring.models.people import (
    MOST_MENTEES,
    AgeGroup,
    FairnessFacts,
    Gender,
    KeptApart,
    Person,
    Side,
    new_link,
)
from mentorway.web.mentoring.models.relations import (
    AT_WORK,
    OPEN,
    Answer,
    Ending,
    Enquiry,
    Place,
    Relation,
    RelationState,
)
from mentorway.web.mentoring.models.rounds import (
    DAYS_IN_BIN,
    ROUND_MOVES,
    Round,
    RoundRevision,
    RoundState,
)
from mentorway.web.mentoring.models.standards import StandardAnswer
from mentorway.web.mentoring.models.supervision import SupervisionGroup, SupervisionMeeting
from mentorway.web.mentoring.models.talks import Mode, Note, Nudge, Talk, TalkState
from mentorway.web.mentoring.models.together import (
    LEVELS,
    MOST_GOALS,
    AgreementAcceptance,
    AgreementVersion,
    Goal,
    Rating,
)

__all__ = [
    "AT_WORK",
    "DAYS_IN_BIN",
    "LEVELS",
    "MOST_GOALS",
    "MOST_MENTEES",
    "OPEN",
    "ROUND_MOVES",
    "AgeGroup",
    "AgreementAcceptance",
    "AgreementVersion",
    "Answer",
    "Concern",
    "ConcernKind",
    "Ending",
    "Enquiry",
    "FairnessFacts",
    "Gender",
    "Goal",
    "KeptApart",
    "Matching",
    "MatchingState",
    "Mode",
    "Note",
    "Nudge",
    "Person",
    "Place",
    "Rating",
    "Relation",
    "RelationState",
    "Round",
    "RoundRevision",
    "RoundState",
    "Side",
    "StandardAnswer",
    "SupervisionGroup",
    "SupervisionMeeting",
    "Talk",
    "TalkState",
    "Way",
    "new_link",
]
