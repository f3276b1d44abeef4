"""What people choose about news."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.notices.analysis.digest import activities
from mentorway.web.notices.models import EARLIEST, LATEST, Reader, Rhythm

CHOICES = [(one.value, one.label) for one in Rhythm if one != Rhythm.USUAL]


class ReadForm(forms.Form):
    """Until when everything is marked as read: the moment of the newest thing on the page."""

    until = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class LettersForm(forms.Form):
    """How often letters about news come, at which hour, and of what they tell."""

    rhythm = forms.ChoiceField(
        label=_("Letters by e-mail"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        help_text=_("A letter comes only if there is something new. You can stop them from every letter."),
    )
    hour = forms.TypedChoiceField(
        label=pgettext_lazy("letters about news", "At"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(EARLIEST, LATEST)],
        help_text=_("By the clock of the country of your first partner. Nothing comes at weekends."),
    )
    told = forms.MultipleChoiceField(
        label=_("What they tell of"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["told"]
        field.choices = activities()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        chosen = found.pop("told", [])
        found["left_out"] = [app for app, _title in activities() if app not in chosen]
        wants = found.get("rhythm") not in (None, Rhythm.NEVER)
        if wants and "told" not in self.errors and not chosen:
            self.add_error("told", _("Choose at least one activity, or no letters."))
        return found


def facts_of(reader: Reader, rhythm: Rhythm) -> dict[str, Any]:
    """Return what the form starts with."""
    told = [app for app, _title in activities() if app not in reader.left_out]
    return {"rhythm": rhythm, "hour": reader.hour, "told": told}
