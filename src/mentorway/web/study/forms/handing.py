"""Which written answers go over to the challenges."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from mentorway.web.practices.models import LANGUAGES

Choices = Sequence[tuple[str, str]]
TONGUES = [(code, get_language_info(code)["name_local"].capitalize()) for code in LANGUAGES]


class HandOverForm(forms.Form):
    question = forms.ChoiceField(label=_("Answers to"), help_text=_("What people wrote in their own words."))
    quoting = forms.ChoiceField(
        label=_("Consent to quote"),
        required=False,
        help_text=_(
            "The question in which people said whether they may be quoted: its choices are called never, "
            "inside and public. Who did not answer it is not quoted."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the answers"),
        choices=TONGUES,
        help_text=_("The questionnaire does not say in which language it is."),
    )

    def __init__(
        self, *args: Any, questions: Choices, consents: Choices, asks_language: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("question", questions)
        self._offer("quoting", [("", _("Nobody is to be quoted")), *consents])
        if consents:
            self.initial.setdefault("quoting", consents[0][0])
        else:
            del self.fields["quoting"]
        if not asks_language:
            del self.fields["language"]

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
