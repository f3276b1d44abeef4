"""What programs read of what is kept about the person who asks: which tables, what for, how many rows.

The rows themselves are given as a file on the page, after asking who it is.
"""

import datetime as dt

from ninja import Field, Router, Schema

from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.privacy.analysis import overview
from mentorway.web.privacy.queries import own as queries

router = Router(tags=["Your data"])


class KeptTable(Schema):
    """A table that holds something about you."""

    table: str
    activity: str
    about: str
    purpose: str
    basis: str
    kept: str
    seen_by: list[str]
    count: int


class GivenConsent(Schema):
    """Something that you agreed to."""

    what: str
    language: str
    at: dt.datetime | dt.date | None
    channel: str
    withdrawn: dt.datetime | dt.date | None


class KeptAboutMe(Schema):
    """What is kept about you, table by table."""

    tables: list[KeptTable]
    consents: list[GivenConsent]
    file: str = Field(description="The page where you get all of it as a file, after a password.")


@router.get("/mine/", response=KeptAboutMe)
def mine(request: MemberRequest) -> KeptAboutMe:
    """What is kept about you: which tables, what for, and how many rows."""
    person = queries.person_of(request.user)
    tables = [
        KeptTable(
            table=line.kept.model,
            activity=str(group.title),
            about=str(line.kept.about),
            purpose=str(line.kept.purpose),
            basis=str(line.kept.basis.value),
            kept=str(line.kept.kept),
            seen_by=[str(one.value) for one in line.kept.seen_by],
            count=line.count,
        )
        for group in overview.kept_about(person)
        for line in group.lines
    ]
    consents = [
        GivenConsent(
            what=str(one.what), language=one.language, at=one.at, channel=one.channel, withdrawn=one.withdrawn
        )
        for one in overview.consents_of(person)
    ]
    return KeptAboutMe(tables=tables, consents=consents, file=page("privacy:take"))
