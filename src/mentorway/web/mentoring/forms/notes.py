"""What a person notes in their pair."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PRIVATE, SHARED = "private", "shared"


class NoteForm(forms.Form):
    """A note, about which meeting it is, and who may read it: nobody else, unless it is shared."""

    mark = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    text = forms.CharField(
        label=_("Note"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
    )
    talk = forms.ChoiceField(label=_("About which meeting"), required=False)
    reading = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[
            (PRIVATE, _("Only I may read it")),
            (SHARED, _("Everybody in this pair may read it")),
        ],
        initial=PRIVATE,
        widget=forms.RadioSelect,
        help_text=_("Those who run the mentoring round never see notes."),
    )

    def __init__(self, *args: Any, talks: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["talk"]
        field.choices = [("", _("None of them")), *talks]
        if not talks:
            field.widget = forms.HiddenInput()

    def facts(self) -> dict[str, Any]:
        """Return what was said, as the action takes it."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "talk": int(data["talk"]) if data["talk"] else None,
            "is_shared": data["reading"] == SHARED,
        }
