"""What people say about cohorts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.courses.structure import Programme
from mentorway.web.core.merging import RevisionField
from mentorway.web.network.analysis.partners import language_name
from mentorway.web.network.forms.choosing import OwnPartnerForm, choose, countries_or_none
from mentorway.web.network.forms.visits import sane_day, zones
from mentorway.web.network.models import Partner
from mentorway.web.pilots.analysis.cohorts import languages_of
from mentorway.web.pilots.analysis.programme import assessments_of
from mentorway.web.pilots.models import Cohort
from mentorway.web.training.models import Edition

READ_BY_ALL, WHEN, SEATS, COMPLETING = (
    _("What applicants read"),
    _("When and where"),
    _("Seats"),
    _("What completes the training"),
)
SECTIONS: Final = (
    (READ_BY_ALL, ("partner", "title", "description", "contact", "is_listed")),
    (WHEN, ("country", "time_zone", "language", "starts_on", "ends_on", "remind_days")),
    (SEATS, ("seats", "entry", "offer_hours", "apply_until")),
    (COMPLETING, ("attendance_percent", "required", "needs_feedback")),
)


class CohortForm(forms.ModelForm[Cohort]):
    """What a cohort is, when it takes place, who comes to a seat and what completes it."""

    revision = RevisionField()
    starts_on = sane_day(label=_("First day"))
    ends_on = sane_day(label=_("Last day"))
    apply_until = sane_day(
        label=_("Last day for applications"),
        required=False,
        help_text=_("Leave it empty to take applications until the training begins."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        help_text=_("Meetings are planned and shown by this clock."),
    )
    language = forms.ChoiceField(label=_("Language of the training"))
    required = forms.MultipleChoiceField(
        label=_("Work that must be passed"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Cohort
        fields = [
            *("title", "description", "contact", "is_listed", "country", "time_zone", "language"),
            *("starts_on", "ends_on", "remind_days", "seats", "entry", "offer_hours"),
            *("attendance_percent", "required", "needs_feedback"),
        ]
        labels = {
            "title": _("Title"),
            "description": _("What applicants should know"),
            "contact": _("Who answers questions"),
            "is_listed": _("Listed for everybody while it takes applications"),
            "country": _("Country"),
            "remind_days": _("Days before a meeting on which people are reminded"),
            "seats": _("Seats"),
            "entry": _("How people come to a seat"),
            "offer_hours": _("Hours that an offered seat is held"),
            "attendance_percent": _("Attendance needed, in percent of all planned meetings"),
            "needs_feedback": _("Feedback must be sent"),
        }
        help_texts = {
            "description": _("For whom it is, what people do, and how much time they need."),
            "contact": _("A name and an address. Applicants read it."),
            "is_listed": _("Without this, only people who have the link can apply."),
            "remind_days": _("0: nobody is reminded."),
            "offer_hours": _("When nobody takes it in time, it goes to the next on the waiting list."),
            "attendance_percent": _("Meetings to come count too, so that nobody is at 100 % too early."),
            "needs_feedback": _("It counts that it was sent. Nobody learns what it says."),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 5}), "entry": forms.RadioSelect}

    def __init__(self, *args: Any, edition: Edition, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["country"], countries_or_none())
        language: Any = self.fields["language"]
        language.choices = [(code, _named(code, name)) for code, name in languages_of(edition).items()]
        work: Any = self.fields["required"]
        work.choices = [(key, one.title) for key, one in assessments_of(programme).items()]
        if not work.choices:
            work.help_text = _("The programme has no work by which learning is seen.")

    def sections(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """Yield what belongs together, under its heading."""
        for heading, names in SECTIONS:
            yield heading, [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last, until = (found.get(name) for name in ("starts_on", "ends_on", "apply_until"))
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("ends_on", _("The last day must not be before the first."))
        if isinstance(last, dt.date) and isinstance(until, dt.date) and until > last:
            self.add_error("apply_until", _("Nobody can join after the last day of the cohort."))
        return found

    def _post_clean(self) -> None:
        """Leave the row to the action."""


class NewCohortForm(OwnPartnerForm, CohortForm):
    """A cohort that takes a version of a programme, and whose it is."""

    revision = None  # type: ignore[assignment]

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, partners=partners, **kwargs)


class ReasonForm(forms.Form):
    """Why something does not take place."""

    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who take part read it."),
    )


def _named(code: str, name: str) -> str:
    return name if name != code else language_name(code)
