"""Files that people send, and what is between a form and the action that it asks for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.utils.translation import gettext as _

MEGABYTE = 1_000_000


class FileField(forms.FileField):
    """A small file of one of the kinds that can be read."""

    def __init__(self, kinds: Sequence[str], most: int, **kwargs: Any) -> None:
        self.kinds, self.most = tuple(kinds), most
        super().__init__(widget=forms.FileInput(attrs={"accept": ",".join(kinds)}), max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return file
        if Path(str(file.name)).suffix.lower() not in self.kinds:
            raise forms.ValidationError(
                _("“%(name)s” is of a kind that cannot be read. Use one of: %(kinds)s."),
                params={"name": file.name, "kinds": " ".join(self.kinds)},
            )
        if (file.size or 0) > self.most:
            raise forms.ValidationError(
                _("The file has more than %(most)d MB, which is the most that is taken."),
                params={"most": self.most // MEGABYTE},
            )
        return file


def carried_out(form: BaseForm, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Do ``action``; what it refuses is shown on ``form``. Return whether it was done."""
    try:
        action(*args, **kwargs)
    except ValidationError as refusal:
        known = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= {*form.fields, "__all__"}
        form.add_error(None, refusal if known or not hasattr(refusal, "error_dict") else refusal.messages)
        return False
    return True
