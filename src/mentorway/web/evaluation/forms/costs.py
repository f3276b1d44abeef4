"""What people say about costs, rates, price levels and benefits."""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import FileField
from mentorway.web.core.pasted import PastedForm
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.costs import Missing
from mentorway.web.evaluation.models import Benefit, CostLine, Evaluation, PriceLevel, Rate
from mentorway.web.evaluation.queries import costs as queries
from mentorway.web.mentoring.analysis.people_lists import MEGABYTE, text_of
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.pilots.models import Cohort
from mentorway.wording import InvalidInputError

FILES: Final = (".csv", ".tsv", ".txt", ".xlsx")
SPACES: Final = re.compile(r"[\s\u00a0\u202f']")
GROUPED: Final = re.compile(r"\d{1,3}([.,])\d{3}(\1\d{3})*")
SIGNS: Final = {"€": "EUR", "£": "GBP", "ZŁ": "PLN"}


class MoneyField(forms.DecimalField):
    """A number as people of many countries write it: 1 200,50 or 1,200.50."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "localize": True, "min_value": 0, **kwargs})

    def to_python(self, value: Any) -> Any:
        return super().to_python(_plain(value) if isinstance(value, str) else value)


def _plain(text: str) -> str:
    """Return a number with a point.

    >>> _plain("1 200,50"), _plain("1.200.000"), _plain("1,200.5")
    ('1200.50', '1200000', '1200.5')
    """
    bare = SPACES.sub("", text)
    marks = [letter for letter in bare if letter in ".,"]
    if GROUPED.fullmatch(bare):
        if len(marks) == 1:
            sentence = _(
                "“%(said)s” may be thousands or a decimal. Write it without a sign between thousands, or "
                "with two decimals."
            )
            raise ValidationError(sentence, params={"said": text})
        return bare.replace(marks[0], "")
    if not marks:
        return bare
    whole, _mark, rest = bare.rpartition(marks[-1])
    other = "." if marks[-1] == "," else ","
    return f"{whole.replace(other, '')}.{rest}"


class CurrencyField(forms.CharField):
    """Three letters, or a sign that stands for them."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"size": 5, "autocapitalize": "characters", "autocomplete": "off"})
        super().__init__(**{"max_length": 3, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> str:
        code = (super().to_python(value) or "").upper()
        return SIGNS.get(code, code)


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of money; what somebody else has changed since it was shown is not lost."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, instance: Any, **kwargs: Any) -> None:
        super().__init__(data, instance=copy(instance), **kwargs)
        self.names = [name for name in self.fields if name != "was"]
        self.stored = {name: getattr(instance, name) for name in self.names}
        self.fields["was"].initial = self._fingerprint()

    def _fingerprint(self) -> str:
        is_there = self.instance.pk is not None
        return fingerprint_of({name: str(value) for name, value in self.stored.items()}) if is_there else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        now = self._fingerprint()
        if data.get("was", "") != now:
            self.data = {**{name: self.data[name] for name in self.data}, "was": now}
            other = [str(value) for name, value in self.stored.items() if value and data.get(name) != value]
            text = _(
                "Somebody has changed this since you opened the page. There it says now: %(stored)s. Save "
                "again to keep what you have written."
            )
            self.add_error(None, ValidationError(text, params={"stored": " · ".join(other) or "–"}))
        return data

    def facts(self) -> dict[str, Any]:
        """Return what was said."""
        return {name: self.cleaned_data[name] for name in self.names}


class CostForm(RowForm):
    """A line of the cost sheet: an amount, or hours and what one costs."""

    amount = MoneyField(
        label=_("Amount"),
        required=False,
        max_digits=12,
        decimal_places=2,
        help_text=_("Leave it empty where you give hours below: it is then reckoned."),
    )
    hours = MoneyField(label=_("Hours"), required=False, max_digits=9, decimal_places=2)
    rate = MoneyField(
        label=_("What an hour costs"),
        required=False,
        max_digits=9,
        decimal_places=2,
        help_text=_("With what the employer pays on top of the wage, such as social insurance."),
    )
    currency = CurrencyField(label=_("Currency"))

    class Meta:
        model = CostLine
        fields = (
            "what",
            "kind",
            "cohort",
            "amount",
            "hours",
            "rate",
            "currency",
            "year",
            "payer",
            "is_in_kind",
        )
        labels = {
            "what": _("What it was for"),
            "kind": _("Kind"),
            "cohort": _("Pilot"),
            "year": _("Year in which it was paid"),
            "payer": _("Who pays"),
            "is_in_kind": _("Given, not paid: such as a room lent free of charge"),
        }
        help_texts = {
            "year": _("So that prices of different years can be put side by side."),
            "payer": _("An organisation, never a person."),
            "is_in_kind": _("Say what it would have cost: it counts all the same."),
        }
        widgets = {
            "what": forms.TextInput(attrs={"dir": "auto"}),
            "payer": forms.TextInput(attrs={"dir": "auto"}),
        }

    def __init__(self, *args: Any, pilots: Sequence[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cohort"]
        if isinstance(field, forms.ModelChoiceField):
            own = Cohort.objects.filter(pk__in=[one.pk for one in pilots])
            field.queryset = own.order_by("starts_on", "pk")
            field.empty_label = _("All pilots together")


class BenefitForm(RowForm):
    """What the programme was worth in money, and how much of it is put down to the programme."""

    amount = MoneyField(
        label=_("Amount"),
        max_digits=12,
        decimal_places=2,
        help_text=_("All of it, before you say which part is due to the programme."),
    )
    currency = CurrencyField(label=_("Currency"))

    class Meta:
        model = Benefit
        fields = ("what", "amount", "currency", "year", "isolation", "confidence", "source")
        labels = {
            "what": _("What got better"),
            "year": _("Year in which it came"),
            "isolation": _("Share due to the programme, in percent"),
            "confidence": _("How sure you are of that share, in percent"),
            "source": _("Who says so, or where it is written"),
        }
        help_texts = {
            "what": _("For example: sick days that were saved, or people who stayed."),
            "isolation": _(
                "Other things help too: a new manager, a better year. Be careful rather than kind."
            ),
            "confidence": _("It makes the sum smaller: 100 is certain, 50 is a guess."),
            "source": _("A role or a document, not the name of a person."),
        }
        widgets = {
            "what": forms.TextInput(attrs={"dir": "auto"}),
            "source": forms.TextInput(attrs={"dir": "auto"}),
        }


class SheetForm(PastedForm):
    """A cost sheet, pasted or as a file."""

    text = forms.CharField(
        label=_("Cost sheet"),
        required=False,
        strip=False,
        max_length=MEGABYTE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "dir": "auto"}),
        help_text=_("Copy the rows from your spreadsheet, the first row with the names of the columns too."),
    )
    file = FileField(
        FILES,
        MEGABYTE,
        label=_("Or a file"),
        required=False,
        help_text=_(
            "An Excel workbook (.xlsx) whose first row names the columns, or CSV or text, encoded as UTF-8."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Take the rows of a workbook as if they had been pasted."""
        file = self.cleaned_data.get("file")
        if not file or not file.name.lower().endswith(".xlsx"):
            return super().clean()
        try:
            self.cleaned_data["text"] = text_of(file.read())
        except InvalidInputError as refusal:
            self.add_error("file", said(refusal.message))
        return self.cleaned_data


class RateForm(forms.Form):
    """How much of the currency of the evaluation one unit of another is."""

    currency = CurrencyField(label=_("Currency"), required=False)
    units = MoneyField(label=_("One of it is"), required=False, max_digits=14, decimal_places=6)
    source = forms.CharField(label=_("Source"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither."""
        data = super().clean() or self.cleaned_data
        _both(self, "currency", "units")
        return data


class LevelForm(forms.Form):
    """How high prices were in a year."""

    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}),
    )
    index = MoneyField(label=_("Price index"), required=False, max_digits=9, decimal_places=3)
    source = forms.CharField(label=_("Source"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither."""
        data = super().clean() or self.cleaned_data
        _both(self, "year", "index")
        return data


def _both(form: forms.Form, name: str, number: str) -> None:
    """Refuse a row that is half empty; an empty one says nothing, and one to be removed need not be right."""
    data = form.cleaned_data
    if form.errors or data.get("DELETE"):
        return
    is_nought = data.get(number) is not None and not data[number]
    if is_nought or (data.get(name) and data.get(number) is None and form.has_changed()):
        form.add_error(number, _("Write a number above 0."))
    elif data.get(number) is not None and not data.get(name):
        form.add_error(name, _("Say what this number belongs to."))


EMPTY_ROWS: Final = 1
Rates = forms.formset_factory(RateForm, extra=0, can_delete=True, max_num=60)
Levels = forms.formset_factory(LevelForm, extra=0, can_delete=True, max_num=120)


class RatesForm(forms.Form):
    """Rates and price levels on one page: rows are changed, added and removed together."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, whole: Evaluation, missing: Missing) -> None:
        super().__init__(data)
        rates = [_rate(one) for one in queries.rates_of(whole)]
        levels = [_level(one) for one in queries.price_levels_of(whole)]
        self.fingerprint = fingerprint_of([str(one) for one in (*rates, *levels)])
        self.fields["was"].initial = self.fingerprint
        named = [{"currency": one} for one in missing.currencies]
        dated: list[dict[str, Any]] = [{"year": one} for one in missing.years]
        blank: list[dict[str, Any]] = [{}] * EMPTY_ROWS
        self.rates = Rates(data, prefix="rates", initial=[*rates, *named, *blank])
        self.levels = Levels(data, prefix="levels", initial=[*levels, *dated, *blank])

    def is_valid(self) -> bool:
        """Whether every row can be understood, and nobody else has saved meanwhile."""
        own = [super().is_valid(), self.rates.is_valid(), self.levels.is_valid()]
        return all(own)

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite what somebody else has saved since the page was opened."""
        data = super().clean() or self.cleaned_data
        if data.get("was") != self.fingerprint:
            raise ValidationError(_("Somebody has changed this since you opened the page. Open it again."))
        return data

    def said(self) -> dict[str, list[dict[str, Any]]]:
        """Return rows that say something, those to be removed left out."""
        return {
            "rates": _kept(self.rates, ("currency", "units", "source")),
            "levels": _kept(self.levels, ("year", "index", "source")),
        }


def _rate(row: Rate) -> dict[str, Any]:
    return {"currency": row.currency, "units": _short(row.units), "source": row.source}


def _level(row: PriceLevel) -> dict[str, Any]:
    return {"year": row.year, "index": _short(row.index), "source": row.source}


def _short(number: Decimal) -> Decimal:
    """Return a number without noughts at its end."""
    return Decimal(format(number.normalize(), "f"))


def _kept(rows: Iterable[forms.Form], names: Sequence[str]) -> list[dict[str, Any]]:
    found = [one.cleaned_data for one in rows if one.cleaned_data and not one.cleaned_data.get("DELETE")]
    told = [one for one in found if one[names[0]] and one[names[1]] is not None]
    return [{name: one[name] for name in names} for one in told]
