"""What people say about material, its passages and its files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import ConfirmationForm
from mentorway.web.core.merging import RevisionField
from mentorway.web.network.forms.choosing import countries_or_none, countries_to_choose
from mentorway.web.network.models import Partner, Sector, Visit
from mentorway.web.practices.analysis import material_reading as reading
from mentorway.web.practices.models import LANGUAGES, Material, MaterialKind, Quoting

MEGABYTE = 2**20
MOST_MEGABYTES = 10
LONGEST_TEXT = 500_000
TONGUES = [(code, get_language_info(code)["name_local"].capitalize()) for code in LANGUAGES]


class CountedForm(ConfirmationForm):
    """Asks about all that is listed, and makes sure that it is still as much as the page said."""

    count = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, there: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"count": there}
        super().__init__(*args, **kwargs)
        self.there = there

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.pop("count", None) != self.there:
            self.data = {**self.data.dict(), "count": str(self.there)}  # type: ignore[attr-defined]
            raise ValidationError(_("The list has changed meanwhile. Look at it once more."))
        return data


class ReadFileField(forms.FileField):
    """A file of which only its content is kept, and that not for long."""

    def __init__(self, endings: Sequence[str], **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ",".join(endings)})
        super().__init__(widget=widget, max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and (file.size or 0) > MOST_MEGABYTES * MEGABYTE:
            raise ValidationError(
                _("The file has more than %(most)d MB, which is the most that is taken."),
                params={"most": MOST_MEGABYTES},
            )
        return file


class TableForm(forms.Form):
    """Asks for a table in ``file``, which whoever builds on it declares, and reads its ``rows``."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if file:
            try:
                data["rows"] = reading.rows_of(file.read(), str(file.name))
            except ValidationError as refusal:
                self.add_error("file", refusal)
        return data


def _partner_field(form: forms.Form, partners: QuerySet[Partner]) -> None:
    field = form.fields["partner"]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = partners
        only = list(partners[:2])
        if len(only) == 1:
            field.initial, field.widget = only[0], forms.HiddenInput()


class AboutForm(forms.Form):
    """What is known of a material besides its text."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=MaterialKind.choices, initial=MaterialKind.INTERVIEW)
    country = forms.ChoiceField(label=_("Country"), choices=countries_to_choose)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    language = forms.ChoiceField(label=_("Language of the text"), choices=TONGUES)
    collected = forms.DateField(
        label=_("Collected on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    described = forms.CharField(
        label=_("Who spoke"),
        max_length=200,
        required=False,
        help_text=_("Without names: “teacher, in her first year as a mentor”."),
    )
    people = forms.IntegerField(label=_("How many people spoke"), min_value=1, max_value=100_000, initial=1)
    visit = forms.ModelChoiceField(
        Visit.objects.none(), label=_("Visit"), required=False, help_text=_("If it comes from a visit.")
    )
    quoting = forms.ChoiceField(
        label=_("What those who spoke have agreed to"),
        choices=Quoting.choices,
        initial=Quoting.NEVER,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, visits: QuerySet[Visit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["visit"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = visits
            if not visits.exists():
                field.widget = forms.HiddenInput()


class MaterialForm(AboutForm):
    """A new material: its text is typed, pasted, or read from a file."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"), empty_label=None)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Leave names of people out. An empty line ends a paragraph."),
    )
    file = ReadFileField(
        (".txt", ".docx"),
        label=_("Or a file"),
        required=False,
        help_text=_("A text (TXT, in UTF-8) or a Word document (DOCX). Only its words are kept."),
    )
    field_order = ["partner", "title", "kind", "text", "file"]

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _partner_field(self, partners)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.pop("file", None)
        if file:
            try:
                data["text"] = reading.text_of(file.read(), str(file.name))
            except ValidationError as refusal:
                self.add_error("file", refusal)
                return data
        text = data["text"] = reading.tidy(data.get("text", ""))
        if not text and not self.errors:
            self.add_error("text", _("Write or paste the text, or choose a file."))
        if len(text) > LONGEST_TEXT:
            self.add_error("file", _("The text is too long. Divide it into several materials."))
        return data


class CorrectionForm(AboutForm):
    """Corrections of a material; its text only while nobody was asked to code it."""

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("If you change the text, its passages are thrown away and must be made anew."),
    )
    revision = RevisionField()
    field_order = ["title", "kind", "text"]

    def __init__(self, *args: Any, material: Material, **kwargs: Any) -> None:
        initial = {name: getattr(material, name) for name in (*AboutForm.base_fields, "text", "revision")}
        super().__init__(*args, initial=initial, **kwargs)
        if material.tasks.exists():
            del self.fields["text"]
        if material.visit_id and material.visit not in self.fields["visit"].queryset:  # type: ignore[attr-defined]
            del self.fields["visit"]  # who may not see the visit leaves it as it is

    def clean_text(self) -> str:
        text = reading.tidy(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("There is no text."))
        return text


class RowsForm(TableForm):
    """Many answers at once, from a table."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"), empty_label=None)
    file = ReadFileField(
        (".csv", ".xlsx"),
        label=_("File"),
        help_text=_("CSV in UTF-8 or an Excel workbook (XLSX), at most 5,000 rows. One row is one answer."),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=150,
        help_text=_(
            "Each answer is called by it and the number of its row, unless a column “title” says more."
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=MaterialKind.choices)
    country = forms.ChoiceField(
        label=_("Country, where a row says none"), choices=countries_or_none, required=False
    )
    sector = forms.ChoiceField(
        label=_("Sector, where a row says none"), choices=[("", "–"), *Sector.choices], required=False
    )
    language = forms.ChoiceField(
        label=_("Language, where a row says none"), choices=[("", "–"), *TONGUES], required=False
    )
    quoting = forms.ChoiceField(
        label=_("Consent to quote, where a row says none"),
        choices=Quoting.choices,
        initial=Quoting.NEVER,
    )

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _partner_field(self, partners)

    @property
    def usual(self) -> dict[str, str]:
        """What holds where a row says nothing."""
        return {name: self.cleaned_data[name] for name in ("country", "sector", "language", "quoting")}


class UnitForm(forms.Form):
    """What one button of the passages' page asks for: ``join``, ``part`` or ``drop`` and where."""

    do = forms.RegexField(r"^(join|part|drop):\d{1,9}$")

    @property
    def asked(self) -> tuple[str, int]:
        """What to do, and where the passage begins."""
        what, _colon, place = self.cleaned_data["do"].partition(":")
        return what, int(place)
