"""What people say about a file of partners."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.network.analysis import importing, spreadsheets
from mentorway.web.network.analysis.importing import EARLIER, JOIN, SKIP, TAKE, Verdict
from mentorway.web.network.forms.choosing import choose

FIELD: Final = "row-"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), at most 10 MB and 10,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(spreadsheets.ENDINGS)}),
    )


class ChoicesForm(forms.Form):
    """What shall become of each row of one page."""

    def __init__(self, *args: Any, rows: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            offered = importing.choices_for(row)
            only = offered[0] if len(offered) == 1 else ""
            field = forms.ChoiceField(
                label=_("Row %(row)d: what shall be done") % {"row": row["row"]},
                required=False,
                initial=row["choice"] or only,
            )
            undecided = [] if row["choice"] or only else [("", _("Decide"))]
            choose(field, [*undecided, *((one, _named(one, row)) for one in offered)])
            self.fields[f"{FIELD}{row['row']}"] = field

    def asked(self) -> dict[int, str]:
        """Return what was chosen, by the number of the row."""
        return {int(name.removeprefix(FIELD)): value for name, value in self.cleaned_data.items() if value}


def _named(choice: str, row: Mapping[str, Any]) -> str:
    if choice.startswith(JOIN):
        key = int(choice.removeprefix(JOIN))
        name = next((one["name"] for one in row["alike"] if one["pk"] == key), "")
        return _("Complete %(partner)s") % {"partner": name}
    return {
        TAKE: _("Take in as a new partner"),
        SKIP: _("Leave out"),
        EARLIER: _("Add the contact to row %(row)d") % {"row": row.get("first", 0)},
    }[choice]


class AlikeForm(forms.Form):
    """One choice for all rows of a verdict that wait for one."""

    verdict = forms.ChoiceField(choices=[(one.value, one.value) for one in Verdict])
    choice = forms.ChoiceField(choices=[(TAKE, TAKE), (SKIP, SKIP)])
