"""What a directory sets in motion: people come, change and go, all of a request or nothing of it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts import actions as accounts
from mentorway.web.accounts.models import User
from mentorway.web.accounts.rules import left_without_anybody
from mentorway.web.api.analysis.scim import Members, ScimError, Wish
from mentorway.web.api.models import ApiToken, ExternalMark
from mentorway.web.api.rules.scim import Directory
from mentorway.web.core import audit
from mentorway.web.network.actions import partners
from mentorway.web.network.models import Membership, Partner, Role

REFUSED, TAKEN, WRONG = 403, 409, 400
LANGUAGES = dict(settings.LANGUAGES)


@transaction.atomic
def bring_in(directory: Directory, wish: Wish) -> User:
    """Make a person of a directory; at a partner's they belong to it at once."""
    if not wish.address:
        raise ScimError(WRONG, _("userName is missing: it is the person’s e-mail address."), "invalidValue")
    if wish.role:
        _check_role(directory, wish.role)
    if User.objects.filter(email__iexact=wish.address).exists():
        raise ScimError(TAKEN, _("Somebody with this e-mail address is here already."), "uniqueness")
    try:
        user = accounts.expect(wish.address)
    except ValidationError as refusal:
        raise ScimError(WRONG, " ".join(refusal.messages), "invalidValue") from refusal
    if directory.partner:
        Membership.objects.create(user=user, partner=directory.partner, role=wish.role or Role.MEMBER)
    _mark(directory, user, wish.mark or own_mark(user))
    audit.record(audit.Done.PEOPLE_BROUGHT_IN, actor=directory.by, about=audit.of_person(user), count=1)
    _describe(user, wish)
    if wish.active is False:
        accounts.deactivate(user, by=directory.by)
    return user


def own_mark(user: User) -> str:
    """Return the mark of a person to whom a directory gave none, so that it finds them again."""
    return f"mentorway-{user.pk}"


@transaction.atomic
def change(directory: Directory, user: User, wish: Wish) -> User:
    """Do to a person what a directory wishes."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if wish.address and wish.address.lower() != locked.email.lower():
        raise ScimError(
            WRONG,
            _("The e-mail address is how a person signs in: only they change it themselves."),
            "mutability",
        )
    if wish.mark is not None:
        _mark(directory, locked, wish.mark)
    if wish.role:
        _give_role(directory, locked, wish.role)
    if (wish.name or wish.language or wish.given or wish.family) and directory.may_change(locked):
        _describe(locked, wish)
    if wish.active is not None and wish.active != locked.is_active:
        _let_in(directory, locked, active=wish.active)
    return locked


@transaction.atomic
def part_with(directory: Directory, user: User) -> None:
    """End what a directory has to do with a person: places, its mark, and their way in if it is its own."""
    if directory.may_change(user):
        _close(directory, user)
    elif directory.partner is None:
        raise _not_yours()
    for place in user.memberships.filter(partner__in=directory.partners()):
        _leave(directory, place)
    if directory.partner is None:  # a mark of a partner went with the place
        ExternalMark.objects.filter(user=user, partner=None).delete()


@transaction.atomic
def change_members(directory: Directory, partner: Partner, wish: Members) -> None:
    """Let people come to a partner and go from it."""
    list(Partner.objects.select_for_update().filter(pk=partner.pk))
    here = {str(one.user_id): one for one in partner.memberships.select_related("user")}
    come = [*wish.come, *(one for one in wish.only or () if one not in here)]
    go = set(wish.go) | (set(here) - set(wish.only) if wish.only is not None else set())
    seen = {str(one.pk): one for one in directory.people().filter(pk__in=come)}
    for number in dict.fromkeys(come):
        if number in here:
            continue
        if number not in seen:
            raise ScimError(
                WRONG, _("There is no person %(number)s for you.") % {"number": number}, "invalidValue"
            )
        Membership.objects.create(user=seen[number], partner=partner, role=Role.MEMBER)
    for number in go & set(here):
        _leave(directory, here[number])


def _describe(user: User, wish: Wish) -> None:
    language = wish.language if wish.language in LANGUAGES else user.language
    try:
        accounts.describe(user, name=wish.name_of(user.name), language=language)
    except ValidationError as refusal:
        raise ScimError(WRONG, " ".join(refusal.messages), "invalidValue") from refusal


def _mark(directory: Directory, user: User, mark: str) -> None:
    rows = ExternalMark.objects.filter(partner=directory.partner)
    if not mark:
        rows.filter(user=user).delete()
        return
    if rows.filter(mark=mark).exclude(user=user).exists():
        raise ScimError(TAKEN, _("Another person has this externalId."), "uniqueness")
    try:
        place = directory.place_of(user)
    except Membership.DoesNotExist as refusal:  # somebody was quicker
        raise _not_yours() from refusal
    try:
        with transaction.atomic():
            rows.update_or_create(
                user=user, partner=directory.partner, defaults={"mark": mark, "place": place}
            )
    except IntegrityError as refusal:
        raise ScimError(TAKEN, _("Another person has this externalId."), "uniqueness") from refusal


def _check_role(directory: Directory, role: str) -> None:
    if role not in Role.values:
        known = ", ".join(Role.values)
        raise ScimError(WRONG, _("The role is none of: %(known)s.") % {"known": known}, "invalidValue")
    if role not in directory.roles():
        raise ScimError(REFUSED, _("You may not give a role above your own."))


def _give_role(directory: Directory, user: User, role: str) -> None:
    _check_role(directory, role)
    places = list(user.memberships.filter(partner__in=directory.partners()))
    if user.is_staff or any(one.role not in directory.roles() for one in places):
        raise _not_yours()
    for place in places:
        if place.role != role:
            _carried_out(lambda place=place: partners.change_role(place, role=role, by=directory.by))


def _let_in(directory: Directory, user: User, *, active: bool) -> None:
    if directory.may_change(user):
        if active:
            accounts.activate(user, by=directory.by)
        else:
            _close(directory, user)
        return
    if directory.partner is None or active:
        raise _not_yours()
    # Others still have to do with the person.
    for place in user.memberships.filter(partner=directory.partner):
        _leave(directory, place)


def _close(directory: Directory, user: User) -> None:
    alone = left_without_anybody(user)
    if alone:
        raise ScimError(
            TAKEN,
            _("Nobody else is in charge of %(partners)s. Put somebody else in charge first.")
            % {"partners": ", ".join(alone)},
        )
    accounts.deactivate(user, by=directory.by)
    ApiToken.objects.filter(user=user).delete()


def _leave(directory: Directory, place: Membership) -> None:
    if place.role not in directory.roles():
        raise _not_yours()
    _carried_out(lambda: partners.remove(place))


def _carried_out(act: Any) -> None:
    try:
        act()
    except ValidationError as refusal:
        raise ScimError(TAKEN, " ".join(refusal.messages)) from refusal


def _not_yours() -> ScimError:
    return ScimError(REFUSED, _("This person is not yours to change: others have a say in their account."))
