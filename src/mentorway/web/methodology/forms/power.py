"""What people are asked before the power of a study is worked out; wrong input is explained."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.core.wording import said
from mentorway.web.methodology.analysis import power
from mentorway.web.methodology.analysis.power import Asked, Found, Kind, Step, Wanted
from mentorway.web.methodology.forms.methodology_parts import NumberField
from mentorway.wording import InvalidInputError

MOST_PEOPLE: Final = 10_000_000


class WithinField(NumberField):
    """A number between two others."""

    def __init__(self, low: float, high: float, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": gettext_lazy("Write a number, such as 0.5.")})
        super().__init__(min_value=low, max_value=high, **kwargs)


class PercentField(WithinField):
    """Per cent on the page, a share of one inside."""

    def clean(self, value: Any) -> float | None:
        found = super().clean(value)
        return None if found is None else found / 100


Label = tuple[str | Promise, str | Promise]
EFFECT: Final[Mapping[str, Label]] = {
    Kind.MEANS: (
        gettext_lazy("Smallest difference that matters, in standard deviations"),
        gettext_lazy(
            "0.2 is small, 0.5 medium, 0.8 large (Cohen). Take the smallest that would change what you do, "
            "not the one you hope for."
        ),
    ),
    Kind.GROUPS: (
        gettext_lazy("Spread of the means of the groups, in standard deviations (f)"),
        gettext_lazy("0.10 is small, 0.25 medium, 0.40 large (Cohen)."),
    ),
    Kind.CHANGE: (
        gettext_lazy("Smallest change that matters, in standard deviations of the changes"),
        gettext_lazy(
            "If answers before and after correlate by 0.5, a standard deviation of changes is as large as "
            "one of the answers."
        ),
    ),
    Kind.SHARES: (gettext_lazy("Second share, in per cent"), ""),
    Kind.CORRELATION: (
        gettext_lazy("Smallest correlation that matters"),
        gettext_lazy("0.1 is small, 0.3 medium, 0.5 large (Cohen)."),
    ),
    Kind.EQUIVALENCE: (
        gettext_lazy("Largest difference that does not matter, in standard deviations"),
        gettext_lazy("Up to this difference you would treat both groups alike. 0.2 to 0.3 is usual."),
    ),
    Kind.FIT: (gettext_lazy("RMSEA that would be found out"), gettext_lazy("Usually 0.08.")),
    Kind.LADDER: (
        gettext_lazy("RMSEA of the stricter model, if the step does not hold"),
        gettext_lazy("A rise of 0.01 is usually taken as a step that does not hold."),
    ),
}
BASE: Final[Mapping[str, Label]] = {
    Kind.SHARES: (gettext_lazy("First share, in per cent"), ""),
    Kind.FIT: (gettext_lazy("RMSEA that still counts as close"), gettext_lazy("Usually 0.05.")),
    Kind.LADDER: (gettext_lazy("RMSEA of the freer model"), ""),
}
USUAL: Final[Mapping[str, Mapping[str, Any]]] = {
    Kind.MEANS: {"effect": "0.5"},
    Kind.GROUPS: {"effect": "0.25", "groups": 4},
    Kind.CHANGE: {"effect": "0.3"},
    Kind.SHARES: {"base": "50", "effect": "65"},
    Kind.CORRELATION: {"effect": "0.3"},
    Kind.EQUIVALENCE: {"effect": "0.3"},
    Kind.FIT: {"base": "0.05", "effect": "0.08", "groups": 1},
    Kind.LADDER: {"base": "0.05", "effect": "0.06", "groups": 4, "step": Step.LOADINGS},
}
OWN: Final[Mapping[str, Sequence[str]]] = {
    Kind.MEANS: ("ratio",),
    Kind.GROUPS: ("groups",),
    Kind.CHANGE: (),
    Kind.SHARES: ("base", "ratio"),
    Kind.CORRELATION: (),
    Kind.EQUIVALENCE: (),
    Kind.FIT: ("base", "items", "groups"),
    Kind.LADDER: ("base", "items", "groups", "step"),
}
SOMETIMES: Final = ("base", "ratio", "groups", "items", "step")


class PowerForm(forms.Form):
    """One question about the power of a study: what is looked for, and two of people, chance and effect."""

    wanted = forms.ChoiceField(
        label=gettext_lazy("What do you want to know?"), choices=Wanted, widget=forms.RadioSelect
    )
    n = forms.IntegerField(
        label=gettext_lazy("People who begin, in all groups together"),
        help_text=gettext_lazy("Needed unless you ask how many people it takes."),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
    )
    base = WithinField(0, 1)
    effect = WithinField(
        -1000,
        1000,
        required=False,
    )
    groups = forms.IntegerField(label=gettext_lazy("Groups"), min_value=1, max_value=50)
    ratio = WithinField(
        0.01,
        100,
        label=gettext_lazy("People in the second group for one in the first"),
        help_text=gettext_lazy("1 if both are of the same size."),
    )
    items = forms.IntegerField(label=gettext_lazy("Items of the scale"), min_value=3, max_value=200)
    step = forms.ChoiceField(label=gettext_lazy("Step of the ladder"), choices=Step)
    power = PercentField(
        1,
        99.99,
        label=gettext_lazy("Chance to find it (power), in per cent"),
        help_text=gettext_lazy("80 is usual. Not needed if you ask for the chance itself."),
        required=False,
    )
    alpha = PercentField(
        0.001,
        49,
        label=gettext_lazy("Chance of a wrong alarm (alpha), in per cent"),
        help_text=gettext_lazy("5 is usual."),
    )
    comparisons = forms.IntegerField(
        label=gettext_lazy("How many comparisons are made"),
        help_text=gettext_lazy(
            "Six for every pair of four countries. The chance of a wrong alarm is shared out between them."
        ),
        min_value=1,
        max_value=10_000,
    )
    cluster_size = WithinField(
        1,
        100_000,
        label=gettext_lazy("People per organisation"),
        help_text=gettext_lazy("1 if everybody is asked alone, not organisation by organisation."),
    )
    icc = WithinField(
        0,
        1,
        label=gettext_lazy("How alike people of one organisation are (intraclass correlation)"),
        help_text=gettext_lazy("0 if not at all. Between 0.01 and 0.10 is usual for questionnaires at work."),
    )
    attrition = PercentField(0, 95, label=gettext_lazy("How many drop out, in per cent"))
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Only needed to keep the result in the methodology."),
        max_length=200,
        required=False,
    )

    def __init__(
        self, *args: Any, kind: str, may_keep: bool = False, keeping: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.keeping = kind, keeping
        self.found: tuple[Asked, Found] | None = None
        for name in SOMETIMES:
            if name not in OWN[kind]:
                del self.fields[name]
        if not may_keep:
            del self.fields["title"]
        self._name_effect()
        usual = {
            "wanted": Wanted.PEOPLE, "ratio": "1", "items": 5, "power": "80", "alpha": "5", "comparisons": 1,
            "cluster_size": "1", "icc": "0", "attrition": "0",
        }  # fmt: skip
        self.initial = {**usual, **USUAL[kind], **self.initial}

    def _name_effect(self) -> None:
        if self.kind == Kind.SHARES:
            self.fields["base"] = PercentField(0.01, 99.99)
            self.fields["effect"] = PercentField(0, 100, required=False)
            self.order_fields(["wanted", "n", "base", "effect"])
        elif self.kind in {Kind.FIT, Kind.LADDER}:
            self.fields["effect"] = WithinField(0, 1, required=False)
            self.order_fields(["wanted", "n", "base", "effect"])
        for name, labels in (("base", BASE), ("effect", EFFECT)):
            if name in self.fields:
                label, help_text = labels[self.kind]
                self.fields[name].label, self.fields[name].help_text = str(label), str(help_text)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wanted = data.get("wanted")
        self._need("n", wanted != Wanted.PEOPLE, _("Say how many people begin."))
        self._need("effect", wanted != Wanted.EFFECT, _("Say how large what you look for is."))
        self._need("power", wanted != Wanted.POWER, _("Say with what chance it shall be found."))
        self._need("title", self.keeping, _("Give it a title to keep it."))
        self._check_effect(data)
        if not self.errors:
            self._work_out(data)
        return data

    def _check_effect(self, data: Mapping[str, Any]) -> None:
        """Refuse what cannot be looked for: nothing at all, or less than nothing."""
        effect, base = data.get("effect"), data.get("base")
        if effect is None or data.get("wanted") == Wanted.EFFECT:
            return
        if self.kind in {Kind.GROUPS, Kind.EQUIVALENCE} and effect <= 0:
            self.add_error("effect", _("Write a number above 0."))
        elif self.kind in {Kind.MEANS, Kind.CHANGE} and not effect:
            self.add_error(
                "effect", _("Write a number above or below 0: where nothing is, nothing is found.")
            )
        elif self.kind == Kind.CORRELATION and not 0 < abs(effect) < 1:
            self.add_error("effect", _("Write a number between −1 and 1, but not 0."))
        elif self.kind == Kind.LADDER and base is not None and effect <= base:
            self.add_error("effect", _("Write more than the RMSEA of the freer model."))

    def _need(self, name: str, needed: bool, sentence: str) -> None:  # noqa: FBT001
        if needed and name not in self.errors and self.cleaned_data.get(name) in {None, ""}:
            self.add_error(name, sentence)

    def _work_out(self, data: Mapping[str, Any]) -> None:
        told = {name: value for name, value in data.items() if name != "title" and value not in {None, ""}}
        asked = Asked(kind=self.kind, **told)
        try:
            self.found = asked, power.worked_out(asked)
        except InvalidInputError as refusal:
            self.add_error(None, said(refusal.message))
