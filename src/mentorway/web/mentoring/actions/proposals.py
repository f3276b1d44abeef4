"""Proposals: made by confirming a matching, answered by who gets them, over when nobody answers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import happenings
from mentorway.web.mentoring.actions import relation_letters as letters
from mentorway.web.mentoring.actions.relations import (
    Held,
    begin,
    close,
    hold,
    holding,
    leave,
    withdraw,
    withdraw_person,
)
from mentorway.web.mentoring.analysis.proposals import Wanted, plan_of
from mentorway.web.mentoring.models import (
    Answer,
    Enquiry,
    Matching,
    MatchingState,
    Person,
    Place,
    Relation,
    RelationState,
    Round,
    RoundState,
    Side,
)
from mentorway.web.mentoring.queries import relations as queries

__all__ = ["answer", "ask", "confirm", "do_due_work", "reply", "withdraw", "withdraw_person"]

MOST_QUESTIONS: Final = 10  # of one person about one proposal
LOUD: Final = range(8, 20)  # the hours in which people are reminded, by their clock


def confirm(matching: Matching, user: User) -> list[Relation]:
    """Make the proposals of a draft and tell people; refused whole if one pair cannot be proposed now."""
    now = timezone.now()
    with holding(matching.round) as whole:
        row = whole.matchings.select_for_update(of=("self",)).filter(pk=matching.pk).first()
        if row is None or row.state != MatchingState.DRAFT:
            raise ValidationError(_("Only a draft can be confirmed. This matching is none any more."))
        list(whole.people.select_for_update(of=("self",)).order_by("pk"))  # held until this is decided
        plan = plan_of(whole, row, now.astimezone(whole.zone).date())
        if plan.troubles:
            raise ValidationError(plan.troubles)
        row.state, row.confirmed, row.confirmed_by = MatchingState.CONFIRMED, now, user
        row.save(update_fields=["state", "confirmed", "confirmed_by"])
        made = [_propose(whole, row, one, now) for one in plan.wanted]
        happenings.tell("matching.confirmed", row, by=user, proposals=len(made))
    matching.refresh_from_db(fields=["state", "confirmed", "confirmed_by"])
    return made


def _propose(whole: Round, matching: Matching, wanted: Wanted, now: dt.datetime) -> Relation:
    until = now + dt.timedelta(days=whole.answer_days)
    relation = Relation(round=whole, matching=matching, proposed=now, answer_until=until)
    relation.full_clean()
    relation.save()
    pairs = [pair for _mentee, pair in wanted.mentees]
    why = _why(pairs[0]) if len(pairs) == 1 else {}
    places = [_place(relation, wanted.mentor, _mean(pairs), why)]
    places += [_place(relation, mentee, _mean([pair]), _why(pair)) for mentee, pair in wanted.mentees]
    letters.suggest(relation, places)
    return relation


def _place(relation: Relation, person: Person, score: int | None, why: dict[str, Any]) -> Place:
    person.round = relation.round
    place = Place(relation=relation, person=person, side=person.side, score=score, why=why)
    place.full_clean()
    place.save()
    return place


def _mean(pairs: Iterable[Mapping[str, Any]]) -> int | None:
    known = [int(one["score"]) for one in pairs if one.get("score") is not None]
    return round(sum(known) / len(known)) if known else None


def _why(pair: Mapping[str, Any]) -> dict[str, Any]:
    # Doubts are for those who run the round; who gets the proposal reads what speaks for it.
    return {"reasons": list(pair.get("reasons", []))}


def answer(place: Place, *, accepts: bool) -> None:
    """Accept or decline a proposal; who has answered so already changes nothing."""
    now = timezone.now()
    wanted = Answer.ACCEPTED if accepts else Answer.DECLINED
    with holding(place.relation.round) as whole:
        held = hold(whole, place.relation)
        row = next((one for one in held.places if one.pk == place.pk), None)
        said = row.answer if row else Place.objects.values_list("answer", flat=True).get(pk=place.pk)
        if said == wanted:
            return
        row = _still_open(held, row, now)
        if accepts:
            _refuse_when_full(held)
        row.answer, row.answered = wanted, now
        row.save(update_fields=["answer", "answered"])
        if accepts:
            begin(held, now)
        else:
            leave(held, row, now)


def _still_open(held: Held, place: Place | None, now: dt.datetime) -> Place:
    """Return a place whose proposal can be answered now."""
    relation = held.relation
    if place is not None and relation.is_at_work:
        raise ValidationError(_("All have accepted already: your pair has come about."))
    is_over = relation.answer_until < now or relation.state != RelationState.PROPOSED
    if place is None or is_over or relation.round.state in (RoundState.FINISHED, RoundState.CANCELLED):
        raise ValidationError(_("This proposal is not open any more."))
    return place


def _refuse_when_full(held: Held) -> None:
    for mentor in held.of(Side.MENTOR):
        others = queries.seats_at_work(mentor.person, beside=held.relation)
        if others + len(held.of(Side.MENTEE)) > mentor.person.seats:
            raise ValidationError(
                _("This pair cannot come about any more. Please ask those who run the mentoring round.")
            )


def ask(place: Place, text: str) -> Enquiry:
    """Keep what somebody wants to know before answering; those who run the round see it."""
    with holding(place.relation.round) as whole:
        held = hold(whole, place.relation)
        mine = next((one for one in held.places if one.pk == place.pk), None)
        row = _still_open(held, mine, timezone.now())
        if row.enquiries.count() >= MOST_QUESTIONS:
            raise ValidationError(_("You have asked a lot already. Please wait for the replies."))
        enquiry = Enquiry(place=row, text=text)
        enquiry.full_clean()
        enquiry.save()
    return enquiry


def reply(enquiry: Enquiry, user: User, *, text: str) -> None:
    """Reply to a question about a proposal, once, on the own page and by letter."""
    with holding(enquiry.place.relation.round) as whole:
        row = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
        if row.replied is not None:
            raise ValidationError(
                _("Somebody has replied meanwhile: “%(reply)s”."), params={"reply": row.reply}
            )
        row.reply, row.replied_by, row.replied = text, user, timezone.now()
        row.full_clean(exclude=["place"])
        row.save(update_fields=["reply", "replied_by", "replied"])
        row.place.person.round = whole
        letters.reply(row)


def do_due_work(now: dt.datetime) -> None:
    """Remind people two days before a proposal ends; close those that were not answered in time."""
    for relation in queries.proposals_to_remind_of(now):
        with holding(relation.round) as whole:
            _remind(hold(whole, relation), now)
    for relation in queries.proposals_over(now):
        with holding(relation.round) as whole:
            held = hold(whole, relation)
            if held.relation.state == RelationState.PROPOSED and held.relation.answer_until < now:
                close(held, now)


def _remind(held: Held, now: dt.datetime) -> None:
    if held.relation.state != RelationState.PROPOSED:
        return
    for place in held.places:
        is_due = place.answer == Answer.OPEN and place.reminded is None
        if is_due and now.astimezone(place.person.zone).hour in LOUD:
            place.reminded = now
            place.save(update_fields=["reminded"])
            letters.remind(held.relation, place)
