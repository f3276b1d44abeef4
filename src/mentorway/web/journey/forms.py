"""What is asked before the example is put back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ResetForm(forms.Form):
    """A word of agreement, and how much the page said would go."""

    total = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    agrees = forms.BooleanField(label=_("I have read what goes, and want the example as it was."))
