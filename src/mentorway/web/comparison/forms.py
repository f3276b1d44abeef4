"""What people say about answers and their comparison."""

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

from mentorway.comparing.compare import MOST_GROUPS
from mentorway.web.comparison.analysis import comparing, files
from mentorway.web.comparison.models import Dataset
from mentorway.web.core.wording import said
from mentorway.web.network.models import Partner

ANSWERS = (".csv", ".tsv", ".tab", ".txt", ".dat", ".gz", ".xlsx", ".sav", ".zsav", ".parquet")
CODEBOOKS = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".json")
OVERHEAD = 2**20
KINDS = ("loading", "intercept", "uniqueness")


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


class GroupForm(forms.Form):
    """Which column says the country."""

    group = forms.ChoiceField(label=_("Column that says which country a row belongs to"))

    def __init__(self, *args: Any, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(name, name) for name in columns]


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
        if not any(problem["severity"] == "warning" for problem in preview["problems"]):
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


class ReleaseForm(forms.Form):
    """Which parameters of which items may differ between groups, and why."""

    loading = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Loadings that may differ"),
        help_text=_("How strongly the question belongs to the scale."),
    )
    intercept = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Intercepts that may differ"),
        help_text=_("How readily people agree with the question at the same standing on the scale."),
    )
    uniqueness = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Residual variances that may differ"),
        help_text=_("What in the answers has nothing to do with the scale."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why these differ: a translation, a custom, a word. It is kept with the new version."),
    )

    def __init__(
        self,
        *args: Any,
        scale: str,
        items: Sequence[tuple[str, str]],
        freed: Sequence[Mapping[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scale, self.items = scale, [name for name, _label in items]
        for kind in KINDS:
            field = self.fields[kind]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = list(items)
            self.initial.setdefault(kind, [one["item"] for one in freed if one["kind"] == kind])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {kind: set(data.get(kind, [])) for kind in KINDS} == {k: set(self.initial[k]) for k in KINDS}:
            raise forms.ValidationError(_("Nothing would change: choose what may differ, or undo a choice."))
        asked = [{"kind": kind, "item": item} for kind in KINDS for item in data.get(kind, [])]
        refusal = comparing.refusal_of(self.scale, self.items, asked)
        if refusal:
            raise forms.ValidationError(said(refusal))
        return data

    def releases(self) -> list[dict[str, str]]:
        """Return the chosen parameters."""
        return [{"kind": kind, "item": item} for kind in KINDS for item in self.cleaned_data[kind]]


class ConfirmationForm(forms.Form):
    """Nothing to fill in: the page asks, the button answers."""
