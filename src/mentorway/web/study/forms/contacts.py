"""Which contacts of the network are asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.network.models import Country, Sector


class ContactsForm(forms.Form):
    countries = forms.MultipleChoiceField(
        label=_("Countries"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), required=False, choices=Sector.choices, widget=forms.CheckboxSelectMultiple
    )
    only_main = forms.BooleanField(label=_("Only the first to ask of each partner"), required=False)

    def __init__(self, *args: Any, countries: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["countries"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(code, Country(code).label) for code in countries]
