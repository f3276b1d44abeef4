"""A chain of evidence that breaks is marked at once, and its partner is told."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core import happenings
from mentorway.web.core.addresses import whole
from mentorway.web.core.tasks import post_letter
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import kept
from mentorway.web.dissemination.analysis.chain import Chain, chain_from
from mentorway.web.dissemination.analysis.claims import why_broken
from mentorway.web.dissemination.analysis.links import identity
from mentorway.web.dissemination.models import Claim, ClaimStep, State
from mentorway.web.dissemination.queries import claims as queries
from mentorway.wording import Message

BATCH: Final = 200
BROKE: Final = Message("Its chain of evidence broke.")
WHOLE_AGAIN: Final = Message("Its chain of evidence is whole again.")


def do_due_work(now: dt.datetime) -> int:
    """Look at every claim that is published, and tell partners of those that broke; return the letters."""
    keys = list(Claim.objects.standing().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        look_at(Claim.objects.filter(pk__in=keys[start : start + BATCH]))
    return sum(_tell(claim, now) for claim in queries.broken_untold())


def look_at(claims: Iterable[Claim]) -> int:
    """Mark published claims whose chain broke, and unmark those that are whole; return how many changed.

    The rows that came know it too, so that who reads them now reads what is true.
    """
    came = {claim.pk: claim for claim in claims if claim.state == State.PUBLISHED and not claim.deleted}
    if not came:
        return 0
    changed = 0
    newest = queries.newest_versions(Claim.objects.filter(pk__in=list(came)))
    for version in queries.with_sources(newest):
        loaded = version.claim
        with override("en"):
            breaks = breaks_of(chain_from(version, loaded))
        if breaks != (loaded.broken or []):
            changed += _note(loaded, breaks)
        came[loaded.pk].broken, came[loaded.pk].broken_since = loaded.broken, loaded.broken_since
    return changed


def breaks_of(chain: Chain) -> list[dict[str, Any]]:
    """Return what broke a chain as plain facts: the sentence, and of which link."""
    return [{**one.words["broken"], "kind": one.kind, "title": identity(one)[1]} for one in chain.breaks]


def _note(claim: Claim, breaks: Sequence[dict[str, Any]]) -> int:
    """Write down what broke; whoever is first writes the step, others find it done."""
    was_broken = claim.broken is not None
    with writing():
        held = Claim.objects.select_for_update(of=("self",)).filter(pk=claim.pk).first()
        if held is None or held.state != State.PUBLISHED:
            return 0
        if (held.broken is not None) != was_broken:  # somebody was quicker
            claim.broken, claim.broken_since = held.broken, held.broken_since
            return 0
        held.broken = list(breaks) or None
        if not breaks:
            held.broken_since = held.told = None
        elif not was_broken:
            held.broken_since = timezone.now()
        # `changed` says when somebody wrote; this is no writing.
        Claim.objects.filter(pk=held.pk).update(
            broken=held.broken, broken_since=held.broken_since, told=held.told
        )
        if bool(breaks) != was_broken:
            said = [kept(BROKE), *breaks] if breaks else [kept(WHOLE_AGAIN)]
            ClaimStep.objects.create(claim=held, before=held.state, after=held.state, said=said)
            happenings.tell("claim.broken" if breaks else "claim.whole_again", held)
        claim.broken, claim.broken_since = held.broken, held.broken_since
    return 1


def _tell(claim: Claim, now: dt.datetime) -> int:
    """Write to the people of the partner, once for each break."""
    if not Claim.objects.filter(pk=claim.pk, told=None).update(told=now):
        return 0
    count = 0
    for user in queries.people_of(claim.partner):
        with override(user.language):
            post_letter(user.email, *_letter(claim))
            count += 1
    return count


def _letter(claim: Claim) -> tuple[str, str]:
    subject = _("A published result lost its evidence: %(title)s") % {"title": claim}
    body = _(
        "The chain of evidence under “%(title)s” is broken:\n\n%(why)s\n\nReaders see this at once, and the "
        "number is no longer shown as true. Point the claim at other evidence, or withdraw it:\n%(address)s"
    ) % {
        "title": claim,
        "why": "\n".join(f"– {one}" for one in why_broken(claim)),
        "address": whole(reverse("dissemination:claim", args=[claim.pk])),
    }
    return subject, body
