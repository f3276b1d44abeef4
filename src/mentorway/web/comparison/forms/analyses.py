"""What people ask of stored answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from mentorway.comparing import PRESETS, Missing
from mentorway.comparing.compare import MOST_GROUPS
from mentorway.web.comparison.analysis import comparing
from mentorway.web.comparison.analysis.naming import Names, meanings
from mentorway.web.comparison.analysis.stored import Column, Contents
from mentorway.web.core.wording import said

KINDS = ("loading", "intercept", "uniqueness")
MOST_TO_TICK = 60
TWO = 2


class AnalysisForm(forms.Form):
    """A question to stored answers: short, with everything that has a usual answer below."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("The question, in a few words."))
    scales = forms.MultipleChoiceField(
        label=_("Scales to compare"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one scale.")},
    )
    by = forms.ChoiceField(label=_("Compare people by"))
    sensitivity = forms.BooleanField(
        label=_("Show how much the answer depends on the method"),
        required=False,
        help_text=_(
            "The same question with other ways to treat missing answers, weights and cut-offs, side by side. "
            "Takes several times as long."
        ),
    )
    several_factors = forms.BooleanField(
        label=_("Also test all scales together in one model"),
        required=False,
        help_text=_("Shows how scales go together. Needs large groups."),
    )
    cluster = forms.ChoiceField(
        label=_("People of one organisation resemble each other"),
        required=False,
        help_text=_("The column that says to which organisation a person belongs makes intervals honest."),
    )
    weight = forms.BooleanField(label=_("Use the weights"), required=False)
    missing = forms.ChoiceField(
        label=_("People who left questions out"),
        choices=[
            (Missing.COMPLETE.value, _("Only who answered all questions of a scale counts")),
            (Missing.FIML.value, _("Everyone counts with what they answered (FIML)")),
        ],
    )
    ordinal = forms.BooleanField(
        label=_("Take answers as ordered steps, not as numbers"),
        required=False,
        help_text=_("For few answer categories or very uneven answers (WLSMV)."),
    )
    rules = forms.ChoiceField(
        label=_("Cut-offs"), help_text=_("How much may differ before the licence is lost.")
    )
    matters = forms.FloatField(
        label=_("Smallest difference that matters"),
        required=False,
        min_value=0,
        help_text=_(
            "In points of the answers. With it, groups can be shown to be alike, not only not to differ."
        ),
    )

    def __init__(
        self,
        *args: Any,
        contents: Contents,
        names: Names | None = None,
        copied: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contents, self.names, self.copied = contents, names or {}, copied or {}
        columns = [column.name for column in contents.columns]
        self._offer("scales", [(name, f"{name} ({count})") for name, count in contents.scales])
        self._offer("by", [(name, name) for name in columns])
        self._offer("cluster", [("", _("No column"))] + [(name, name) for name in columns])
        self._offer("rules", [(key, said(preset.name)) for key, preset in PRESETS.items()])
        self._offer_people()
        self._leave_out()
        self._begin()

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _offer_people(self) -> None:
        """Add a field for every column of which some values can be chosen."""
        self.people = [column for column in self.contents.columns if len(column.values) <= MOST_TO_TICK]
        for place, column in enumerate(self.people):
            self.fields[f"people{place}"] = forms.MultipleChoiceField(
                label=column.name,
                widget=forms.CheckboxSelectMultiple,
                choices=self._values_of(column),
                error_messages={
                    "required": say("Choose at least one value of %(column)s.") % {"column": column.name}
                },
            )

    def _values_of(self, column: Column) -> list[tuple[str, str]]:
        """Every value with its meaning, where one is known, and how many people have it."""
        meaning = dict(meanings(self.names.get(column.name, {}), [value for value, _count in column.values]))
        said_as = {value: f"{value} – {word}" for value, word in meaning.items()}
        return [(value, f"{said_as.get(value, value)} ({count})") for value, count in column.values]

    def _leave_out(self) -> None:
        """Take away what these answers give no choice of."""
        if len(self.contents.scales) < TWO:
            del self.fields["several_factors"]
        if len(self.contents.columns) < TWO:
            del self.fields["cluster"]
        if not self.contents.weight:
            del self.fields["weight"]

    def _begin(self) -> None:
        """Fill in what was copied, or what is usual."""
        plan = self.copied
        usual: dict[str, Any] = {
            "scales": plan.get("scales") or [name for name, _count in self.contents.scales],
            "by": plan.get("by") or self.contents.group,
            "missing": plan.get("missing", Missing.COMPLETE.value),
            "rules": plan.get("rules", "usual"),
        }
        alike = ("sensitivity", "several_factors", "cluster", "weight", "ordinal", "matters")
        usual |= {name: plan[name] for name in alike if plan.get(name)}
        for place, column in enumerate(self.people):
            chosen = plan.get("where", {}).get(column.name)
            if column.name == usual["by"]:
                chosen = plan.get("groups")
            usual[f"people{place}"] = chosen or [value for value, _count in column.values]
        self.initial = {**usual, **self.initial}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if data.get("cluster") == data["by"]:
            self.add_error("cluster", _("Choose another column than the one that makes the groups."))
        plan = self.plan()
        self._refuse_many(plan)
        for problem in comparing.problems_of(plan):
            self.add_error(None, said(problem))
        return data

    def _refuse_many(self, plan: Mapping[str, Any]) -> None:
        by = plan["by"] or self.contents.group
        there = next(len(column.values) for column in self.contents.columns if column.name == by)
        count = len(plan["groups"]) or there
        if count > MOST_GROUPS:
            text = say("Choose at most %(most)d groups; %(count)d are chosen.")
            self.add_error("by", text % {"most": MOST_GROUPS, "count": count})

    def plan(self) -> dict[str, Any]:
        """Return the plan as facts that a table can hold."""
        data = self.cleaned_data
        chosen = {
            column.name: data[f"people{place}"]
            for place, column in enumerate(self.people)
            if len(data[f"people{place}"]) < len(column.values)
        }
        by = data["by"]
        return {
            "scales": data["scales"],
            "by": "" if by == self.contents.group else by,
            "groups": chosen.pop(by, []),
            "where": chosen,
            "several_factors": data.get("several_factors", False),
            "releases": self._releases(data["scales"]),
            "cluster": data.get("cluster", ""),
            "weight": data.get("weight", False),
            "missing": data["missing"],
            "ordinal": data["ordinal"],
            "rules": data["rules"],
            "sensitivity": data["sensitivity"],
            "matters": data["matters"] or 0.0,
        }

    def _releases(self, scales: Sequence[str]) -> dict[str, Any]:
        """What was set free in the analysis that is copied stays free."""
        return {name: those for name, those in self.copied.get("releases", {}).items() if name in scales}

    def short(self) -> list[forms.BoundField]:
        """Return the fields that everybody looks at."""
        return self._bound("title", "scales", "by", "sensitivity")

    def who(self) -> list[forms.BoundField]:
        """Return the fields that say who is left in."""
        return [self[f"people{place}"] for place in range(len(self.people))]

    def how(self) -> list[forms.BoundField]:
        """Return the fields that say how it is computed."""
        return self._bound("several_factors", "cluster", "weight", "missing", "ordinal", "rules", "matters")

    def _bound(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def has_errors_among(self, fields: Sequence[forms.BoundField]) -> bool:
        """Whether one of these has to be corrected, so that it must not be folded away."""
        return any(field.errors for field in fields)


class TitleForm(forms.Form):
    """Another title for an analysis."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("The question, in a few words."))


class ReleaseForm(forms.Form):
    """Which parameters of which items may differ between groups, and why."""

    loading = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Loadings that may differ"),
        help_text=_("How strongly the question belongs to the scale."),
    )
    intercept = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Intercepts that may differ"),
        help_text=_("How readily people agree with the question at the same standing on the scale."),
    )
    uniqueness = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Residual variances that may differ"),
        help_text=_("What in the answers has nothing to do with the scale."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why these differ: a translation, a custom, a word. It is kept with the new version."),
    )

    def __init__(
        self,
        *args: Any,
        scale: str,
        items: Sequence[tuple[str, str]],
        freed: Sequence[Mapping[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scale, self.items = scale, [name for name, _label in items]
        for kind in KINDS:
            field = self.fields[kind]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = list(items)
            self.initial.setdefault(kind, [one["item"] for one in freed if one["kind"] == kind])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {kind: set(data.get(kind, [])) for kind in KINDS} == {k: set(self.initial[k]) for k in KINDS}:
            raise forms.ValidationError(_("Nothing would change: choose what may differ, or undo a choice."))
        asked = [{"kind": kind, "item": item} for kind in KINDS for item in data.get(kind, [])]
        refusal = comparing.refusal_of(self.scale, self.items, asked)
        if refusal:
            raise forms.ValidationError(said(refusal))
        return data

    def releases(self) -> list[dict[str, str]]:
        """Return the chosen parameters."""
        return [{"kind": kind, "item": item} for kind in KINDS for item in self.cleaned_data[kind]]
