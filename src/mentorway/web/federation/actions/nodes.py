"""Cards are registered, compared by voice, replaced and revoked."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.wording import in_words
from mentorway.web.federation.analysis import nodes
from mentorway.web.federation.models import Node, Standing


def register(user: User, *, part: str, data: bytes, group: str = "") -> Node:
    """Keep a card. Nobody believes it until its fingerprint was compared by voice.

    Who was revoked can come back with a new key; the revoked card, and what came with it, stays as it is.
    """
    with in_words():
        card = nodes.read_card(data)
        card.check_day(timezone.localdate())
        nodes.check_new(card, list(Node.objects.revoked()))
    row = Node(
        part=part,
        slug=card.id,
        title=card.name,
        country=card.country,
        group=group,
        card=data.decode().strip(),
        by=user,
    )
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def confirm(node: Node, user: User, *, digits: str) -> None:
    """Believe a card whose owner has read the fingerprint aloud."""
    row = Node.objects.select_for_update().get(pk=node.pk)
    if row.standing != Standing.NEW:
        raise ValidationError(_("This card was confirmed or revoked already."))
    with in_words():
        card = nodes.card_of(row)
    if not nodes.is_same(card, digits):
        raise ValidationError(
            _(
                "This is not the fingerprint of this card. If it was read to you so, somebody has changed "
                "the card on its way: do not confirm it, and ask for the card again."
            )
        )
    _decided(row, user, Standing.CONFIRMED)


@transaction.atomic
def revoke(node: Node, user: User, *, why: str) -> None:
    """Believe a key no more: what it sends is refused, and what it sent is left out from now on."""
    row = Node.objects.select_for_update().get(pk=node.pk)
    row.why = why
    _decided(row, user, Standing.REVOKED)


@transaction.atomic
def hear(node: Node, user: User, *, data: bytes) -> str:
    """Take what the known key itself says: a new key in its place, or its end. Return which of both."""
    row = Node.objects.select_for_update().get(pk=node.pk)
    if row.standing != Standing.CONFIRMED:
        raise ValidationError(_("Only a card that is confirmed can be replaced or ended by its own key."))
    if b'"kind":"revocation"' in data:
        with in_words():
            why = nodes.ended(row, data)
        row.why = _("its owner lost it") if why is nodes.Why.LOST else _("its owner ended it")
        _decided(row, user, Standing.REVOKED)
        return "ended"
    today = timezone.localdate()
    with in_words():
        new = nodes.replaced(row, data, today)
    row.earlier = [*row.earlier, {"card": row.card, "until": f"{today}"}]
    row.card, row.title, row.country = new.document, new.card.name, new.card.country
    row.by, row.decided = user, timezone.now()
    row.full_clean()
    row.save(update_fields=["card", "earlier", "title", "country", "by", "decided"])
    return "replaced"


def _decided(row: Node, user: User, standing: Standing) -> None:
    row.standing, row.by, row.decided = standing, user, timezone.now()
    row.full_clean()
    row.save(update_fields=["standing", "by", "decided", "why"])


@transaction.atomic
def forget(node: Node) -> None:
    """Forget a card that was never believed, or a revoked one with which nothing is connected."""
    row = Node.objects.select_for_update().get(pk=node.pk)
    if row.standing == Standing.CONFIRMED or row.packages.exists() or row.calls.exists():
        raise ValidationError(
            _("This card cannot be forgotten: it is believed, or packages or calls are connected with it.")
        )
    row.delete()
