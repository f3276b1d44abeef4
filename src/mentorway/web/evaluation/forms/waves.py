"""What people say about waves: when each asks, what asks about the time before, which follow-up counts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.evaluations import follow_up_key
from mentorway.web.evaluation.analysis.follow_ups import name_of
from mentorway.web.evaluation.analysis.outcomes import Item
from mentorway.web.evaluation.analysis.then import may_stand_for
from mentorway.web.evaluation.models import AskedWave, Asking, Outcome
from mentorway.web.study.models import Wave

FEWEST_ROWS: Final = 2  # follow-ups that can be chosen at once, so that three and six months fit
DAYS, MONTHS = "days", "months"
UNITS: Final = ((DAYS, _("days")), (MONTHS, _("months")))
LONGEST: Final = 1100
SAYS: Final = {
    Asking.BEFORE: _("The first answers, before anything is learnt."),
    Asking.THEN: _(
        "After the programme people judge once more how they were before. It helps where people only learn "
        "in the programme what they did not know. Choose the same wave as for after the programme, so that "
        "people get one link and answer both; you say next which questions ask about the time before. You "
        "can leave it empty."
    ),
    Asking.AFTER: _("The same questions when the programme has ended."),
    Asking.FOLLOW_UP: _(
        "Whether it lasts. There can be any number of follow-ups: save, and there is room for one more."
    ),
}


class WaveField(forms.ModelChoiceField[Wave]):
    """A wave of the study, by its number and title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} · {obj.title}"


class WavesForm(forms.Form):
    """For every time: which wave asks, and after how long people are invited by themselves."""

    def __init__(self, *args: Any, waves: QuerySet[Wave], chosen: Sequence[AskedWave], **kwargs: Any) -> None:
        later = [one for one in chosen if one.asking == Asking.FOLLOW_UP]
        initial: dict[str, Any] = {}
        for key, one in _keyed(chosen, later):
            count = one.months if one.months is not None else one.days
            unit = MONTHS if one.months is not None else DAYS
            initial |= {f"wave_{key}": one.wave_id, f"days_{key}": count, f"unit_{key}": unit}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.rows = self._rows(len(later), waves.count())
        for key, asking in self.rows:
            self._add(key, asking, waves)

    def _rows(self, later: int, waves: int) -> list[tuple[str, Asking]]:
        """Return the times that are asked about: one more follow-up than there are, as far as waves go."""
        sent = (
            [name for name in self.data if name.startswith(f"wave_{Asking.FOLLOW_UP}")]
            if self.is_bound
            else []
        )
        most = max(waves, 1)
        count = min(max(later + 1, len(sent), FEWEST_ROWS), most)
        first = [(asking.value, asking) for asking in (Asking.BEFORE, Asking.AFTER, Asking.THEN)]
        return [*first, *((follow_up_key(place), Asking.FOLLOW_UP) for place in range(count))]

    def _add(self, key: str, asking: Asking, waves: QuerySet[Wave]) -> None:
        is_first = asking == Asking.BEFORE
        is_one_more = asking == Asking.FOLLOW_UP and key != follow_up_key(0)
        self.fields[f"wave_{key}"] = WaveField(
            waves,
            label=_("Wave"),
            required=False,
            empty_label=_("None"),
            help_text="" if is_one_more else SAYS[asking],
        )
        self.fields[f"days_{key}"] = forms.IntegerField(
            label=_("Days from the first day of a pilot")
            if is_first
            else _("Days or months after the last day of a pilot"),
            required=False,
            min_value=-60 if is_first else 0,
            max_value=0 if is_first else LONGEST,
            help_text=_("0 is the first day, -7 a week earlier. Leave it empty to invite people yourself.")
            if is_first
            else _("0 is the last day. Leave it empty to invite people yourself."),
        )
        if not is_first:
            self.fields[f"unit_{key}"] = forms.ChoiceField(
                label=pgettext_lazy("days or months", "Counted in"),
                choices=UNITS,
                required=False,
                help_text=""
                if is_one_more
                else _("Months go by the calendar: six months after 31 August is the last day of February."),
            )

    def sections(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """Yield what belongs together, under its heading."""
        number = 0
        for key, asking in self.rows:
            names = [name for name in (f"wave_{key}", f"days_{key}", f"unit_{key}") if name in self.fields]
            heading: Any = asking.label
            if asking == Asking.FOLLOW_UP:
                number += 1
                heading = _("Follow-up %(number)d") % {"number": number}
            yield heading, [self[name] for name in names]


def _keyed(chosen: Sequence[AskedWave], later: Sequence[AskedWave]) -> Iterable[tuple[str, AskedWave]]:
    """Yield each wave with the key of its place in the form: follow-ups stand by how late they are."""
    for one in chosen:
        yield (follow_up_key(later.index(one)) if one in later else str(one.asking)), one


class ThenForm(forms.Form):
    """For each question of the outcomes: which question asks the same about the time before."""

    def __init__(
        self,
        *args: Any,
        items: Sequence[Item],
        known: Mapping[str, Item],
        chosen: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        initial = {f"then_{name}": other for name, other in chosen.items()}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.items = items
        for item in items:
            offered = [(one.name, f"{one.name} · {one.label}") for one in may_stand_for(item, known)]
            self.fields[f"then_{item.name}"] = forms.ChoiceField(
                label=f"{item.name} · {item.label}",
                choices=[("", _("None")), *offered],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Return which question stands for which, as one fact."""
        found = super().clean() or {}
        pairs = {item.name: found.get(f"then_{item.name}", "") for item in self.items}
        return {"pairs": {name: other for name, other in pairs.items() if other}}


class FollowUpsForm(forms.Form):
    """Which follow-up counts: for the whole, and for outcomes of what people do or what changed at work."""

    main = forms.ChoiceField(
        label=_("Follow-up that counts"),
        required=False,
        help_text=_("It is what the conclusion speaks of when it says whether a change lasts."),
    )

    def __init__(
        self, *args: Any, waves: Sequence[AskedWave], outcomes: Sequence[Outcome], **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"main": next((one.key for one in waves if one.is_main), "")}
        keys = {one.pk: one.key for one in waves}
        initial |= {f"of_{one.pk}": keys.get(one.follow_up_id or 0, "") for one in outcomes}
        super().__init__(*args, **{**kwargs, "initial": initial})
        offered = [(one.key, f"{said(name_of(one))} · {one.wave.title}") for one in waves]
        main = self.fields["main"]
        if isinstance(main, forms.ChoiceField):
            main.choices = [("", _("The latest with enough answers")), *offered]
        self.outcomes = outcomes
        for one in outcomes:
            self.fields[f"of_{one.pk}"] = forms.ChoiceField(
                label=_("%(outcome)s: follow-up that counts") % {"outcome": one.title},
                choices=[("", _("The same as for the evaluation")), *offered],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Return the follow-up that counts, and that of outcomes by their number."""
        found = super().clean() or {}
        named = {one.pk: found.get(f"of_{one.pk}", "") for one in self.outcomes}
        return {"main": found.get("main", ""), "named": named}
