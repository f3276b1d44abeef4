"""What people say about partners and places in them."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorway.web.network.models import NORDIC_BALTIC, Country, Partner, Role

LAST_LETTERS = {"sv": str.maketrans("åäö", "{|}"), "fi": str.maketrans("åäö", "{|}")}


class PartnerForm(forms.ModelForm[Partner]):
    class Meta:
        model = Partner
        fields = ["name", "country", "sector"]
        labels = {
            "name": pgettext_lazy("organisation", "Name"),
            "country": _("Country"),
            "sector": _("Sector"),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*BLANK_CHOICE_DASH, *_countries(get_language() or "en")]


def _countries(language: str) -> list[tuple[str, str]]:
    """Return the Nordic and Baltic countries, then the others, each by its name in ``language``."""
    ordered = sorted(Country, key=lambda one: (one not in NORDIC_BALTIC, _place(str(one.label), language)))
    return [(one.value, str(one.label)) for one in ordered]


def _place(name: str, language: str) -> str:
    """Where ``name`` stands in the alphabet: accents fold, except for letters that end the alphabet.

    >>> sorted(["Österrike", "Zypern", "Čekija"], key=lambda name: _place(name, "sv"))
    ['Čekija', 'Zypern', 'Österrike']
    """
    letters = unicodedata.normalize("NFKD", name.casefold().translate(LAST_LETTERS.get(language, {})))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


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
