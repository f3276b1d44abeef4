"""What two people changed goes together, or is asked about."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from mentorway.web.core.merging import Fate, Merge, RevisionField, conflict_of, refuse_stale, texts
from mentorway.web.core.settling import MergeForm, settled, shown

COUNTRIES = [("", "–"), ("Baltic", [("LT", "Lithuania"), ("LV", "Latvia")]), ("FI", "Finland")]


@dataclass
class Kept:
    number: int
    fields: dict[str, str]
    by: str = "Rasa"
    at: dt.datetime = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)


@dataclass
class Row:
    revision: int = 2
    kept: list[Kept] = field(default_factory=list)


class RowForm(forms.Form):
    revision = RevisionField()
    title = forms.CharField()
    text = forms.CharField(widget=forms.Textarea, required=False)
    country = forms.ChoiceField(choices=COUNTRIES, required=False)
    themes = forms.MultipleChoiceField(choices=[("a", "Aims"), ("b", "Bonds")], required=False)
    is_open = forms.BooleanField(required=False)
    day = forms.DateField(required=False)
    file = forms.FileField(required=False)


BASE = {"title": "T", "text": "x", "country": "LT", "themes": "a", "is_open": "true", "day": "2026-03-01"}
SAME = {"title": "T", "text": "x", "country": "LT", "themes": ["a"], "is_open": "on", "day": "2026-03-01"}


def make_form(prefix="", **changes):
    data = QueryDict(mutable=True)
    for name, value in {**SAME, "revision": "1", **changes}.items():
        data.setlist(f"{prefix}-{name}" if prefix else name, value if isinstance(value, list) else [value])
    form = RowForm(data, prefix=prefix or None)
    assert form.is_valid(), form.errors
    return form


def kept(**theirs):
    return [Kept(1, BASE), Kept(2, {**BASE, **theirs})]


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "fate", "value"),
    [
        ("a", "a", "a", Fate.SAME, "a"),
        ("a", "b", "a", Fate.THEIRS, "b"),
        ("a", "a", "c", Fate.MINE, "c"),
        ("a", "b", "b", Fate.BOTH, "b"),
        ("a", "b", "c", Fate.CONFLICT, "c"),
        ("a", "", "a", Fate.THEIRS, ""),
        ("a", "b", "", Fate.CONFLICT, ""),
    ],
)
def test_a_field_is_whose_hand_changed_it(base, theirs, mine, fate, value):
    found = Merge.of({"f": base}, {"f": theirs}, {"f": mine})
    assert (found.fields[0].fate, found.values) == (fate, {"f": value})


def test_values_become_texts_that_can_be_compared():
    values = {
        "a": "x\r\ny",
        "b": True,
        "c": False,
        "d": None,
        "e": ["z", "a"],
        "f": dt.time(9),
        "g": 5,
        "revision": 3,
    }
    assert texts(values) == {
        "a": "x\ny", "b": "true", "c": "", "d": "", "e": "a\nz", "f": "09:00:00", "g": "5",
    }  # fmt: skip


def test_nobody_else_saved_so_nothing_is_asked():
    assert conflict_of(make_form(revision="2", title="N"), Row(), []) is None


def test_what_only_they_changed_is_taken_over():
    form = make_form(title="Mine")
    theirs = {"text": "theirs", "country": "FI", "themes": "a\nb", "is_open": "", "day": ""}
    assert conflict_of(form, Row(), kept(**theirs)) is None
    assert form.is_valid()
    assert form.cleaned_data == {
        "revision": 2, "title": "Mine", "text": "theirs", "country": "FI", "themes": ["a", "b"],
        "is_open": False, "day": None, "file": None,
    }  # fmt: skip


def test_a_clash_is_asked_about_with_all_who_saved_since():
    rows = [Kept(1, BASE), Kept(2, {**BASE, "title": "A"}, "Rasa"), Kept(3, {**BASE, "title": "B"}, "Ona")]
    merge = conflict_of(make_form(title="C", text="y"), Row(3), rows)
    assert [one.name for one in merge.conflicts] == ["title"]
    assert ([one.by for one in merge.since], merge.last.by, merge.revision) == (["Rasa", "Ona"], "Ona", 3)


def test_without_the_snapshot_that_was_read_every_difference_is_asked_about():
    merge = conflict_of(make_form(title="C"), Row(), kept(text="theirs")[1:])
    assert [one.name for one in merge.conflicts] == ["title", "text"]


def test_a_write_over_a_change_of_the_last_moment_is_refused():
    refuse_stale(Row(2), 2)
    with pytest.raises(ValidationError, match="Somebody has saved a change just now"):
        refuse_stale(Row(3), 2)


CHANGED = {"title": "B", "country": "FI", "themes": "b", "is_open": "", "text": "theirs"}
MINE = {"title": "C", "country": "LV", "themes": [], "day": "2026-04-01"}


def sent(merge_form, **decided):
    """Return what a browser sends from the page on which somebody decides."""
    data = QueryDict(mutable=True)
    for name, value in merge_form.carried:
        data.appendlist(name, value)
    for name, (way, value) in decided.items():
        data[f"{name}__merge"] = way
        data.setlist(name, value)
    return data


@pytest.mark.parametrize("prefix", ["", "p"])
def test_what_was_decided_is_what_the_form_gets(prefix):
    form = make_form(prefix, **MINE)
    asking = MergeForm(conflict_of(form, Row(), kept(**CHANGED)), form)
    decided = {"title": ("anew", ["D"]), "country": ("theirs", ["LV"]), "themes": ("mine", ["b"])}
    data = settled(sent(asking, **{form.add_prefix(name): value for name, value in decided.items()}))
    again = RowForm(data, prefix=prefix or None)
    assert again.is_valid()
    assert again.cleaned_data == {
        "revision": 2, "title": "D", "text": "theirs", "country": "FI", "themes": [], "is_open": False,
        "day": dt.date(2026, 4, 1), "file": None,
    }  # fmt: skip
    assert [name for name in data if "__" in name] == []
    assert conflict_of(again, Row(), kept(**CHANGED)) is None


def test_what_an_ordinary_form_sent_stays_as_it_is():
    assert settled(QueryDict("a=1&a=2")) == QueryDict("a=1&a=2")
    assert settled(QueryDict("")) is None


def test_what_they_saved_is_shown_in_words():
    form = RowForm()
    assert [shown(form.fields[name], text) for name, text in BASE.items()] == [
        "T", "x", "Lithuania", "Aims", "Yes", "1 March 2026",
    ]  # fmt: skip
    assert [shown(form.fields[name], "") for name in BASE] == ["", "", "–", "", "No", ""]


def test_the_page_shows_both_and_asks():
    form = make_form(**MINE)
    asking = MergeForm(conflict_of(form, Row(), kept(**{**CHANGED, "title": "<b>"})), form)
    html = render_to_string(
        "components/merge.html", {"merge": asking, "back": "/back/"}, request=RequestFactory().get("/")
    )
    assert "Rasa has changed this meanwhile" in html
    assert (html.count('type="radio"'), html.count(" required"), html.count(" checked")) == (9, 9, 0)
    assert ("&lt;b&gt;" in html, "<b>" in html) == (True, False)
    for text in ("Lithuania", "Finland", "Latvia", "Only you changed", "Day", "Only they changed", "/back/"):
        assert text in html


def test_the_page_is_without_names_when_nobody_is_known():
    form = make_form(title="C")
    asking = MergeForm(Merge.of({}, {"title": "B"}, {"title": "C"}), form)
    html = render_to_string("components/merge.html", {"merge": asking})
    assert ("Somebody has changed this meanwhile" in html, "Last change" in html, asking.kept) == (
        True,
        False,
        [],
    )
