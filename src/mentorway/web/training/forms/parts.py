"""What people say about modules, outcomes, sessions, materials and assessments."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.courses.structure import AssessmentKind, MaterialKind
from mentorway.web.core import attachments
from mentorway.web.training.analysis.parts import Facts
from mentorway.web.training.analysis.words import AREAS, EMCC
from mentorway.web.training.forms.fields import MARKS, boxes, duration, words

FEWEST: Final = 2  # choices of a question, levels of a criterion
RIGHT: Final = "*"
FEEDBACK: Final = "::"
ABOUT_ROWS: Final = ("DELETE", "ORDER")  # what a set of forms asks of each row


class PartForm(forms.Form):
    """One part. ``options`` holds what can be chosen in it."""

    was = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, options: Mapping[str, Any], start: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options, self.start = options, start
        for name in ("outcomes", "materials"):
            if name in self.fields:
                _offer(self.fields[name], options[name], self.initial.get(name, ()))

    def facts(self) -> Facts:
        """Return what was said; what the form does not ask stays as it was."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "was"}
        return {**self.start, **said}


def _offer(field: Any, choices: Any, chosen: Any) -> None:
    """Let a field offer choices, and what is chosen already even where it is no longer among them."""
    there = {value for value, _label in choices}
    field.choices = [*choices, *((value, value) for value in chosen if value not in there)]


class ModuleForm(PartForm):
    title = words(_("Title"), 200)
    summary = words(_("Summary"), 3000, rows=4, required=False, help_text=_("Why it is there, and for what."))
    own_minutes = duration(
        _("Minutes by oneself"),
        min_value=0,
        initial=0,
        help_text=_("Reading, exercises and practice between sessions. Time together is counted by itself."),
    )


class OutcomeForm(PartForm):
    verb = words(_("Verb"), 60, help_text=_("What one can see somebody do: ask, agree, give, plan."))
    object = words(
        _("Object"), 300, help_text=_("What is done and how well: open questions that do not lead.")
    )
    areas = boxes(_("Areas of the European competence matrix"), list(AREAS.items()))
    emcc = boxes(_("EMCC competences"), [(one, one) for one in EMCC])
    esco = boxes(_("ESCO skills"))
    more_esco = words(
        _("Other ESCO skills"),
        2000,
        rows=2,
        required=False,
        help_text=_("Addresses such as http://data.europa.eu/esco/skill/…, one on each line."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["esco"], self.options["skills"], self.initial.get("esco", ()))
        _offer(self.fields["emcc"], [(one, one) for one in EMCC], self.initial.get("emcc", ()))

    def clean_more_esco(self) -> list[str]:
        found = self.cleaned_data["more_esco"].split()
        wrong = [
            one
            for one in found
            if not one.startswith(("http://data.europa.eu/esco/", "https://data.europa.eu/esco/"))
        ]
        if wrong:
            raise forms.ValidationError(
                _(
                    "“%(address)s” is no address of an ESCO skill. It begins with http://data.europa.eu/esco/."
                ),
                params={"address": wrong[0]},
            )
        return list(dict.fromkeys(found))

    def facts(self) -> Facts:
        found = super().facts()
        more = found.pop("more_esco")
        return {**found, "esco": list(dict.fromkeys([*found["esco"], *more]))}


class SessionForm(PartForm):
    title = words(_("Title"), 200)
    online = forms.BooleanField(label=_("Online"), required=False)


class MaterialForm(PartForm):
    title = words(_("Title"), 200)
    text = words(_("Text"), 50_000, rows=14, required=False, help_text=MARKS)
    address = forms.URLField(label=_("Address"), max_length=1000, assume_scheme="https")
    file = forms.FileField(
        label=_("File"), max_length=200, widget=forms.FileInput(attrs={"accept": attachments.ACCEPT})
    )
    licence = words(
        _("Licence"), 100, required=False, help_text=_("Left empty, it is that of the programme.")
    )
    source = words(_("Source"), 500, required=False, help_text=_("Who made it, if not you."))
    for_trainers = forms.BooleanField(
        label=_("For trainers only"), required=False, help_text=_("It stays out of what participants get.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.start["kind"]
        if kind != MaterialKind.LINK:
            del self.fields["address"]
        if kind != MaterialKind.FILE:
            del self.fields["file"]
        elif self.start["sha256"]:
            self.fields["file"].required = False
            self.fields["file"].label = _("Another file in its place")
        if kind == MaterialKind.PAGE:
            self.fields["text"].required = True
        else:
            self.fields["text"].widget.attrs["rows"] = 4

    def facts(self) -> Facts:
        return {name: value for name, value in super().facts().items() if name != "file"}


class AssessmentForm(PartForm):
    title = words(_("Title"), 200)
    task = words(_("Task"), 10_000, rows=6, required=False, help_text=MARKS)
    outcomes = boxes(_("Outcomes that it shows"))
    required = forms.BooleanField(label=_("Required to complete the programme"), required=False)
    pass_level = forms.IntegerField(
        label=_("Level that passes"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=_("The lowest level of every criterion that is enough; the first level is 1."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.start["kind"] == AssessmentKind.QUIZ:
            del self.fields["pass_level"]

    def facts(self) -> Facts:
        found = super().facts()
        level = self.cleaned_data.get("pass_level")
        return {**found, "pass_level": level - 1 if level else 0}


class RowForm(forms.Form):
    """One row below a part; the rows of an assessment carry the short name that translations know."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, options: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = options

    def full_clean(self) -> None:
        """Check what was sent; in a row that was emptied nothing is wrong, for it is not needed."""
        super().full_clean()
        if self.is_bound and not self.is_filled:
            self.errors.clear()

    @property
    def is_filled(self) -> bool:
        """Whether something was sent that a person wrote or chose."""
        said = (self[name].data for name in self.fields if name not in ("key", *ABOUT_ROWS))
        return any(one.strip() if isinstance(one, str) else one for one in said)

    def facts(self) -> Facts:
        """Return what was said."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ABOUT_ROWS}


class StepForm(RowForm):
    minutes = duration(pgettext_lazy("length", "Minutes"), min_value=1)
    method = words(_("Method"), 100, help_text=_("Pairs, plenary, role play, by oneself …"))
    title = words(_("Title"), 200)
    text = words(_("What happens"), 5000, rows=4, required=False)
    outcomes = boxes(_("Learning outcomes"))
    materials = boxes(_("Materials"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["key"]
        for name in ("outcomes", "materials"):
            _offer(self.fields[name], self.options[name], self.initial.get(name, ()))


class QuestionForm(RowForm):
    text = words(_("Question"), 1000, rows=2)
    choices = words(
        _("Choices"),
        5000,
        rows=5,
        help_text=_(
            "One on each line; * before each that is right; after :: what to say to who chose it. For "
            "example: * Ask what they have tried :: Yes: it opens the conversation."
        ),
    )

    def clean_choices(self) -> list[Facts]:
        found = read_choices(self.cleaned_data["choices"])
        if len(found) < FEWEST:
            raise forms.ValidationError(_("Write at least two choices, each on a line of its own."))
        if not any(one["right"] for one in found):
            raise forms.ValidationError(_("Put * before the choice that is right."))
        return found


class CriterionForm(RowForm):
    title = words(_("What is looked at"), 300)
    levels = words(
        _("Levels"), 3000, rows=4, help_text=_("What each looks like, one on each line, the lowest first.")
    )

    def clean_levels(self) -> list[str]:
        found = [line.strip() for line in self.cleaned_data["levels"].splitlines() if line.strip()]
        if len(found) < FEWEST:
            raise forms.ValidationError(_("Write at least two levels, each on a line of its own."))
        return found


def read_choices(written: str) -> list[Facts]:
    r"""Return the choices that somebody wrote, one on each line.

    >>> read_choices("* Ask :: Yes.\nTell")[0]
    {'text': 'Ask', 'right': True, 'feedback': 'Yes.'}
    """
    found = []
    for line in filter(None, map(str.strip, written.splitlines())):
        text, _sign, feedback = line.removeprefix(RIGHT).partition(FEEDBACK)
        if text.strip():
            found.append(
                {"text": text.strip(), "right": line.startswith(RIGHT), "feedback": feedback.strip()}
            )
    return found


def written_choices(choices: list[Facts]) -> str:
    """Return choices as people write them."""
    return "\n".join(
        f"{RIGHT + ' ' if one['right'] else ''}{one['text']}"
        f"{' ' + FEEDBACK + ' ' + one['feedback'] if one['feedback'] else ''}"
        for one in choices
    )
