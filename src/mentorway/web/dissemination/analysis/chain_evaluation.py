"""The part of a chain from what a programme answers, over its pilots, to what an evaluation found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.urls import reverse

from mentorway.web.dissemination.analysis.chain_study import STUDY_GONE, of_study
from mentorway.web.dissemination.analysis.links import Link, Where, link
from mentorway.web.evaluation.models import Evaluation, Result
from mentorway.web.pilots.models import Cohort, CohortState
from mentorway.web.practices.models import Practice, PracticeState
from mentorway.web.training.models import Citation, Edition
from mentorway.wording import Message

NO_PILOT: Final = Message("The evaluation names no pilot.")
NO_STUDY: Final = Message("The evaluation names no study that asked people.")


def of_result(result: Result, outcome: str) -> Iterator[Link]:
    """Return everything from what the programmes answer to what was found."""
    whole = result.evaluation
    cohorts = sorted(whole.cohorts.all(), key=lambda one: (one.starts_on, one.pk))
    editions = {one.edition_id: one.edition for one in cohorts}
    for edition in editions.values():
        yield from _cited(edition)
    for edition in editions.values():
        yield _programme(edition)
    yield from _pilots(result, cohorts)
    yield from _study(whole, result.asked)
    if outcome:
        yield _outcome(whole, result.asked, outcome)
    yield _result(result)


def _cited(edition: Edition) -> Iterator[Link]:
    seen: set[tuple[str, int | None]] = set()
    for one in edition.programme.citations.all():
        mark = ("practice", one.practice_id) if one.practice_id else ("finding", one.pk)
        if mark not in seen:
            seen.add(mark)
            yield _practice(one.practice) if one.practice is not None else _finding(one)


def _practice(practice: Practice) -> Link:
    broken = None
    if practice.deleted:
        broken = Message("The good practice was deleted.")
    elif practice.state == PracticeState.WITHDRAWN:
        broken = Message("The good practice was withdrawn.")
    elif practice.state == PracticeState.DRAFT:
        broken = Message("The good practice is only a draft.")
    is_public = practice.state == PracticeState.PUBLISHED and not practice.deleted
    public = reverse("practices:public_practice", args=[practice.token]) if is_public else None
    where = Where(reverse("practices:practice", args=[practice.pk]), public)
    return link("practice", practice.title, where=where, broken=broken)


def _finding(citation: Citation) -> Link:
    if citation.finding is not None:
        comparison = citation.finding.comparison
        analysis, dataset = comparison.analysis, comparison.analysis.dataset
        is_gone = analysis.deleted or dataset.deleted or (dataset.study is not None and dataset.study.deleted)
        gone = Message("The comparison was deleted.") if is_gone else None
        where = Where(reverse("comparison:overview", args=[comparison.pk]))
        number = Message("Version %(number)d", {"number": comparison.number})
        return link("finding", analysis.title, number, where, gone)
    if citation.challenge_finding is not None:
        found = citation.challenge_finding
        path = reverse("practices:challenge_finding", args=[found.token])
        day = Message("Counted on %(day)s", {"day": found.at.date().isoformat()})
        return link("finding", Message("Countries, sectors and challenges"), day, Where(path))
    looked = citation.network_finding
    if looked is None:  # the database refuses a citation of nothing
        return link("finding", str(citation), broken=Message("What the programme answers was deleted."))
    path = reverse("network:finding", args=[looked.token])
    day = Message("Looked at on %(day)s", {"day": looked.at.date().isoformat()})
    return link("finding", Message("How the partners work together"), day, Where(path))


def _programme(edition: Edition) -> Link:
    programme = edition.programme
    gone = Message("The training programme was deleted.") if programme.deleted else None
    path = reverse("training:edition", args=[programme.pk, edition.number])
    detail = Message("Version %(number)d", {"number": edition.number})
    return link("programme", programme.title, detail, Where(path), gone)


def _pilots(result: Result, cohorts: list[Cohort]) -> Iterator[Link]:
    """Return the pilots of the evaluation; those that the result knew and that are gone are broken."""
    known: list[str] = result.asked.get("pilots", [])
    yield from map(_pilot, cohorts)
    missing = [title for title in known if title not in {one.title for one in cohorts}]
    renamed = sum(one.title not in known for one in cohorts)
    for title in missing[: max(len(missing) - renamed, 0)]:
        yield link("pilot", title, broken=Message("The pilot is no longer part of the evaluation."))
    if not cohorts and not known:
        yield link("pilot", result.evaluation.title, broken=NO_PILOT)


def _pilot(cohort: Cohort) -> Link:
    broken = None
    if cohort.deleted:
        broken = Message("The pilot was deleted.")
    elif cohort.state == CohortState.CANCELLED:
        broken = Message("The pilot was cancelled.")
    detail = Message(
        "%(country)s, %(first)s to %(last)s",
        {
            "country": cohort.country,
            "first": cohort.starts_on.isoformat(),
            "last": cohort.ends_on.isoformat(),
        },
    )
    return link("pilot", cohort.title, detail, Where(reverse("pilots:cohort", args=[cohort.pk])), broken)


def _study(whole: Evaluation, asked: Mapping[str, Any]) -> Iterator[Link]:
    if whole.study is not None:
        yield from of_study(whole.study)
    elif asked.get("study"):
        yield link("study", str(asked["study"]), broken=STUDY_GONE)
    else:
        yield link("study", whole.title, broken=NO_STUDY)


def _outcome(whole: Evaluation, asked: Mapping[str, Any], key: str) -> Link:
    known = next((one for one in asked.get("outcomes", []) if one["key"] == key), None)
    where = Where(reverse("evaluation:asking", args=[whole.pk]))
    if known is None:
        return link("outcome", key, where=where, broken=Message("The result holds no such outcome."))
    count = len(known.get("questions", []))
    detail = Message("%(count)d question", {"count": count}, plural="%(count)d questions", count=count)
    return link("outcome", known["title"], detail, where)


def _result(result: Result) -> Link:
    whole = result.evaluation
    gone = Message("The evaluation was deleted.") if whole.deleted else None
    detail = Message(
        "Version %(number)d, computed by %(version)s",
        {"number": result.number, "version": result.library_version},
    )
    path = reverse("evaluation:result", args=[whole.pk, result.number])
    return link("result", whole.title, detail, Where(path), gone)
