"""What people say about open questions, themes, and what answers speak of."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.evaluation.actions.voices import Choice
from mentorway.web.evaluation.analysis.voices import Answer
from mentorway.web.evaluation.forms.costs import RowForm
from mentorway.web.evaluation.models import Theme

NONE: Final = "none"
Choices = Sequence[tuple[str, str]]


class QuestionForm(forms.Form):
    """Which answers are read, and which answer to another question allows quoting."""

    question = forms.ChoiceField(
        label=_("Open question"), help_text=_("What people wrote there is read and sorted by theme.")
    )
    permission = forms.ChoiceField(
        label=_("Answer that allows quoting"),
        required=False,
        help_text=_("Only those who gave this answer can be quoted, word for word and without a name."),
    )

    def __init__(
        self, *args: Any, questions: Choices, permissions: Choices, speakers: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.speakers = speakers
        self._offer("question", [("", _("Choose a question")), *questions])
        self._offer("permission", [("", _("Nobody is to be quoted")), *permissions])

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def facts(self) -> dict[str, str]:
        """Return what was chosen."""
        consent, _sign, yes = self.cleaned_data["permission"].partition("=")
        return {
            "question": self.cleaned_data["question"],
            "consent": consent,
            "yes": yes,
            "speakers": self.speakers,
        }


class ThemeForm(RowForm):
    """Something that several people speak of."""

    class Meta:
        model = Theme
        fields = ("title", "meaning")
        labels = {"title": _("Theme"), "meaning": _("What belongs to it")}
        help_texts = {
            "title": _("A few words, for example: time to talk."),
            "meaning": _("So that two people sort answers alike: what belongs to it, and what does not."),
        }
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "meaning": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        }


class CodingForm(forms.Form):
    """Some answers, each with the themes that it may speak of."""

    def __init__(self, *args: Any, answers: Sequence[Answer], themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = answers
        offered = [*((str(one.pk), one.title) for one in themes), (NONE, _("None of these"))]
        for one in answers:
            chosen = [str(pk) for pk in sorted(one.themes)] or ([NONE] if one.is_read else [])
            self.fields[f"themes-{one.key}"] = forms.MultipleChoiceField(
                label=_("Themes"),
                choices=offered,
                required=False,
                initial=chosen,
                widget=forms.CheckboxSelectMultiple,
            )
            was = forms.CharField(required=False, widget=forms.HiddenInput, initial=" ".join(chosen))
            self.fields[f"was-{one.key}"] = was

    def rows(self) -> Iterator[tuple[Answer, forms.BoundField, forms.BoundField]]:
        """Yield each answer with its fields."""
        for one in self.answers:
            yield one, self[f"themes-{one.key}"], self[f"was-{one.key}"]

    def clean(self) -> dict[str, Any]:
        """Refuse a theme together with “none of these”."""
        data = super().clean() or self.cleaned_data
        for one in self.answers:
            chosen = data.get(f"themes-{one.key}", [])
            if NONE in chosen and len(chosen) > 1:
                self.add_error(f"themes-{one.key}", _("Choose themes or “none of these”, not both."))
        return data

    def choices(self) -> list[Choice]:
        """Return what was chosen other than it was shown."""
        return [choice for one in self.answers if (choice := self._choice(one))]

    def _choice(self, one: Answer) -> Choice | None:
        now = set(self.cleaned_data[f"themes-{one.key}"])
        was = set(self.cleaned_data[f"was-{one.key}"].split())
        if now == was:
            return None
        return Choice(
            response=one.response,
            added=_numbers(now - was),
            removed=_numbers(was - now),
            is_read=bool(now),
        )


def _numbers(chosen: set[str]) -> frozenset[int]:
    return frozenset(int(one) for one in chosen if one.isascii() and one.isdecimal() and len(one) < 19)  # noqa: PLR2004 - the largest key


class QuotingForm(forms.Form):
    """Whether one answer is quoted."""

    answer = forms.CharField(max_length=40, widget=forms.HiddenInput)
    quoted = forms.BooleanField(required=False, widget=forms.HiddenInput)
