"""Files that people send, long lists, and what is between a form and the action that it asks for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

MEGABYTE = 1_000_000


class ConfirmationForm(forms.Form):
    """Nothing to fill in: the page asks, the button answers."""


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


class LongSelect(forms.Select):
    """A list of hundreds of lines, written at once: Django's own asks two templates for every line."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 - Django gives it
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        groups = format_html_join("", "{}", ((_group(*group),) for group in widget["optgroups"]))
        own = flatatt(widget["attrs"])
        return format_html('<select name="{}"{}>{}</select>', widget["name"], own, groups)


def _group(title: str | None, options: Sequence[dict[str, Any]], _place: int) -> SafeString:
    lines = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one["value"], flatatt(one["attrs"]), one["label"]) for one in options),
    )
    return lines if title is None else format_html('<optgroup label="{}">{}</optgroup>', title, lines)


def carried_out(form: BaseForm, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Do ``action``; what it refuses is shown on ``form``. Return whether it was done."""
    try:
        action(*args, **kwargs)
    except ValidationError as refusal:
        known = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= {*form.fields, "__all__"}
        form.add_error(None, refusal if known or not hasattr(refusal, "error_dict") else refusal.messages)
        return False
    return True
