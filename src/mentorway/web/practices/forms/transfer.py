"""How a partner judges a practice for its country."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.network.models import Partner
from mentorway.web.practices.models import Transfer, Verdict


class TransferForm(forms.ModelForm[Transfer]):
    verdict = forms.ChoiceField(
        label=_("Would it work there?"), choices=Verdict.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Transfer
        fields = ("partner", "verdict", "conditions")
        labels = {"partner": _("Judged by"), "conditions": pgettext_lazy("transferability", "Conditions")}
        help_texts = {
            "partner": _("The judgement counts for the country of this partner."),
            "conditions": _("Laws, habits, money, people: what must be there, and what would you change?"),
        }
        widgets = {"conditions": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].widget.attrs.pop("maxlength", None)
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = partners
            only: Sequence[Partner] = list(partners[:2])
            if len(only) == 1:
                field.initial, field.widget = only[0], forms.HiddenInput()

    def _post_clean(self) -> None:
        """Leave the row to the action, which knows the practice."""
