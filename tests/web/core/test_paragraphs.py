"""Texts of two people are put together paragraph by paragraph."""

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string

from mentorway.web.core.merging import Fate, Field, Merge, RevisionField
from mentorway.web.core.paragraphs import differences, put_together, whole
from mentorway.web.core.settling import MergeForm, settled

ABC = "a\n\nb\n\nc"


class TextForm(forms.Form):
    revision = RevisionField()
    text = forms.CharField(widget=forms.Textarea)


def field(base, theirs, mine):
    return Field("text", base, theirs, mine)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "fate", "value"),
    [
        (ABC, "A\n\nb\n\nc", "a\n\nb\n\nC", Fate.TOGETHER, "A\n\nb\n\nC"),
        (ABC, "A\n\nb\n\nc", "a\n\nB\n\nc", Fate.TOGETHER, "A\n\nB\n\nc"),  # neighbours
        (ABC, "a\n\nX\n\nc", "a\n\nX\n\nC", Fate.TOGETHER, "a\n\nX\n\nC"),  # partly in the same way
        (ABC, "a\n\nc", "a\n\nb\n\nC", Fate.TOGETHER, "a\n\nC"),  # one takes out, the other changes the next
        (ABC, "a\n\nb\n\nc\n\nd", "0\n\na\n\nb\n\nc", Fate.TOGETHER, "0\n\na\n\nb\n\nc\n\nd"),
        (ABC, "a\n\nn\n\nb\n\nc", "a\n\nB\n\nc", Fate.TOGETHER, "a\n\nn\n\nB\n\nc"),  # put in before a change
        (ABC, "a\n\nB\n\nn\n\nc", "A\n\nb\n\nc", Fate.TOGETHER, "A\n\nB\n\nn\n\nc"),
        (ABC, "a\n\nB\n\nc", ABC + "\n", Fate.TOGETHER, "a\n\nB\n\nc"),  # only an empty line at the end
        (ABC, ABC + "\n", "a\n\nB\n\nc", Fate.TOGETHER, "a\n\nB\n\nc"),
        (ABC, "a\n\nB\n\nc", "a\n\nB\n\nc", Fate.BOTH, "a\n\nB\n\nc"),
        ("a", "a\n\nb", "A", Fate.TOGETHER, "A\n\nb"),
    ],
)
def test_changes_in_different_paragraphs_go_together(base, theirs, mine, fate, value):
    found = field(base, theirs, mine)
    assert (found.fate, found.value) == (fate, value)


@pytest.mark.parametrize(
    ("was", "saved"),
    [
        (
            (ABC, "a\n\nX\n\nC", "a\n\nY\n\nc"),
            ("a\n\nX\n\nC", "a\n\nY\n\nC", "a\n\nX\n\nY\n\nC"),
        ),
        (
            (ABC, "a\n\nn\n\nb\n\nc", "a\n\nm\n\nb\n\nc"),
            ("a\n\nn\n\nb\n\nc", "a\n\nm\n\nb\n\nc", "a\n\nn\n\nm\n\nb\n\nc"),
        ),
        ((ABC, "a\n\nc", "a\n\nB\n\nc"), ("a\n\nc", "a\n\nB\n\nc", "a\n\nB\n\nc")),
        ((ABC, "", "a\n\nB\n\nc"), ("", "B", "B")),
        (("", "n\n\no", "m"), ("n\n\no", "m", "n\n\no\n\nm")),
    ],
)  # fmt: skip
def test_only_what_both_changed_clashes(was, saved):
    found = field(*was)
    assert found.fate == Fate.CONFLICT
    assert (found.with_theirs, found.with_mine, found.with_both) == saved


def test_nothing_that_anybody_wrote_is_lost_when_everything_is_rewritten():
    base = "\n\n".join(f"old {number}" for number in range(9))
    theirs = "\n\n".join(f"theirs {number}" for number in range(7))
    mine = "\n\n".join(f"mine {number}" for number in range(11))
    kept = field(base, theirs, mine).with_both
    assert [one for one in (*theirs.split("\n\n"), *mine.split("\n\n")) if one not in kept] == []


def test_one_side_unchanged_gives_the_other_side():
    for text in ("", "x", "c\n\nb\n\na", "a\n\nb\n\nc\n\nd\n\ne", "a\n\n\n\nc"):
        for theirs, mine in ((text, ABC), (ABC, text)):
            pieces = put_together(ABC, theirs, mine)
            assert whole([line for one in pieces for line in one.agreed]) == text.replace("\n\n\n\n", "\n\n")


def test_words_are_told_apart():
    assert differences("we meet", "we meet") == [("same", "we meet")]
    assert differences("", "new") == [("in", "new")]
    assert differences("old", "") == [("out", "old")]


def test_the_page_marks_the_clash_and_begins_anew_with_both():
    form = TextForm({"revision": "1", "text": "a\n\nour <b> way\n\nc"})
    assert form.is_valid()
    base, theirs = {"text": "a\n\nthe way\n\nc"}, {"text": "a\n\ntheir way\n\nC"}
    asking = MergeForm(Merge.of(base, theirs, {"text": form.cleaned_data["text"]}, revision=2), form)
    html = render_to_string("components/merge.html", {"merge": asking})
    assert (html.count("<ins>"), html.count("<del>"), html.count("clash-here")) == (2, 2, 2)
    assert ("our &lt;b&gt;" in html, "<b>" in html) == (True, False)
    assert asking.clashes[0].anew.value() == "a\n\ntheir way\n\nour <b> way\n\nC"
    data = QueryDict(mutable=True)
    for name, value in [*asking.carried, ("text__merge", "mine"), ("text", "")]:
        data.appendlist(name, value)
    assert settled(data)["text"] == "a\n\nour <b> way\n\nC"


def test_texts_that_go_together_are_named():
    form = TextForm({"revision": "1", "text": "A\n\nb"})
    assert form.is_valid()
    merge = Merge.of({"text": "a\n\nb"}, {"text": "a\n\nB"}, {"text": "A\n\nb"})
    assert (merge.conflicts, MergeForm(merge, form).joined) == ([], ["Text"])
