"""What a token is for, what it may do, and for how long."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.api.models import ApiToken
from mentorway.web.api.rules.scopes import PEOPLE, READ, WRITE, areas, may_manage_people

NOTHING = ""
WAYS = (
    (NOTHING, pgettext_lazy("token", "Nothing")),
    (READ, pgettext_lazy("token", "Read")),
    (WRITE, pgettext_lazy("token", "Read and write")),
)
DAYS = ((7, _("A week")), (30, _("30 days")), (90, _("90 days")), (365, _("A year")))


@dataclass(frozen=True)
class Line:
    """An activity, and the field that says what the token may do in it."""

    title: str | Promise
    field: forms.BoundField


class TokenForm(forms.Form):
    """A new token: one choice for each activity, so that the page is read and not ticked through."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=ApiToken._meta.get_field("name").max_length,  # noqa: SLF001 - Django's own name
        help_text=_("For example: “Figures for the yearly report”. You know it by this name later."),
    )
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=DAYS,
        coerce=int,
        initial=90,
        help_text=_("After that it opens nothing any more. Make a new one then."),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        for area in areas():
            self.fields[area.app] = forms.ChoiceField(
                label=str(area.title), choices=WAYS, required=False, widget=forms.Select
            )
        if may_manage_people(user):
            self.fields[PEOPLE] = forms.BooleanField(
                label=_("Make, change and close accounts of people"),
                required=False,
                help_text=_("For the directory of an organisation (SCIM)."),
            )

    @property
    def lines(self) -> list[Line]:
        """The activities, each with its field."""
        return [Line(area.title, self[area.app]) for area in areas()]

    @property
    def people(self) -> forms.BoundField | None:
        """Whether accounts of others may be changed, for who may do so."""
        return self[PEOPLE] if PEOPLE in self.fields else None

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        ways = {area.app: said.get(area.app) for area in areas()}
        said["scopes"] = [f"{app}:{way}" for app, way in ways.items() if way]
        if said.get(PEOPLE):
            said["scopes"].append(PEOPLE)
        if not said["scopes"]:
            raise forms.ValidationError(_("Choose at least one activity that the token may read."))
        return said

    @property
    def wanted(self) -> dict[str, Any]:
        """What the action is asked for."""
        return {name: self.cleaned_data[name] for name in ("name", "scopes", "days")}
