"""What counts for a good pair, and what must hold."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.matching.profiles import HEAVIEST, Kind, RuleKind
from mentorway.web.mentoring.analysis.criteria import (
    HOURS,
    IN_WORDS,
    MANY,
    NUMBER,
    ONE,
    RULES,
    Question,
    Questions,
    lines_of,
)
from mentorway.web.mentoring.models import Round, Side

LONGEST_TITLE = 60
MOST_HOURS = 168
SAME_QUESTION = ("", gettext_lazy("The same question"))
SERVES = [
    ("", gettext_lazy("Of both")),
    (Side.MENTEE.value, gettext_lazy("Of the mentee")),
    (Side.MENTOR.value, gettext_lazy("Of the mentor")),
]
NEEDS = {"span": (NUMBER,), "lead": (NUMBER, ONE), "enough": (HOURS,)}


class Weight(forms.IntegerField):
    """How much something counts, from 0 to 100."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=HEAVIEST, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"


class WeightsForm(forms.Form):
    """The weights of all criteria at once."""

    def __init__(self, *args: Any, whole: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines_of(whole)
        for line in self.lines:
            self.fields[f"w_{line.key}"] = Weight(
                label=_("Weight of “%(title)s”") % {"title": line.title}, initial=line.weight
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each criterion with its field."""
        return [(line, self[f"w_{line.key}"]) for line in self.lines]

    def weights(self) -> dict[str, int]:
        """Return the weight of each criterion."""
        return {line.key: self.cleaned_data[f"w_{line.key}"] for line in self.lines}


class RulesForm(forms.Form):
    """Which rules hold, and whether they hold where an answer is missing."""

    least = forms.FloatField(
        label=gettext_lazy("At least so many hours a week"),
        required=False,
        min_value=0.25,
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs={"step": "0.25"}),
    )

    def __init__(self, *args: Any, whole: Round, **kwargs: Any) -> None:
        kept = {one["kind"]: one for one in whole.rules}
        kwargs["initial"] = {
            **{kind: kind in kept for kind in RULES},
            **{f"{kind}_strict": bool(kept.get(kind, {}).get("strict")) for kind in RULES},
            "least": kept.get(RuleKind.HOURS, {}).get("least") or 1,
        }
        super().__init__(*args, **kwargs)
        for kind, words in RULES.items():
            self.fields[kind] = forms.BooleanField(label=words, required=False)
            self.fields[f"{kind}_strict"] = forms.BooleanField(
                label=gettext_lazy("Also forbid where an answer is missing"), required=False
            )

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Each rule with its fields: on or off, strict, and the hours where it has some."""
        return [
            (self[kind], self[f"{kind}_strict"], self["least"] if kind == RuleKind.HOURS else None)
            for kind in RULES
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get(RuleKind.HOURS) and not data.get("least") and "least" not in self.errors:
            self.add_error("least", _("Say how many hours a week they need together."))
        return data

    def rules(self) -> list[dict[str, Any]]:
        """Return the rules that hold, as a round keeps them."""
        data = self.cleaned_data
        return [
            {
                "kind": str(kind),
                "question": "",
                "least": data["least"] if kind == RuleKind.HOURS else 0,
                "strict": data[f"{kind}_strict"],
            }
            for kind in RULES
            if data[kind]
        ]


class QuestionForm(forms.Form):
    """Which answers are compared."""

    question = forms.ChoiceField(label=gettext_lazy("Question to the mentee"))
    counterpart = forms.ChoiceField(label=gettext_lazy("Question to the mentor"), required=False)

    def __init__(self, *args: Any, mentees: Questions, mentors: Questions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mentees, self.mentors = mentees, mentors
        first, second = self.fields["question"], self.fields["counterpart"]
        if isinstance(first, forms.ChoiceField) and isinstance(second, forms.ChoiceField):
            first.choices = [(one.name, one.title) for one in mentees.values()]
            others = [(one.name, one.title) for one in mentors.values() if not one.name.startswith("@")]
            second.choices = [SAME_QUESTION, *others]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("question") and "counterpart" in data:
            refusal = _mismatch(self.mentees[data["question"]], self._other())
            if refusal:
                self.add_error("counterpart", refusal)
        return data

    def _other(self) -> Question | None:
        data = self.cleaned_data
        return self.mentors.get(data["counterpart"] or data["question"])

    def pair(self) -> tuple[Question, Question]:
        """Return the two questions."""
        first = self.mentees[self.cleaned_data["question"]]
        return first, self._other() or first


def _mismatch(first: Question, second: Question | None) -> str:
    """Return why the answers to two questions cannot be compared, or nothing."""
    if second is None:
        return _("Mentors are not asked this. Choose the question to the mentor.")
    if first.name.startswith("@") and second.name != first.name:
        return _("This is compared with the same question only.")
    if first.shape != second.shape and (first.shape, second.shape) != (MANY, ONE):
        return _("These two questions have answers of different kinds, which cannot be compared.")
    if first.choices and not set(first.choices) & set(second.choices):
        return _("These two questions have no choice in common.")
    return ""


class CriterionForm(forms.Form):
    """How two answers are compared, and how much it counts."""

    title = forms.CharField(
        label=gettext_lazy("Name of the criterion"),
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("It stands in the reasons that people read."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is good"))
    weight = Weight(label=gettext_lazy("Weight, from 0 to 100"), initial=10)
    span = forms.FloatField(
        label=gettext_lazy("Difference from which nothing fits"), min_value=0.001, initial=10
    )
    lead = forms.FloatField(
        label=gettext_lazy("How far the mentor is best ahead"),
        required=False,
        initial=0,
        help_text=gettext_lazy("In numbers or steps. 0: both are best at the same place."),
    )
    enough = forms.FloatField(
        label=gettext_lazy("Hours a week that are enough"), min_value=0.25, max_value=MOST_HOURS, initial=2
    )
    serves = forms.ChoiceField(
        label=gettext_lazy("In whose interest it is"),
        required=False,
        choices=SERVES,
        help_text=gettext_lazy("It matters where nobody should rather have somebody else."),
    )

    def __init__(
        self, *args: Any, pair: tuple[Question, Question], row: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.pair, self.row = pair, row or {}
        usual = {"title": pair[0].title[:LONGEST_TITLE]} if row is None else dict(row)
        kwargs["initial"] = {name: value for name, value in usual.items() if value is not None}
        super().__init__(*args, **kwargs)
        for name, shapes in NEEDS.items():
            if pair[0].shape not in shapes:
                del self.fields[name]
        kinds = self.fields["kind"]
        if isinstance(kinds, forms.ChoiceField):
            kinds.choices = [(one.value, IN_WORDS[one]) for one in self._kinds()]

    def _kinds(self) -> list[Kind]:
        """The ways of comparing that fit; steps need the same scale on both sides."""
        first, second = self.pair
        same = list(first.choices) == list(second.choices) and len(first.choices) > 1
        return [one for one in first.kinds if one is not Kind.ORDERED or same]

    def criterion(self) -> dict[str, Any]:
        """Return the criterion as a round keeps it."""
        data, (first, second) = self.cleaned_data, self.pair
        return {
            "title": data["title"],
            "kind": data["kind"],
            "weight": data["weight"],
            "question": first.name,
            "counterpart": "" if second.name == first.name else second.name,
            "span": data.get("span") or 1,
            "lead": data.get("lead") or 0,
            "order": list(first.choices) if data["kind"] == Kind.ORDERED else [],
            "enough": data.get("enough") or 1,
            "serves": data["serves"] or None,
        }
