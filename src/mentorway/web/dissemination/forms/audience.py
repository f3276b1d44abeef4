"""What people say about letters to readers, and which counts they look at."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.core.merging import RevisionField
from mentorway.web.dissemination.analysis.readers import KINDS
from mentorway.web.dissemination.forms.claims import NAMES
from mentorway.web.dissemination.models import LANGUAGES, Entry

LONGEST: Final = {"subject": 150, "body": 10_000}
KIND_HELP: Final = gettext_lazy("Only readers who chose this get the letter.")
BODY_HELP: Final = gettext_lazy(
    "Plain text. The publications that you choose, and the link for leaving, are put below it."
)


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(choices=list(KINDS.items()), label=gettext_lazy("About"), help_text=KIND_HELP)


def _text(name: str, *, needed: bool, helps: Any = "") -> forms.CharField:
    if name == "subject":
        return forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST["subject"], required=needed)
    return forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST["body"],
        required=needed,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=helps,
    )


class NewMailingForm(forms.Form):
    """A letter in the language of who writes it."""

    kind = _kind()
    language = forms.ChoiceField(
        choices=list(NAMES.items()),
        label=gettext_lazy("Written in"),
        help_text=gettext_lazy("Readers of a language in which there is no text get it in this one."),
    )
    subject = _text("subject", needed=True)
    body = _text("body", needed=True, helps=BODY_HELP)


class MailingForm(forms.Form):
    """A letter in every language; only the texts of the source are needed."""

    revision = RevisionField()
    kind = _kind()
    languages = forms.MultipleChoiceField(
        choices=list(NAMES.items()),
        required=False,
        label=gettext_lazy("Readers of these languages"),
        help_text=gettext_lazy("None chosen means all of them."),
        widget=forms.CheckboxSelectMultiple,
    )
    entries: forms.ModelMultipleChoiceField[Entry] = forms.ModelMultipleChoiceField(
        Entry.objects.none(),
        required=False,
        label=gettext_lazy("Publications that the letter leads to"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, source: str, entries: QuerySet[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        field = self.fields["entries"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = entries
        for code in self.order():
            for name in LONGEST:
                helps = str(BODY_HELP) if code == source else ""
                self.fields[f"{name}_{code}"] = _text(name, needed=code == source, helps=helps)

    def order(self) -> list[str]:
        """Return the languages, the source first."""
        return [self.source, *(code for code in LANGUAGES if code != self.source)]

    def parts(self) -> Iterator[tuple[str, str, bool, list[forms.BoundField]]]:
        """Yield the fields of each language: its code, its name, whether it is open, its fields."""
        for code in self.order():
            fields = [self[f"{name}_{code}"] for name in LONGEST]
            has_text = any(field.value() for field in fields)
            is_open = code == self.source or any(field.errors for field in fields) or has_text
            yield code, NAMES[code], is_open, fields

    def clean(self) -> dict[str, Any]:
        """Refuse languages in which only a part is there."""
        found = super().clean() or self.cleaned_data
        for code in self.order()[1:]:
            subject, body = found.get(f"subject_{code}") or "", found.get(f"body_{code}") or ""
            if bool(subject) != bool(body):
                self.add_error(
                    f"subject_{code}" if body else f"body_{code}",
                    _("Write both the subject and the text in this language, or neither."),
                )
        return found


class ReleaseMailingForm(forms.Form):
    """What was looked at is what is sent."""

    revision = RevisionField()


class AddressForm(forms.Form):
    """The address of somebody who asked to be removed."""

    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy("Only the whole address finds somebody: there is no list of addresses."),
    )
