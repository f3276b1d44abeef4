"""A goal with its five levels, ratings, and whether they may be counted."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.mentoring.actions.goals import LONGEST_LEVEL, SCALE_FIELDS, WORDS_FIELDS
from mentorway.web.mentoring.analysis.goals import WEIGHTS, levels_of, signed
from mentorway.web.mentoring.forms.agreements import NeededText
from mentorway.web.mentoring.models import LEVELS, Goal

LABELS: Final = {
    "title": gettext_lazy("Goal"),
    "reality": gettext_lazy("Where I stand today"),
    "options": gettext_lazy("Ways that could lead there"),
    "will": gettext_lazy("What I do first, and when"),
}
HELP: Final = {
    "title": gettext_lazy("In one sentence: what should be different when your mentoring ends?"),
    "reality": gettext_lazy("What works already, what does not yet, and how do you notice?"),
    "options": gettext_lazy("Write down several before you judge any of them."),
    "will": gettext_lazy("A step that is small enough for the next two weeks."),
}


class GoalForm(forms.ModelForm):  # type: ignore[type-arg]
    """A goal; once its levels are fixed, only the words around them."""

    use_required_attribute = False
    weight = forms.TypedChoiceField(
        label=gettext_lazy("How much it matters"),
        choices=list(WEIGHTS.items()),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Beside your other goals."),
    )
    start = forms.TypedChoiceField(
        label=gettext_lazy("Which level describes today?"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Usually one of the two lowest."),
    )

    class Meta:
        model = Goal
        fields = WORDS_FIELDS
        labels = LABELS
        help_texts = HELP
        widgets: Mapping[str, forms.Widget] = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            **{name: forms.Textarea(attrs={"rows": 3, "dir": "auto"}) for name in WORDS_FIELDS[1:]},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weight, start = self.fields.pop("weight"), self.fields.pop("start")
        if self.instance.fixed is not None:
            return
        levels = levels_of(self.instance)
        for one in levels:
            self.fields[_field(one.number)] = NeededText(
                label=one.name,
                initial=one.text,
                max_length=LONGEST_LEVEL,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )
        if isinstance(start, forms.TypedChoiceField):
            start.choices = [(one.number, one.name) for one in levels]
        self.fields["start"], self.fields["weight"] = start, weight
        start.initial, weight.initial = self.instance.start, self.instance.weight

    def facts(self) -> dict[str, Any]:
        """Return what was written, the levels as one."""
        found = {name: self.cleaned_data[name] for name in WORDS_FIELDS}
        if self.instance.fixed is not None:
            return found
        levels = [self.cleaned_data[_field(number)] for number in LEVELS]
        scale = {"levels": levels, **{name: self.cleaned_data[name] for name in SCALE_FIELDS[1:]}}
        return {**found, **scale}


def _field(level: int) -> str:
    return f"level_{level - LEVELS.start + 1}"


class FixForm(forms.Form):
    """Nothing to fill in: it carries the levels that were read."""

    levels = forms.JSONField(widget=forms.HiddenInput)


class RateForm(forms.Form):
    """Which level is reached today."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("Which level fits today?"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        if isinstance(level, forms.TypedChoiceField):
            level.choices = [
                (one.number, _choice(one.number, one.words, one.text)) for one in levels_of(goal)
            ]


def _choice(number: int, words: str, text: str) -> str:
    facts = {"level": signed(number), "words": words, "text": text}
    return _("%(level)s · %(words)s: %(text)s") % facts


class ScoresForm(forms.Form):
    """Whether how far goals were reached may be counted."""

    shares = forms.BooleanField(
        label=gettext_lazy("How far goals were reached may be counted, without names"),
        required=False,
        help_text=gettext_lazy("You can change this at any time, also after your pair has ended."),
    )
