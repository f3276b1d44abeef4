"""What people say about a questionnaire as a whole."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mentorway.questionnaire import Limits, Problem, Severity
from mentorway.questionnaire.definition import Language
from mentorway.web.core.forms import FileField
from mentorway.web.core.wording import said
from mentorway.web.methodology.analysis.intake import Intake, look
from mentorway.web.methodology.forms.tables import TablesField
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.network.forms.choosing import OwnPartnerForm
from mentorway.web.translation.forms import LanguageForm, WrittenForm
from mentorway.wording import InvalidInputError

ENGLISH = {"name": "English", "code": "en"}
WORKBOOKS = (".xlsx", ".csv", ".lss")
MOST_WARNINGS = 30
MOST = Limits().bytes


class NewForm(OwnPartnerForm, WrittenForm):
    """A questionnaire without questions."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it is for. People who answer do not see it."),
    )
    field_order = ["title", "description", "partner", "name", "code"]

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        data = self.cleaned_data
        language = Language(data["name"], data["code"])
        return {**{name: data[name] for name in ("partner", "title", "description")}, "language": language}


class WorkbookForm(LanguageForm):
    """A workbook, read when the form is checked so that everything wrong with it can be shown at once."""

    file = FileField(
        WORKBOOKS,
        MOST,
        label=_("Workbook"),
        help_text=_(
            "An XLSForm: an Excel workbook (.xlsx) with the sheets survey and choices, or a .csv file; or a "
            "survey exported from LimeSurvey (.lss)."
        ),
    )
    tables = TablesField(
        label=_("Attached tables"),
        required=False,
        help_text=_("Files that the workbook looks into, as towns.csv. They are kept in it as sheets."),
    )
    intake: Intake | None = None
    problems: tuple[Problem, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in ENGLISH.items():
            self.initial.setdefault(name, value)
        self.fields["name"].label = _("Language of texts whose columns name none")

    def left_to_do(self) -> list[str]:
        """Return what was not taken over, each with its question."""
        doubts = [one for one in self.problems if one.severity is Severity.WARNING]
        said_of = [
            f"{one.column}: {said(one.message)}" if one.column else said(one.message) for one in doubts
        ]
        return [*said_of[:MOST_WARNINGS], *(["…"] if len(doubts) > MOST_WARNINGS else [])]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if self.errors or not isinstance(file, UploadedFile):
            return data
        try:
            self.intake = look(
                file.read(), str(file.name), Language(data["name"], data["code"]), data["tables"]
            )
        except InvalidInputError as refusal:
            self.add_error("file", said(refusal.message))
            return data
        self.problems = self.intake.problems
        if not self.intake.usable:
            self.add_error(
                "file",
                _(
                    "The workbook cannot be used as it is, and nothing was stored. What is wrong stands "
                    "above."
                ),
            )
        return data


class ImportForm(OwnPartnerForm, WorkbookForm):
    """A workbook that becomes a questionnaire."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the title in the workbook is taken."),
    )
    field_order = ["file", "tables", "title", "partner", "name", "code"]


class DescriptionForm(forms.ModelForm[Questionnaire]):
    class Meta:
        model = Questionnaire
        fields = ["title", "description", "is_shared"]
        labels = {
            "title": _("Title"),
            "description": _("Description"),
            "is_shared": _("Everyone in the network may see it and use what is published"),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}


class CopyForm(OwnPartnerForm):
    """A new questionnaire made of a published version."""

    title = forms.CharField(label=_("Title of the new questionnaire"), max_length=200)
    field_order = ["title", "partner"]


class PublishForm(forms.Form):
    """The revision that was looked at, and what to say of the version."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note on this version"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is new in it and why. It is kept with the version."),
    )
