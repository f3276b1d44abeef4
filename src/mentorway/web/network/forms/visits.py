"""What people say about visits: what, when, where, what was said, what follows."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import RevisionField
from mentorway.web.core.zones import UTC, ZONES, zone_of
from mentorway.web.network.forms.agreements import day_field
from mentorway.web.network.forms.choosing import Offer, PartnerField, choose, countries_or_none
from mentorway.web.network.models import Country, FollowUp, Partner, Visit

EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)


def zones() -> list[tuple[str, str]]:
    """Return the clocks to choose from: each by its country and its name."""
    return [*((zone, f"{Country(code).label} ({zone})") for code, zone in ZONES.items()), (UTC, UTC)]


def sane_day(**more: Any) -> forms.DateField:
    """Return a field for a day that people of today mean."""
    return day_field(validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)], **more)


def time_field(**more: Any) -> forms.TimeField:
    """Return a field for a time, with the clock of the browser; seconds do not matter."""
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


class DescriptionForm(forms.ModelForm[Visit]):
    """What a visit is about, when and where. Times are those of the clock that is chosen."""

    revision = RevisionField()
    day = sane_day(label=_("First day"))
    begins = time_field(label=_("Begins at"))
    until = sane_day(
        label=_("Last day"), required=False, help_text=_("Leave it empty if it lasts one day only.")
    )
    finishes = time_field(label=_("Ends at"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("The times above are those of this clock.")
    )
    link = forms.URLField(
        label=_("Link to join"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("For those who join online."),
    )
    field_order = [
        *("title", "kind", "host", "day", "begins", "until", "finishes", "time_zone"),
        *("country", "place", "link", "purpose", "is_shared", "revision"),
    ]

    class Meta:
        model = Visit
        fields = ["title", "kind", "country", "place", "purpose", "is_shared"]
        labels = {
            "title": _("Title"),
            "kind": _("Kind"),
            "country": _("Country"),
            "place": _("Place"),
            "purpose": _("Purpose"),
            "is_shared": _("Every member of the network may read it"),
        }
        help_texts = {
            "place": _("The address, so that people find the way."),
            "is_shared": _(
                "Without this, only the host, the partners that take part and the coordinators see it. "
                "E-mail addresses stay with them in any case."
            ),
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["country"], countries_or_none())

    def clean_begins(self) -> dt.time:
        found: dt.time = self.cleaned_data["begins"]
        return found.replace(second=0, microsecond=0)

    def clean_finishes(self) -> dt.time:
        found: dt.time = self.cleaned_data["finishes"]
        return found.replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found["until"] = found.get("until") or found.get("day")
        return found

    def _post_clean(self) -> None:
        """Leave the row to the action."""


class PlanForm(DescriptionForm):
    """A new visit, with its host."""

    revision = None  # type: ignore[assignment]
    host = PartnerField(label=_("Host"))

    def __init__(
        self, *args: Any, hosts: QuerySet[Partner], own: QuerySet[Partner] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["host"]
        if not isinstance(field, PartnerField):
            return
        offer = Offer.of(hosts, hosts.none() if own is None else own)
        field.offer(offer)
        if offer.is_whole and len(offer.few) == 1:
            field.initial, field.widget = offer.few[0], forms.HiddenInput()
        if offer.few:
            self.initial.setdefault("country", offer.few[0].country)
            self.initial.setdefault("time_zone", zone_of(offer.few[0].country).key)


class MinutesForm(forms.Form):
    revision = RevisionField()
    minutes = forms.CharField(
        label=_("Minutes"),
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=_(
            "An empty line begins a paragraph, a dash at the beginning of a line an item of a list, "
            "a number sign (#) a heading."
        ),
    )

    def clean_minutes(self) -> str:
        text: str = self.cleaned_data["minutes"]
        return text.replace("\r\n", "\n")


def revised_fields() -> dict[str, forms.Field]:
    """Return every field that a revision keeps, to read it with."""
    fields = {**DescriptionForm().fields, **MinutesForm().fields}
    fields.pop("revision")
    return fields


class CancellationForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who were invited read it in the letter."),
    )


class FollowUpForm(forms.ModelForm[FollowUp]):
    due = sane_day(label=_("By when"))

    class Meta:
        model = FollowUp
        fields = ["text", "owner", "owner_name", "due"]
        labels = {
            "text": _("What is to be done"),
            "owner": pgettext_lazy("follow-up", "Who does it"),
            "owner_name": _("Or somebody without a place here"),
        }
        help_texts = {
            "owner": _("They are reminded three days before, and once it is overdue."),
            "owner_name": _("A name only. They are not reminded."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, members: QuerySet[User], since: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset, owner.required = members, False
        self.initial.setdefault("due", max(timezone.localdate(), since) + dt.timedelta(days=14))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "owner" in self.errors or "owner_name" in self.errors:
            return found
        if bool(found.get("owner")) == bool(found.get("owner_name")):
            self.add_error("owner", _("Choose a member, or write one name: one person does it."))
        return found

    def _post_clean(self) -> None:
        """Leave the row to the action, which knows the visit."""


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CaptionForm(forms.Form):
    caption = forms.CharField(
        label=pgettext_lazy("file", "What it is"),
        max_length=300,
        required=False,
        help_text=_("Of a picture, say what it shows: people who cannot see it hear this."),
    )
