"""Fields that several forms share."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.network.models import Partner


class PartnerForm(forms.Form):
    """Which of one's partners something belongs to."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"), empty_label=None)

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = partners
        if len(partners) == 1:
            self.initial.setdefault("partner", partners[0])
            field.widget = forms.HiddenInput()


class ConfirmationForm(forms.Form):
    """Nothing to fill in: the page asks, the button answers."""
