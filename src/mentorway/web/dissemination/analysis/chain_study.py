"""The part of a chain from questions to a comparison: each link as its row is now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse

from mentorway.web.comparison.models import Dataset, Edition, Finding
from mentorway.web.dissemination.analysis.links import Link, Where, link
from mentorway.web.dissemination.models import Stage
from mentorway.web.study.models import State as StudyState
from mentorway.web.study.models import Study
from mentorway.wording import Message, Value, listed

NATIVE: Final = {"en": "English", "lt": "lietuvių", "lv": "latviešu", "sv": "svenska", "fi": "suomi"}
STUDY_GONE: Final = Message("The study that asked was deleted.")
NO_ORIGIN: Final = Message("Nobody has said where these answers come from.")


def of_study(study: Study) -> Iterator[Link]:
    """Return questions, translations, the study, and open data that was taken back."""
    version = study.version
    questionnaire = version.questionnaire
    gone = Message("The questionnaire was deleted.") if questionnaire.deleted else None
    path = reverse("methodology:version", args=[questionnaire.pk, version.number])
    number = Message("Version %(number)d", {"number": version.number})
    yield link("questionnaire", questionnaire.title, number, Where(path), gone)
    if len(study.languages) > 1:
        spoken = listed([NATIVE.get(code, code) for code in study.languages])
        count = len(study.languages)
        detail = Message(
            "Asked in %(count)d language",
            {"count": count},
            plural="Asked in %(count)d languages",
            count=count,
        )
        yield link("translation", spoken, detail)
    yield _study(study)
    taken_back = _release_taken_back(study)
    if taken_back is not None:
        yield taken_back


def _study(study: Study) -> Link:
    broken = None
    if study.deleted:
        broken = STUDY_GONE
    elif study.state == StudyState.DRAFT or not study.consent_hash:
        broken = Message("The study has no consent text that people agreed to.")
    detail: Message | str = ""
    if study.consent_version:
        detail = Message("Consent text, version %(number)d", {"number": study.consent_version})
    return link("study", study.title, detail, Where(reverse("study:board", args=[study.pk])), broken)


def _release_taken_back(study: Study) -> Link | None:
    """Open data that was taken back, and nothing that stands in its place, breaks what rests on the study."""
    releases = sorted(study.releases.all(), key=lambda one: one.number)
    ever = [one for one in releases if one.stage in (Stage.PUBLISHED, Stage.WITHDRAWN)]
    if not ever or any(one.stage == Stage.PUBLISHED for one in ever):
        return None
    last = ever[-1]
    why = Message("The open data of the study was taken back: %(reason)s", {"reason": last.reason})
    return link("release", last.title, Message("Version %(number)d", {"number": last.number}), broken=why)


def of_finding(finding: Finding) -> Iterator[Link]:
    """Return everything from the questions to what a comparison found."""
    comparison = finding.comparison
    analysis, dataset = comparison.analysis, comparison.analysis.dataset
    yield from _origin(dataset)
    yield _answers(dataset, comparison.edition)
    gone = None
    if analysis.deleted or dataset.deleted:
        gone = Message("The comparison was deleted.")
    detail = Message(
        "Version %(number)d, computed by Mentorway %(version)s",
        {"number": comparison.number, "version": finding.library_version},
    )
    path = reverse("comparison:overview", args=[comparison.pk])
    yield link("finding", analysis.title, detail, Where(path, path if dataset.is_public else None), gone)


def _origin(dataset: Dataset) -> Iterator[Link]:
    if dataset.study is not None:
        yield from of_study(dataset.study)
    elif dataset.study_choice and not dataset.holds_sums:
        yield link("study", dataset.title, broken=STUDY_GONE)
    else:
        yield link("origin", dataset.source or dataset.title, broken=None if dataset.source else NO_ORIGIN)


def _answers(dataset: Dataset, edition: Edition | None) -> Link:
    gone = Message("The answers were deleted.") if dataset.deleted else None
    path = reverse("comparison:answers", args=[dataset.pk])
    where = Where(path, path if dataset.is_public else None)
    if edition is None:
        missing = Message("Which edition of the answers was compared is not known any more.")
        return link("answers", dataset.title, where=where, broken=gone or missing)
    return link("answers", dataset.title, _edition(edition), where, gone)


def _edition(edition: Edition) -> Message:
    facts: dict[str, Value] = {"number": edition.number, "mark": edition.sha256[:12]}
    if edition.rows is None:
        return Message("Edition %(number)d, fingerprint %(mark)s", facts)
    return Message(
        "Edition %(number)d, %(rows)d person, fingerprint %(mark)s",
        {**facts, "rows": edition.rows},
        plural="Edition %(number)d, %(rows)d people, fingerprint %(mark)s",
        count=edition.rows,
    )
