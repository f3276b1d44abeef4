"""What people say about evidence."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _


class EvidenceForm(forms.Form):
    """One thing on which a line rests. All that a person may see is taken, one page of it is offered."""

    thing: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None,
        label=_("What shows it"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the list.")},
    )

    def __init__(
        self, *args: Any, things: QuerySet[Any], offered: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["thing"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = things
            field.widget.choices = list(offered)
