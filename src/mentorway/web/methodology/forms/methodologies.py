"""What people say about a methodology as a whole."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import FileField
from mentorway.web.core.wording import said
from mentorway.web.methodology.analysis.methodologies import Facts
from mentorway.web.methodology.analysis.methodology_files import MOST_BYTES, Reading, read
from mentorway.web.methodology.analysis.methodology_texts import WHOLE
from mentorway.web.methodology.forms.fields import ReadForm, read_of
from mentorway.web.methodology.models import Methodology
from mentorway.web.network.forms.choosing import OwnPartnerForm
from mentorway.web.translation.forms import LanguageForm, WrittenForm
from mentorway.wording import InvalidInputError

ENGLISH = {"name": "English", "code": "en"}


class TextsForm(forms.Form):
    """What a methodology is called, what it is for, and how the study is built."""

    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = forms.CharField(
        label=_("Purpose"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Which questions shall be answered, for whom, and what will be decided with the answers?"
        ),
    )
    design = forms.CharField(
        label=_("Design"),
        required=False,
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Who is asked, when and how often; who is compared with whom; what could mislead."),
    )

    def texts(self) -> dict[str, str]:
        """Return the three texts."""
        return {name: self.cleaned_data[name] for name in WHOLE}


class NewMethodologyForm(OwnPartnerForm, WrittenForm, TextsForm):
    """A methodology without indicators."""

    field_order = [*WHOLE, "partner", "name", "code"]

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        return {
            **{name: self.cleaned_data[name] for name in ("partner", "code", "name")},
            "texts": self.texts(),
        }


class CopyMethodologyForm(OwnPartnerForm):
    """A methodology of one's own that begins with what is in another one."""

    title = forms.CharField(label=_("Title"), max_length=200)
    field_order = ["title", "partner"]


class MethodologyForm(ReadForm, TextsForm):
    """The texts of a methodology, for those in charge who may see it, and what was read."""

    is_shared = forms.BooleanField(
        label=_("Everyone in the network may see it"),
        required=False,
        help_text=_(
            "They also see the items of your own instruments that it is measured with. Share it only if the "
            "permission for these allows that."
        ),
    )
    field_order = [*WHOLE, "is_shared"]

    def __init__(self, *args: Any, in_charge: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not in_charge:
            del self.fields["is_shared"]

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        kept = {"is_shared": self.cleaned_data.get("is_shared"), "was": self.read()}
        return {"texts": self.texts(), **kept}


def initial_of(methodology: Methodology) -> Facts:
    """Return what the form starts with."""
    texts = {name: getattr(methodology, name) for name in WHOLE}
    return {**texts, "is_shared": methodology.is_shared, **read_of(texts)}


class MethodologyFileForm(OwnPartnerForm, LanguageForm):
    """A file that becomes a methodology, read when the form is checked so that all that is wrong is shown."""

    file = FileField(
        (".xlsx", ".json"),
        MOST_BYTES,
        label=_("File"),
        help_text=_(
            "A workbook (.xlsx) or JSON as the platform writes them. Download one to see how it is built."
        ),
    )
    look_only = forms.BooleanField(
        label=_("Only look what is in it; store nothing"), required=False, initial=True
    )
    field_order = ["file", "partner", "name", "code", "look_only"]
    reading: Reading | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in ENGLISH.items():
            self.initial.setdefault(name, value)
        self.fields["name"].label = _("Language in which it is written")

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        kept = {name: self.cleaned_data[name] for name in ("partner", "code", "name")}
        return {**kept, "facts": self.reading.facts if self.reading else {}}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if self.errors or not isinstance(file, UploadedFile):
            return data
        try:
            self.reading = read(file.read(), str(file.name))
        except InvalidInputError as refusal:
            self.add_error("file", said(refusal.message))
            return data
        if self.reading.usable:
            self.reading.note_doubts(Methodology(partner=data["partner"]))
        else:
            self.add_error(
                "file",
                _("The file cannot be used as it is, and nothing was stored. What is wrong stands below."),
            )
        if self.reading.code and self.reading.code != data["code"]:
            self.add_error(
                "code",
                forms.ValidationError(
                    _("The file says that it is written in “%(found)s”."), params={"found": self.reading.code}
                ),
            )
        return data
