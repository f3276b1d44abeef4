"""What the partner of the example did to be heard, and what becomes of results: all of it invented."""

import datetime as dt
from typing import Any, Final

from django.utils import timezone

from mentorway.web.core.turns import writing
from mentorway.web.dissemination.models import Action, Channel, Claim, KeyResult, Readiness
from mentorway.web.network.example.people import anybody_of
from mentorway.web.network.models import Partner

# Days from today, what, how, country, people wanted, people reached, how they were counted.
DONE: Final[tuple[tuple[int, str, str, str, int, int | None, str], ...]] = (
    (-150, "Morning for school heads: first results (invented)", Channel.EVENT, "FI", 40, 37, "Signatures"),
    (
        -95,
        "Talk at a Nordic conference on mentoring (invented)",
        Channel.CONFERENCE,
        "SE",
        80,
        65,
        "Seats taken",
    ),
    (-60, "Article in a teachers’ journal (invented)", Channel.ARTICLE, "LT", 500, None, ""),
    (-31, "Interview on regional radio (invented)", Channel.PRESS, "LV", 2000, None, ""),
    (
        -12,
        "Meeting with the city’s education board (invented)",
        Channel.MEETING,
        "FI",
        8,
        9,
        "People in the room",
    ),
)
PLANNED: Final[tuple[tuple[int, str, str, str, int], ...]] = (
    (-5, "Leaflet for mentors, second printing (invented)", Channel.OTHER, "FI", 300),
    (25, "Open day of the pilots (invented)", Channel.EVENT, "LT", 60),
    (70, "Closing conference (invented)", Channel.EVENT, "SE", 150),
)
RESULTS: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "Training for mentors (invented)",
        "users": "Schools and youth centres, to prepare mentors in four evenings.",
        "how": "From the public site, free of charge. One person with experience of mentoring leads it.",
        "after": "The example partner keeps it up, with money of its own for two days of work a year.",
        "licence": "CC-BY-4.0",
        "readiness": Readiness.HANDED,
        "users_count": 3,
    },
    {
        "title": "Questionnaire on trust (invented)",
        "users": "Researchers who ask young people in several countries.",
        "how": "With the open data, in five languages.",
        "licence": "CC0-1.0",
        "readiness": Readiness.READY,
    },
)


def load(partner: Partner) -> None:
    """Store the plan, the log and the results of the example, unless that was done."""
    if Action.objects.filter(is_example=True).exists():
        return
    today = timezone.localdate()
    user = anybody_of(partner)
    common = {"partner": partner, "created_by": user, "is_example": True}
    with writing():
        for days, title, channel, country, expected, reached, how in DONE:
            day = today + dt.timedelta(days=days)
            _kept(
                Action(
                    title=title, channel=channel, country=country, planned_on=day, done_on=day,
                    expected=expected, reached=reached, how_counted=how, **common,
                )
            )  # fmt: skip
        for days, title, channel, country, expected in PLANNED:
            day = today + dt.timedelta(days=days)
            facts = {"title": title, "channel": channel, "country": country, "planned_on": day}
            _kept(Action(expected=expected, **facts, **common))
        for facts in RESULTS:
            row = KeyResult(kept_until=today + dt.timedelta(days=3 * 365), **facts, **common)
            _kept(row)
            row.claims.set(Claim.objects.standing().filter(is_example=True)[:1])


def _kept(row: Action | KeyResult) -> None:
    row.full_clean(exclude=["created_by"])
    row.save()
