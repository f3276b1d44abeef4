"""Example agreements between the example partners: synthetic, and said to be so."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from mentorway.web.network.actions import agreements as actions
from mentorway.web.network.models import (
    Acceptance,
    Agreement,
    AgreementState,
    AgreementVersion,
    Answer,
    Partner,
    Party,
)

TEXT: Final = (
    "This is a synthetic agreement of the example programme.\n\n"
    "## What we do together\n\n"
    "- We let {people} take part in the mentoring programme, as mentors or as mentees.\n"
    "- We visit each other at least {visits} and tell the other partners what we have learnt.\n"
    "- We answer the surveys of the programme, and see our own results first.\n\n"
    "## What each side gives\n\n"
    "Each side names one person to reach, gives mentors two hours of working time a month, "
    "and bears its own travel costs."
)


@dataclass(frozen=True)
class Made:
    """One example agreement; days are counted from the day the example is loaded."""

    title: str
    kind: str
    parties: tuple[str, ...]
    starts: int
    ends: int | None
    state: AgreementState = AgreementState.ACCEPTED
    people: str = "six people"
    visits: str = "twice a year"


OFFERED, DRAFT = AgreementState.OFFERED, AgreementState.DRAFT
# fmt: off
AGREEMENTS: Final = (
    Made("Partnership in the mentoring programme", "partnership",
         ("Example University", "Example Mentoring Centre", "Example Trading House", "Example College"),
         -420, 310),
    Made("Mentors for the shipyard’s apprentices", "training",
         ("Example University", "Example Shipyard Oy"), -300, 65),
    Made("Placements for students of the college", "placement",
         ("Example College", "Example Technologies UAB"), -200, 24),
    Made("Visits between school and bakery", "placement",
         ("Example Technical School", "Example Bakery SIA"), -150, None),
    Made("Sharing of survey answers", "data",
         ("Example University", "Example Mentoring Centre", "Example Adult Education Centre"), -380, 350),
    Made("Mentoring of newcomers in industry", "training",
         ("Example Mentoring Centre", "Example Industries AB"), -600, -40),
    Made("Group mentoring in software firms", "partnership",
         ("Example University", "Example Software Oy"), 20, 400, OFFERED),
    Made("Letter of intent on peer mentoring", "intent",
         ("Example Trading House", "Example Chamber of Crafts"), 30, None, DRAFT),
)
# fmt: on


@transaction.atomic
def load(_partner: Partner) -> None:
    """Make the agreements that are not there."""
    known = {partner.name: partner for partner in Partner.objects.filter(is_example=True, deleted=None)}
    today = timezone.localdate()
    for made in AGREEMENTS:
        is_there = Agreement.objects.filter(title=made.title, is_example=True).exists()
        if not is_there and set(made.parties) <= set(known):
            _make(made, [known[name] for name in made.parties], today)


def _make(made: Made, parties: list[Partner], today: dt.date) -> None:
    starts = today + dt.timedelta(days=made.starts)
    ends = None if made.ends is None else today + dt.timedelta(days=made.ends)
    held = made.state == AgreementState.ACCEPTED
    agreement = Agreement.objects.create(
        title=made.title,
        kind=made.kind,
        owner=parties[0],
        state=AgreementState.DRAFT,
        starts=starts if held else None,
        ends=ends if held else None,
        is_example=True,
    )
    Party.objects.bulk_create(Party(agreement=agreement, partner=partner) for partner in parties)
    text = TEXT.format(people=made.people, visits=made.visits)
    version = AgreementVersion.objects.create(
        agreement=agreement, number=1, text=text, starts=starts, ends=ends
    )
    if made.state == AgreementState.DRAFT:
        return
    version.offered, version.fingerprint = timezone.now(), actions.fingerprint(version)
    version.save(update_fields=["offered", "fingerprint"])
    willing = parties if held else parties[:1]
    Acceptance.objects.bulk_create(
        Acceptance(
            version=version,
            partner=partner,
            answer=Answer.ACCEPTED,
            signatory="Example Person",
            position="Director",
        )
        for partner in willing
    )
    agreement.state, agreement.held = made.state, version if held else None
    agreement.save(update_fields=["state", "held"])
