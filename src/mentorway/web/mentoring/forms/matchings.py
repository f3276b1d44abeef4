"""What a coordinator decides before a matching is computed."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.matching.problem import BEST
from mentorway.web.mentoring.actions.matchings import HIGHEST_SEED, Wish
from mentorway.web.mentoring.analysis.problem import Sizes
from mentorway.web.mentoring.models import Way

MOST_IN_GROUP = 50
SIZES = ("smallest", "largest", "per_organisation", "per_country")


@dataclass(frozen=True)
class Choice:
    """A pair that can be kept or taken out: ``value`` is how the form calls it."""

    mentee: int
    mentor: int
    mentee_name: str
    mentor_name: str
    percent: str

    @property
    def value(self) -> str:
        """How the form calls it."""
        return f"{self.mentee}-{self.mentor}"


class MatchingForm(forms.Form):
    """The way, the seed, and which pairs are kept or taken out."""

    way = forms.ChoiceField(
        label=gettext_lazy("What is best"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.FLOOR
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        min_value=0,
        max_value=HIGHEST_SEED,
        help_text=gettext_lazy(
            "It decides between matchings that are equally good. The same people, decisions and seed give "
            "the same pairs."
        ),
    )
    smallest = forms.IntegerField(
        label=gettext_lazy("Mentees in a group, at least"),
        required=False,
        min_value=1,
        max_value=MOST_IN_GROUP,
    )
    largest = forms.IntegerField(
        label=gettext_lazy("Mentees in a group, at most"),
        required=False,
        min_value=1,
        max_value=MOST_IN_GROUP,
        help_text=gettext_lazy("Nobody gets more mentees than there are free seats."),
    )
    per_organisation = forms.IntegerField(
        label=gettext_lazy("At most of one organisation in a group"),
        required=False,
        min_value=1,
        max_value=MOST_IN_GROUP,
        help_text=gettext_lazy("Leave it empty for no limit. People who named none are not counted."),
    )
    per_country = forms.IntegerField(
        label=gettext_lazy("At most of one country in a group"),
        required=False,
        min_value=1,
        max_value=MOST_IN_GROUP,
        help_text=gettext_lazy("Leave it empty for no limit. People who named none are not counted."),
    )
    keep = forms.MultipleChoiceField(required=False)
    out = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        usual = {"seed": secrets.randbelow(HIGHEST_SEED) + 1, **asdict(Sizes())}
        kwargs["initial"] = {**usual, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.pairs = choices
        values = [(one.value, one.value) for one in choices]
        for name in ("keep", "out"):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = values
                field.error_messages["invalid_choice"] = _(
                    "One of the pairs cannot be matched any more. Look at the list again."
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if set(data.get("keep", [])) & set(data.get("out", [])):
            raise ValidationError(_("A pair cannot be kept and taken out."))
        if data.get("way") == Way.GROUPS:
            self._check_sizes(data)
        return data

    def _check_sizes(self, data: dict[str, Any]) -> None:
        for name in ("smallest", "largest"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Say how many mentees there are in a group."))
        if not self.errors and data["smallest"] > data["largest"]:
            self.add_error("largest", _("This is less than the smallest group."))

    @property
    def sizes(self) -> list[Any]:
        """The fields that count for groups only."""
        return [self[name] for name in SIZES]

    @property
    def rows(self) -> list[tuple[Choice, bool, bool]]:
        """Each pair, whether it is kept, and whether it is taken out."""
        keep, out = (set(self[name].value() or []) for name in ("keep", "out"))
        return [(one, one.value in keep, one.value in out) for one in self.pairs]

    def wish(self) -> Wish:
        """Return what was decided."""
        data = self.cleaned_data
        sizes = Sizes(**{name: data[name] for name in SIZES}) if data["way"] == Way.GROUPS else None
        return Wish(data["way"], data["seed"], pairs_from(data["keep"]), pairs_from(data["out"]), sizes)


class AgainForm(forms.Form):
    """How much is added to the score of a pair that stays."""

    bonus = forms.IntegerField(
        label=gettext_lazy("What is added to a pair that stays, from 0 to 1000"),
        min_value=0,
        max_value=BEST,
        initial=50,
        help_text=gettext_lazy("A score goes up to 1000. The more is added, the more pairs stay."),
    )


def pairs_from(values: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return pairs from how a form calls them; what is none is passed over.

    >>> pairs_from(["3-14", "x", "1-2-3"])
    ((3, 14),)
    """
    found = []
    for value in values:
        mentee, _dash, mentor = value.partition("-")
        if all(one.isascii() and one.isdecimal() and len(one) < 10 for one in (mentee, mentor)):  # noqa: PLR2004
            found.append((int(mentee), int(mentor)))
    return tuple(found)
