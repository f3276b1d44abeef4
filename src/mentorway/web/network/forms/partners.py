"""What people say about partners and places in them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core.merging import RevisionField
from mentorway.web.core.settling import shown
from mentorway.web.network.analysis.partners import FIELDS, Step, exact, language_choices, values_of
from mentorway.web.network.forms.choosing import choose, countries_to_choose
from mentorway.web.network.models import Partner, PartnerKind, Role, Sector, Size

EMPTY = "–"


class DegreesField(forms.DecimalField):
    """Degrees of latitude or longitude, written with a point or a comma."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)
        self.validators += [MinValueValidator(-most), MaxValueValidator(most)]

    def to_python(self, value: Any) -> Any:
        text = value.strip().replace(",", ".").replace("−", "-") if isinstance(value, str) else value
        return exact(super().to_python(text))


class PartnerForm(forms.ModelForm[Partner]):
    languages = forms.MultipleChoiceField(
        label=_("Working languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    latitude = DegreesField(
        90, label=_("Latitude"), help_text=_("Degrees north, such as 60.17, for the map.")
    )
    longitude = DegreesField(180, label=_("Longitude"), help_text=_("Degrees east, such as 24.94."))
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    joined = forms.DateField(
        label=_("In the network since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    field_order = FIELDS

    class Meta:
        model = Partner
        fields = ("name", "country", "sector", "kind", "size", "city", "description")
        labels = {
            "name": pgettext_lazy("organisation", "Name"),
            "country": _("Country"),
            "sector": _("Sector"),
            "kind": _("Kind of organisation"),
            "size": _("Size"),
            "city": _("Town"),
            "description": _("Description"),
        }
        help_texts = {
            "description": _(
                "What the organisation does, and what it brings to the programme. An empty line begins a "
                "paragraph, a dash at the beginning of a line an item of a list."
            )
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "description": forms.Textarea(attrs={"rows": 10}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["country"], [*BLANK_CHOICE_DASH, *countries_to_choose()])
        choose(self.fields["languages"], language_choices())

    def _post_clean(self) -> None:
        """Leave the row to the action, which locks it first."""


class ChangeForm(PartnerForm):
    """A partner that is here already, with the revision that was read."""

    revision = RevisionField()


def initial_of(partner: Partner) -> dict[str, Any]:
    """Return what the form shows of ``partner``."""
    return {**values_of(partner), "revision": partner.revision}


class FilterForm(forms.Form):
    """What the list of partners can be narrowed down to; sent with GET, read by the view."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("All")), *Sector.choices])
    kind = forms.ChoiceField(
        label=_("Kind of organisation"), required=False, choices=[("", _("All")), *PartnerKind.choices]
    )
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("All")), *Size.choices])
    language = forms.ChoiceField(label=_("Working language"), required=False)
    lacking = forms.ChoiceField(
        label=_("Lacking"),
        required=False,
        choices=[("", "–"), ("contact", _("Somebody to reach")), ("charge", _("Somebody in charge"))],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", pgettext_lazy("order", "By name")),
            ("country", pgettext_lazy("order", "By country")),
            ("town", pgettext_lazy("order", "By town")),
            ("newest", pgettext_lazy("order", "Newest first")),
        ],
    )

    def __init__(self, *args: Any, may_coordinate: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_coordinate:
            del self.fields["lacking"]
        choose(self.fields["country"], [("", _("All")), *countries_to_choose()])
        choose(self.fields["language"], [("", _("All")), *language_choices()])


def told(steps: Iterable[Step]) -> list[tuple[Step, list[tuple[str, str, str]]]]:
    """Return each change with the labels of its fields and their values as people read them."""
    fields = PartnerForm().fields
    return [
        (
            step,
            [
                (str(fields[name].label), as_read(fields[name], before), as_read(fields[name], after))
                for name, before, after in step.changes
            ],
        )
        for step in steps
    ]


def as_read(field: forms.Field, text: str) -> str:
    """Return what a revision keeps of a field as people read it, and a dash for nothing."""
    return shown(field, text) if text else EMPTY


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["role"], [(role.value, role.label) for role in roles])


class PersonForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Somebody who is not here yet gets a letter with a link to sign in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "role"]


class RemovalForm(forms.Form):
    """Nothing to fill in: the page asks, the button answers."""
