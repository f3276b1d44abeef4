"""Moving a line in the chart."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.network.forms.visits import sane_day
from mentorway.web.plan.analysis.gantt import Movable, Wish
from mentorway.web.plan.models import Item

FARTHEST: Final = 5000
STEPS: Final = ("shift", "drag", "stretch")


def _step() -> forms.IntegerField:
    """Return a field that only the script fills."""
    return forms.IntegerField(
        required=False, min_value=-FARTHEST, max_value=FARTHEST, widget=forms.HiddenInput
    )


class MoveForm(forms.Form):
    """Which line, from which day and for how long. The choices are written by the page: they can be many."""

    line = forms.CharField(label=gettext_lazy("Which line"), max_length=40)
    day = sane_day(
        label=gettext_lazy("Not before"),
        required=False,
        help_text=gettext_lazy("Leave it empty to keep what is decided about its beginning."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Working days"),
        required=False,
        min_value=0,
        max_value=FARTHEST,
        help_text=gettext_lazy("Leave it empty to keep its length."),
    )
    shift = _step()
    drag = _step()
    stretch = _step()

    def __init__(self, *args: Any, lines: Sequence[Movable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.item: Item | None = None
        self.revision = 0

    def clean_line(self) -> str:
        """Find the line, and the revision that was shown."""
        came = self.cleaned_data["line"]
        key, _dot, revision = came.partition(".")
        found = next((one.item for one in self.lines if str(one.item.pk) == key), None)
        if found is None or not revision.isdecimal():
            raise ValidationError(_("This line is not in the plan any more. Choose another."))
        self.item, self.revision = found, int(revision)
        return str(came)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        names = ("day", "days", *STEPS)
        if not self.errors and not any(found.get(name) or found.get(name) == 0 for name in names):
            raise ValidationError(_("Say from which day or for how many working days."))
        return found

    def wish(self) -> Wish:
        """Return how the line is to move."""
        data = self.cleaned_data
        steps = {name: data.get(name) or 0 for name in STEPS}
        return Wish(data.get("day"), data.get("days"), **steps)
