"""What those who answer for the data write: answers, holds, arrangements, processors."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import RevisionField
from mentorway.web.network.forms.agreements import day_field
from mentorway.web.network.forms.choosing import choose
from mentorway.web.network.models import Partner
from mentorway.web.privacy.actions.holds import Terms
from mentorway.web.privacy.analysis.going import tables
from mentorway.web.privacy.analysis.overview import title_of
from mentorway.web.privacy.models import Arrangement, Processor
from mentorway.web.privacy.queries import answering as queries

LONGEST_ESSENCE = 4000


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The person reads it as you write it. Say what was done, or why it cannot be done."),
    )


class HoldTermsForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads it, too. Say what needs the data, such as an audit or a dispute."),
    )
    until = day_field(label=_("Until"), help_text=_("The last day on which the data must be there."))

    def terms(self) -> Terms:
        """Return what the action needs."""
        return Terms(str(self.cleaned_data["reason"]), self.cleaned_data["until"])


class HoldForm(HoldTermsForm):
    email = forms.EmailField(
        label=_("E-mail address of the person"), help_text=_("The address of an account in Mentorway.")
    )
    areas = forms.MultipleChoiceField(
        label=_("What must be kept"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Choose as little as is needed. If nothing is chosen, everything about the person is kept."
        ),
    )
    field_order = ("email", "reason", "until", "areas")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["areas"], [(title, title) for title in _areas()])

    def clean_email(self) -> str:
        """Only of people with an account can something be held."""
        email = str(self.cleaned_data["email"])
        if queries.account_of(email) is None:
            raise ValidationError(
                _now(
                    "No account has the address %(email)s. Ask the person for the address they sign in with."
                )
                % {"email": email}
            )
        return email

    def person(self) -> User | None:
        """Return whose data it is about."""
        return queries.account_of(str(self.cleaned_data["email"]))

    def tables(self) -> Sequence[str]:
        """Return the tables of what was chosen."""
        known = _areas()
        return [label for title in self.cleaned_data["areas"] for label in known[title]]


def _areas() -> dict[str, list[str]]:
    """Return the tables by activity, as people call it."""
    found: dict[str, list[str]] = {}
    for one in tables():
        found.setdefault(str(title_of(one)), []).append(one.model)
    return found


class ArrangementForm(forms.ModelForm[Arrangement]):
    revision = RevisionField(required=False)
    parties = forms.ModelMultipleChoiceField(
        Partner.objects.none(), label=_("Parties"), widget=forms.CheckboxSelectMultiple
    )
    begins = day_field(label=_("Holds from"))
    ends = day_field(
        label=_("Holds until"), required=False, help_text=_("Leave it empty if no end is agreed.")
    )

    class Meta:
        model = Arrangement
        fields = ["title", "covers", "contact", "begins", "ends"]
        labels = {
            "title": _("Title"),
            "covers": _("What it covers"),
            "contact": _("E-mail address for people with questions"),
        }
        help_texts = {
            "covers": _("Which data, what for, and which partner does what."),
            "contact": _("It is shown to everybody. Take one that more than one person reads."),
        }
        widgets = {"covers": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parties"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = partners
        for code, name in settings.LANGUAGES:
            self.fields[f"essence_{code}"] = forms.CharField(
                label=_now("What people need to know, in this language: %(language)s") % {"language": name},
                required=False,
                max_length=LONGEST_ESSENCE,
                widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
            )

    def _post_clean(self) -> None:
        """Leave the row to the action."""

    def facts(self) -> dict[str, Any]:
        """Return what the action needs."""
        found = dict(self.cleaned_data)
        essence = {code: found.pop(f"essence_{code}") for code, _name in settings.LANGUAGES}
        return {**found, "essence": essence, "revision": found.get("revision") or 0}


def initial_of(row: Arrangement) -> dict[str, Any]:
    """Return what a form starts with where an arrangement is stored."""
    names = ("title", "covers", "contact", "begins", "ends", "revision")
    essence = {f"essence_{code}": text for code, text in row.essence.items()}
    return {**{name: getattr(row, name) for name in names}, "parties": row.parties.all(), **essence}


class ProcessorForm(forms.ModelForm[Processor]):
    agreement_on = day_field(
        label=_("Agreement signed on"),
        required=False,
        help_text=_("The agreement of article 28, without which no data may be given."),
    )
    ends = day_field(label=_("Works with the data until"), required=False)

    class Meta:
        model = Processor
        fields = ["name", "what", "country", "safeguards", "agreement_on", "runs_it", "ends"]
        labels = {
            "name": _("Name of the organisation"),
            "what": _("What it does with the data"),
            "country": _("Country in which the data lies"),
            "safeguards": _("What protects the data there"),
            "runs_it": _("It runs this installation"),
        }
        help_texts = {
            "safeguards": _(
                "Only for countries outside the European Economic Area: a decision of the European "
                "Commission, standard clauses, or other safeguards."
            ),
            "runs_it": _("One does. If another one is noted, it no longer is."),
        }
        widgets = {
            "what": forms.Textarea(attrs={"rows": 4}),
            "safeguards": forms.Textarea(attrs={"rows": 3}),
        }

    def _post_clean(self) -> None:
        """Leave the row to the action."""


class LogForm(forms.Form):
    """Which lines of the log are shown."""

    first = day_field(label=_("From"), required=False)
    last = day_field(label=_("Until"), required=False)

    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """Return the days that were understood; what is no day narrows nothing down."""
        self.is_valid()
        found = self.cleaned_data
        return found.get("first"), found.get("last")
