"""What people say about the meetings of their pair."""

from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from mentorway.web.mentoring.models import Mode
from mentorway.web.network.forms.visits import sane_day, time_field

SHORTEST: Final = 5
LONGEST: Final = 600


def _minutes() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Length in minutes"),
        initial=60,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )


def _mode() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("How you meet"), choices=Mode.choices, initial=Mode.ROOM)


class TalkForm(forms.Form):
    """When, how and where people plan to meet, by the clock of who fills it in."""

    sequence = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    day = sane_day(label=_("Day"))
    begins = time_field(label=_("Begins at"))
    minutes = _minutes()
    mode = _mode()
    place = forms.CharField(
        label=_("Where"),
        max_length=300,
        required=False,
        help_text=_("Only those in your pair see it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    link = forms.URLField(
        label=_("Link to join"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("For those who join online."),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("begins"):
            found["begins"] = found["begins"].replace(second=0, microsecond=0)
        return found


class CorrectionForm(forms.Form):
    """That people have met: on which day, for how long, and how."""

    day = sane_day(label=_("Day"))
    minutes = _minutes()
    mode = _mode()


class LogForm(CorrectionForm):
    """A meeting that nobody had planned here; a second one on the same day is asked about."""

    again = forms.BooleanField(label=_("We met more than once that day"), required=False)

    def shown(self) -> list[forms.BoundField]:
        """Return the fields in order, without the question that is rarely asked."""
        asks = self.is_bound and (self["again"].errors or self["again"].value())
        return [one for one in self.visible_fields() if asks or one.name != "again"]
