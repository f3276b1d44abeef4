"""What a look at the network is taken at."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorway.web.network.analysis.ties_read import KINDS
from mentorway.web.network.forms.agreements import day_field

CHOICES = list(KINDS.items())
YEAR = dt.timedelta(days=364)
LONGEST = dt.timedelta(days=366 * 20)


class LookForm(forms.Form):
    first_day = day_field(label=_("First day"))
    last_day = day_field(label=_("Last day"))
    kinds = forms.MultipleChoiceField(
        label=_("What counts as a tie"), choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        usual = {"first_day": today - YEAR, "last_day": today, "kinds": list(KINDS)}
        self.initial = {**usual, **self.initial}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first_day"), found.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day cannot be before the first day."))
        elif first and last and last - first > LONGEST:
            self.add_error("last_day", _("Look at twenty years at most."))
        return found
