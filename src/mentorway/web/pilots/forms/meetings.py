"""What people say about meetings."""

from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorway.courses.structure import Session
from mentorway.web.accounts.models import User
from mentorway.web.core.merging import RevisionField
from mentorway.web.network.forms.visits import sane_day, time_field
from mentorway.web.pilots.analysis.planning import Pattern
from mentorway.web.pilots.models import Cohort
from mentorway.web.pilots.queries.meetings import facilitators_for

MOST_A_DAY: Final = 12
LONGEST_PAUSE: Final = 240
WHERE: Final = ("place", "link", "facilitator", "facilitator_name")


class AtOnceForm(forms.Form):
    """Asks whether meetings are at the same time on purpose, once they are."""

    at_once = forms.BooleanField(label=_("At the same time on purpose"), required=False)

    @property
    def asks_at_once(self) -> bool:
        """Whether to ask: once they are, or it was said."""
        return bool(self.is_bound and (self["at_once"].errors or self["at_once"].value()))

    def shown(self) -> list[forms.BoundField]:
        """Return the fields in order, without the question that is rarely asked."""
        return [one for one in self.visible_fields() if one.name != "at_once" or self.asks_at_once]


class PlaceForm(AtOnceForm):
    """Where a meeting takes place and who leads it."""

    place = forms.CharField(
        label=_("Room and address"),
        max_length=300,
        required=False,
        help_text=_("So that people find the way."),
    )
    link = forms.URLField(
        label=_("Link to join"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("For those who join online."),
    )
    facilitator = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Facilitator"),
        required=False,
        help_text=_("They see who takes part, and mark who was there."),
    )
    facilitator_name = forms.CharField(
        label=_("Or somebody without a place here"),
        max_length=120,
        required=False,
        help_text=_("A name only."),
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leader = self.fields["facilitator"]
        if isinstance(leader, forms.ModelChoiceField):
            leader.queryset = facilitators_for(cohort)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("facilitator") and found.get("facilitator_name"):
            self.add_error("facilitator_name", _("Choose a member or write a name, not both."))
        return found


class MeetingForm(PlaceForm):
    """One meeting: which session, when, where. Times are those of the cohort's clock."""

    revision = RevisionField(required=False)
    session = forms.ChoiceField(label=_("Session of the programme"), required=False)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty to call it like the session."),
    )
    day = sane_day(label=_("Day"))
    begins = time_field(label=_("Begins at"))
    finishes = time_field(
        label=_("Ends at"),
        required=False,
        help_text=_("Leave it empty to take the length of the session."),
    )
    note = forms.CharField(
        label=_("Note for the facilitator"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Keys, equipment, what to bring. Those who take part do not see it."),
    )
    field_order = [
        *("session", "title", "day", "begins", "finishes", *WHERE, "note", "at_once", "revision"),
    ]

    def __init__(self, *args: Any, sessions: dict[str, Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["session"]
        known = [(key, _said(one)) for key, one in sessions.items()]
        kept = self.initial.get("session", "")
        if kept and kept not in sessions:
            known.append((kept, kept))
        field.choices = [("", _("None of them")), *known]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("begins", "finishes"):
            if found.get(name):
                found[name] = found[name].replace(second=0, microsecond=0)
        if not found.get("session") and not found.get("title"):
            self.add_error("title", _("Choose a session of the programme, or write a title."))
        return found


class PlanForm(PlaceForm):
    """A pattern of days for the sessions of the programme that have no meeting yet."""

    sessions = forms.MultipleChoiceField(label=_("Sessions"), widget=forms.CheckboxSelectMultiple)
    first = sane_day(label=_("First day"))
    begins = time_field(label=_("Begins at"))
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to keep the day of the week of the first day."),
    )
    every = forms.ChoiceField(
        label=_("How often"),
        choices=[
            ("1", _("Every week")),
            ("2", _("Every second week")),
            ("3", _("Every third week")),
            ("4", _("Every fourth week")),
        ],
        initial="1",
    )
    a_day = forms.IntegerField(
        label=_("Sessions on one day"),
        initial=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_DAY)],
    )
    pause = forms.IntegerField(
        label=_("Minutes between sessions of one day"),
        initial=15,
        validators=[MinValueValidator(0), MaxValueValidator(LONGEST_PAUSE)],
    )
    field_order = [
        *("sessions", "first", "begins", "weekdays", "every", "a_day", "pause", *WHERE, "at_once"),
    ]

    def __init__(self, *args: Any, sessions: dict[str, Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = sessions
        field: Any = self.fields["sessions"]
        field.choices = [(key, _said(one)) for key, one in sessions.items()]
        self.initial.setdefault("sessions", list(sessions))

    def chosen(self) -> list[Session]:
        """Return the sessions to plan, in the order of the programme."""
        return [one for key, one in self.known.items() if key in self.cleaned_data["sessions"]]

    def pattern(self) -> Pattern:
        """Return on which days they take place."""
        data = self.cleaned_data
        return Pattern(
            data["first"],
            data["begins"].replace(second=0, microsecond=0),
            weekdays=[int(one) for one in data["weekdays"]],
            every=int(data["every"]),
            a_day=data["a_day"],
            pause=data["pause"],
        )

    def where(self) -> dict[str, Any]:
        """Return where they take place and who leads them."""
        return {name: self.cleaned_data[name] for name in WHERE}


def _said(session: Session) -> str:
    facts = {"title": session.title, "minutes": session.minutes}
    return gettext("%(title)s (%(minutes)d min)") % facts
