"""Where a program is, and what it is told of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.api.models import Webhook
from mentorway.web.core.happenings import known


class WebhookForm(forms.Form):
    """A webhook: its address, and the things that can happen to choose from."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=Webhook._meta.get_field("name").max_length,  # noqa: SLF001 - Django's own name
        help_text=_("For example: “Message to our chat”. You know it by this name later."),
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=Webhook._meta.get_field("url").max_length,  # noqa: SLF001 - as above
        assume_scheme="https",
        help_text=_("Where your program listens. It begins with https:// and is reached from outside."),
    )
    names = forms.MultipleChoiceField(
        label=_("What is it told of?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It hears only of what you may see yourself. Messages hold numbers and no names."),
        error_messages={"required": _("Choose what the program is told of.")},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["names"]
        field.choices = [(name, one.means) for name, one in known().items()]
