"""A file of people, and the word to take it in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.network.analysis import spreadsheets


class PeopleFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or Excel (.xlsx) with a column for the e-mail address and, if you like, name, role and "
            "language; at most 500 people."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(spreadsheets.ENDINGS)}),
    )


class TakeInForm(forms.Form):
    kept = forms.CharField(widget=forms.HiddenInput, max_length=200_000)
