"""Matchings: asked for, computed at once or in the background, and stopped."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import OUR_FAULT_KEPT, in_words
from mentorway.web.mentoring import tasks
from mentorway.web.mentoring.actions.relations import holding
from mentorway.web.mentoring.analysis.problem import Pairs, Sizes, Stay, design_of, present_in
from mentorway.web.mentoring.models import Matching, MatchingState, Round, RoundState, Way

AT_ONCE: Final = 40_000  # pairs
GROUPS_AT_ONCE: Final = 1_500  # pairs that groups are formed of in about a second
HIGHEST_SEED: Final = 999_999
SILENCE: Final = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Wish:
    """What a coordinator decides: the way, the seed (drawn if left out), pairs to keep and to take out.

    Pairs are numbers of rows: mentee and mentor. ``sizes`` are those of groups; ``stay`` is what is added for
    pairs of an earlier matching.
    """

    way: str = Way.FLOOR
    seed: int | None = None
    keep: Pairs = ()
    out: Pairs = ()
    sizes: Sizes | None = None
    stay: Stay | None = None


def compute(whole: Round, user: User | None, wish: Wish) -> Matching:
    """Keep a matching to be computed: small ones are done when this returns, others by a worker."""
    with writing():
        Round.objects.select_for_update(of=("self",)).filter(pk=whole.pk).first()
        matching, is_small = _wanted(whole, user, wish)
    return _computed(whole, matching, is_small=is_small)


def _wanted(whole: Round, user: User | None, wish: Wish) -> tuple[Matching, bool]:
    """Write down a matching of a round that is held, and say whether it is small; others go to a worker."""
    seed = secrets.randbelow(HIGHEST_SEED) + 1 if wish.seed is None else wish.seed
    matching = Matching(
        round=whole, number=_next(whole), way=wish.way, seed=seed, by=user, asked=_kept(whole, wish)
    )
    matching.full_clean(exclude=["found"])  # nothing is found yet
    matching.save()
    is_small = present_in(whole).pairs <= (GROUPS_AT_ONCE if wish.way == Way.GROUPS else AT_ONCE)
    if not is_small:
        transaction.on_commit(lambda: tasks.compute.enqueue(matching.pk))
    return matching, is_small


def _next(whole: Round) -> int:
    """Return a number that no matching has, nor one that was deleted and that another still speaks of."""
    rows = whole.matchings.values_list("number", "asked__stay__from")
    return max((number or 0 for row in rows for number in row), default=0) + 1


def _computed(whole: Round, matching: Matching, *, is_small: bool) -> Matching:
    if is_small:
        tasks.work(matching.pk)
        matching.refresh_from_db()
        matching.round = whole
    return matching


def _kept(whole: Round, wish: Wish) -> dict[str, Any]:
    stay = wish.stay
    more: dict[str, Any] = {"groups": asdict(wish.sizes)} if wish.sizes else {}
    if stay:
        more["stay"] = {"bonus": stay.bonus, "from": stay.number, "pairs": _listed(stay.pairs)}
    return {
        **more,
        "criteria": list(whole.criteria),
        "rules": list(whole.rules),
        "keep": _listed(wish.keep),
        "out": _listed(wish.out),
        "language": get_language(),
    }


def _listed(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    return sorted([mentee, mentor] for mentee, mentor in set(pairs))


def begin(whole: Round, user: User, wish: Wish) -> Matching:
    """Compute a matching that a coordinator asked for; what can be said before is refused here.

    One is computed at a time: that is looked at, and the new one written down, while the round is held.
    """
    mark_silent(whole)
    with holding(whole) as held:
        _refuse(held, wish)
        matching, is_small = _wanted(held, user, wish)
    return _computed(whole, matching, is_small=is_small)


def _refuse(whole: Round, wish: Wish) -> None:
    if whole.state in (RoundState.FINISHED, RoundState.CANCELLED):
        raise ValidationError(_("The mentoring round is over, so that nobody is matched any more."))
    if set(wish.keep) & set(wish.out):
        raise ValidationError(_("A pair cannot be kept and taken out."))
    kept = [mentee for mentee, _mentor in wish.keep]
    if len(set(kept)) < len(kept):
        raise ValidationError(_("A mentee can be kept with one mentor only."))
    with in_words():
        design_of(present_in(whole), tasks.asked_of(_kept(whole, wish)))
    if whole.matchings.filter(state=MatchingState.COMPUTING).exists():
        raise ValidationError(_("A matching of this round is being computed. Wait for it, or stop it."))


def delete(matching: Matching) -> None:
    """Delete a matching that nothing came of; a confirmed one stays, as its proposals come from it."""
    with holding(matching.round) as whole:
        row = whole.matchings.select_for_update(of=("self",)).filter(pk=matching.pk).first()
        if row is None:
            return
        if row.state == MatchingState.CONFIRMED:
            raise ValidationError(_("This matching is confirmed. It stays, as its proposals come from it."))
        if row.state == MatchingState.COMPUTING:
            raise ValidationError(_("This matching is being computed. Stop it first."))
        row.delete()


def stop(matching: Matching) -> None:
    """Stop computing; what is done already changes nothing."""
    rows = Matching.objects.filter(pk=matching.pk, state=MatchingState.COMPUTING)
    rows.update(state=MatchingState.STOPPED)


def mark_silent(whole: Round) -> None:
    """Give up what has been computed for very long."""
    since = timezone.now() - SILENCE
    rows = whole.matchings.filter(state=MatchingState.COMPUTING, at__lt=since)
    rows.update(state=MatchingState.FAILED, trouble={"why": [OUR_FAULT_KEPT], "relax": []})
