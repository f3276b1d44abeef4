"""What participants hand in, and what facilitators say about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.courses.structure import Assessment, Criterion
from mentorway.web.core import attachments
from mentorway.web.core.merging import Merge, RevisionField, conflict_of
from mentorway.web.pilots.analysis.quiz import takes_many
from mentorway.web.pilots.analysis.windows import Written, versions
from mentorway.web.pilots.models import JournalEntry, Participant, Work

PASSES, RETURNED = "passes", "returned"
LEVEL = "level_"


def long_text(label: Any, most: int, rows: int, **more: Any) -> forms.CharField:
    """Return a field for a text of several paragraphs, in whatever direction it is written."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


class WindowForm(forms.Form):
    """Something that one person may have open in two windows."""

    revision = RevisionField()

    def clash(self, stored: Mapping[str, Any], now: int) -> Merge | None:
        """Return what was saved in another window and does not go together with what came from this one."""
        base = str(self.data.get("base", ""))
        found = versions(base, self.cleaned_data["revision"], stored, now)
        return conflict_of(self, Written(now), found)

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        return dict(self.cleaned_data)


class WorkForm(WindowForm):
    """A text; a file can come with it."""

    text = long_text(
        gettext_lazy("Your text"),
        Work._meta.get_field("text").max_length or 0,  # noqa: SLF001 - Django's own way to ask
        12,
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Add a file"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": attachments.ACCEPT}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A picture, a PDF, a text, a table or slides, with at most %(most)d MB. You can add several, one "
            "after the other."
        ) % {"most": attachments.MOST_MEGABYTES}

    def asked(self) -> dict[str, Any]:
        """Return what the action needs; the file goes its own way."""
        return {"text": self.cleaned_data["text"], "revision": self.cleaned_data["revision"]}


class QuizForm(forms.Form):
    """Every question of a quiz with its choices, in the order of the programme."""

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {f"question_{number}": one.key for number, one in enumerate(assessment.questions)}
        for name, question in zip(self.keys, assessment.questions, strict=True):
            choices = [(str(place), one.text) for place, one in enumerate(question.choices)]
            self.fields[name] = (
                forms.MultipleChoiceField(
                    label=question.text,
                    choices=choices,
                    widget=forms.CheckboxSelectMultiple,
                    help_text=_("Several choices can be right."),
                )
                if takes_many(question)
                else forms.ChoiceField(label=question.text, choices=choices, widget=forms.RadioSelect)
            )

    def answers(self) -> dict[str, list[int]]:
        """Return the places of the chosen choices by question."""
        found = {}
        for name, key in self.keys.items():
            value = self.cleaned_data[name]
            found[key] = sorted(map(int, value)) if isinstance(value, list) else [int(value)]
        return found


class EntryForm(WindowForm):
    """An entry of the journal, and who may read it."""

    text = long_text(
        gettext_lazy("What you think about"),
        JournalEntry._meta.get_field("text").max_length or 0,  # noqa: SLF001 - Django's own way to ask
        12,
    )
    is_shared = forms.BooleanField(
        label=gettext_lazy("Share this entry with the facilitators"),
        required=False,
        help_text=gettext_lazy(
            "Only you can read it as long as this is not ticked. You can change that at any time."
        ),
    )


class RubricForm(forms.Form):
    """A level for every criterion of an assessment."""

    unseen: Any = gettext_lazy("Not said")

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessment = assessment
        for one in assessment.criteria:
            choices = [("", self.unseen), *((str(level), text) for level, text in enumerate(one.levels))]
            self.fields[f"{LEVEL}{one.key}"] = forms.ChoiceField(
                label=one.title, choices=choices, required=False, widget=forms.RadioSelect
            )

    def rubric(self) -> list[tuple[Criterion, forms.BoundField]]:
        """Return every criterion with its field."""
        return [(one, self[f"{LEVEL}{one.key}"]) for one in self.assessment.criteria]

    @property
    def least(self) -> str:
        """The lowest level that passes, as a choice."""
        return str(self.assessment.pass_level)

    def others(self) -> list[forms.BoundField]:
        """Return the fields that are no levels, as far as they are seen."""
        return [one for one in self.visible_fields() if not one.name.startswith(LEVEL)]

    def levels(self) -> dict[str, int]:
        """Return the levels that were chosen."""
        names = {one.key: f"{LEVEL}{one.key}" for one in self.assessment.criteria}
        chosen = {key: self.cleaned_data.get(name, "") for key, name in names.items()}
        return {key: int(level) for key, level in chosen.items() if level != ""}


class AssessForm(RubricForm):
    """Whether a work passes, and what is said about it."""

    revision = RevisionField()
    verdict = forms.ChoiceField(
        label=gettext_lazy("What follows"),
        choices=[
            (PASSES, gettext_lazy("It passes")),
            (RETURNED, gettext_lazy("Give it back, to be worked on again")),
        ],
        widget=forms.RadioSelect,
    )
    feedback = long_text(
        gettext_lazy("Feedback to the participant"),
        4000,
        6,
        required=False,
        help_text=gettext_lazy(
            "The participant reads this. Say what is good, and what would make it better."
        ),
    )
    note = long_text(
        gettext_lazy("Note that only facilitators see"),
        2000,
        3,
        required=False,
        help_text=gettext_lazy("It does not show on the pages of the participant."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == RETURNED and not data.get("feedback"):
            self.add_error("feedback", _("Say what is still missing, so that it can be worked on."))
        return data

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        kept = {name: self.cleaned_data[name] for name in ("revision", "feedback", "note")}
        return {**kept, "levels": self.levels(), "passes": self.cleaned_data["verdict"] == PASSES}


class ObserveForm(RubricForm, WindowForm):
    """What an observer saw and heard."""

    unseen = gettext_lazy("No occasion to see it")
    seen = long_text(
        gettext_lazy("What you saw and heard"),
        4000,
        6,
        required=False,
        help_text=gettext_lazy("Words that were said, what a face showed. No judgement of the person."),
    )
    question = long_text(gettext_lazy("A question to think about"), 1000, 2, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.levels() and not data.get("seen"):
            raise ValidationError(_("Choose a level, or write what you saw."))
        return data

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        kept = {name: self.cleaned_data[name] for name in ("revision", "seen", "question")}
        return {**kept, "levels": self.levels()}


class ReplyForm(forms.Form):
    """What a facilitator answers to an entry; nothing takes the answer away."""

    reply = long_text(
        gettext_lazy("Your reply"),
        4000,
        5,
        required=False,
        help_text=gettext_lazy("Only the writer sees it."),
    )
    was = RevisionField()


class PassManyForm(forms.Form):
    """Who passes at once."""

    people = forms.ModelMultipleChoiceField(
        Participant.objects.none(),
        label=gettext_lazy("Who passes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = people


def initial_levels(levels: Mapping[str, int]) -> dict[str, str]:
    """Return the levels as the fields of a rubric ask for them."""
    return {f"{LEVEL}{key}": str(level) for key, level in levels.items()}


def answers_initial(keys: Mapping[str, str], answers: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    """Return the answers of the last time as the fields of a quiz ask for them."""
    return {name: [str(one) for one in answers.get(key, ())] for name, key in keys.items()}
