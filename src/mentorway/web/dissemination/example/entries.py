"""Publications of the example: pages, news, events and a material. All of it is invented and says so."""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.core.attachments import Attachment
from mentorway.web.core.wording import kept
from mentorway.web.core.zones import moment_of
from mentorway.web.dissemination.actions.entries import keep_revision, name_claims
from mentorway.web.dissemination.actions.entry_files import AREA
from mentorway.web.dissemination.actions.entry_life import PUBLISHED
from mentorway.web.dissemination.example.event_texts import GROUPS, MORNING, PAPER, WORKSHOP
from mentorway.web.dissemination.example.page_texts import (
    CHECKLIST,
    NUMBERS,
    PILOTS_OVER,
    PROJECT,
    Texts,
)
from mentorway.web.dissemination.models import Entry, EntryFile, EntryStep, Kind, State, TargetGroup
from mentorway.web.dissemination.queries import entries as queries
from mentorway.web.network.example.people import anybody_of
from mentorway.web.network.models import Partner

PEOPLE: Final = "{people}"
BEGINS, ENDS = dt.time(9, 30), dt.time(12)
CAME: Final = 24
DAY: Final = dt.timedelta(days=1)


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the publications, unless that was done or the partner has nobody."""
    user = anybody_of(partner)
    if user is None or Entry.objects.filter(is_example=True).exists():
        return
    now = timezone.now()
    slug = queries.example_claim_slug("people")
    groups = _groups()
    pages = ((PROJECT, "about-the-example", 1), (NUMBERS, "how-numbers-come-about", 2))
    for texts, name, position in pages:
        _shown(partner, user, texts, kind=Kind.PAGE, slug=name, position=position, published=now - 40 * DAY)
    news = _shown(
        partner, user, _with_figure(PILOTS_OVER, slug), kind=Kind.NEWS, slug="both-pilots-are-over",
        published=now - 3 * DAY,
    )  # fmt: skip
    coming = _event(partner, user, MORNING, slug="morning-about-mentoring", on=now + 30 * DAY)
    over = _event(partner, user, WORKSHOP, slug="workshop-for-trainers", on=now - 20 * DAY, came=CAME)
    paper = _shown(
        partner, user, CHECKLIST, kind=Kind.MATERIAL, slug="first-meeting", licence="CC0-1.0",
        published=now - 10 * DAY,
    )  # fmt: skip
    _papers(paper, user)
    for entry, meant in ((news, groups), (coming, groups[:1]), (over, groups[1:2]), (paper, groups[:2])):
        entry.target_groups.set(meant)


def _groups() -> list[TargetGroup]:
    """Return the groups, which are real names for real use and are made only where there are none."""
    if not TargetGroup.objects.exists():
        for position, names in enumerate(GROUPS, start=1):
            texts = {code: {"name": name} for code, name in names.items()}
            TargetGroup.objects.create(texts=texts, position=position)
    return list(TargetGroup.objects.order_by("position", "pk"))


def _with_figure(texts: Texts, slug: str | None) -> Texts:
    """Return texts with the figure of a claim in its place; without the claim, without the paragraph."""
    return {code: (title, summary, _body(body, slug)) for code, (title, summary, body) in texts.items()}


def _body(body: str, slug: str | None) -> str:
    if slug:
        return body.replace(PEOPLE, f"[[claim:{slug}]]")
    return "\n\n".join(part for part in body.split("\n\n") if PEOPLE not in part)


def _event(partner: Partner, user: User, texts: Texts, *, on: dt.datetime, **facts: Any) -> Entry:
    entry = Entry(zone="Europe/Helsinki")
    day = on.astimezone(entry.clock).date()
    return _shown(
        partner, user, texts, kind=Kind.EVENT, zone=entry.zone, venue="Example Street 1, Helsinki",
        starts=moment_of(day, BEGINS, entry.clock), ends=moment_of(day, ENDS, entry.clock),
        published=timezone.now() - 30 * DAY, **facts,
    )  # fmt: skip


def _shown(partner: Partner, user: User, texts: Texts, **facts: Any) -> Entry:
    words = {
        code: {"title": title, "summary": summary, "body": body}
        for code, (title, summary, body) in texts.items()
    }
    entry = Entry(
        partner=partner, created_by=user, texts=words, shown=words, state=State.PUBLISHED, is_example=True,
        **{"licence": "CC0-1.0", **facts},
    )  # fmt: skip
    entry.search_text = queries.search_text_of(entry)
    entry.full_clean()
    entry.save()
    name_claims(entry)
    keep_revision(entry, user)
    EntryStep.objects.create(
        entry=entry, before=State.DRAFT, after=State.PUBLISHED, revision=entry.revision, by=user,
        said=[kept(PUBLISHED)],
    )  # fmt: skip
    return entry


def _papers(entry: Entry, user: User) -> None:
    for code, (caption, text) in PAPER.items():
        paper = Attachment(f"first-meeting-{code}.txt", "text/plain", text.encode())
        row = EntryFile(
            entry=entry, caption=caption, language=code, licence="CC0-1.0", is_shown=True, added_by=user
        )
        attachments.store(row, paper, AREA)
