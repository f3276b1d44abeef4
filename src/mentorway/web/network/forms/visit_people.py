"""What people say about who comes, and about the agenda."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.network.forms.visits import sane_day
from mentorway.web.network.models import AgendaItem, Attendee, Partner, Presence, VisitState

BEFORE = (Presence.INVITED, Presence.COMING, Presence.DECLINED)


class JourneyForm(forms.ModelForm[Attendee]):
    """Whether somebody comes, and the days that the journey takes."""

    presence = forms.ChoiceField(label=pgettext_lazy("person at a visit", "Presence"), choices=())
    travel_from = sane_day(label=_("First day of the journey"), required=False)
    travel_until = sane_day(label=_("Last day of the journey"), required=False)

    class Meta:
        model = Attendee
        fields = ["presence", "travel_from", "travel_until"]

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        presence = self.fields["presence"]
        if isinstance(presence, forms.ChoiceField):
            shown = list(Presence) if state == VisitState.HELD else list(BEFORE)
            presence.choices = [(one.value, one.label) for one in shown]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("travel_from"), found.get("travel_until")
        if last and not first:
            self.add_error("travel_from", _("Give both days of the journey, or neither."))
        if first and not last:
            self.add_error("travel_until", _("Give both days of the journey, or neither."))
        if first and last and last < first:
            self.add_error("travel_until", _("The journey cannot end before it begins."))
        return found

    def _post_clean(self) -> None:
        """Leave the row to the action."""


class PersonForm(JourneyForm):
    """A person on the list, as who changes the visit writes it."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"))
    field_order = ["partner", "name", "email", "part", "presence", "travel_from", "travel_until"]

    class Meta(JourneyForm.Meta):
        fields = ["name", "email", "part", *JourneyForm.Meta.fields]
        labels = {
            "name": pgettext_lazy("person", "Name"),
            "email": _("E-mail address"),
            "part": _("Part in the visit"),
        }
        help_texts = {
            "email": _("Without it, no invitation goes out."),
            "part": _("Such as: speaks about mentoring in small companies."),
        }

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = partners


class ComingForm(JourneyForm):
    """Whether I come."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("For"))
    field_order = ["presence", "partner", "travel_from", "travel_until"]

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, state=VisitState.PLANNED, **kwargs)
        presence, partner = self.fields["presence"], self.fields["partner"]
        presence.label = _("Will you come?")
        if isinstance(presence, forms.ChoiceField):
            presence.widget = forms.RadioSelect()
            presence.choices = [(Presence.COMING.value, _("Yes")), (Presence.DECLINED.value, _("No"))]
        if isinstance(partner, forms.ModelChoiceField):
            partner.queryset, only = partners, list(partners[:2])
            if len(only) == 1:
                partner.initial, partner.widget = only[0], forms.HiddenInput()


class HoldingForm(forms.Form):
    """Who was there."""

    present = forms.MultipleChoiceField(
        label=_("Who was there?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: list[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = self.fields["present"]
        if isinstance(present, forms.ChoiceField):
            present.choices = [(str(one.pk), f"{one.name} ({one.partner})") for one in people]

    def clean_present(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["present"]]


class InvitationForm(forms.Form):
    again = forms.BooleanField(
        label=_("Write again to those who have the newest letter already"), required=False
    )


class PointForm(forms.ModelForm[AgendaItem]):
    minutes = forms.IntegerField(
        label=_("Length in minutes"), validators=[MinValueValidator(1), MaxValueValidator(1440)], initial=30
    )

    class Meta:
        model = AgendaItem
        fields = ["title", "minutes", "speaker"]
        labels = {"title": _("Subject"), "speaker": _("Who leads")}

    def _post_clean(self) -> None:
        """Leave the row to the action, which knows the visit."""
