"""A letter about what is new, as one person gets it: what needs them, what happened since the last one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.core import signing
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mentorway.web.core.addresses import page, whole
from mentorway.web.core.leaving import headers_for
from mentorway.web.core.models import Happening
from mentorway.web.core.needs import Need, needs_of
from mentorway.web.core.tasks import Letter
from mentorway.web.notices import queries
from mentorway.web.notices.analysis.news import News, Reading, lines_of
from mentorway.web.notices.models import Reader

MOST: Final = 20  # lines of a letter, of needs and of news each
MARGIN: Final = dt.timedelta(
    minutes=10
)  # in which what happened may not have been kept yet, or clocks differ
SIGNING: Final = "mentorway.notices.leave"
MARKS: Final = 200


@dataclass(frozen=True)
class Line:
    """One line of a letter."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Digest:
    """What stands in a letter. ``is_worth`` says whether something of it is new; ``told`` marks the needs."""

    needs: Sequence[Line]
    more_needs: int
    news: Sequence[Line]
    more_news: int
    is_worth: bool
    told: Sequence[str]


def digest_of(reader: Reader, now: dt.datetime, zone: ZoneInfo) -> Digest:
    """Return what a person would be written now, in the language that is spoken."""
    needs = needs_of(reader.user, _wanted(reader))
    marks = [_mark(one) for one in needs][:MARKS]
    since, until = min(reader.looked, now) - MARGIN, now - MARGIN
    rows = Happening.objects.filter(at__gt=since, at__lte=until)
    heard = queries.heard(reader.user, queries.by_others(reader.user, rows), _wanted(reader))
    news, more = lines_of(Reading(reader.user, zone), heard, MOST)
    return Digest(
        needs=list(_need_lines(needs))[:MOST],
        more_needs=max(0, len(needs) - MOST),
        news=[_line(one, zone) for one in news],
        more_news=more,
        is_worth=bool(news) or not set(marks) <= set(reader.told),
        told=marks,
    )


def _wanted(reader: Reader) -> set[str]:
    return {app for app, _title in activities()} - set(reader.left_out)


def activities() -> list[tuple[str, str]]:
    """Return the activities of which people are told, with their titles, in flow order."""
    return [(one.app, str(one.title)) for one in queries.telling()]


def _mark(need: Need) -> str:
    """Return by what a need is known again: its page, as its words count and its language changes.

    What has become urgent since is told again.
    """
    return hashlib.sha256(f"{need.urgent:d} {need.url}".encode()).hexdigest()[:16]


def _need_lines(needs: Iterable[Need]) -> Iterator[Line]:
    """Put needs in lines; where one names somebody, the letter only says where to look."""
    for need in needs:
        text = _("Something about a person waits for you.") if need.names_somebody else need.text
        yield Line(text, whole(need.url), _("Others wait for it.") if need.urgent else "")


def _line(news: News, zone: ZoneInfo) -> Line:
    day = date_format(news.at.astimezone(zone).date(), "DATE_FORMAT")
    times = ngettext("%(count)d time", "%(count)d times", news.times) % {"count": news.times}
    return Line(news.text, whole(news.url), f"{day}, {times}" if news.times > 1 else day)


def letter_of(reader: Reader, digest: Digest) -> Letter:
    """Return the letter, in the language of the person."""
    with override(reader.user.language):
        leave = leaving(reader)
        subject = subject_of(digest)
        context = {
            "digest": digest, "subject": subject, "name": reader.user.name, "leave": leave,
            "language": reader.user.language, "all": page("notices:news"), "choose": page("notices:settings"),
        }  # fmt: skip
        return Letter(
            to=reader.user.email,
            subject=_("Mentorway: %(what)s") % {"what": subject},
            body=render_to_string("notices/letter.txt", context).strip() + "\n",
            html=render_to_string("notices/letter.html", context),
            headers=headers_for(leave),
        )


def subject_of(digest: Digest) -> str:
    """Return in one line what a letter is about."""
    needs, news = len(digest.needs) + digest.more_needs, len(digest.news) + digest.more_news
    if not needs:
        return ngettext("%(count)d thing happened", "%(count)d things happened", news) % {"count": news}
    waits = ngettext("%(count)d thing needs you", "%(count)d things need you", needs) % {"count": needs}
    if not news:
        return waits
    happened = ngettext("%(count)d thing happened", "%(count)d things happened", news) % {"count": news}
    return _("%(needs)s, %(news)s") % {"needs": waits, "news": happened}


def leaving(reader: Reader) -> str:
    """Return the address with which letters are stopped, without signing in."""
    return page("notices:leave", signed(reader))


def signed(reader: Reader) -> str:
    """Return what stands for a person in that address: nobody else can make it."""
    return signing.Signer(salt=SIGNING).sign(str(reader.pk))


def reader_behind(sign: str) -> int | None:
    """Return whose letters an address stops; None where nobody made it here."""
    try:
        return int(signing.Signer(salt=SIGNING).unsign(sign))
    except (signing.BadSignature, ValueError):
        return None
