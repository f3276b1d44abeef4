"""People are asked to review, they review, a coordinator decides."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core.tasks import post_letter
from mentorway.web.practices.actions.moving import locked, move
from mentorway.web.practices.models import Criterion, Practice, PracticeState, Review
from mentorway.web.practices.queries import practices
from mentorway.web.practices.queries import reviewing as queries


@transaction.atomic
def start(practice: Practice, user: User) -> None:
    """Go on without asking anybody anew: the reviews of the round before are still good."""
    row = locked(practice)
    if not queries.standing(row).basis:
        raise ValidationError(_("Nobody has reviewed this practice yet. Ask two people first."))
    move(row, user, PracticeState.REVIEW)


@transaction.atomic
def ask(
    practice: Practice, user: User, *, people: Iterable[User], due: dt.date, link: str = ""
) -> list[Review]:
    """Ask people of other partners to review; the review begins with that."""
    row = locked(practice)
    if row.state == PracticeState.SUBMITTED:
        move(row, user, PracticeState.REVIEW)
    if row.state != PracticeState.REVIEW:
        raise ValidationError(_("This practice is not under review now."))
    allowed = queries.candidates(row)
    asked = []
    for person in people:
        if not allowed.filter(pk=person.pk).exists():
            raise ValidationError(
                _("%(person)s belongs to the partner that wrote the practice, or is asked already.")
                % {"person": person}
            )
        review = Review(practice=row, round=row.review_round, reviewer=person, due=due)
        review.full_clean()
        review.save()
        _tell_reviewer(person, review, link)
        asked.append(review)
    return asked


def _tell_reviewer(person: User, review: Review, link: str) -> None:
    with override(person.language):
        values = {
            "title": review.practice.title,
            "day": date_format(review.due) if review.due else "",
            "link": link,
        }
        subject = _("Would you review “%(title)s”?") % values
        body = _(
            "The coordinators of the network ask you to review the good practice “%(title)s” by %(day)s.\n\n"
            "Seven questions, a rating of its evidence and your remarks take about an hour. The authors read "
            "your remarks without your name. You can also decline:\n%(link)s\n"
        )
    post_letter(person.email, subject, body % values)


@transaction.atomic
def take_back(review: Review) -> None:
    """Ask somebody no longer."""
    row = Review.objects.select_for_update().get(pk=review.pk)
    if row.handed_in:
        raise ValidationError(_("This review is handed in already."))
    row.delete()


@transaction.atomic
def decline(review: Review, *, reason: str) -> None:
    """Say that one does not review; the reason is for the coordinators only."""
    row = _open(review)
    row.declined, row.confidential = timezone.now(), reason
    row.full_clean()
    row.save(update_fields=["declined", "confidential"])


@transaction.atomic
def keep(review: Review, **values: Any) -> None:
    """Keep a review that is not finished."""
    row = _open(review)
    _set(row, values)
    row.save(update_fields=list(values))


@transaction.atomic
def hand_in(review: Review, *, link: str = "", **values: Any) -> None:
    """Hand in a whole review; coordinators hear of it once nobody is still writing."""
    row = _open(review)
    _set(row, values)
    missing = _missing(row)
    if missing:
        raise ValidationError(_("Not answered yet: %(fields)s.") % {"fields": ", ".join(missing)})
    row.handed_in = timezone.now()
    row.full_clean()
    row.save(update_fields=[*values, "handed_in"])
    if queries.standing(row.practice).is_ready:
        for person in practices.coordinators():
            _tell_coordinator(person, row.practice, link)


def _open(review: Review) -> Review:
    """Return the review if it can still be written, kept from others."""
    row = Review.objects.select_for_update().select_related("practice").get(pk=review.pk)
    practice = row.practice
    if row.handed_in or row.declined:
        raise ValidationError(_("This review is handed in or declined already."))
    if practice.state != PracticeState.REVIEW or row.round != practice.review_round:
        raise ValidationError(_("This round of review is over."))
    return row


def _set(row: Review, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()


def _missing(row: Review) -> list[str]:
    missing = [str(one.label) for one in Criterion if not row.scores.get(one.value)]
    facts = {
        _("strength of the evidence"): row.strength,
        _("advice"): row.advice,
        _("remarks for the authors"): row.remarks.strip(),
    }
    return [*missing, *(name for name, value in facts.items() if not value)]


def _tell_coordinator(person: User, practice: Practice, link: str) -> None:
    with override(person.language):
        values = {"title": practice.title, "link": link}
        subject = _("All reviews are in: %(title)s") % values
        body = _("All reviews of “%(title)s” are in. Read them side by side and decide:\n%(link)s\n")
    post_letter(person.email, subject, body % values)


@transaction.atomic
def accept(practice: Practice, user: User, *, strength: int, strength_why: str, **said: str) -> None:
    """Show the practice in the network, with the strength that was agreed on; ``said`` has note and link."""
    row = locked(practice)
    standing = queries.standing(row)
    if not standing.is_ready:
        raise ValidationError(_("Not all reviews are in yet, so nothing can be decided."))
    rated = {one.strength for one in standing.basis}
    if not strength_why and rated != {strength}:
        raise ValidationError(
            {"strength_why": _("The reviewers rate the evidence otherwise. Say why this strength is right.")}
        )
    row.strength, row.strength_why = strength, strength_why
    move(row, user, PracticeState.ACCEPTED, said.get("note", ""), "strength", "strength_why")
    _tell_authors(row, said.get("note", ""), said.get("link", ""))


@transaction.atomic
def ask_for_changes(practice: Practice, user: User, *, note: str, link: str = "") -> None:
    """Give the practice back to its authors with what is to be changed."""
    row = locked(practice)
    standing = queries.standing(row)
    if row.state == PracticeState.REVIEW and standing.open:
        raise ValidationError(_("Somebody is still reviewing. Wait, or take the request back first."))
    move(row, user, PracticeState.CHANGES, note)
    _tell_authors(row, note, link)


@transaction.atomic
def withdraw(practice: Practice, user: User, *, note: str, link: str = "") -> None:
    """Take the practice off its way to readers."""
    row = locked(practice)
    move(row, user, PracticeState.WITHDRAWN, note)
    _tell_authors(row, note, link)


def _tell_authors(practice: Practice, note: str, link: str) -> None:
    for person in practices.people_in_charge(practice):
        with override(person.language):
            values = {
                "title": practice.title,
                "state": practice.get_state_display(),
                "note": note,
                "link": link,
            }
            subject = _("Decided: %(title)s") % values
            body = _("“%(title)s” is now in the state “%(state)s”.\n\n%(note)s\n\nRead more:\n%(link)s\n")
        post_letter(person.email, subject, body % values)
