"""What people say who join a round."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorway.web.mentoring.forms.people import AboutForm
from mentorway.web.mentoring.models import Side

SIDES = (
    (Side.MENTEE, _("As a mentee: I look for a mentor")),
    (Side.MENTOR, _("As a mentor: I want to be there for mentees")),
)


class JoinForm(AboutForm):
    """Somebody joins, with the agreement to a text by its fingerprint."""

    text = forms.CharField(widget=forms.HiddenInput, required=False)
    agrees = forms.BooleanField(
        label=_("I have read what is stored about me, and I agree."),
        error_messages={"required": _("Without your agreement you cannot join.")},
    )

    class Meta(AboutForm.Meta):
        help_texts = {
            "email": _("The link to your page is sent there. Look at it once more before you send.")
        }

    def __init__(self, *args: Any, fingerprint: str, **kwargs: Any) -> None:
        self.fingerprint = fingerprint
        super().__init__(*args, **kwargs)
        self.fields["side"] = forms.ChoiceField(
            label=_("How do you want to take part?"), choices=SIDES, widget=forms.RadioSelect
        )
        self.fields["email"].required = True
        self.fields["text"].initial = fingerprint
        if not self.is_bound and get_language() in dict(self.fields["language"].choices):  # type: ignore[attr-defined]
            self.initial.setdefault("language", get_language())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("text") != self.fingerprint and not self.has_error("agrees"):
            # The language of the page, or a word of the text, has changed since it was read.
            kept = {name: self.data[name] for name in self.data if name != "agrees"}
            self.data = {**kept, "text": self.fingerprint}
            self.add_error(
                "agrees", _("The text above has changed since you opened this page. Read it once more.")
            )
        return data
