"""What people say about a programme as a whole."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import FileField
from mentorway.web.methodology.analysis.methodologies import fingerprint_of
from mentorway.web.network.forms.choosing import OwnPartnerForm
from mentorway.web.training.actions.drafting import DESCRIBED
from mentorway.web.training.analysis.files import MOST_BYTES, Reading, read
from mentorway.web.training.forms.fields import words
from mentorway.web.training.models import Programme
from mentorway.web.translation.forms import WrittenForm

LICENCE = "CC BY 4.0"


class TextsForm(forms.Form):
    """What a programme is called, for whom it is, and what it is about."""

    title = words(_("Title"), 200)
    summary = words(
        _("Summary"), 5000, rows=4, required=False, help_text=_("What people will be able to do afterwards.")
    )
    audience = words(
        _("For whom"), 2000, rows=3, required=False, help_text=_("Who it is for, and what they bring.")
    )
    licence = words(_("Licence"), 100, required=False, help_text=_("What others may do with it."))

    def texts(self) -> dict[str, str]:
        """Return what was said."""
        return {name: self.cleaned_data[name] for name in DESCRIBED}


class NewProgrammeForm(OwnPartnerForm, WrittenForm, TextsForm):
    """A programme without modules."""

    field_order = [*DESCRIBED, "partner", "name", "code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("licence", LICENCE)

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        kept = {name: self.cleaned_data[name] for name in ("partner", "code", "name")}
        return {**kept, "texts": self.texts()}


class DescriptionForm(TextsForm):
    """The texts of a programme, for those in charge who may see it, and what was read."""

    is_shared = forms.BooleanField(label=_("Everyone in the network may see it"), required=False)
    was = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, in_charge: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not in_charge:
            del self.fields["is_shared"]

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        kept = {"is_shared": self.cleaned_data.get("is_shared"), "was": self.cleaned_data["was"]}
        return {"texts": self.texts(), **kept}


def initial_of(programme: Programme) -> dict[str, Any]:
    """Return what the form starts with."""
    texts = {name: programme.content[name] for name in DESCRIBED}
    return {**texts, "is_shared": programme.is_shared, "was": fingerprint_of(texts)}


class ProgrammeFileForm(OwnPartnerForm):
    """A file that becomes a programme, read when the form is checked so that all that is wrong is shown."""

    file = FileField(
        (".json",),
        MOST_BYTES,
        label=_("File"),
        help_text=_("JSON as the platform writes it. Download one to see how it is built."),
    )
    name = forms.CharField(label=_("Language in which it is written"), max_length=60, initial="English")
    look_only = forms.BooleanField(
        label=_("Only look what is in it; store nothing"), required=False, initial=True
    )
    field_order = ["file", "partner", "name", "look_only"]
    reading: Reading | None = None

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        kept = {name: self.cleaned_data[name] for name in ("partner", "name")}
        return {**kept, "facts": self.reading.facts if self.reading else {}}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if self.errors or not isinstance(file, UploadedFile):
            return data
        self.reading = read(file.read())
        if not self.reading.usable:
            self.add_error(
                "file",
                _("The file cannot be used as it is, and nothing was stored. What is wrong stands below."),
            )
        return data


class PublishForm(forms.Form):
    """The revision that was looked at, and because of what the programme was changed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    changed_because = words(
        _("Changed because of"),
        2000,
        rows=3,
        help_text=_(
            "What changed and because of what: a pilot, a finding, a wish of participants. It is kept "
            "with the version."
        ),
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number == 1:
            self.fields["changed_because"].required = False
            self.fields["changed_because"].label = _("Note on the first version")
            self.fields["changed_because"].help_text = ""


class CitationForm(forms.Form):
    """One of what is offered, and how the module answers it."""

    chosen = forms.ChoiceField(label=_("What the module cites"), widget=forms.RadioSelect)
    why = words(_("How the module answers it"), 1000, rows=3, required=False)

    def __init__(self, *args: Any, offers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.choices = offers
