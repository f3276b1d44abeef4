"""What applicants say about themselves, and members about them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import FileField
from mentorway.web.core.pasted import PastedForm
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.pilots.actions.people import BY_HAND, DETAILS
from mentorway.web.pilots.analysis.intake import cleaned_name, is_blank
from mentorway.web.pilots.models import STANDING_MOVES, Cohort, Participant, Standing

MEGABYTE = 1_000_000
LIST = (".csv", ".tsv", ".txt")
STEPS = {
    Standing.ENROLLED: _("Give a seat at once"),
    Standing.OFFERED: _("Offer a seat, held for some time"),
    Standing.WAITING: _("Put on the waiting list"),
    Standing.DECLINED: _("Not chosen"),
    Standing.WITHDRAWN: _("Has withdrawn"),
    Standing.APPLIED: _("Consider the application again"),
}
ADDED = {
    Standing.ENROLLED: _("Takes part at once"),
    Standing.WAITING: _("On the waiting list"),
    Standing.APPLIED: _("Has applied"),
}


class NameField(forms.CharField):
    """A name in one line, with letters and emoji of every writing; something of it can be seen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", pgettext_lazy("first name and surname", "Name"))
        widget = forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
        super().__init__(max_length=150, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return cleaned_name(str(super().to_python(value) or ""))

    def validate(self, value: str) -> None:
        super().validate(value)
        if is_blank(value):
            raise forms.ValidationError(_("Write the name. Nothing of it can be seen so far."), code="blank")


class AboutForm(forms.ModelForm[Participant]):
    """What a person tells about themselves."""

    name = NameField()

    class Meta:
        model = Participant
        fields = ("name", "email", "organisation", "motivation", "wishes", "language")
        labels = {
            "email": _("E-mail address"),
            "organisation": _("Organisation"),
            "motivation": _("Why you want to take part"),
            "wishes": _("What we should know"),
            "language": _("Language of letters"),
        }
        help_texts = {
            "email": _("The link to your page is sent there. Look at it once more before you send."),
            "wishes": _("For example what you need so that the room is accessible for you."),
        }
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
            "motivation": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            "wishes": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }

    def _get_validation_exclusions(self) -> set[str]:
        """Leave to the action what is true across people: a page for everybody must not tell who is there."""
        return {*super()._get_validation_exclusions(), "cohort"}  # type: ignore[misc]

    def validate_constraints(self) -> None:
        """Leave constraints to the action, for the same reason."""

    def facts(self) -> dict[str, Any]:
        """Return what was said about the person."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class ApplicationForm(AboutForm):
    """An application, with the agreement to a text by its fingerprint."""

    text = forms.CharField(widget=forms.HiddenInput, required=False)
    agrees = forms.BooleanField(
        label=_("I have read what is stored about me, and I agree."),
        error_messages={"required": _("Without your agreement the application cannot be stored.")},
    )

    def __init__(self, *args: Any, fingerprint: str, **kwargs: Any) -> None:
        self.fingerprint = fingerprint
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["text"].initial = fingerprint
        if not self.is_bound and get_language() in dict(settings.LANGUAGES):
            self.initial.setdefault("language", get_language())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("text") != self.fingerprint and not self.has_error("agrees"):
            # The language of the page, or a word of the text, has changed since it was read.
            kept = {name: self.data[name] for name in self.data if name != "agrees"}
            self.data = {**kept, "text": self.fingerprint}
            self.add_error(
                "agrees", _("The text above has changed since you opened this page. Read it once more.")
            )
        return data


class PersonForm(AboutForm):
    """One person, added by a member."""

    standing = forms.ChoiceField(
        label=_("How the person stands"),
        choices=[(one, ADDED[one]) for one in BY_HAND],
        widget=forms.RadioSelect,
    )
    writes = forms.BooleanField(
        label=_("Send a letter with the link to the own page"), required=False, initial=True
    )

    class Meta(AboutForm.Meta):
        fields = ("name", "email", "organisation", "wishes", "language")  # type: ignore[assignment]
        help_texts = {
            "email": _("Without an address there are no letters and no own page; attendance works."),
            "wishes": AboutForm.Meta.help_texts["wishes"],
        }

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing"].initial = Standing.ENROLLED
        if not self.is_bound and cohort.language in dict(settings.LANGUAGES):
            self.initial.setdefault("language", cohort.language)

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        return {
            **self.facts(),
            "standing": self.cleaned_data["standing"],
            "writes": self.cleaned_data["writes"],
        }


class DetailsForm(AboutForm):
    """What is stored about a person, corrected by a member; what somebody else has changed is not lost."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta(AboutForm.Meta):
        fields = DETAILS
        labels = {**AboutForm.Meta.labels, "motivation": _("Why the person wants to take part")}
        help_texts = {"email": PersonForm.Meta.help_texts["email"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = {name: getattr(self.instance, name) for name in DETAILS}
        self.fields["was"].initial = fingerprint_of(self.stored)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        now = fingerprint_of(self.stored)
        if data.get("was") != now:
            self.data = {**{name: self.data[name] for name in self.data}, "was": now}
            other = [
                str(self.stored[name])
                for name in DETAILS
                if self.stored[name] and data.get(name) != self.stored[name]
            ]
            text = _(
                "Somebody has changed this since you opened the page. There it says now: %(stored)s. Save "
                "again to keep what you have written."
            )
            self.add_error(None, forms.ValidationError(text, params={"stored": " · ".join(other) or "–"}))
        return data


class OwnForm(AboutForm):
    """What a person can change about themselves."""

    class Meta(AboutForm.Meta):
        fields = ("name", "organisation", "wishes", "language", "wants_letters")  # type: ignore[assignment]
        labels = {
            **AboutForm.Meta.labels,
            "wants_letters": _("Send me reminders and letters to the whole group"),
        }
        help_texts = {
            "wishes": AboutForm.Meta.help_texts["wishes"],
            "wants_letters": _("Letters about your seat come in any case: you would lose it without them."),
        }


class MoveForm(forms.Form):
    """The next step with a person, and why."""

    standing = forms.ChoiceField(label=_("Next step"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Kept with the step. The person can read it on their own page."),
    )

    def __init__(self, *args: Any, person: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["standing"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one, STEPS[one]) for one in STEPS if one in STANDING_MOVES[person.standing]]


class ListForm(PastedForm):
    """A list of people to add, pasted or as a file."""

    text = forms.CharField(
        label=_("List of people"),
        required=False,
        strip=False,
        max_length=MEGABYTE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "dir": "auto"}),
        help_text=_(
            "One person in a row: name, e-mail address, organisation, language. Only the name is needed. A "
            "first row with the names name, email, organisation and language may change their order."
        ),
    )
    file = FileField(
        LIST, MEGABYTE, label=_("Or a file"), required=False, help_text=_("CSV or text, encoded as UTF-8.")
    )
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=settings.LANGUAGES, help_text=_("Where a row says nothing.")
    )
    standing = forms.ChoiceField(
        label=_("How these people stand"),
        choices=[(one, ADDED[one]) for one in BY_HAND],
        widget=forms.RadioSelect,
        initial=Standing.ENROLLED,
    )
    writes = forms.BooleanField(
        label=_("Send a letter with the link to the own page"), required=False, initial=True
    )
