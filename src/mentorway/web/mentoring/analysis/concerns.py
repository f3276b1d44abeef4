"""When somebody may ask to talk: as soon as a relationship has begun, also after its end."""

import datetime as dt

from mentorway.web.mentoring.analysis.relations import stage_of
from mentorway.web.mentoring.models import AT_WORK, Place, RelationState


def may_ask(place: Place, now: dt.datetime) -> bool:
    """Whether a relationship has begun for this person."""
    return stage_of(place, now) in (*AT_WORK, RelationState.ENDED)
