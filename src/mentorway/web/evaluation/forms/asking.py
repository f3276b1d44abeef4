"""What people say about outcomes and invitations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.folding import fold, terms
from mentorway.web.evaluation.analysis.outcomes import Item, ScaleChoice
from mentorway.web.methodology.models import Level, Scoring

LEVELS: Final = [one for one in Level.choices if one[0] != Level.ROI]


@dataclass(frozen=True)
class QuestionRow:
    """A question that may belong to an outcome."""

    name: str
    label: str
    low: int
    high: int
    is_chosen: bool
    is_reverse: bool


@dataclass(frozen=True)
class QuestionPart:
    """Questions under one heading of the questionnaire; ``is_open`` where one is chosen or is looked for.

    ``unseen`` are those that do not fit the words that are looked for; what is chosen of them stays chosen.
    """

    number: int
    heading: str
    rows: tuple[QuestionRow, ...]
    unseen: tuple[QuestionRow, ...]
    is_open: bool

    @property
    def chosen(self) -> int:
        """How many of its questions are chosen."""
        return sum(one.is_chosen for one in (*self.rows, *self.unseen))


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
    find = forms.CharField(label=_("Look for questions"), max_length=200, required=False)
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

    def question_parts(self) -> list[QuestionPart]:
        """Return the questions of the study by heading, each with what is chosen."""
        return list(self._parts("questions", "reverse", self.own))

    def mentee_parts(self) -> list[QuestionPart]:
        """Return the questions to mentees by heading, each with what is chosen."""
        return list(self._parts("mentee_questions", "mentee_reverse", self.mentees))

    def _parts(self, chosen: str, reverse: str, known: Mapping[str, Item]) -> Iterator[QuestionPart]:
        names, turned = set(self[chosen].value() or []), set(self[reverse].value() or [])
        wanted = terms(str(self["find"].value() or ""))
        headings = list(dict.fromkeys(one.section for one in known.values()))
        for number, heading in enumerate(headings, 1):
            there = [one for one in known.values() if one.section == heading]
            rows = [
                QuestionRow(one.name, one.label, one.low, one.high, one.name in names, one.name in turned)
                for one in there
            ]
            fits = [
                all(term in fold(f"{one.label} {one.name} {heading}") for term in wanted) for one in there
            ]
            seen = tuple(row for row, fit in zip(rows, fits, strict=True) if fit)
            unseen = tuple(row for row, fit in zip(rows, fits, strict=True) if not fit)
            is_open = len(headings) == 1 or bool(wanted and seen) or any(one.is_chosen for one in seen)
            yield QuestionPart(number, heading, seen, unseen, is_open)

    @property
    def nothing_fits(self) -> bool:
        """Whether words are looked for that stand in no question."""
        return not any(part.rows for part in (*self.question_parts(), *self.mentee_parts()))

    def clean(self) -> dict[str, Any]:
        """Keep the questions in the order in which they are asked."""
        found = super().clean() or {}
        found.pop("find", None)
        for name, known in (("questions", self.own), ("mentee_questions", self.mentees)):
            chosen = set(found.get(name, []))
            if name in found:
                found[name] = [one for one in self._with_kept(name, known) if one in chosen]
        return found


def written(data: QueryDict) -> dict[str, Any]:
    """Return what stands in a form about an outcome that is not sent yet, as a beginning of the next."""
    several = ("questions", "reverse", "mentee_questions", "mentee_reverse")
    names = (*OutcomeForm.base_fields,)
    return {name: data.getlist(name) if name in several else data.get(name, "") for name in names}


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
