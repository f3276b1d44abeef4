"""What people say about answers: files, columns, what to store, who may look."""

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from django import forms
from django.conf import settings
from django.core.files import temp
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mentorway.comparing.compare import MOST_GROUPS
from mentorway.web.comparison.analysis import files
from mentorway.web.comparison.models import Dataset
from mentorway.web.network.models import Partner

ANSWERS = (".csv", ".tsv", ".tab", ".txt", ".dat", ".gz", ".xlsx", ".sav", ".zsav", ".parquet")
CODEBOOKS = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".json")
OVERHEAD = 2**20


def is_too_large(request: HttpRequest) -> bool:
    """Whether what is being sent is larger than any file we take; asked before a byte of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > settings.MENTORWAY_UPLOAD_BYTES + OVERHEAD


class Incoming(TemporaryUploadedFile):
    """An upload that is written to the data folder's own disk as it arrives, and gone when it breaks off."""

    file: IO[bytes]

    def __init__(self, name: str, content_type: str, size: int, charset: str | None) -> None:
        handle = temp.NamedTemporaryFile(suffix=".upload", dir=files.folder("incoming"))
        UploadedFile.__init__(self, handle, name, content_type, size, charset)


class StreamToDisk(TemporaryFileUploadHandler):
    """Keeps nothing of an upload in memory."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file.close()
        self.file = Incoming(str(self.file_name), str(self.content_type), 0, self.charset)


class FileField(forms.FileField):
    """A file of one of the kinds that can be read."""

    def __init__(self, kinds: Sequence[str], **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        widget = forms.FileInput(attrs={"accept": ",".join(kinds)})
        super().__init__(widget=widget, max_length=255, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and Path(str(file.name)).suffix.lower() not in self.kinds:
            raise forms.ValidationError(
                _("“%(name)s” is of a kind that cannot be read. Use one of: %(kinds)s."),
                params={"name": file.name, "kinds": " ".join(self.kinds)},
            )
        return file


class UploadForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("How you will find it again."))
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Partner"),
        empty_label=None,
        help_text=_("The organisation that the answers belong to. Only its people will see them."),
    )
    answers = FileField(
        ANSWERS,
        label=_("Answers"),
        help_text=_(
            "One row for each person, one column for each question, and a column that says the country. "
            "CSV, TSV, Excel (.xlsx), SPSS (.sav) or Parquet."
        ),
    )
    codebook = FileField(
        CODEBOOKS,
        label=_("Codebook"),
        help_text=_(
            "One row for each question, with the columns item, scale, low and high; and, if needed, "
            "text, reverse and missing. CSV, TSV, Excel or JSON."
        ),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = partners
        if len(partners) == 1:
            self.initial.setdefault("partner", partners[0])
            field.widget = forms.HiddenInput()

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        data = self.cleaned_data
        return {
            "token": data["token"],
            "title": data["title"],
            "partner": data["partner"],
            "uploaded": {"answers": data["answers"], "codebook": data["codebook"]},
        }


class NewerForm(forms.Form):
    """Newer answers to the same questions."""

    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("What is new: a wave, more people, a correction. It stands beside the edition."),
    )
    answers = FileField(
        ANSWERS,
        label=_("Answers"),
        help_text=_("All answers, the earlier ones too, with the same columns as before."),
    )
    codebook = FileField(CODEBOOKS, label=_("Codebook"))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        data = self.cleaned_data
        uploaded = {"answers": data["answers"], "codebook": data["codebook"]}
        return {"token": data["token"], "note": data["note"], "uploaded": uploaded}


class ColumnsForm(forms.Form):
    """Which column says the group, and which others are kept."""

    group = forms.ChoiceField(label=_("Column that says which country a row belongs to"))
    facts = forms.MultipleChoiceField(
        label=_("Further facts to keep"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Sector, role, organisation, size, wave, language: people can then be compared by them, and "
            "analyses limited to some of them. Keep only what you need."
        ),
    )
    weight = forms.ChoiceField(
        label=_("Column with weights"),
        required=False,
        help_text=_("How many people of the population each row stands for, if the sample was weighted."),
    )

    def __init__(self, *args: Any, preview: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = preview.get("offered", [])
        facts = [(one["name"], _about(one)) for one in offered if one["fact"]]
        weights = [(one["name"], one["name"]) for one in offered if one["weight"]]
        self._offer("group", [(name, name) for name in preview.get("candidates", [])])
        self._offer("facts", facts)
        self._offer("weight", [("", _("No weights")), *weights])
        if not facts:
            del self.fields["facts"]
        if not weights:
            del self.fields["weight"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        data = self.cleaned_data
        return {
            "group": data["group"],
            "facts": data.get("facts", []),
            "weight": data.get("weight", ""),
        }


def _about(column: Mapping[str, Any]) -> str:
    """Name a column, how many values it has, and how many people it would single out by itself."""
    values = ngettext("%(name)s: %(count)d value", "%(name)s: %(count)d values", column["values"])
    said_first = values % {"name": column["name"], "count": column["values"]}
    if not column["alone"]:
        return said_first
    alone = ngettext(
        "%(column)s (%(count)d person in a small group)",
        "%(column)s (%(count)d people in small groups)",
        column["alone"],
    )
    return alone % {"column": said_first, "count": column["alone"]}


class ChoiceForm(forms.Form):
    """What to compare of answers that were looked at."""

    groups = forms.MultipleChoiceField(
        label=_("Groups to compare"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one group.")},
    )
    scales = forms.MultipleChoiceField(
        label=_("Scales to compare"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one scale.")},
    )
    several_factors = forms.BooleanField(
        label=_("Also test all scales together in one model"),
        required=False,
        help_text=_(
            "Shows whether the scales are told apart in the same way everywhere. Needs large groups."
        ),
    )
    accept = forms.BooleanField(
        label=_("I have read the warnings and accept them"),
        error_messages={"required": _("Read the warnings and accept them, or correct the file.")},
    )

    def __init__(self, *args: Any, preview: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("groups", [(name, f"{name} ({count})") for name, count in preview["groups"]])
        if len(preview["groups"]) > MOST_GROUPS:
            self.initial["groups"] = [name for name, _count in preview["groups"][:MOST_GROUPS]]
            limit = _("At most %(most)d groups can be compared at once; the %(most)d largest are chosen.")
            self.fields["groups"].help_text = limit % {"most": MOST_GROUPS}
        self._offer("scales", [(name, f"{name} ({count})") for name, count in preview["scales"]])
        warned = any(problem["severity"] == "warning" for problem in preview["problems"])
        if not warned and not preview.get("alone") and not preview.get("lacking"):
            del self.fields["accept"]
        if len(preview["scales"]) < 2:  # noqa: PLR2004 - together means two
            del self.fields["several_factors"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
            self.initial.setdefault(name, [value for value, _label in choices])

    def clean_groups(self) -> list[str]:
        groups: list[str] = self.cleaned_data["groups"]
        if len(groups) > MOST_GROUPS:
            raise forms.ValidationError(
                _("Choose at most %(most)d groups; %(count)d are chosen."),
                params={"most": MOST_GROUPS, "count": len(groups)},
            )
        return groups

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        data = self.cleaned_data
        return {
            "groups": data["groups"],
            "scales": data["scales"],
            "several_factors": data.get("several_factors", False),
        }


class DescriptionForm(forms.ModelForm[Dataset]):
    class Meta:
        model = Dataset
        fields = ["title", "is_public"]
        labels = {"title": _("Title"), "is_public": _("Everyone may look at the results")}
        help_texts = {
            "is_public": _(
                "Without signing in, and without the answers themselves. "
                "Think of small groups: people may recognise themselves in the numbers of a few. "
                "Earlier versions that are done, and the reasons given for them, become public too."
            )
        }


class StoringForm(ChoiceForm):
    """Which groups of newer answers are stored; what is compared stays as it was asked."""

    def __init__(self, *args: Any, preview: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, preview=preview, **kwargs)
        self.fields["groups"].label = _("Groups to store")
        for name in ("scales", "several_factors"):
            self.fields.pop(name, None)

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        return {"groups": self.cleaned_data["groups"]}
