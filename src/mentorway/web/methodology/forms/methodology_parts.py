"""What people say about constructs, indicators and quality rules: a form, and its rows where it has any."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.indicators import parse
from mentorway.web.core.wording import said
from mentorway.web.methodology.analysis.methodologies import Facts
from mentorway.web.methodology.analysis.methodology_changes import figure
from mentorway.web.methodology.forms.fields import CARRIED, ReadForm, read_of
from mentorway.web.methodology.models import KEY, Aim, Direction, Level, Origin, Quality, Scoring
from mentorway.wording import InvalidInputError

SHORT = {"autocapitalize": "off", "spellcheck": "false"}
MOST_ROWS = 30
NUMBERS = ("baseline", "target", "smallest_worthwhile", "threshold")


def text(label: Any, most: int, *, rows: int = 0, **more: Any) -> forms.CharField:
    """Return a field for a text of one line, or of several."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


class NumberField(forms.FloatField):
    """A number that is written with a point or a comma; it is shown as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return figure(value) if isinstance(value, float) and math.isfinite(value) else value


class PartForm(ReadForm):
    """One part. Its short name is given once: formulas and translations mean it by that name."""

    key = forms.RegexField(
        KEY,
        label=_("Short name"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=SHORT),
        help_text=_("Small letters, digits and _. Left empty, it is made of the name. It never changes."),
    )

    def __init__(self, *args: Any, taken: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = set(taken)
        if self.initial.get("key"):
            del self.fields["key"]

    def facts(self) -> Facts:
        """Return what was said."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in CARRIED}
        return {**data, "key": self.initial.get("key") or data.get("key") or self._free_key()}

    def _free_key(self) -> str:
        stem = re.sub(r"^[^a-z]+", "", slugify(self.cleaned_data["name"]).replace("-", "_"))[:34] or "part"
        numbered = [f"{stem}_{number}" for number in range(2, len(self.taken) + 3)]
        return next(name for name in (stem, *numbered) if name not in self.taken)


class ConstructForm(PartForm):
    name = text(_("Name"), 200)
    definition = text(_("Definition"), 3000, rows=4, help_text=_("What it is, and what it is not."))
    source = text(_("Source of the definition"), 500, required=False)
    field_order = ["name", "key", "definition", "source"]


class IndicatorForm(PartForm):
    name = text(_("Name"), 200)
    meaning = text(_("What it says, and what it does not"), 3000, rows=3, required=False)
    level = forms.ChoiceField(label=_("Level of evaluation"), choices=Level.choices)
    aim = forms.ChoiceField(label=_("What it speaks about"), choices=Aim.choices)
    construct = forms.ChoiceField(label=_("Construct"), required=False)
    formula = text(
        _("Formula"),
        500,
        rows=2,
        help_text=_(
            "Names of quantities, numbers, + − × ÷ ^ and parentheses; mean, median, sum, count, share, min, "
            "max of what has one value for each person, and change(after, before). For example: "
            "sum(cost) ÷ count(trust)"
        ),
    )
    unit = text(
        _("Unit"),
        60,
        required=False,
        help_text=_(
            "EUR, h, min, people, points, %, joined by “per” or “×”, as EUR per person; empty: no unit."
        ),
    )
    direction = forms.ChoiceField(label=_("Good values"), choices=Direction.choices)
    baseline = NumberField(label=_("Baseline"), required=False)
    baseline_source = text(_("Source of the baseline"), 500, required=False)
    target = NumberField(label=_("Target"), required=False)
    smallest_worthwhile = NumberField(
        label=_("Smallest change worth having"),
        required=False,
        help_text=_("In the unit of the indicator. Less would not change any decision."),
    )
    when = text(_("When it is measured"), 200, required=False)
    owner = text(_("Who answers for it"), 200, required=False)
    field_order = ["name", "key", "meaning", "level", "aim", "construct"]

    def __init__(self, *args: Any, constructs: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["construct"]
        field.choices = [("", pgettext_lazy("construct", "None")), *constructs]

    def clean_formula(self) -> str:
        try:
            return parse(self.cleaned_data["formula"]).text
        except InvalidInputError as refusal:
            raise forms.ValidationError(said(refusal.message)) from None


class RuleForm(PartForm):
    name = text(_("Name"), 200)
    quality = forms.ChoiceField(label=_("What it watches"), choices=Quality.choices)
    threshold = NumberField(label=_("Threshold"), required=False, help_text=_("A share is written as 0.5."))
    rule = text(_("Rule"), 2000, rows=3)
    consequence = text(_("What happens when it is broken"), 2000, rows=3, required=False)
    source = text(_("Source"), 500, required=False)
    field_order = ["name", "key", "quality", "threshold"]


class RowForm(forms.Form):
    """One row below a part. A row that is left as it is shown is none, so choices have an initial value."""

    def facts(self) -> Facts:
        """Return what was said."""
        return {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}


class MeasureForm(RowForm):
    scale = forms.ChoiceField(label=_("Scale"))
    named = text(
        _("Name of the scale"),
        200,
        required=False,
        help_text=_("Only where the wording of the instrument is not kept here."),
    )
    scoring = forms.ChoiceField(label=_("Scoring"), choices=Scoring.choices, initial=Scoring.MEAN)
    fewest_items = forms.IntegerField(
        label=_("Fewest items answered"), required=False, min_value=1, max_value=500
    )
    note = text(_("Note"), 1000, required=False)

    def __init__(self, *args: Any, scales: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scale"]
        field.choices = [("", _("Choose a scale")), *scales]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        scale = data.get("scale", "")
        if scale.endswith("|") and not data.get("named"):
            self.add_error("named", _("Write which scale of the instrument it is."))
        elif scale and not scale.endswith("|") and data.get("named"):
            self.add_error("named", _("Leave this empty: the scale is chosen in the list."))
        return data

    def facts(self) -> Facts:
        data = super().facts()
        ref, _sign, name = data.pop("scale").partition("|")
        return {"instrument": ref, "scale": name or data["named"], **{k: data[k] for k in self.KEPT}}

    KEPT: ClassVar = ("scoring", "fewest_items", "note")


class QuantityForm(RowForm):
    name = forms.RegexField(
        KEY,
        label=_("Name in the formula"),
        max_length=40,
        widget=forms.TextInput(attrs=SHORT),
        error_messages={"invalid": _("Use small letters a–z, digits and _, a letter first.")},
    )
    what = text(_("What it is"), 300)
    unit = text(_("Unit"), 60, required=False)
    origin = forms.ChoiceField(label=_("Where it is read"), choices=Origin.choices, initial=Origin.SCALE)
    source = forms.CharField(
        label=_("Scale, question or record"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"list": "sources"}),
        help_text=_("As construct/scale, or title of the questionnaire/question."),
    )
    value = NumberField(label=_("Number"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_number = data.get("origin") == Origin.NUMBER
        if is_number and data.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Write the number that is agreed on."))
        elif not is_number and data.get("value") is not None:
            self.add_error("value", _("Leave this empty: only a number agreed on has a value."))
        if not is_number and not data.get("source"):
            self.add_error("source", _("Say where it is read."))
        return data


class OneOfEachFormSet(forms.BaseFormSet[Any]):
    """Rows whose names differ."""

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            name = data.get("name")
            if name and not data.get("DELETE"):
                if name in seen:
                    form.add_error("name", _("There is a quantity with this name already."))
                seen.add(name)


class Written:
    """A form and its rows, filled by what is stored or by what was sent."""

    def __init__(
        self,
        form: type[PartForm],
        rows: tuple[str, type[RowForm]] | None,
        *,
        start: Facts,
        options: Mapping[str, Any],
    ) -> None:
        self.form_class, self.rows_of, self.start, self.options = form, rows, start, options
        self.form: PartForm
        self.rows: forms.BaseFormSet[Any] | None = None

    def ask(self) -> "Written":
        """Show what is stored."""
        self.form = self.form_class(initial=self.start, **self.options["form"])
        self.rows = self._rows(None, self.start.get(self.rows_of[0], []) if self.rows_of else [], 1)
        return self

    def take(self, data: QueryDict) -> "Written":
        """Take what was sent. Rows start from nothing: what is stored may be another's by now."""
        self.form = self.form_class(data, initial=self.start, **self.options["form"])
        self.rows = self._rows(data, [], 1)
        return self

    def with_more_rows(self, data: QueryDict) -> "Written":
        """Show what was sent as it is, unchecked, with more empty rows."""
        sent = self.take(data)
        filled = {**self.start, **{name: data.get(name, "") for name in self.form.fields}}
        form = self.form_class(initial=filled, **self.options["form"])
        rows = [] if sent.rows is None else [_raw(one) for one in sent.rows.forms if _is_filled(one)]
        self.form, self.rows = form, self._rows(None, rows, 3)
        return self

    def _rows(
        self, data: QueryDict | None, initial: Sequence[Facts], extra: int
    ) -> forms.BaseFormSet[Any] | None:
        if self.rows_of is None:
            return None
        made = forms.formset_factory(
            self.rows_of[1],
            formset=OneOfEachFormSet,
            extra=extra,
            can_delete=True,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS + 10,
            validate_max=True,
        )
        return made(data, initial=initial, prefix="rows", form_kwargs=self.options.get("rows", {}))

    def is_valid(self) -> bool:
        """Whether the form and all rows can be used."""
        return all([self.form.is_valid(), self.rows is None or self.rows.is_valid()])

    def facts(self) -> Facts:
        """Return the part as it was said."""
        facts = self.form.facts()
        if self.rows_of and self.rows is not None:
            facts[self.rows_of[0]] = [
                one.facts()
                for one in self.rows.forms
                if one.cleaned_data.get(one_name(self.rows_of[1])) and not one.cleaned_data.get("DELETE")
            ]
        return facts


def one_name(row: type[RowForm]) -> str:
    """Return the field without which a row is empty."""
    return "scale" if row is MeasureForm else "name"


def _raw(form: forms.Form) -> Facts:
    return {name: form.data.get(form.add_prefix(name), "") for name in form.fields if name != "DELETE"}


def _is_filled(form: forms.Form) -> bool:
    """Whether somebody has written in a row; what is chosen from a list counts only for the scale."""
    raw = _raw(form)
    return any(raw.get(name) for name in ("name", "what", "source", "scale", "note"))


def initial_of(kind: str, facts: Facts) -> Facts:
    """Return what a form starts with: the facts, and what was read, by which a change of it is noticed."""
    start = {**facts, **read_of(facts)}
    if kind == "constructs":
        start["measures"] = [{**one, **_chosen(one)} for one in facts["measures"]]
    return start


def _chosen(measure: Facts) -> Facts:
    return {"scale": f"{measure['instrument']}|{measure['scale']}", "named": ""}
