"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.training.analysis.files import MOST_MINUTES


def words(label: Any, most: int, *, rows: int = 0, **more: Any) -> forms.CharField:
    """Return a field for a text of one line, or of several."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


def boxes(label: Any, choices: Any = (), **more: Any) -> forms.MultipleChoiceField:
    """Return a field for any number of choices, each with a box."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


def duration(label: Any, **more: Any) -> forms.IntegerField:
    """Return a field for a number of minutes."""
    return forms.IntegerField(label=label, max_value=MOST_MINUTES, **more)


MARKS = _("Marks can be used: # heading, * list, **strong**, [words](address).")
