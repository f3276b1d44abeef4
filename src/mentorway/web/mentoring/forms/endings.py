"""Until when a pair pauses, how it ends, and what is said at the end."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.mentoring.models import Ending, Place

AGAIN: Final = {"yes": True, "no": False}


class PauseForm(forms.Form):
    """Until when a pair pauses; nobody is asked why."""

    until = forms.DateField(label=_("Last day of the pause"))

    def __init__(self, *args: Any, first: dt.date, last: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = {"type": "date", "min": first.isoformat(), "max": last.isoformat()}
        self.fields["until"].widget = forms.DateInput(attrs=limits, format="%Y-%m-%d")


class EndForm(forms.Form):
    """How it ends: both ways are fine, and neither needs a reason."""

    ending = forms.ChoiceField(
        label=_("How does it end?"),
        choices=[
            (Ending.EARLY, _("We have reached what we wanted, earlier than planned")),
            (Ending.NO_FAULT, _("It ends here, and nobody has to say why")),
        ],
        widget=forms.RadioSelect,
    )


class ClosingForm(forms.Form):
    """Thanks to the others, what is taken along, and whether there is to be another pair."""

    thanks = forms.CharField(
        label=_("A word of thanks"),
        help_text=_("Those with whom you worked read it. You can leave it empty."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    learned = forms.CharField(
        label=_("What I take along"),
        help_text=_("Only you read it. It stays on this page and is in the file with your data."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    again = forms.ChoiceField(
        label=_("Would you like to be brought together with somebody again?"),
        required=False,
        choices=[
            ("yes", _("Yes")),
            ("no", _("Not now")),
            ("", _("I do not say")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        said = {wants: name for name, wants in AGAIN.items()}
        kwargs["initial"] = {
            "thanks": place.closing_thanks,
            "learned": place.closing_learned,
            "again": said.get(place.wants_again, "") if place.wants_again is not None else "",
        }
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        """Return what was said."""
        data = self.cleaned_data
        wants = AGAIN.get(data["again"])
        return {"thanks": data["thanks"], "learned": data["learned"], "wants_again": wants}
