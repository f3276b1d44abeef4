"""Calls are signed and taken back; what came is put together."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.comparison.actions import sums
from mentorway.web.core.wording import in_words
from mentorway.web.federation import queries
from mentorway.web.federation.analysis import calls, desk
from mentorway.web.federation.models import Call, Gathering
from mentorway.web.network.models import Partner


def make(
    user: User, *, partner: Partner, terms: calls.Terms, scales: calls.Scales, wanted: Sequence[str]
) -> Call:
    """Sign a call."""
    identity = queries.own()
    if identity is None:
        raise ValidationError(_("This installation has no key yet. Make one first."))
    with in_words():
        call, document = calls.sign(identity, terms, scales, wanted, timezone.localdate())
    row = Call(
        slug=call.id,
        title=call.title,
        partner=partner,
        document=document.data.decode(),
        digest_hash=document.digest,
        fewest=call.fewest,
        opens=call.opens,
        closes=call.closes,
        by=user,
    )
    row.full_clean()
    row.save()
    return row


def withdraw(call: Call) -> None:
    """Take a call back: no package is taken for it any more; what came stays."""
    Call.objects.filter(pk=call.pk, withdrawn=None).update(withdrawn=timezone.now())


@transaction.atomic
def put_together(call: Call, user: User) -> Gathering:
    """Put the newest package of every node together, as an edition of a set of answers."""
    locked = Call.objects.select_for_update().select_related("partner").get(pk=call.pk)
    rows = list(queries.newest_of(locked))
    if not rows:
        raise ValidationError(_("Nothing came yet that could be put together."))
    last = queries.last_gathering(locked)
    live = locked.dataset if locked.dataset and locked.dataset.deleted is None else None
    if (
        last is not None
        and last.edition_id
        and live is not None
        and {one.pk for one in last.packages.all()} == {one.pk for one in rows}
    ):
        return last
    with in_words():
        package = desk.put_together(rows)
        note = _note([row.node.country_name for row in rows])
        if live is None:  # none yet, or it lies in the bin, which is emptied
            edition = sums.begin(package, user, partner=locked.partner, title=locked.title, note=note)
        else:
            edition = sums.renew(live, package, user, note=note)
    gathering = Gathering.objects.create(
        call=locked,
        edition=edition,
        people=max(cube.people for cube in package.cubes),
        withheld=max(package.withheld),
        by=user,
    )
    gathering.packages.set(rows)
    Call.objects.filter(pk=locked.pk).update(dataset=edition.dataset)
    return gathering


def _note(countries: Sequence[str]) -> str:
    text = ngettext("Sums of %(count)d node: %(names)s", "Sums of %(count)d nodes: %(names)s", len(countries))
    return text % {"count": len(countries), "names": ", ".join(countries)}
