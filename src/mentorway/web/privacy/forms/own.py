"""What a person asks about their data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.privacy.models import Request


class AskForm(forms.ModelForm[Request]):
    class Meta:
        model = Request
        fields = ["right", "text"]
        labels = {"right": _("What is it about?"), "text": _("In your words")}
        help_texts = {
            "text": _(
                "Say what you mean as exactly as you can, for example which sentence on which page is wrong."
            )
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
