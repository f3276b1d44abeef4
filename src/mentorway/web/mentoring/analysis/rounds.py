"""What follows from what is written about a round: what it starts with, what is next, what stops it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.addresses import whole as whole_address
from mentorway.web.core.merging import texts
from mentorway.web.core.zones import moment_of, zone_of
from mentorway.web.mentoring.models import RelationState, Round, RoundState, Side
from mentorway.web.mentoring.queries import rounds as queries
from mentorway.web.network.models import Partner

PLAIN: Final = (
    *("title", "purpose", "contact", "country", "time_zone", "starts_on", "ends_on", "answer_days"),
)
QUESTIONS: Final = ("mentee_questions", "mentor_questions")
LAST_MINUTE: Final = dt.time(23, 59)
UNTIL_IT_BEGINS, USUAL_LENGTH = dt.timedelta(days=28), dt.timedelta(days=182)


def facts_of(whole: Round) -> dict[str, Any]:
    """Return what the form about a round shows."""
    until = whole.join_until and whole.join_until.astimezone(whole.zone).date()
    asked = {name: getattr(whole, f"{name}_id") for name in QUESTIONS}
    return {name: getattr(whole, name) for name in PLAIN} | {"join_until": until, **asked}


def snapshot_of(whole: Round) -> dict[str, str]:
    """Return what a revision keeps."""
    return texts(facts_of(whole))


def take_over(whole: Round, facts: Mapping[str, Any]) -> None:
    """Write what a form said into a round; the last day for joining ends by its clock."""
    for name in (*PLAIN, *QUESTIONS):
        value = facts[name]
        setattr(whole, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    day = facts["join_until"]
    whole.join_until = moment_of(day, LAST_MINUTE, whole.zone) if day else None
    whole.search_text = f"{whole.title} {whole.purpose}"


def beginnings(partner: Partner, user: User, today: dt.date) -> dict[str, Any]:
    """Return what a new round starts with: what the partner says already."""
    name = user.get_full_name()
    first = today + UNTIL_IT_BEGINS
    return {
        "partner": partner,
        "country": partner.country,
        "time_zone": zone_of(partner.country).key,
        "starts_on": first,
        "ends_on": first + USUAL_LENGTH,
        "answer_days": 7,
        "contact": f"{name}, {user.email}" if name != user.email else user.email,
    }


@dataclass(frozen=True)
class Link:
    """Where people of one side join."""

    side: str
    label: str
    address: str


def links_of(whole: Round) -> list[Link]:
    """Return the addresses for mentees and for mentors."""
    page = whole_address(reverse("mentoring:join", args=[whole.token]))
    names = {Side.MENTEE: _("Link for mentees"), Side.MENTOR: _("Link for mentors")}
    return [Link(side, label, f"{page}?side={side}") for side, label in names.items()]


@dataclass(frozen=True)
class Step:
    """What is next in a round: a sentence, and where to do it."""

    text: str
    label: str = ""
    url: str = ""


def step_of(whole: Round, figures: Mapping[str, Mapping[str, int]], now: dt.datetime) -> Step | None:
    """Return what those who run a round do next; nothing once it is over."""
    if whole.state in (RoundState.FINISHED, RoundState.CANCELLED):
        return None
    if not whole.mentee_questions_id or not whole.mentor_questions_id:
        text = _("Decide what mentees and mentors are asked. You can use ready-made questions.")
        return _step(whole, text, _("Use our questions"), "use_our_questions")
    if whole.state == RoundState.PREPARED:
        return _opening(whole, now)
    return _matching(whole, figures)


def _opening(whole: Round, now: dt.datetime) -> Step:
    found = stopping(whole, RoundState.OPEN, now)
    if found:
        return _step(whole, found[0], _("Change"), "change_round")
    text = _("Everything is prepared. Let people join.")
    return Step(
        text, _("Let people join"), reverse("mentoring:round_state", args=[whole.pk, RoundState.OPEN])
    )


def _matching(whole: Round, figures: Mapping[str, Mapping[str, int]]) -> Step:
    if not all(figures[side]["joined"] for side in Side.values):
        return Step(_("Send the two links below to people who want to be mentees and mentors."))
    waiting, draft = queries.mentees_to_match(whole), queries.newest_draft(whole)
    if draft and waiting:
        where = reverse("mentoring:matching", args=[whole.pk, draft.number])
        text = _("Matching %(number)d is a draft. Look at it, and confirm it if it is good.")
        return Step(text % {"number": draft.number}, _("Open the draft"), where)
    if waiting and figures[Side.MENTOR]["complete"]:
        text = ngettext(
            "%(count)d mentee can be matched now.", "%(count)d mentees can be matched now.", waiting
        )
        return _step(whole, text % {"count": waiting}, _("Match people"), "matchings")
    missing = sum(one["joined"] - one["complete"] for one in figures.values())
    if missing:
        text = ngettext(
            "%(count)d person has not completed the profile yet.",
            "%(count)d people have not completed their profiles yet.",
            missing,
        )
        where = f"{reverse('mentoring:people', args=[whole.pk])}?standing=incomplete"
        return Step(text % {"count": missing}, _("Show them"), where)
    proposed = queries.pairs_of(whole)["proposed"]
    if proposed:
        text = ngettext(
            "%(count)d proposal waits for an answer.", "%(count)d proposals wait for an answer.", proposed
        )
        return _step(whole, text % {"count": proposed}, _("Show the proposals"), "relations")
    return Step(_("Nothing waits for you now."))


def _step(whole: Round, text: str, label: str, page: str) -> Step:
    return Step(text, label, reverse(f"mentoring:{page}", args=[whole.pk]))


def stopping(whole: Round, state: str, now: dt.datetime) -> list[str]:
    """Return why a round cannot get a state now."""
    if state == RoundState.OPEN:
        return _stops_opening(whole, now)
    if state == RoundState.FINISHED:
        count = whole.relations.filter(state=RelationState.PROPOSED).count()
        text = ngettext(
            "%(count)d proposal waits for an answer. Wait for it, or take it back first.",
            "%(count)d proposals wait for an answer. Wait for them, or take them back first.",
            count,
        )
        return [text % {"count": count}] if count else []
    if state == RoundState.CANCELLED:
        count = whole.relations.at_work().count()
        text = ngettext(
            "%(count)d pair works together already. Finish the round instead, or end the pair first.",
            "%(count)d pairs work together already. Finish the round instead, or end the pairs first.",
            count,
        )
        return [text % {"count": count}] if count else []
    return []


def _stops_opening(whole: Round, now: dt.datetime) -> list[str]:
    found = []
    if not whole.contact:
        found.append(_("Say who answers questions: people must know whom to ask."))
    if whole.join_until and whole.join_until < now:
        found.append(_("The last day for joining is over. Choose a later one."))
    if whole.ends_on < now.astimezone(whole.zone).date():
        found.append(_("The last day of the mentoring round is over. Choose a later one."))
    return found


@dataclass(frozen=True)
class Move:
    """A state that a round may get: how the button calls it."""

    state: str
    label: str


def moves_of(whole: Round) -> Sequence[Move]:
    """Return what can be done with the state of a round, the usual next step first."""
    order = {
        RoundState.OPEN: (RoundState.RUNNING, RoundState.PREPARED, RoundState.CANCELLED),
        RoundState.RUNNING: (RoundState.FINISHED, RoundState.OPEN, RoundState.CANCELLED),
    }
    wanted = order.get(RoundState(whole.state), tuple(RoundState))
    return [Move(state, button_of(whole, state)) for state in wanted if whole.may_become(state)]


def button_of(whole: Round, state: str) -> str:
    """Return how the button is called that gives a round a state."""
    taken_up = whole.state in (RoundState.FINISHED, RoundState.CANCELLED)
    labels = {
        RoundState.PREPARED: _("Prepare it again") if taken_up else _("Let nobody join any more"),
        RoundState.OPEN: _("Go back to joining")
        if whole.state == RoundState.RUNNING
        else _("Let people join"),
        RoundState.RUNNING: _("Take it up again") if taken_up else _("Begin working together"),
        RoundState.FINISHED: _("Finish the round"),
        RoundState.CANCELLED: _("Cancel the round"),
    }
    return labels[RoundState(state)]


def meaning_of(state: str) -> str:
    """Return what a state means, to be read before it is given."""
    said = {
        RoundState.PREPARED: _("Nobody can join. People who have joined stay, and so do their profiles."),
        RoundState.OPEN: _("Everyone who has the link can join and fill in a profile."),
        RoundState.RUNNING: _("The time of working together begins. Whoever comes late can still join."),
        RoundState.FINISHED: _("Nobody can join and nobody is matched any more. Nothing is deleted."),
        RoundState.CANCELLED: _("It does not take place. Proposals that are open end with it."),
    }
    return said[RoundState(state)]


def moved(state: str) -> str:
    """Return what to say once a round has another state."""
    said = {
        RoundState.PREPARED: _("The mentoring round is in preparation. Nobody can join."),
        RoundState.OPEN: _("People can join the mentoring round."),
        RoundState.RUNNING: _("The mentoring round is under way."),
        RoundState.FINISHED: _("The mentoring round is finished."),
        RoundState.CANCELLED: _("The mentoring round is cancelled."),
    }
    return said[RoundState(state)]
