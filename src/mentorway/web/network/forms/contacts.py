"""What people say about contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.network.analysis.partners import language_choices
from mentorway.web.network.forms.choosing import choose
from mentorway.web.network.models import Contact


class ContactForm(forms.ModelForm[Contact]):
    language = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = Contact
        fields = ["name", "email", "phone", "position", "language", "is_main", "may_be_asked"]
        labels = {
            "name": pgettext_lazy("person", "Name"),
            "email": _("E-mail address"),
            "phone": _("Telephone"),
            "position": _("Position"),
            "is_main": _("First to ask"),
            "may_be_asked": _("Agreed to be written to about surveys"),
        }
        help_texts = {
            "is_main": _("Each partner has one contact who is asked first."),
            "may_be_asked": _("Tick this only if the person has said so."),
        }
        widgets = {
            name: forms.TextInput(attrs={"autocomplete": "off"}) for name in ("name", "phone", "position")
        } | {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["language"], [("", "—"), *language_choices()])

    def _post_clean(self) -> None:
        """Leave the row to the action, which knows the partner."""
