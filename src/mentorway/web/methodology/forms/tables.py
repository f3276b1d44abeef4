"""Tables that come with a questionnaire."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mentorway.questionnaire import Limits
from mentorway.questionnaire.attached import ENDING, check_name
from mentorway.questionnaire.plaintext import read_table
from mentorway.questionnaire.workbook import Sheet
from mentorway.web.core.wording import said
from mentorway.wording import InvalidInputError

MOST_AT_ONCE = 20


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class TablesField(forms.FileField):
    """Several .csv files at once, each read as a sheet of its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SeveralFiles(attrs={"accept": ENDING}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list) else [data]
        sent = [file for file in files if isinstance(file, UploadedFile)]
        if not sent:
            super().clean(None, initial)
            return []
        if len(sent) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("Send at most %(most)d tables at once."), params={"most": MOST_AT_ONCE}
            )
        return [_table(file) for file in sent]


def _table(file: UploadedFile) -> Sheet:
    name = str(file.name)
    try:
        check_name(name)
        return read_table(file.read(), name, Limits())
    except InvalidInputError as refusal:
        raise forms.ValidationError(f"{name}: {said(refusal.message)}") from refusal


class AttachForm(forms.Form):
    """Tables to attach; one of the same name is replaced."""

    tables = TablesField(
        label=_("Tables"),
        help_text=_(
            "Files ending with .csv, in UTF-8, their first row naming the columns. A table of the same name "
            "is replaced. For choices, the columns are name, label and whatever a filter looks at."
        ),
    )
