"""How groups of three are formed and changed."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.pilots.models import Meeting, Participant, Triad

MOST_SEED: Final = 999_999
NOWHERE: Final = "0"  # between the meetings, or in no group


def said_meeting(meeting: Meeting | None) -> str:
    """Return a meeting as people choose it: its day and title."""
    if meeting is None:
        return _("Between the meetings")
    day = date_format(meeting.begins, "SHORT_DATE_FORMAT")
    return f"{day} · {meeting.title}"


def said_triad(triad: Triad) -> str:
    """Return a group as people choose it: its number and its people."""
    people = ", ".join(one.participant.name for one in triad.places.all())
    return _("Group %(number)d: %(people)s") % {"number": triad.number, "people": people}


class GroupingForm(forms.Form):
    """For which meeting groups are formed, and of whom."""

    meeting = forms.TypedChoiceField(label=gettext_lazy("When they practise"), coerce=int)
    present_only = forms.BooleanField(
        label=gettext_lazy("Only those who are marked as present"),
        required=False,
        help_text=gettext_lazy("Tick this during the meeting, when the attendance is marked."),
    )
    seed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_SEED)

    def __init__(self, *args: Any, meetings: Iterable[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {one.pk: one for one in meetings}
        field: Any = self.fields["meeting"]
        named = [(str(pk), said_meeting(one)) for pk, one in self.meetings.items()]
        field.choices = [*named, (NOWHERE, said_meeting(None))]

    @property
    def chosen(self) -> Meeting | None:
        """The meeting that was chosen."""
        return self.meetings.get(self.cleaned_data["meeting"])


class AgreedForm(GroupingForm):
    """Groups that were looked at, to be stored."""

    groups = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TargetForm(forms.Form):
    """Where a person goes: another group of the same meeting, or out of every group."""

    target = forms.ChoiceField(label=gettext_lazy("Where to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, triads: Iterable[Triad], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.triads = {str(one.pk): one for one in triads}
        field: Any = self.fields["target"]
        named = [(pk, said_triad(one)) for pk, one in self.triads.items()]
        field.choices = [*named, (NOWHERE, _("Out of the groups"))]

    @property
    def chosen(self) -> Triad | None:
        """The group that was chosen."""
        return self.triads.get(self.cleaned_data["target"])


class NewcomerForm(forms.Form):
    """Who comes to a group."""

    person = forms.ModelChoiceField(
        Participant.objects.none(), label=gettext_lazy("Who comes to the group"), empty_label=None
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people
