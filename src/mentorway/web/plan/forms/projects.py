"""What people say about projects and who takes part."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.merging import RevisionField
from mentorway.web.network.forms.choosing import Offer, PartnerField
from mentorway.web.network.forms.visits import sane_day
from mentorway.web.network.models import Partner
from mentorway.web.plan.models import Project


class ProjectForm(forms.ModelForm[Project]):
    """What a project is for, how long it takes, and who pays."""

    revision = RevisionField()
    starts_on = sane_day(label=_("First day"))
    ends_on = sane_day(label=_("Last day"))

    class Meta:
        model = Project
        fields = [
            *("title", "purpose", "starts_on", "ends_on", "funder", "reference", "currency", "report_days"),
        ]
        labels = {
            "title": _("Title"),
            "purpose": _("What it is for"),
            "funder": _("Funder and programme"),
            "reference": _("Number of the grant agreement"),
            "currency": _("Currency"),
            "report_days": _("Days after a reporting period until its report is due"),
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}

    def clean_currency(self) -> str:
        """Take small letters for capitals."""
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("ends_on", _("The last day must not be before the first."))
        return found

    def _post_clean(self) -> None:
        """Leave the row to the action."""


class NewProjectForm(ProjectForm):
    """A project, who leads it, who else takes part, and whether to begin with our template."""

    revision = None  # type: ignore[assignment]
    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Lead partner"), empty_label=None)
    partners = forms.ModelMultipleChoiceField(
        Partner.objects.none(),
        label=_("Partners who take part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their people see the plan and report in it. You can add others later."),
    )
    begins = forms.BooleanField(
        label=_("Begin with our template"),
        required=False,
        initial=True,
        help_text=_(
            "Nine work packages from the network to the results, with tasks, milestones, deliverables and "
            "what depends on what. You can change all of it."
        ),
    )
    field_order = ("partner", "title", "purpose", "starts_on", "ends_on", "partners", "begins")

    def __init__(self, *args: Any, leads: QuerySet[Partner], offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead, others = self.fields["partner"], self.fields["partners"]
        if isinstance(lead, forms.ModelChoiceField):
            lead.queryset = leads
        if isinstance(others, forms.ModelMultipleChoiceField):
            others.queryset = Partner.objects.filter(pk__in=[one.pk for one in offer.few]).order_by("name")
        if len(leads) == 1:
            self.initial.setdefault("partner", leads[0])
            lead.widget = forms.HiddenInput()
        if not offer.few or (offer.is_whole and len(offer.few) == 1 and len(leads) == 1):
            del self.fields["partners"]


class AddPartnerForm(forms.Form):
    """A partner that takes part from now on."""

    partner = PartnerField(label=_("Partner"))
    short = forms.CharField(
        label=_("Short name in charts"),
        max_length=20,
        required=False,
        help_text=_("Leave it empty to get one from the name."),
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        if isinstance(field, PartnerField):
            field.offer(offer)


class ShortForm(forms.Form):
    """The short name of a partner in charts."""

    short = forms.CharField(label=_("Short name in charts"), max_length=20)
