"""What people say about partners and places in them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.network.models import Partner, Role


class PartnerForm(forms.ModelForm[Partner]):
    class Meta:
        model = Partner
        fields = ["name", "country", "sector"]
        labels = {"name": _("Name"), "country": _("Country"), "sector": _("Sector")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(role.value, role.label) for role in roles]


class PersonForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Somebody who is not here yet gets a letter with a link to sign in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "role"]


class RemovalForm(forms.Form):
    """Nothing to fill in: the page asks, the button answers."""
