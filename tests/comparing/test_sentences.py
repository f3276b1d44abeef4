import datetime as dt
from dataclasses import replace

import pytest
from tests.comparing.making import example, make_snapshot

from mentorway import figures
from mentorway.comparing import PRESETS, Missing, Plan, compare, sentences
from mentorway.evidence.comparisons.equivalence import Verdict as Smallness
from mentorway.evidence.psychometrics.factors.models import Level, Release
from mentorway.evidence.psychometrics.invariance.licence import Verdict
from mentorway.language import LANGUAGES, Words

EN = Words.of("en")


def test_the_short_form_names_the_pairs_best_first():
    said = sentences.in_short(EN, example().scales[0])
    assert said[0].replace("\u2060", "").startswith("Means may be compared in 6 pairs: DK–FI, DK–NO, DK–SE")
    assert said[-1] == "Nothing may be compared in 22 pairs."


def test_one_pair_and_no_pair_have_sentences_of_their_own(tmp_path):
    two = compare(make_snapshot({"SE": 10, "LT": 10}, {"A": 3}, tmp_path))
    one = compare(make_snapshot({"SE": 10}, {"A": 3}, tmp_path))
    assert sentences.in_short(EN, two.scales[0]) == ["Nothing may be compared between the two groups."]
    assert sentences.in_short(EN, one.scales[0]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_in_every_language(language):
    words = Words.of(language)
    said = [
        sentences.size(words, example()),
        sentences.methods_text(words, example()),
        sentences.citation(words, example(), title="", when=dt.date(2026, 1, 2)),
        *(text for scale in example().scales for text in sentences.in_short(words, scale)),
        *(sentences.verdict_word(words, verdict) for verdict in Verdict),
        *(sentences.verdict_meaning(words, verdict) for verdict in Verdict),
        *(sentences.level_name(words, level) for level in Level),
        *(words.say(reason) for one in example().scales[0].licences for reason in one.reasons),
    ]
    assert all(text and "%(" not in text for text in said)


def test_the_method_says_the_cut_offs_that_were_used_and_what_people_released(tmp_path):
    snapshot = make_snapshot({"SE": 60, "LT": 60}, {"A": 4}, tmp_path)
    plain = sentences.methods_text(EN, compare(snapshot))
    released = sentences.methods_text(
        EN, compare(snapshot, Plan(releases={"A": (Release("loading", "A2"),)}))
    )
    assert "at least 50 people" in plain
    assert "CFI of at least 0.90" in plain
    assert "partial invariance" not in plain
    assert "partial invariance" in released


@pytest.mark.parametrize(
    ("value", "places", "language", "shown"),
    [
        (0.1234, 2, "en", "0.12"),
        (-0.1234, 2, "fi", "−0,12"),
        (-0.0001, 3, "en", "0.000"),
        (float("inf"), 2, "en", "–"),
        (None, 2, "lt", "–"),
    ],
)
def test_numbers_are_written_as_their_readers_write_them(value, places, language, shown):
    assert figures.figure(value, places, language) == shown


def made(plan):
    return replace(example(), plan=plan)


def test_why_means_do_not_stand_side_by_side_is_said_for_some_pairs_and_for_all(tmp_path):
    some = next(scale for scale in example().scales if scale.mean_differences)
    none = next(scale for scale in example().scales if not scale.mean_differences)
    assert "in 22 of 28 pairs means may not be compared in full" in sentences.means_refused(EN, some)
    assert "in no pair of groups may means be compared in full" in sentences.means_refused(EN, none)
    alike = compare(make_snapshot({"SE": 400, "LT": 420}, {"A": 6}, tmp_path)).scales[0]
    assert sentences.means_refused(EN, alike) == ""


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(), []),
        (Plan(by="sector", where={"wave": ("1", "2")}), ["made by sector.", "with wave: 1, 2."]),
        (Plan(cluster="school", weight=True), ["one school may answer alike", "weighted in the models"]),
        (Plan(missing=Missing.FIML), ["everyone counts with what they answered"]),
        (Plan(ordinal=True), ["ordered steps, not as numbers"]),
    ],
)
def test_what_was_asked_is_said_and_enters_the_methods(plan, said):
    found = sentences.design(EN, made(plan))
    assert len(found) == len(said)
    assert all(part in one for part, one in zip(said, found, strict=True))
    text = sentences.methods_text(EN, made(plan))
    assert all(one in text for one in found)
    assert ("complete cases" in text) == (plan.missing is Missing.COMPLETE)
    assert ("maximum likelihood to" in text) == (not plan.ordinal)


def test_cut_offs_other_than_the_usual_ones_are_named():
    assert "Cut-offs:" not in sentences.methods_text(EN, made(Plan()))
    text = sentences.methods_text(EN, made(Plan(rules=PRESETS["rutkowski_svetina"].rules)))
    assert "In the step to equal loadings CFI may fall by 0.020 and RMSEA rise by 0.030." in text
    assert "For many groups (Rutkowski and Svetina); Rutkowski & Svetina (2014)" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_for_smallness_is_there_in_every_language(language):
    shown = {sentences.equivalence_word(Words.of(language), one) for one in Smallness}
    assert len(shown) == len(Smallness)
