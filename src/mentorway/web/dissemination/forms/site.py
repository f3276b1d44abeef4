"""What readers fill in on the public site."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.dissemination.analysis.readers import KINDS, kinds_to_choose


class SubscribeForm(forms.Form):
    """An address, and what letters shall be about."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What do you want to hear of?"),
        choices=kinds_to_choose,
        initial=list(KINDS),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
