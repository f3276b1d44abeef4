"""What happened, for people and programs that want to hear of it: names and numbers, and no names of people.

An action calls `tell` where something happens; the row is kept in the same transaction, or not at all. Who
may see the row that it is about may hear of it. Activities that pass it on have a ``hearing.py``; ``notices``
shows it to people.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorway.web import flow
from mentorway.web.core import audit
from mentorway.web.core.facts import refuse_personal
from mentorway.web.core.models import Happening
from mentorway.web.core.once import gathering

if TYPE_CHECKING:
    from mentorway.web.accounts.models import User

log = logging.getLogger(__name__)
_IN_EXAMPLE: Final = ContextVar("in_example", default=False)
Public = Callable[[Any], "QuerySet[Any]"]
Following = Callable[[Any, "User"], "QuerySet[Any]"]


@dataclass(frozen=True)
class Known:
    """A thing that can happen: its name, what it means, and which table its row is in.

    ``page`` is the name of the address of the page of that row; ``public`` finds those rows that everybody
    may see, signed in or not; ``whole`` leads from the row to the one that says whether it is an example.
    What was said on the way to readers stays with those who follow the row (``following``): others hear of
    the states in ``open_states`` only.
    """

    name: str
    model: str
    means: str | Promise
    page: str = ""
    public: Public | None = None
    whole: str = ""
    following: Following | None = None
    open_states: tuple[str, ...] = ()

    def is_example(self, row: Model) -> bool:
        """Whether the row belongs to an example."""
        of = attrgetter(self.whole)(row) if self.whole else row
        return bool(getattr(of, "is_example", False))

    @property
    def table(self) -> type[Model]:
        """The model of the row."""
        return apps.get_model(self.model)


def _all_public(rows: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.public()
    return found


def _public_now(rows: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.public(timezone.now())
    return found


def _followed(rows: Any, user: User) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.followed_by(user)
    return found


_LIST: Final = (
    Known(
        "agreement.offered",
        "network.Agreement",
        _("Parties are asked to accept an agreement."),
        "network:agreement",
    ),
    Known(
        "agreement.accepted",
        "network.Agreement",
        _("Every party has accepted an agreement."),
        "network:agreement",
    ),
    Known(
        "agreement.declined",
        "network.Agreement",
        _("A party has declined an agreement."),
        "network:agreement",
    ),
    Known(
        "practice.moved",
        "practices.Practice",
        _("A good practice has come further on its way to readers, or back: “state” says where it stands."),
        "practices:practice",
        _all_public,
        following=_followed,
        open_states=("accepted", "published"),
    ),
    Known(
        "questionnaire.published",
        "methodology.Version",
        _("A version of a questionnaire was published."),
        whole="questionnaire",
    ),
    Known(
        "methodology.published",
        "methodology.Edition",
        _("A version of a methodology was published."),
        whole="methodology",
    ),
    Known("study.opened", "study.Study", _("A study takes answers from now on."), "study:board"),
    Known("study.closed", "study.Study", _("A study takes no more answers."), "study:board"),
    Known(
        "finding.computed",
        "comparison.Comparison",
        _("A comparison of answers is done."),
        whole="analysis.dataset",
    ),
    Known(
        "package.received",
        "federation.Received",
        _("A package of sums came from another country."),
    ),
    Known(
        "programme.published",
        "training.Edition",
        _("A version of a training programme was published."),
        whole="programme",
    ),
    Known(
        "cohort.moved",
        "pilots.Cohort",
        _("A cohort takes applications, begins, is finished or cancelled: “state” says which."),
        "pilots:cohort",
    ),
    Known(
        "cohort.certificates_issued",
        "pilots.Cohort",
        _("Certificates of a cohort were issued: “issued” says how many."),
        "pilots:cohort",
    ),
    Known(
        "matching.confirmed",
        "mentoring.Matching",
        _("A matching of a mentoring round was confirmed."),
        whole="round",
    ),
    Known(
        "result.computed",
        "evaluation.Result",
        _("A version of the result of an evaluation is done."),
        whole="evaluation",
    ),
    Known(
        "claim.published",
        "dissemination.Claim",
        _("A version of a claim was published."),
        "dissemination:claim",
        _all_public,
    ),
    Known(
        "claim.withdrawn",
        "dissemination.Claim",
        _("A published claim was withdrawn."),
        "dissemination:claim",
        _all_public,
    ),
    Known(
        "claim.broken",
        "dissemination.Claim",
        _("The chain of evidence under a published claim broke."),
        "dissemination:claim",
        _all_public,
    ),
    Known(
        "claim.whole_again",
        "dissemination.Claim",
        _("The chain of evidence under a published claim is whole again."),
        "dissemination:claim",
        _all_public,
    ),
    Known(
        "entry.published",
        "dissemination.Entry",
        _("A publication was published, at once or for later."),
        "dissemination:entry",
        _public_now,
    ),
    Known(
        "release.published",
        "dissemination.Release",
        _("A version of open data was published."),
        "dissemination:release",
        _all_public,
    ),
    Known(
        "release.withdrawn",
        "dissemination.Release",
        _("A version of open data was withdrawn."),
        "dissemination:release",
        _all_public,
    ),
    Known(
        "plan.changed",
        "plan.Project",
        _("The plan of a project was changed: “revision” counts its changes."),
        "plan:project",
    ),
)
EVERY: Final[Mapping[str, Known]] = {one.name: one for one in _LIST}


def known() -> dict[str, Known]:
    """Return what can happen in this version, by its name."""
    here = {activity.app for activity in flow.built()}
    return {name: one for name, one in EVERY.items() if one.model.partition(".")[0] in here}


@contextmanager
def of_example() -> Iterator[None]:
    """Say that what happens inside happens to an example, whose rows are marked only once they are whole."""
    token = _IN_EXAMPLE.set(True)
    try:
        yield
    finally:
        _IN_EXAMPLE.reset(token)


def tell(name: str, row: Model, *, by: User | None = None, **facts: Any) -> Happening | None:
    """Keep that something happened to ``row``; examples are not told of.

    ``facts`` are numbers, and words of the program itself. ``by`` is who did it just now: nobody is named,
    but it is no news to that person. What a person only asked for, and was done later, is news to them.

    Raises
    ------
    ValueError
        Nobody knows the name, the row is of another table, or a fact may be about a person.
    """
    one = EVERY.get(name)
    if one is None or row._meta.label != one.model:  # noqa: SLF001 - Django's own name
        raise ValueError(f"{name!r} cannot happen to a row of {row._meta.label}.")  # noqa: SLF001 - as above
    refuse_personal(facts)
    if one.is_example(row):
        return None
    kept = Happening(name=name, row=row.pk, facts=facts, actor=audit.of_person(by) if by else "")
    if _IN_EXAMPLE.get():
        kept.is_example, kept.passed = True, timezone.now()
    kept.save(force_insert=True)
    if not kept.is_example:
        transaction.on_commit(partial(_pass_on, kept), robust=True)
    return kept


def heard_by(user: User, rows: QuerySet[Happening], names: Iterable[str] = ()) -> QuerySet[Happening]:
    """Return those of ``rows`` that ``user`` may hear of: who may see the row that it is about."""
    here = known()
    wanted = Q(pk__in=[])
    by_table: dict[tuple[str, Public | None, Following | None], list[str]] = {}
    for name in names or here:
        if name in here:
            one = here[name]
            by_table.setdefault((one.model, one.public, one.following), []).append(name)
    with gathering():
        for of_table in by_table.values():
            one = here[of_table[0]]
            about = Q(row__in=_seen(user, one))
            if one.following is not None:
                about &= Q(facts__state__in=one.open_states) | Q(row__in=_follows(user, one))
            wanted |= Q(name__in=of_table) & about
    return rows.filter(wanted)


def may_hear(user: User, happening: Happening) -> bool:
    """Whether ``user`` may hear of it now."""
    one = known().get(happening.name)
    if one is None or not user.is_active or not _seen(user, one).filter(pk=happening.row).exists():
        return False
    is_open = one.following is None or happening.facts.get("state") in one.open_states
    return is_open or _follows(user, one).filter(pk=happening.row).exists()


def _follows(user: User, one: Known) -> QuerySet[Any]:
    rows: Any = one.table._default_manager  # noqa: SLF001 - Django's own name
    return one.following(rows, user).order_by().values("pk") if one.following else rows.none()


def _seen(user: User, one: Known) -> QuerySet[Any]:
    rows: Any = one.table._default_manager  # noqa: SLF001 - Django's own name
    seen: QuerySet[Any] = rows.visible_to(user).order_by().values("pk")
    if one.public is None:
        return seen
    shown = one.public(rows).order_by().values("pk")
    every: QuerySet[Any] = rows.order_by()
    return every.filter(Q(pk__in=seen) | Q(pk__in=shown)).values("pk")


def _pass_on(happening: Happening) -> None:
    """Tell every activity that passes things on; what goes wrong there is no trouble of whoever did it."""
    for hearing in flow.modules("hearing").values():
        hearing.heard(happening)
