"""Numbers that people write: person-days and money, by partner, work package or line of the budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorway.web.evaluation.analysis.costs import shown
from mentorway.web.evaluation.forms.costs import MoneyField
from mentorway.web.plan.analysis.people import days_shown, is_half, mark_of
from mentorway.web.plan.models import BudgetLine, Item, ProjectPartner


class DaysField(MoneyField):
    """Whole or half person-days."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 7, "decimal_places": 2, "required": False, **kwargs})


class AmountField(MoneyField):
    """Money, to the cent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 12, "decimal_places": 2, "required": False, **kwargs})


class RemarkField(forms.CharField):
    """Why it is so, in a few words."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
        super().__init__(**{"max_length": 500, "required": False, "widget": widget, **kwargs})


@dataclass(frozen=True)
class FieldRow:
    """One row of a table of fields, with what stands beside them."""

    title: str
    before: Sequence[str]
    fields: Sequence[forms.BoundField]


class NumbersForm(forms.Form):
    """Numbers that several people may write; what somebody else has saved meanwhile is not lost."""

    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, stored: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = dict(stored)
        self.initial = {**self.stored, "was": mark_of(self.stored)}

    def clean(self) -> dict[str, Any]:
        data, now = super().clean() or self.cleaned_data, mark_of(self.stored)
        if data.get("was", "") != now:
            self.data = {**{name: self.data[name] for name in self.data}, "was": now}
            other = [
                f"{self[name].label}: {self._said(name, value)}"
                for name, value in self.stored.items()
                if name in self.fields and data.get(name) != value
            ]
            text = _(
                "Somebody has changed this since you opened the page. There it says now: %(stored)s. Save "
                "again to keep what you have written."
            )
            self.add_error(None, ValidationError(text, params={"stored": " · ".join(other) or "–"}))
        return data

    def _said(self, name: str, value: Any) -> str:
        if not isinstance(value, Decimal):
            return str(value or "–")
        return days_shown(value) if isinstance(self.fields[name], DaysField) else shown(value)

    def _check_days(self) -> None:
        for name, field in self.fields.items():
            days = self.cleaned_data.get(name)
            if not isinstance(field, DaysField) or days is None or days == self.stored.get(name):
                continue
            if not is_half(days):
                self.add_error(name, ValidationError(_("Write whole or half days, such as 3 or 3.5.")))


class EffortsForm(NumbersForm):
    """How many person-days each partner plans for a line."""

    def __init__(self, *args: Any, partners: Sequence[ProjectPartner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners
        for row in partners:
            self.fields[f"days_{row.partner_id}"] = DaysField(label=str(row.partner))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._check_days()
        return data

    def facts(self) -> dict[int, Decimal | None]:
        """Return the days by partner."""
        return {row.partner_id: self.cleaned_data[f"days_{row.partner_id}"] for row in self.partners}


class ReportDaysForm(NumbersForm):
    """What a partner worked on each work package."""

    def __init__(
        self, *args: Any, lines: Sequence[Item], planned: Mapping[int, Sequence[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.planned = lines, planned
        for item in lines:
            self.fields[f"days_{item.pk}"] = DaysField(label=_("Person-days on %(line)s") % {"line": item})
            self.fields[f"remark_{item.pk}"] = RemarkField(label=_("Remark on %(line)s") % {"line": item})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._check_days()
        for item in self.lines:
            name = f"days_{item.pk}"
            if name not in self.errors and data.get(name) is None and data.get(f"remark_{item.pk}"):
                self.add_error(name, _("Say how many days. Write 0 if nobody worked on it."))
        return data

    def rows(self) -> list[FieldRow]:
        """Return a row for each work package."""
        return [
            FieldRow(
                str(item),
                self.planned.get(item.pk, ("–", "–")),
                [self[f"days_{item.pk}"], self[f"remark_{item.pk}"]],
            )
            for item in self.lines
        ]

    def facts(self) -> dict[int, tuple[Decimal | None, str]]:
        """Return days and remark by line."""
        data = self.cleaned_data
        return {item.pk: (data[f"days_{item.pk}"], data[f"remark_{item.pk}"]) for item in self.lines}


class BudgetForm(NumbersForm):
    """What a partner may spend on each line of the budget, and its own contribution in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line, title in BudgetLine.choices:
            self.fields[f"amount_{line}"] = AmountField(label=title)
            label = _("Own contribution: %(line)s") % {"line": title}
            self.fields[f"own_{line}"] = AmountField(label=label)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for line in BudgetLine.values:
            if (data.get(f"own_{line}") or 0) > (data.get(f"amount_{line}") or 0):
                wrong = {f"own_{line}", f"amount_{line}"} & set(self.errors)
                if not wrong:
                    self.add_error(f"own_{line}", _("The own contribution cannot be more than the amount."))
        return data

    def rows(self) -> list[FieldRow]:
        """Return a row for each line of the budget."""
        return [
            FieldRow(str(title), (), [self[f"amount_{line}"], self[f"own_{line}"]])
            for line, title in BudgetLine.choices
        ]

    def facts(self) -> dict[str, tuple[Decimal | None, Decimal | None]]:
        """Return the amount and the own contribution by line."""
        data = self.cleaned_data
        return {line: (data[f"amount_{line}"], data[f"own_{line}"]) for line in BudgetLine.values}


class ReportMoneyForm(NumbersForm):
    """What a partner spent on each line of the budget."""

    def __init__(self, *args: Any, planned: Mapping[str, Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planned = planned
        for line, title in BudgetLine.choices:
            self.fields[f"amount_{line}"] = AmountField(label=title)
            self.fields[f"remark_{line}"] = RemarkField(label=_("Remark on %(line)s") % {"line": title})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for line in BudgetLine.values:
            name = f"amount_{line}"
            if name not in self.errors and data.get(name) is None and data.get(f"remark_{line}"):
                self.add_error(name, _("Say how much. Write 0 if nothing was spent."))
        return data

    def rows(self) -> list[FieldRow]:
        """Return a row for each line of the budget."""
        return [
            FieldRow(
                str(title),
                self.planned.get(line, ("–", "–")),
                [self[f"amount_{line}"], self[f"remark_{line}"]],
            )
            for line, title in BudgetLine.choices
        ]

    def facts(self) -> dict[str, tuple[Decimal | None, str]]:
        """Return amount and remark by line."""
        data = self.cleaned_data
        return {line: (data[f"amount_{line}"], data[f"remark_{line}"]) for line in BudgetLine.values}
