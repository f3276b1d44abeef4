"""Work on mentoring rounds that pages do not wait for: computing a matching."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import override

from mentorway.matching.problem import ImpossibleError
from mentorway.web.core.tasks import CancelledError, progress, repeatable, stoppable, task
from mentorway.web.core.wording import OUR_FAULT_KEPT, kept
from mentorway.web.mentoring.analysis import computing
from mentorway.web.mentoring.analysis.problem import (
    Asked,
    Laid,
    Present,
    Sizes,
    Stay,
    fingerprint,
    laid,
    present_in,
)
from mentorway.web.mentoring.models import Matching, MatchingState, Way
from mentorway.web.mentoring.queries import matchings as queries
from mentorway.wording import N_, InvalidInputError, Message

Kept = list[dict[str, Any]]
WHOLE: Final = 100
NO_MENTEES: Final = Message("There is no mentee who can be matched now.")
NO_MENTORS: Final = Message("There is no mentor with a free seat now.")
GONE: Final = N_("%(person)s is in a pair that is to be kept, and cannot be matched now.")


class NotWantedError(Exception):
    """Somebody stopped it."""


@stoppable
@repeatable
@task()
def compute(pk: int) -> None:
    """Compute a matching; it may start again, as nothing is kept before it is done."""
    work(pk)


def work(pk: int) -> None:
    """Compute a matching that waits, and keep what was found or why nothing could be."""
    row = Matching.objects.filter(pk=pk, state=MatchingState.COMPUTING)
    matching = row.select_related("round").first()
    if matching is None:
        return
    try:
        with override(matching.asked.get("language") or "en"):
            _Work(matching, row).do()
    except NotWantedError:
        return
    except CancelledError:
        row.update(state=MatchingState.STOPPED)
        raise
    except InvalidInputError as refusal:
        _give_up(row, [kept(refusal.message)])
    except Exception:
        _give_up(row, [OUR_FAULT_KEPT])
        raise


def asked_of(asked: dict[str, Any]) -> Asked:
    """Return what was decided, as a matching keeps it."""
    keep, out = (
        tuple((int(mentee), int(mentor)) for mentee, mentor in asked.get(name, []))
        for name in ("keep", "out")
    )
    groups, stay = asked.get("groups"), asked.get("stay")
    return Asked(
        asked.get("criteria", []),
        asked.get("rules", []),
        keep,
        out,
        Sizes(**groups) if groups else None,
        Stay(stay["bonus"], stay["from"], tuple((one, other) for one, other in stay["pairs"]))
        if stay
        else None,
    )


def _give_up(
    row: QuerySet[Matching], why: list[dict[str, Any]], relax: list[dict[str, Any]] | None = None
) -> None:
    row.update(state=MatchingState.FAILED, trouble={"why": why, "relax": relax or []})


class _Work:
    """One matching while it is computed."""

    def __init__(self, matching: Matching, row: QuerySet[Matching]) -> None:
        self.matching, self.row = matching, row

    def do(self) -> None:
        progress(0)
        present = present_in(self.matching.round)
        print_of_people = fingerprint(present)
        whole = self._laid(present)
        facts = queries.facts_of(self.matching.round)
        way, seed = self.matching.way, self.matching.seed
        try:
            found = computing.computed(whole, way, seed, facts, self._step)
        except ImpossibleError as refusal:
            text = Message("What is asked for cannot all hold together.")
            why = [text, refusal.message] if way == Way.GROUPS else [text]
            _give_up(self.row, [kept(one) for one in why], computing.to_give_up(whole))
            return
        self._keep(
            found=found,
            people_hash=print_of_people,
            library_version=computing.programs(),
            done=WHOLE,
            state=MatchingState.DRAFT,
        )

    def _laid(self, present: Present) -> Laid:
        whole = laid(present, asked_of(self.matching.asked))
        if not present.mentees:
            raise InvalidInputError(NO_MENTEES)
        if not present.mentors:
            raise InvalidInputError(NO_MENTORS)
        for who in whole.missing():
            raise InvalidInputError(Message(GONE, {"person": f"⟦{who}⟧"}))
        return whole

    def _step(self, percent: int) -> None:
        """Say how far it is, and hear whether it is still wanted."""
        progress(percent / WHOLE)
        self._keep(done=percent)

    def _keep(self, **fields: Any) -> None:
        if not self.row.update(**fields):
            raise NotWantedError
