"""The open model programme: complete, long enough, without gaps, and its translations fit it."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import pytest

from mentorway.courses.problems import problems
from mentorway.courses.structure import (
    Area,
    Assessment,
    AssessmentKind,
    MaterialKind,
    Programme,
    coverage,
    from_facts,
)

TRAINING = resources.files("mentorway") / "example" / "training"
LANGUAGES = sorted(
    each.name.split(".")[1]
    for each in TRAINING.iterdir()
    if re.fullmatch(r"texts\.[a-z]{2}\.json", each.name)
)
SKILLS = {
    f"http://data.europa.eu/esco/skill/{key}"
    for key in (
        "a584a638-a2c0-4b3c-bdf3-a64f87225be9",
        "28722c99-68b7-4b7b-808f-53f343299935",
        "fb9c12af-ec45-498a-8e52-891371191557",
        "c6c1af60-9594-460c-a328-00f9ad292be0",
    )
}


@cache
def programme() -> Programme:
    return from_facts(json.loads((TRAINING / "programme.json").read_text(encoding="utf-8")))


def texts(language: str) -> dict[str, str]:
    return json.loads((TRAINING / f"texts.{language}.json").read_text(encoding="utf-8"))


def assessments() -> list[Assessment]:
    return [each for module in programme().modules for each in module.assessments]


def words_of(assessment: Assessment) -> Iterator[tuple[str, str]]:
    start = f"assessment/{assessment.key}"
    yield f"{start}/title", assessment.title
    yield f"{start}/task", assessment.task
    for question in assessment.questions:
        yield f"{start}/{question.key}/text", question.text
        for number, choice in enumerate(question.choices):
            yield f"{start}/{question.key}/{number}/text", choice.text
            yield f"{start}/{question.key}/{number}/feedback", choice.feedback
    for criterion in assessment.criteria:
        yield f"{start}/{criterion.key}/title", criterion.title
        for number, level in enumerate(criterion.levels):
            yield f"{start}/{criterion.key}/{number}", level


def words_of_modules() -> Iterator[tuple[str, str]]:
    for module in programme().modules:
        yield f"module/{module.key}/title", module.title
        yield f"module/{module.key}/summary", module.summary
        for outcome in module.outcomes:
            yield f"outcome/{outcome.key}/verb", outcome.verb
            yield f"outcome/{outcome.key}/object", outcome.object
        for session in module.sessions:
            yield f"session/{session.key}/title", session.title
            for number, step in enumerate(session.steps):
                for part in ("title", "text", "method"):
                    yield f"session/{session.key}/{number}/{part}", getattr(step, part)
        for material in module.materials:
            yield f"material/{material.key}/title", material.title
            yield f"material/{material.key}/text", material.text


def words() -> dict[str, str]:
    whole: Any = programme()
    found = [(part, getattr(whole, part)) for part in ("title", "summary", "audience")]
    found += words_of_modules()
    found += (pair for assessment in assessments() for pair in words_of(assessment))
    return dict(found)


def test_it_contradicts_itself_nowhere():
    assert problems(programme()) == ()


def test_it_takes_eight_to_nine_hours_together():
    assert 480 <= programme().minutes <= 540
    assert programme().own_minutes > 0


def test_every_outcome_is_practised_and_assessed():
    gaps = [each.outcome.key for each in coverage(programme()) if not (each.sessions and each.assessments)]
    assert gaps == []


def test_every_area_of_the_european_matrix_is_used():
    used = {area for _, outcome in programme().outcomes.values() for area in outcome.areas}
    assert used == set(Area)


def test_only_the_addresses_of_skills_that_were_seen_are_given():
    given = {address for _, outcome in programme().outcomes.values() for address in outcome.esco}
    assert given == SKILLS


def test_every_question_can_be_answered_and_every_choice_explains_itself():
    for question in (each for assessment in assessments() for each in assessment.questions):
        assert any(choice.right for choice in question.choices), question.key
        assert not all(choice.right for choice in question.choices), question.key
        assert all(choice.feedback for choice in question.choices), question.key


def test_every_way_of_seeing_is_there_and_every_rubric_has_four_levels():
    assert {each.kind for each in assessments()} == set(AssessmentKind)
    rubrics = [criterion.levels for each in assessments() for criterion in each.criteria]
    assert rubrics
    assert {len(levels) for levels in rubrics} == {4}


def test_every_page_has_text_a_licence_and_a_source_and_is_used_or_for_trainers():
    used = {
        key
        for module in programme().modules
        for session in module.sessions
        for step in session.steps
        for key in step.materials
    }
    pages = [each for module in programme().modules for each in module.materials]
    assert all(
        page.kind is MaterialKind.PAGE and page.text and page.licence and page.source for page in pages
    )
    assert [page.key for page in pages if page.key not in used and not page.for_trainers] == []


def test_no_text_is_empty():
    assert [key for key, text in words().items() if not text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_only_texts_of_the_programme(language):
    assert sorted(texts(language).keys() - words().keys()) == []
    assert [key for key, text in texts(language).items() if not text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_headings_lists_and_bold(language):
    def marks(text: str) -> list[str]:
        return re.findall(r"^(?:## |- |\d+\. )|\*\*", text, flags=re.MULTILINE)

    source = words()
    pages = {key: text for key, text in texts(language).items() if key.endswith("/text")}
    assert [key for key, text in pages.items() if marks(text) != marks(source[key])] == []


@pytest.mark.parametrize("language", ["fi", "lt", "lv", "sv"])
def test_every_translation_is_complete(language):
    assert sorted(words().keys() - texts(language).keys()) == []
