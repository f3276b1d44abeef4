"""Calls of others are taken, answered with signed packages, and receipts are kept."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison.analysis.files import put
from mentorway.web.core.wording import in_words
from mentorway.web.federation import queries, tasks
from mentorway.web.federation.analysis import calls, desk, files, preparing
from mentorway.web.federation.models import Asked, Identity, Node, Sent, Stage


def take(user: User, *, data: bytes) -> Asked:
    """Take a call of a coordinator whose card is confirmed here; the same call again is the same."""
    today = timezone.localdate()
    with in_words():
        seen = calls.seen_call(data)
        slug = seen.call.coordinator
        node = calls.believed(slug, Node.objects.asking().filter(slug=slug).first(), today)
        call = calls.taken(seen, node, today)
    known = Asked.objects.filter(digest_hash=seen.digest).first()
    if known is not None:
        return known
    row = Asked(
        coordinator=node,
        slug=call.id,
        title=call.title,
        document=data.decode().strip(),
        digest_hash=seen.digest,
        opens=call.opens,
        closes=call.closes,
        by=user,
    )
    row.full_clean()
    row.save()
    return row


def still_asked(asked: Asked) -> None:
    """Refuse to answer whoever's card was revoked here, or has ended, since the call was taken."""
    asked.coordinator.refresh_from_db(fields=["standing", "card"])
    calls.believed(asked.coordinator.slug, asked.coordinator, timezone.localdate())


@dataclass(frozen=True)
class Wish:
    """What somebody decided after looking: the sums they saw, without cells that are too close, which way.

    ``seen`` is the fingerprint of what the page showed: other sums are not signed.
    """

    seen: str
    leaves_out: bool
    by_network: bool


@transaction.atomic
def sign(asked: Asked, user: User, *, look: preparing.Look, wish: Wish) -> Sent:
    """Sign what was looked at, and send it or keep it to be carried.

    What takes long, summing up and laying beside what was sent before, is done by `preparing.look` before
    anybody else has to wait. Here our key is locked, so that nothing else is signed in between.
    """
    identity = Identity.objects.select_for_update().filter(is_current=True).first()
    if identity is None:
        raise ValidationError(_("This installation has no key yet. Make one first."))
    today = timezone.localdate()
    last = queries.sent_for(asked).first()
    number, replaces = (last.number + 1, last.number) if last else (1, 0)
    package = _decided(look, wish)
    with in_words():
        still_asked(asked)
        document = preparing.sign(identity, asked, package, (number, replaces, today))
    put(files.sent_path(document.digest), document.data)
    row = Sent(
        asked=asked,
        number=number,
        replaces=replaces,
        dataset=look.source.dataset,
        digest_hash=document.digest,
        people=document.body["people"],
        withheld=document.body["withheld"],
        size=len(document.data),
        stage=Stage.WAITING if wish.by_network else Stage.SIGNED,
        by=user,
    )
    row.full_clean()
    row.save()
    if wish.by_network:
        transaction.on_commit(lambda: tasks.deliver.enqueue(row.pk))
    return row


def _decided(look: preparing.Look, wish: Wish) -> preparing.Package:
    """Return what is signed of what was looked at; what is too close is held, or goes without these cells."""
    if look.digest != wish.seen:
        raise ValidationError(
            _("The answers have changed since you looked. Look at the numbers again before you sign.")
        )
    if set(look.beside) != set(queries.all_sent().values_list("pk", flat=True)):
        raise ValidationError(
            _("Another package was signed meanwhile. Look at the numbers again before you sign.")
        )
    if not look.close:
        return look.prepared.package
    if not wish.leaves_out or look.smaller is None:
        raise ValidationError(
            _(
                "The package is held: some cells are too close to what was sent before. Wait for more "
                "answers, or leave these cells out."
            )
        )
    return look.smaller


@transaction.atomic
def send_again(sent: Sent) -> None:
    """Send a package that was refused or not sent yet; whoever has it already only acknowledges it again."""
    with in_words():
        still_asked(sent.asked)
    moved = Sent.objects.filter(pk=sent.pk).exclude(stage=Stage.ARRIVED)
    if not calls.of_asked(sent.asked).address:
        raise ValidationError(_("This call takes packages as files only."))
    if moved.update(stage=Stage.WAITING, problem=None):
        transaction.on_commit(lambda: tasks.deliver.enqueue(sent.pk))


def keep_receipt(sent: Sent, *, data: bytes) -> None:
    """Keep a receipt that came as a file."""
    with in_words():
        at = desk.receipt_for(sent, data)
    Sent.objects.filter(pk=sent.pk).update(
        stage=Stage.ARRIVED, receipt=data.decode().strip(), arrived=at, problem=None
    )
