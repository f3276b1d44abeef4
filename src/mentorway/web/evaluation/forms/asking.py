"""What people say about waves, outcomes and invitations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.evaluation.analysis.outcomes import Item, ScaleChoice
from mentorway.web.evaluation.models import Asking
from mentorway.web.methodology.models import Level, Scoring
from mentorway.web.study.models import Wave

LEVELS: Final = [one for one in Level.choices if one[0] != Level.ROI]
SAYS: Final = {
    Asking.BEFORE: _("The first answers, before anything is learnt."),
    Asking.THEN: _(
        "After the programme people judge once more how they were before. It helps where people only learn "
        "in the programme what they did not know. You can leave it empty."
    ),
    Asking.AFTER: _("The same questions when the programme has ended."),
    Asking.FOLLOW_UP: _("Whether it lasts: 90 days are three months, 180 days six. You can leave it empty."),
}


class WaveField(forms.ModelChoiceField[Wave]):
    """A wave of the study, by its number and title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} · {obj.title}"


class WavesForm(forms.Form):
    """For every time: which wave asks, and on which day people are invited by themselves."""

    def __init__(self, *args: Any, waves: QuerySet[Wave], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asking in Asking:
            self.fields[f"wave_{asking}"] = WaveField(
                waves, label=_("Wave"), required=False, empty_label=_("None"), help_text=SAYS[asking]
            )
            is_first = asking == Asking.BEFORE
            self.fields[f"days_{asking}"] = forms.IntegerField(
                label=_("Days from the first day of a pilot")
                if is_first
                else _("Days after the last day of a pilot"),
                required=False,
                min_value=-60 if is_first else 0,
                max_value=0 if is_first else 400,
                help_text=_(
                    "0 is the first day, -7 a week earlier. Leave it empty to invite people yourself."
                )
                if is_first
                else _("0 is the last day. Leave it empty to invite people yourself."),
            )

    def sections(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """Yield what belongs together, under its heading."""
        for asking in Asking:
            yield asking.label, [self[f"wave_{asking}"], self[f"days_{asking}"]]


@dataclass(frozen=True)
class QuestionRow:
    """A question that may belong to an outcome."""

    name: str
    label: str
    low: int
    high: int
    is_chosen: bool
    is_reverse: bool


class OutcomeForm(forms.Form):
    """A scale: its questions, how they become a score, and what it stands for."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("For example: confidence as a mentor.")
    )
    level = forms.ChoiceField(
        label=_("Level"),
        choices=LEVELS,
        help_text=_(
            "1: what people thought of it. 2: what they learnt. 3: what they do differently. 4: what it "
            "changed at work (Kirkpatrick)."
        ),
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions"), error_messages={"required": _("Choose at least one question.")}
    )
    reverse = forms.MultipleChoiceField(label=_("Reverse"), required=False)
    scoring = forms.ChoiceField(label=_("Scoring"), choices=Scoring.choices, widget=forms.RadioSelect)
    higher_is_better = forms.TypedChoiceField(
        label=_("Direction"),
        choices=(("yes", _("Higher is better")), ("no", _("Lower is better"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    licence = forms.ChoiceField(
        label=_("Comparison that says whether countries may be laid side by side"),
        required=False,
        help_text=_(
            "Countries are compared on this outcome only if people in them understand its questions alike. "
            "Choose the scale of a finished comparison of the same questions, or leave it empty: then "
            "countries are not compared."
        ),
    )
    mentee_questions = forms.MultipleChoiceField(label=_("Questions to mentees"), required=False)
    mentee_reverse = forms.MultipleChoiceField(label=_("Reverse"), required=False)

    def __init__(
        self,
        *args: Any,
        own: Mapping[str, Item],
        mentees: Mapping[str, Item],
        licences: Sequence[ScaleChoice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.mentees = own, mentees
        for names, known in (
            (("questions", "reverse"), own),
            (("mentee_questions", "mentee_reverse"), mentees),
        ):
            for name in names:
                self._offer(name, [(one, one) for one in self._with_kept(name, known)])
        kept = self.initial.get("licence", "")
        offered = [(one.value, one.label) for one in licences]
        if kept and kept not in dict(offered):
            offered.append((kept, kept.partition("|")[2]))
        self._offer("licence", [("", str(_("None"))), *offered])
        if isinstance(self.initial.get("higher_is_better"), bool):
            self.initial["higher_is_better"] = "yes" if self.initial["higher_is_better"] else "no"

    def _with_kept(self, name: str, known: Mapping[str, Item]) -> list[str]:
        """Return what may be chosen: what is asked, and what was chosen before and is asked no more."""
        return list(dict.fromkeys([*known, *self.initial.get(name, [])]))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def question_rows(self) -> list[QuestionRow]:
        """Return the questions of the study, each with what is chosen."""
        return list(self._rows("questions", "reverse", self.own))

    def mentee_rows(self) -> list[QuestionRow]:
        """Return the questions to mentees, each with what is chosen."""
        return list(self._rows("mentee_questions", "mentee_reverse", self.mentees))

    def _rows(self, chosen: str, reverse: str, known: Mapping[str, Item]) -> Iterator[QuestionRow]:
        names, turned = self[chosen].value() or [], self[reverse].value() or []
        for one in known.values():
            yield QuestionRow(one.name, one.label, one.low, one.high, one.name in names, one.name in turned)

    def clean(self) -> dict[str, Any]:
        """Keep the questions in the order in which they are asked."""
        found = super().clean() or {}
        for name, known in (("questions", self.own), ("mentee_questions", self.mentees)):
            chosen = set(found.get(name, []))
            if name in found:
                found[name] = [one for one in self._with_kept(name, known) if one in chosen]
        return found


class InviteForm(forms.Form):
    """Whether letters begin with the invitation."""

    send = forms.BooleanField(
        label=_("Begin to send letters now"),
        required=False,
        initial=True,
        help_text=_(
            "Letters and reminders are those of the study. They go on until somebody stops them there."
        ),
    )

    def __init__(self, *args: Any, may_send: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_send:
            del self.fields["send"]
