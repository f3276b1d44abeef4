"""What people say about answers: which file, which column, which code."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import FileField
from mentorway.web.network.forms.choosing import countries_to_choose
from mentorway.web.network.models import Sector
from mentorway.web.study.analysis import importing
from mentorway.web.study.analysis.making import KINDS, OFFERED
from mentorway.web.study.analysis.proposing import Likert
from mentorway.web.study.forms.asking import RowField
from mentorway.web.study.models import Study, Target, Wave

OTHER = [
    ("", _("Leave out")),
    (":country", _("The country of the person")),
    (":sector", _("The sector of the person")),
    (":language", _("The language of the answers")),
    (":day", _("The day of the answers")),
]


class FileForm(forms.Form):
    """Which file is wanted."""

    kind = forms.ChoiceField(
        label=_("Kind of file"),
        choices=lambda: [(name, KINDS[name].title) for name in OFFERED],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    labels = forms.ChoiceField(
        label=_("Answers as"),
        choices=[("codes", _("Codes, as 1 to 5")), ("labels", _("Words, as people read them"))],
        required=False,
        help_text=_("For CSV and Excel. The other files hold both."),
    )
    language = forms.ChoiceField(label=_("Language of the words"))
    with_texts = forms.BooleanField(
        label=_("With what people wrote in their own words"),
        required=False,
        help_text=_("People may give themselves away in them. Read them before you pass the file on."),
    )

    def __init__(self, *args: Any, languages: Sequence[tuple[str, str]], texts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        if isinstance(field, forms.ChoiceField):
            field.choices = languages
        if not texts:
            del self.fields["with_texts"]

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        data = self.cleaned_data
        options: dict[str, Any] = {"language": data["language"]}
        if KINDS[data["kind"]].labels:
            options["labels"] = data["labels"] == "labels"
        return {"kind": data["kind"], "with_texts": data.get("with_texts", False), **options}


class ScalesForm(forms.Form):
    """Which question belongs to which scale, in which direction, and which others go along as facts."""

    facts = forms.MultipleChoiceField(
        label=_("Facts to take along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Questions that say what kind of person answered, as role or size of the organisation: people "
            "can then be compared by them. Country, sector, partner, wave and language go along by "
            "themselves. Take only what you need: many facts together single people out."
        ),
    )

    def __init__(
        self, *args: Any, questions: Sequence[Likert], kinds: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        facts = self.fields["facts"]
        if isinstance(facts, forms.MultipleChoiceField):
            facts.choices = list(kinds)
        if not kinds:
            del self.fields["facts"]
        self.names = [one.name for one in questions]
        self.labels = [one.label for one in questions]
        for place, one in enumerate(questions):
            self.fields[f"scale{place}"] = forms.CharField(
                label=_("Scale of: %(question)s") % {"question": one.label},
                required=False,
                max_length=60,
                initial=one.group,
            )
            self.fields[f"reverse{place}"] = forms.BooleanField(
                label=_("Reversed: %(question)s") % {"question": one.label}, required=False
            )

    def rows(self) -> list[tuple[str, str, Any, Any]]:
        """Return name, words, and the two fields of every question."""
        return [
            (name, label, self[f"scale{place}"], self[f"reverse{place}"])
            for place, (name, label) in enumerate(zip(self.names, self.labels, strict=True))
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(str(data.get(f"scale{place}", "")).strip() for place in range(len(self.names))):
            raise forms.ValidationError(_("Write the name of a scale at the questions that belong to it."))
        items = {one["question"] for one in self._items(data)}
        both = [name for name in data.get("facts", []) if name in items]
        if both:
            raise forms.ValidationError(
                _("%(names)s cannot be an item of a scale and a fact at once. Choose one of the two."),
                params={"names": ", ".join(both)},
            )
        return data

    def asked(self) -> dict[str, Any]:
        """Return the chosen questions, as the hand-over keeps them."""
        facts = self.cleaned_data.get("facts", [])
        return {"items": self._items(self.cleaned_data), **({"facts": facts} if facts else {})}

    def _items(self, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "question": name,
                "scale": str(data[f"scale{place}"]).strip(),
                "reverse": bool(data.get(f"reverse{place}")),
            }
            for place, name in enumerate(self.names)
            if str(data.get(f"scale{place}", "")).strip()
        ]


class WaveField(forms.ModelChoiceField[Wave]):
    """A wave, by its title."""

    def label_from_instance(self, obj: Wave) -> str:
        return obj.title


class SpreadsheetForm(forms.Form):
    """Older answers."""

    wave = WaveField(Wave.objects.none(), label=_("Wave"), empty_label=None)
    file = FileField(
        importing.KINDS,
        importing.LIMITS.bytes,
        label=_("Spreadsheet"),
        help_text=_("One row for each person, the first row with the names of the columns."),
    )

    def __init__(self, *args: Any, waves: QuerySet[Wave], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wave"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = waves


class MatchForm(forms.Form):
    """Which column is which question."""

    country = forms.ChoiceField(label=_("Country where no column says it"), choices=countries_to_choose)
    sector = forms.ChoiceField(label=_("Sector where no column says it"), choices=Sector.choices)

    def __init__(
        self,
        *args: Any,
        columns: Sequence[Mapping[str, str]],
        choices: Sequence[tuple[str, str]],
        mapping: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.initial.setdefault("country", mapping.get("country"))
        self.initial.setdefault("sector", mapping.get("sector"))
        known = mapping.get("columns", {})
        offered = [*OTHER, (_("Questions"), list(choices))]
        for place, column in enumerate(columns):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=column["name"],
                choices=offered,
                required=False,
                initial=known.get(column["name"], ""),
            )

    def rows(self) -> list[tuple[Mapping[str, str], Any]]:
        """Return every column with its field."""
        return [(column, self[f"c{place}"]) for place, column in enumerate(self.columns)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for place, column in enumerate(self.columns):
            value = data.get(f"c{place}", "")
            if value and value in taken:
                text = _("“%(first)s” and “%(second)s” cannot both be this.")
                self.add_error(f"c{place}", text % {"first": taken[value], "second": column["name"]})
            elif value:
                taken[value] = column["name"]
        if not any(not value.startswith(":") for value in taken) and not self.errors:
            raise forms.ValidationError(_("No column is a question, so there is nothing to take in."))
        return data

    def asked(self) -> dict[str, Any]:
        """Return the mapping."""
        data = self.cleaned_data
        columns = {
            column["name"]: data[f"c{place}"]
            for place, column in enumerate(self.columns)
            if data[f"c{place}"]
        }
        return {"columns": columns, "country": data["country"], "sector": data["sector"]}


class DeviceForm(forms.Form):
    """A device, and where its answers are counted."""

    name = forms.CharField(
        label=_("Name of the device"), max_length=100, help_text=_("As in: tablet 3, Vilnius office.")
    )
    target = RowField(
        Target.objects.none(),
        label=_("Row of the sampling plan"),
        required=False,
        help_text=_(
            "What the device sends is counted there. For people of several rows, make a key for each row."
        ),
    )

    def __init__(self, *args: Any, study: Study, targets: QuerySet[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = targets
            if len(targets) == 1:
                field.empty_label, self.initial["target"] = None, targets[0]
            else:
                home = study.partner
                place = f"{home.get_country_display()} · {home.get_sector_display()} · {home}"
                field.empty_label = _("None: counted as %(place)s") % {"place": place}


class WithdrawalForm(forms.Form):
    code = forms.CharField(
        label=_("Answer code"),
        max_length=60,
        help_text=_("The person got it on the last page. Capitals, spaces and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
