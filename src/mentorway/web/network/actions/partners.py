"""What can happen to a partner and to a place in it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from mentorway.web.accounts import actions as accounts
from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.audit import Done
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.tasks import post_letter
from mentorway.web.network.analysis import partners as analysis
from mentorway.web.network.analysis.holding import in_words
from mentorway.web.network.models import Membership, Partner, PartnerRevision, Role
from mentorway.web.network.queries import partners as queries


@transaction.atomic
def found(*, by: User | None = None, **fields: Any) -> Partner:
    """Take a new partner into the network."""
    partner = Partner()
    fill(partner, fields)
    partner.save()
    keep_revision(partner, by)
    return partner


@transaction.atomic
def describe(partner: Partner, by: User | None, *, revision: int, **fields: Any) -> None:
    """Correct what is known of ``partner``, as long as nobody did since ``revision``."""
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    refuse_stale(locked, revision)
    rewrite(locked, by, fields)


def rewrite(locked: Partner, by: User | None, fields: dict[str, Any]) -> None:
    """Write ``fields`` into a locked partner, and keep what it was and what it became."""
    before = analysis.snapshot_of(locked)
    if not locked.revisions.filter(number=locked.revision).exists():
        keep_revision(locked, None)
    fill(locked, fields)
    if analysis.snapshot_of(locked) == before:
        return
    locked.revision += 1
    locked.save(update_fields=[*fields, "search_text", "revision"])
    keep_revision(locked, by)


def fill(partner: Partner, fields: dict[str, Any]) -> None:
    """Put ``fields`` into ``partner`` and check the whole of it; nothing is saved yet."""
    for name, value in fields.items():
        setattr(partner, name, value)
    partner.search_text = analysis.searched(partner)
    partner.full_clean()


def keep_revision(partner: Partner, by: User | None) -> None:
    """Remember what is known of ``partner`` now."""
    PartnerRevision.objects.create(
        partner=partner, number=partner.revision, fields=analysis.snapshot_of(partner), by=by
    )


def show(partner: Partner, *, is_public: bool) -> None:
    """Let everybody see the card of ``partner``, or its network only."""
    Partner.objects.filter(pk=partner.pk).update(is_public=is_public)


@transaction.atomic
def delete(partner: Partner) -> None:
    """Put a partner into the bin for a while, unless something of it is still needed."""
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    holding = queries.holding_on(locked)
    if holding:
        raise ValidationError(
            _(
                "%(partner)s still has something in Mentorway: %(things)s. Move it to another partner, or "
                "merge the two partners, before you delete this one."
            ),
            params={"partner": partner, "things": ", ".join(in_words(holding))},
        )
    locked.deleted, locked.is_public = timezone.now(), False
    locked.save(update_fields=["deleted", "is_public"])


@transaction.atomic
def restore(partner: Partner) -> None:
    """Take a partner out of the bin, unless another one has its name meanwhile."""
    locked = Partner.bin.select_for_update().get(pk=partner.pk)
    locked.deleted = None
    locked.validate_constraints()
    locked.save(update_fields=["deleted"])


@transaction.atomic
def add(partner: Partner, *, email: str, role: str, link: str = "") -> Membership:
    """Give the person with ``email`` a place in ``partner``; a person not here yet is written to."""
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        user = accounts.expect(address, language=_language_for(partner))
    membership = Membership(user=user, partner=partner, role=role)
    membership.full_clean()
    membership.save()
    if link:
        tell(user, partner, link)
    return membership


def _language_for(partner: Partner) -> str:
    """Return the language of who writes, unless the partner works in others only."""
    here = get_language() or settings.LANGUAGE_CODE
    return here if not partner.languages or here in partner.languages else settings.LANGUAGE_CODE


def tell(user: User, partner: Partner, link: str) -> None:
    """Write to a person that they have a place now."""
    with override(user.language):
        subject = _("%(partner)s added you in Mentorway") % {"partner": partner.name}
        body = _(
            "%(partner)s gave you a place in its Mentorway network.\n\n"
            "Sign in with this e-mail address; you need no password, a code can be sent to you:\n"
            "%(link)s\n\n"
            "If you did not expect this, you can leave it: nothing happens until you sign in.\n"
        ) % {"partner": partner.name, "link": link}
    post_letter(user.email, subject, body)


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: User | None = None) -> None:
    """Give ``membership`` another role, as long as somebody stays in charge."""
    if role == Role.MEMBER:
        _keep_someone_in_charge(membership)
    membership.role = role
    membership.full_clean()
    membership.save(update_fields=["role"])
    audit.record(Done.ROLE_CHANGED, actor=by, about=audit.fingerprint("user", membership.user_id), role=role)


@transaction.atomic
def remove(membership: Membership) -> None:
    """End ``membership``, as long as somebody stays in charge."""
    _keep_someone_in_charge(membership)
    membership.delete()


def _keep_someone_in_charge(leaving: Membership) -> None:
    partner = Partner.objects.select_for_update().get(pk=leaving.partner_id)
    in_charge = partner.memberships.in_charge()
    if in_charge.filter(pk=leaving.pk).exists() and not in_charge.exclude(pk=leaving.pk).exists():
        raise ValidationError(
            _("%(person)s is the only one in charge of %(partner)s. Put somebody else in charge first."),
            params={"person": leaving.user, "partner": partner},
        )
