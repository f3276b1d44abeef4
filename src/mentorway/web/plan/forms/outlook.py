"""What is asked about the outlook of a plan: who has how many people, and up to which day is counted."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mentorway.web.evaluation.forms.costs import MoneyField
from mentorway.web.network.forms.visits import sane_day
from mentorway.web.plan.models import Baseline, ProjectPartner
from mentorway.web.plan.models.levelling import MINUTES

ONE: Final = 1.0


def _own(data: Mapping[str, Any], names: Iterable[str]) -> Mapping[str, Any] | None:
    """Return what was sent, or nothing where it was sent for another part of the page."""
    return data if any(name in data for name in names) else None


class PersonsForm(forms.Form):
    """How many people of each partner work on the project; one where nothing is said."""

    def __init__(self, data: Mapping[str, Any], *, partners: Sequence[ProjectPartner]) -> None:
        super().__init__(_own(data, map(self.name_of, partners)))
        self.partners = partners
        for row in partners:
            self.fields[self.name_of(row)] = MoneyField(
                label=str(row.partner), required=False, max_digits=6, decimal_places=2, initial=1
            )

    @staticmethod
    def name_of(row: ProjectPartner) -> str:
        """Return the field of a partner."""
        return f"persons_{row.partner_id}"

    def persons(self) -> dict[str, float]:
        """Return the people of each partner by its short name."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        found = {row.short: data.get(self.name_of(row)) for row in self.partners}
        return {short: ONE if said is None else float(said) for short, said in found.items()}

    def chosen(self) -> list[tuple[str, str]]:
        """Return what another form carries along."""
        data = self.data if self.is_bound else {}
        names = [self.name_of(row) for row in self.partners]
        return [(name, str(data[name])) for name in names if data.get(name)]


class EarnedForm(forms.Form):
    """Up to which day is counted, and beside which baseline."""

    day = sane_day(label=_("Up to this day"), required=False)

    def __init__(self, data: Mapping[str, Any], *, baselines: Sequence[Baseline], today: dt.date) -> None:
        super().__init__(_own(data, ["day", "baseline"]))
        self.baselines, self.today = baselines, today
        choices: Any = [(str(one.pk), one.title) for one in baselines]
        self.fields["baseline"] = forms.ChoiceField(label=_("Baseline"), required=False, choices=choices)
        self.initial = {"day": today}

    def wish(self) -> tuple[Baseline | None, dt.date]:
        """Return the baseline and the day; the newest one and today where nothing else is chosen."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        newest = self.baselines[0] if self.baselines else None
        found = next((one for one in self.baselines if str(one.pk) == data.get("baseline")), newest)
        return found, data.get("day") or self.today


def _minutes() -> list[tuple[int, str]]:
    return [(one, ngettext("%(count)d minute", "%(count)d minutes", one) % {"count": one}) for one in MINUTES]


class SearchForm(forms.Form):
    """How long better dates are searched at most."""

    minutes = forms.TypedChoiceField(
        label=_("Search for at most"),
        choices=_minutes,
        coerce=int,
        initial=MINUTES[0],
        help_text=_("It ends sooner once it is proved that no dates are better. Large plans need longer."),
    )
