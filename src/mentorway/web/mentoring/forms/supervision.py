"""What is said about supervision groups and their meetings."""

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.zones import is_skipped, moment_of
from mentorway.web.mentoring.models import Person, Round, SupervisionGroup, SupervisionMeeting
from mentorway.web.mentoring.queries import supervision as queries
from mentorway.web.network.forms.visits import sane_day, time_field

USUAL_MINUTES: Final = 90


class MentorsField(forms.ModelMultipleChoiceField[Person]):
    """Mentors to tick; beside each stands in which groups they are."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Person) -> str:
        groups = ", ".join(one.title for one in obj.supervision.all())
        facts = {"name": obj.name, "groups": groups or _now("in no group yet")}
        return _now("%(name)s (%(groups)s)") % facts


class GroupForm(forms.Form):
    """A supervision group: what it is called, who leads it, who is in it."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    supervisor = forms.CharField(
        label=_("Who leads it"),
        max_length=150,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("A name. Mentors read it on their page and in letters."),
    )
    mentors = MentorsField(Person.objects.none(), label=_("Mentors"), required=False)

    def __init__(
        self, *args: Any, whole: Round, group: SupervisionGroup | None = None, **kwargs: Any
    ) -> None:
        if group is not None:
            mentors = [one.pk for one in queries.mentors_in(group)]
            kwargs["initial"] = {"title": group.title, "supervisor": group.supervisor, "mentors": mentors}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mentors"]
        field.queryset = queries.mentors_to_choose(whole)


class MeetingForm(forms.Form):
    """When and where a group meets. Times are those of the clock of the round."""

    sequence = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    day = sane_day(label=_("Day"))
    begins = time_field(label=_("Begins at"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        initial=USUAL_MINUTES,
        validators=[MinValueValidator(15), MaxValueValidator(600)],
    )
    place = forms.CharField(
        label=_("Where"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    link = forms.URLField(label=_("Link to join"), max_length=200, required=False, assume_scheme="https")

    def __init__(
        self, *args: Any, zone: ZoneInfo, meeting: SupervisionMeeting | None = None, **kwargs: Any
    ) -> None:
        self.zone = zone
        if meeting is not None:
            local = meeting.starts.astimezone(zone)
            kwargs["initial"] = {
                "sequence": meeting.sequence,
                "day": local.date(),
                "begins": local.time(),
                "minutes": meeting.minutes,
                "place": meeting.place,
                "link": meeting.link,
            }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day, begins = found.get("day"), found.get("begins")
        if day and begins and is_skipped(day, begins, self.zone):
            text = _now("Clocks are put forward that night, and this time does not exist there.")
            self.add_error("begins", text)
        return found

    def facts(self) -> dict[str, Any]:
        """Return when and where the meeting is."""
        data = self.cleaned_data
        begins: dt.time = data["begins"].replace(second=0, microsecond=0)
        more = {name: data[name] for name in ("minutes", "place", "link")}
        return {"starts": moment_of(data["day"], begins, self.zone), **more}


class PresenceForm(forms.Form):
    """Who was at a meeting."""

    present = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who was there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, meeting: SupervisionMeeting, **kwargs: Any) -> None:
        kwargs["initial"] = {"present": [one.pk for one in queries.were_there(meeting)]}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        field.queryset = queries.to_mark(meeting)
        field.label_from_instance = lambda one: one.name
