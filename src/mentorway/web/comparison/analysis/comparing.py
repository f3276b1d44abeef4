"""Stored answers → what may be compared, kept as one text in full precision."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mentorway import comparing
from mentorway.answers import Snapshot
from mentorway.comparing import Plan, records
from mentorway.comparing.changes import changes
from mentorway.evidence.psychometrics.factors.factor_input import check_releases
from mentorway.evidence.psychometrics.factors.models import FactorModel, Release
from mentorway.web.comparison.analysis.sums import SumsSnapshot
from mentorway.web.comparison.models import Finding
from mentorway.web.core.wording import kept
from mentorway.wording import InvalidInputError, Message

METHOD = "licence"
READING = Message("Reading and storing the answers")


@dataclass(frozen=True)
class Value:
    """What a comparison found, and what is needed to repeat it."""

    text: str
    method: str
    version: str
    data_hash: str


def compare(
    snapshot: Snapshot | SumsSnapshot,
    plan: Mapping[str, Any],
    progress: Callable[[float, Message], None] | None = None,
) -> Value:
    """Compare stored answers, or sums in their place, as ``plan`` says."""
    if isinstance(snapshot, SumsSnapshot):
        found = snapshot.compare(plan_of(plan), progress)
    else:
        found = comparing.compare(snapshot, plan_of(plan), progress=progress)
    return Value(records.to_json(found), METHOD, found.versions["mentorway"], found.data_hash)


def plan_of(facts: Mapping[str, Any]) -> Plan:
    """Return the plan that a table holds as plain facts."""
    return records.plan_from_facts(dict(facts))


def problems_of(facts: Mapping[str, Any]) -> tuple[Message, ...]:
    """Return what in a plan does not go together."""
    return comparing.plan_problems(plan_of(facts))


def changed(before: Finding, after: Value) -> list[dict[str, Any]]:
    """Return what is other than in an earlier finding, as plain facts, the most important first."""
    found = changes(result_of(before), records.from_json(after.text))
    return [{"kind": one.kind.value, "scale": one.scale, "message": kept(one.message)} for one in found]


def refusal_of(scale: str, items: Sequence[str], releases: Sequence[Mapping[str, Any]]) -> Message | None:
    """Return why these parameters may not all differ between groups, if they may not."""
    try:
        check_releases(FactorModel.one_factor(scale, items), _releases(releases))
    except InvalidInputError as refusal:
        return refusal.message
    return None


def _releases(facts: Sequence[Mapping[str, Any]]) -> tuple[Release, ...]:
    return tuple(Release(one["kind"], one["item"]) for one in facts)


def result_of(finding: Finding) -> comparing.Comparison:
    """Return what was found, as it was found: nothing is computed again."""
    return _result(finding.pk, finding.created)


@functools.lru_cache(maxsize=16)
def _result(pk: int, _created: datetime) -> comparing.Comparison:  # a restored database gives numbers again
    return records.from_json(Finding.objects.values_list("value", flat=True).get(pk=pk))
