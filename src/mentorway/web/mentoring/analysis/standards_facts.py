"""What the data of a round show about statements of the self-assessment, and which percent they suggest."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.mentoring.analysis import board
from mentorway.web.mentoring.models import Round
from mentorway.web.mentoring.queries import standards as queries
from mentorway.web.mentoring.queries.standards import Share


@dataclass(frozen=True)
class Fact:
    """What the data show, and the percent that they suggest; None where they suggest none."""

    text: str
    percent: int | None


@dataclass(frozen=True)
class Seen:
    """A round, now, with its relationships at work."""

    whole: Round
    now: dt.datetime
    rows: list[board.Row]


def facts_of(whole: Round, now: dt.datetime) -> dict[str, Fact]:
    """Return what the data show, by the short name of the statement."""
    rows = board.rows_of(whole, now.astimezone(whole.zone).date())
    seen = Seen(whole, now, rows)
    return {key: found(seen) for key, found in FINDING.items()}


def _shared(share: Share, text: str, nothing: str) -> Fact:
    if not share.of:
        return Fact(nothing, None)
    return Fact(text % {"count": share.count, "total": share.of}, share.percent)


def _of_pairs(seen: Seen, had: Callable[[board.Row], bool]) -> Share:
    return Share(sum(1 for one in seen.rows if had(one)), len(seen.rows))


def _no_pair() -> str:
    return _("No pair works together yet.")


def _purpose(seen: Seen) -> Fact:
    if seen.whole.purpose.strip():
        return Fact(_("The overview of the round says what it is for."), 100)
    return Fact(_("The overview of the round does not say yet what it is for."), 0)


def _hopes(seen: Seen) -> Fact:
    asked = [seen.whole.mentee_questions_id, seen.whole.mentor_questions_id]
    count = sum(1 for one in asked if one is not None)
    texts = (
        _("Neither mentees nor mentors are asked questions of your own yet."),
        _("One side is asked questions of your own, the other is not."),
        _("Mentees and mentors are asked questions of your own before they are matched."),
    )
    return Fact(texts[count], count * 50)


def _trained(seen: Seen) -> Fact:
    share = queries.mentors_trained(seen.whole)
    if share is None:
        return Fact(_("No cohort is named for this round in which mentors are trained."), None)
    text = _("%(count)d of %(total)d mentors are in the cohort that is named for this round.")
    return _shared(share, text, _("There are no mentors yet."))


def _agreement(seen: Seen) -> Fact:
    text = _("In %(count)d of %(total)d pairs at work all have accepted their agreement.")
    return _shared(_of_pairs(seen, lambda one: one.agreed is not None), text, _no_pair())


def _profiles(seen: Seen) -> Fact:
    text = _("%(count)d of %(total)d people have completed their profiles.")
    return _shared(queries.profiles(seen.whole), text, _("Nobody is here yet."))


def _criteria(seen: Seen) -> Fact:
    count = len(seen.whole.criteria)
    if not count:
        return Fact(_("It is not said yet what counts for a good pair."), 0)
    text = ngettext(
        "%(count)d criterion is set, and every pair that is computed has its reasons in words.",
        "%(count)d criteria are set, and every pair that is computed has its reasons in words.",
        count,
    )
    return Fact(text % {"count": count}, 100)


def _both_choose(seen: Seen) -> Fact:
    text = _("%(count)d of %(total)d people in pairs that began have accepted the proposal themselves.")
    nothing = _("No pair has begun yet. None begins here before all in it have accepted.")
    return _shared(queries.answered_themselves(seen.whole), text, nothing)


def _unwinding(_seen: Seen) -> Fact:
    return Fact(_("This is built in: everybody can end a pair without saying why, and be matched anew."), 100)


def _alike(seen: Seen) -> Fact:
    count = queries.matchings_computed(seen.whole)
    if not count:
        return Fact(_("No matching is computed yet."), None)
    return Fact(
        _("Each matching has a part that shows groups side by side. Only you know whether you look at it."),
        None,
    )


def _goals(seen: Seen) -> Fact:
    text = _("%(count)d of %(total)d pairs at work have a goal with fixed levels.")
    return _shared(_of_pairs(seen, lambda one: one.goals > 0), text, _no_pair())


def _meetings(seen: Seen) -> Fact:
    text = _("%(count)d of %(total)d pairs that began at least a month ago have noted a meeting.")
    nothing = _("No pair began at least a month ago.")
    return _shared(queries.have_met(seen.whole, seen.now), text, nothing)


def _quiet(seen: Seen) -> Fact:
    rows = [one for one in seen.rows if one.standing != board.Standing.PAUSED]
    share = Share(sum(1 for one in rows if one.days < board.SILENT), len(rows))
    text = _(
        "%(count)d of %(total)d pairs at work are not silent: they met, or began, less than seven weeks ago."
    )
    return _shared(share, text, _no_pair())


def _privacy(seen: Seen) -> Fact:
    text = _("%(count)d of %(total)d people have agreed to the text about their data when they joined.")
    return _shared(queries.agreed_to(seen.whole), text, _("Nobody is here yet."))


def _confidential(_seen: Seen) -> Fact:
    text = _(
        "This is built in: agreements, goals and notes are on no page and in no file of those who run it."
    )
    return Fact(text, 100)


def _concerns(seen: Seen) -> Fact:
    text = _("%(count)d of %(total)d wishes to talk got a reply within a week.")
    nothing = _("Nobody has asked to talk so far, or the week is not over.")
    return _shared(queries.concerns_in_time(seen.whole, seen.now), text, nothing)


def _supervision(seen: Seen) -> Fact:
    text = _("%(count)d of %(total)d mentors are in a supervision group.")
    return _shared(queries.mentors_supervised(seen.whole), text, _("There are no mentors yet."))


def _contact(seen: Seen) -> Fact:
    if seen.whole.contact.strip():
        return Fact(_("The round names who answers questions."), 100)
    return Fact(_("The round does not say yet who answers questions."), 0)


def _enquiries(seen: Seen) -> Fact:
    text = _("%(count)d of %(total)d questions about proposals got a reply within a week.")
    nothing = _("Nobody has asked a question so far, or the week is not over.")
    return _shared(queries.enquiries_in_time(seen.whole, seen.now), text, nothing)


def _dates(seen: Seen) -> Fact:
    text = _("%(count)d of %(total)d pairs at work have a planned end.")
    return _shared(_of_pairs(seen, lambda one: one.ends_on is not None), text, _no_pair())


FINDING: Final[Mapping[str, Callable[[Seen], Fact]]] = {
    "purpose_written": _purpose,
    "hopes_asked": _hopes,
    "mentors_trained": _trained,
    "agreement": _agreement,
    "profiles": _profiles,
    "criteria": _criteria,
    "both_choose": _both_choose,
    "unwinding": _unwinding,
    "alike": _alike,
    "goals": _goals,
    "meetings": _meetings,
    "quiet": _quiet,
    "privacy": _privacy,
    "confidential": _confidential,
    "concerns": _concerns,
    "supervision": _supervision,
    "contact": _contact,
    "enquiries": _enquiries,
    "dates": _dates,
}
