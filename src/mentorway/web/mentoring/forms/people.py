"""What members say about the people of a round."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import FileField
from mentorway.web.core.pasted import PastedForm
from mentorway.web.core.wording import said
from mentorway.web.mentoring.actions.people import DETAILS
from mentorway.web.mentoring.analysis import people_lists
from mentorway.web.mentoring.models import Person, Round, Side
from mentorway.web.mentoring.queries import people as queries
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.pilots.forms.people import NameField
from mentorway.wording import InvalidInputError

MEGABYTE = people_lists.MEGABYTE
LIST = (".csv", ".tsv", ".txt", ".xlsx")
WRITES = _("Send a letter with the link to the own page")


class AboutForm(forms.ModelForm[Person]):
    """What is told about a person besides their profile."""

    name = NameField()

    class Meta:
        model = Person
        fields = ("side", "name", "email", "organisation", "country", "language")
        labels = {
            "email": _("E-mail address"),
            "organisation": _("Organisation"),
            "manager_email": _("E-mail address of the line manager"),
            "country": _("Country"),
            "language": _("Language of letters"),
            "seats": _("Mentees at most"),
            "is_away": _("Not available for new pairs"),
            "away_until": _("Up to and including"),
        }
        help_texts = {
            "email": _("Without an address there are no letters and no own page."),
            "manager_email": _("So that nobody is matched with somebody above or below them at work."),
            "away_until": _("Leave it empty if the day is not known."),
        }
        widgets = {
            "side": forms.RadioSelect,
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
            "away_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "side" in self.fields:
            self.fields["side"] = forms.ChoiceField(
                label=_("Takes part as"), choices=Side.choices, widget=forms.RadioSelect
            )
        if "seats" in self.fields:
            self.fields["seats"].validators.append(MinValueValidator(1))

    def _get_validation_exclusions(self) -> set[str]:
        """Leave to the action what is true across people: a page for everybody must not tell who is there."""
        return {*super()._get_validation_exclusions(), "round"}  # type: ignore[misc]

    def validate_constraints(self) -> None:
        """Leave constraints to the action, for the same reason."""

    def clean(self) -> dict[str, Any]:
        """Take a day that is newly named for being away until then, ticked or not."""
        told = super().clean() or self.cleaned_data
        if told.get("away_until") and "away_until" in self.changed_data:
            told["is_away"] = True
        return told

    def facts(self) -> dict[str, Any]:
        """Return what was said about the person."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class PersonForm(AboutForm):
    """One person, added by a member."""

    writes = forms.BooleanField(label=WRITES, required=False, initial=True)

    class Meta(AboutForm.Meta):
        fields = (*AboutForm.Meta.fields, "seats")  # type: ignore[assignment]
        help_texts = {**AboutForm.Meta.help_texts, "seats": _("Only counts for mentors.")}


class DetailsForm(AboutForm):
    """What is stored about a person, corrected by a member; what somebody else has changed is not lost."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta(AboutForm.Meta):
        fields = DETAILS  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.side == Side.MENTEE:
            del self.fields["seats"]
        self.stored = {name: getattr(self.instance, name) for name in self.fields if name != "was"}
        self.fields["was"].initial = self._fingerprint()

    def _fingerprint(self) -> str:
        return fingerprint_of({name: str(value) for name, value in self.stored.items()})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        now = self._fingerprint()
        if data.get("was") != now:
            self.data = {**{name: self.data[name] for name in self.data}, "was": now}
            other = [str(value) for name, value in self.stored.items() if value and data.get(name) != value]
            text = _(
                "Somebody has changed this since you opened the page. There it says now: %(stored)s. Save "
                "again to keep what you have written."
            )
            self.add_error(None, ValidationError(text, params={"stored": " · ".join(other) or "–"}))
        return data


class ListForm(PastedForm):
    """A list of people to add, pasted or as a file."""

    text = forms.CharField(
        label=_("List of people"),
        required=False,
        strip=False,
        max_length=MEGABYTE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "dir": "auto"}),
        help_text=_(
            "One person in a row: side, name, e-mail address, organisation, language, mentees at most. Only "
            "the name is needed. A first row with the names side, name, email, organisation, language and "
            "seats may change their order. Side is mentee or mentor."
        ),
    )
    file = FileField(
        LIST,
        MEGABYTE,
        label=_("Or a file"),
        required=False,
        help_text=_(
            "An Excel workbook (.xlsx) whose first row names the columns, or CSV or text, encoded as UTF-8."
        ),
    )
    side = forms.ChoiceField(
        label=_("Takes part as"),
        choices=Side.choices,
        widget=forms.RadioSelect,
        initial=Side.MENTEE,
        help_text=_("Where a row says nothing."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=settings.LANGUAGES, help_text=_("Where a row says nothing.")
    )
    writes = forms.BooleanField(label=WRITES, required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Take the rows of a workbook as if they had been pasted."""
        file = self.cleaned_data.get("file")
        if not file or not file.name.lower().endswith(".xlsx"):
            return super().clean()
        try:
            self.cleaned_data["text"] = people_lists.text_of(file.read())
        except InvalidInputError as refusal:
            self.add_error("file", said(refusal.message))
        return self.cleaned_data


class ApartForm(forms.Form):
    """Two people who must not become a pair."""

    mentee = forms.ModelChoiceField(Person.objects.none(), label=_("Mentee"))
    mentor = forms.ModelChoiceField(Person.objects.none(), label=_("Mentor"))
    why = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=300,
        help_text=_("Only those who run the mentoring round read this."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, whole: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in Side:
            field = self.fields[side.value]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queries.present_on(whole, side)
