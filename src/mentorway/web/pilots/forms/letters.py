"""What people write to a cohort, and which questions ask for feedback."""

import re
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.pilots.actions.letters import Written
from mentorway.web.pilots.analysis.letters import PLACES
from mentorway.web.pilots.models import Letter
from mentorway.web.study.models import Wave

IN_BRACKETS: Final = re.compile(r"\{[^{}\n]{1,40}\}")


class LetterForm(forms.ModelForm[Letter]):
    """A letter to many."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    class Meta:
        model = Letter
        fields = ("audience", "subject", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "subject": gettext_lazy("It may hold the words in curly brackets that are named below."),
            "body": gettext_lazy(
                "Instead of {name}, {cohort} and {next meeting} everybody reads their name, the cohort and "
                "the next meeting. Greeting, link to the own page and your contact are added."
            ),
        }

    def clean_body(self) -> str:
        """Refuse a text of spaces."""
        return self._written("body", _("Write the letter: it is empty."))

    def clean_subject(self) -> str:
        """Refuse a subject of several lines, which no letter can have."""
        return " ".join(self._written("subject", _("Write a subject: it is empty.")).split())

    def _written(self, name: str, refusal: str) -> str:
        text: str = self.cleaned_data[name].strip()
        if not text:
            raise forms.ValidationError(refusal)
        unknown = [one for one in IN_BRACKETS.findall(text) if one not in PLACES]
        if unknown:
            raise forms.ValidationError(
                _("%(word)s would be sent as it stands here. Only %(known)s are replaced.")
                % {"word": unknown[0], "known": ", ".join(PLACES)}
            )
        return text

    def written(self) -> Written:
        """What was written."""
        found = self.cleaned_data
        return Written(found["audience"], found["subject"], found["body"], found["key"])


class WaveField(forms.ModelChoiceField[Wave]):
    """A wave of a study, by both names."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.study.title} · {obj.title}"


class FeedbackForm(forms.Form):
    """Which questions ask for feedback."""

    wave = WaveField(
        label=gettext_lazy("Questions"),
        queryset=Wave.objects.none(),
        required=False,
        empty_label=gettext_lazy("No questions"),
        help_text=gettext_lazy("The rounds of asking in the studies of your organisation."),
    )

    def __init__(self, *args: Any, waves: QuerySet[Wave], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["wave"]
        field.queryset = waves
