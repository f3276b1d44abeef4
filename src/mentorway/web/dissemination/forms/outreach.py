"""What people say about activities, goals, and results that are used."""

from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorway.web.core import attachments
from mentorway.web.core.merging import RevisionField
from mentorway.web.dissemination.analysis.outreach import name_of
from mentorway.web.dissemination.analysis.writing import LICENCES
from mentorway.web.dissemination.forms.claims import NAMES
from mentorway.web.dissemination.models import (
    Channel,
    Claim,
    Entry,
    Indicator,
    Readiness,
    TargetGroup,
)
from mentorway.web.network.forms.choosing import OwnPartnerForm
from mentorway.web.network.models import Country

MOST_PEOPLE: Final = 100_000_000
COUNTED_HELP: Final = _(
    "For example: signatures on the list, tickets, copies printed, readers as the paper says."
)


def _day(label: Any, helps: Any = "", *, needed: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=needed,
        help_text=helps,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _people(label: Any, helps: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_PEOPLE, help_text=helps
    )


def _counted() -> forms.CharField:
    return forms.CharField(
        label=_("How they were counted"), required=False, max_length=200, help_text=COUNTED_HELP
    )


class GroupsField(forms.ModelMultipleChoiceField[TargetGroup]):
    """Target groups, by their names in the language of who reads."""

    def label_from_instance(self, obj: TargetGroup) -> str:
        return name_of(obj, get_language() or "en")


class ActionForm(forms.Form):
    """An activity of the plan, or one that was done."""

    revision = RevisionField(required=False)
    title = forms.CharField(label=_("What"), max_length=200)
    channel = forms.ChoiceField(label=_("How"), choices=Channel.choices)
    country = forms.ChoiceField(
        label=_("Country"), choices=[("", _("In no particular country")), *Country.choices], required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=list(NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target_groups = GroupsField(
        TargetGroup.objects.none(),
        label=_("Target groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    planned_on = _day(_("Planned for"))
    expected = _people(_("People to be reached"))
    done_on = _day(_("Done on"), _("Leave it empty as long as it is planned."))
    reached = _people(_("People reached"), _("Leave it empty if nobody counted."))
    how_counted = _counted()
    link = forms.URLField(
        label=_("Address"), required=False, assume_scheme="https", help_text=_("Where others can see it.")
    )
    entry: forms.ModelChoiceField[Entry] = forms.ModelChoiceField(
        Entry.objects.none(),
        label=_("Publication"),
        required=False,
        empty_label=_("No publication"),
        help_text=_("An event that stands here is not counted a second time."),
    )
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, groups: QuerySet[TargetGroup], entries: QuerySet[Entry], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("target_groups", groups), ("entry", entries)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        if not groups.exists():
            del self.fields["target_groups"]


class NewActionForm(OwnPartnerForm, ActionForm):
    """An activity of one of one's partners."""


class FinishForm(forms.Form):
    """That an activity was done, and how many people it reached."""

    done_on = _day(_("Done on"), needed=True)
    reached = _people(_("People reached"), _("Leave it empty if nobody counted."))
    how_counted = _counted()


class ActionFileForm(forms.Form):
    """What shows that an activity was done."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": attachments.ACCEPT}),
        help_text=_(
            "A list, a picture, a cutting. At most 15 MB. Take out names of people who did not agree."
        ),
    )
    caption = forms.CharField(label=_("What it shows"), max_length=300)


class GoalForm(forms.Form):
    """How much of an indicator is wanted until a day."""

    indicator = forms.ChoiceField(label=_("Of what"), choices=Indicator.choices)
    wanted = forms.IntegerField(
        label=_("How much is wanted"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
        widget=forms.NumberInput(attrs={"min": 1}),
    )
    until = _day(_("Until"), needed=True)


class KeyResultForm(forms.Form):
    """A result that others use or shall use."""

    revision = RevisionField(required=False)
    title = forms.CharField(label=_("Result"), max_length=200)
    readiness = forms.ChoiceField(label=_("How far it is"), choices=Readiness.choices)
    users = forms.CharField(
        label=_("Who uses it, and for what"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    users_count = forms.IntegerField(
        label=_("Organisations that use it"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Only those that you know of. Leave it empty if nobody counted."),
    )
    how = forms.CharField(
        label=_("How they get it and what they need"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    after = forms.CharField(
        label=_("Who keeps it up after the project, and with what money"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    licence = forms.ChoiceField(
        label=_("Licence"), required=False, choices=[("", _("No licence")), *((one, one) for one in LICENCES)]
    )
    kept_until = _day(_("Kept up until"))
    claims: forms.ModelMultipleChoiceField[Claim] = forms.ModelMultipleChoiceField(
        Claim.objects.none(),
        label=_("Claims on which it rests"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Published results that show that it works."),
    )

    def __init__(self, *args: Any, claims: QuerySet[Claim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["claims"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = claims
        licence = self.initial.get("licence")
        known = self.fields["licence"]
        if licence and isinstance(known, forms.ChoiceField) and licence not in LICENCES:
            known.choices = [("", _("No licence")), *((one, one) for one in (*LICENCES, licence))]
        if not claims.exists():
            del self.fields["claims"]


class NewKeyResultForm(OwnPartnerForm, KeyResultForm):
    """A result that one of one's partners keeps up."""
