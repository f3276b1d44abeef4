import datetime as dt

import pytest
from tests.comparing.making import example, make_snapshot

from mentorway import figures
from mentorway.comparing import Plan, compare, sentences
from mentorway.evidence.psychometrics.licence import Verdict
from mentorway.evidence.psychometrics.models import Level, Release
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
