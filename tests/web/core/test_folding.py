"""Searching does not look at case, accents and punctuation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorway.web.core.folding import fold, terms

# These have no small or no capital letter that leads back to the same letter.
NO_WAY_BACK = {"ʼ", "ŉ"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ąžuolas", "azuolas"),
        ("AZUOLAS", "azuolas"),
        ("A\u0328z\u030cuolas", "azuolas"),
        ("Smørrebrød, Łódź & þorn", "smorrebrod lodz thorn"),
        ("Straße STRASSE", "strasse strasse"),
        ("İstanbul ıstanbul ISTANBUL", "istanbul istanbul istanbul"),
        ("œuvre Æther đak ŋ ħ ŧ", "oeuvre aether dak n h t"),
        ("™ ﬁ ½ ²", "tm fi 1 2 2"),
        ("a_b-c/d\x00e\n\tf", "a b c d e f"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("школа Ёлка", "школа елка"),
        ("", ""),
        ("«»!?", ""),
    ],
)
def test_a_text_is_folded(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_small_letters_and_capitals_fold_alike(text):
    assert fold(text.lower()) == fold(text.upper()) == fold(text)


@given(st.text())
def test_nothing_is_left_that_a_pattern_or_a_phrase_could_mean(text):
    assert not set(fold(text)) & set("%_\\\"'*:^()\x00")


def test_words_are_searched_once_in_their_order():
    assert terms("  Ryto rytas, RYTAS ąž ") == ["ryto", "rytas", "az"]


def test_nobody_searches_for_more_than_ten_words_of_sixty_letters():
    found = terms(" ".join(f"{place}{'x' * 100}" for place in range(30)))
    assert (len(found), {len(term) for term in found}) == (10, {60})


def test_a_search_without_letters_has_no_words():
    assert terms("?! «»") == []
