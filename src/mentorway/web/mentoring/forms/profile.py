"""What a person tells about themselves: the profile, facts for looking at fairness, and the settings."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.zones import KNOWN
from mentorway.web.mentoring.analysis import profile_hours
from mentorway.web.mentoring.analysis.profile import language_choices
from mentorway.web.mentoring.forms.people import AboutForm
from mentorway.web.mentoring.models import MOST_MENTEES, AgeGroup, FairnessFacts, Gender, Person, Side
from mentorway.web.mentoring.queries.people import today_in

UNSAID = [("", _("I do not say"))]
LONGEST_ABOUT = 1500


class NeededChoices(forms.MultipleChoiceField):
    """Choices that are needed, not called optional, and may still be missing when half a profile is saved."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class ProfileForm(forms.Form):
    """What everybody is asked; what is missing is found when it is saved, so that half a profile is kept."""

    languages = NeededChoices(
        label=_("Languages to talk in"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose every language in which you could talk well with a mentee or mentor."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone) for zone in sorted(KNOWN)])
    week = forms.MultipleChoiceField(required=False, choices=[(slot, slot) for slot in profile_hours.SLOTS])
    seats = forms.IntegerField(label=_("How many mentees at most?"), min_value=1, max_value=MOST_MENTEES)
    manager_email = forms.EmailField(
        label=_("E-mail address of your line manager"),
        required=False,
        help_text=_(
            "So that you are not matched with somebody above or below you at work. Your line manager is not "
            "told and gets no letter."
        ),
    )
    about = forms.CharField(
        label=_("What the other one reads about you before you meet"),
        required=False,
        max_length=LONGEST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        known = {name: getattr(person, name) for name in self.base_fields}
        kwargs["initial"] = {**known, "week": profile_hours.slots_of(person.week)}
        super().__init__(*args, **kwargs)
        languages, zones = self.fields["languages"], self.fields["time_zone"]
        if isinstance(languages, forms.MultipleChoiceField) and isinstance(zones, forms.ChoiceField):
            languages.choices = language_choices(person.languages)
            zones.choices = [(zone, zone) for zone in sorted({*KNOWN, person.time_zone})]
        if person.side == Side.MENTEE:
            del self.fields["seats"]

    def clean_week(self) -> profile_hours.Week:
        """Return the blocks as spans; hours that were kept and not touched stay to the minute."""
        chosen: list[str] = self.cleaned_data["week"]
        if sorted(chosen) == sorted(profile_hours.slots_of(self.person.week)):
            kept: profile_hours.Week = self.person.week
            return kept
        return profile_hours.week_of(chosen)

    def clean_manager_email(self) -> str:
        email: str = self.cleaned_data["manager_email"].lower()
        if email and email == self.person.email.lower():
            raise ValidationError(_("This is your own address."))
        return email

    @property
    def chosen(self) -> list[str]:
        """The blocks of the week that the page shows as chosen."""
        return list(self["week"].value() or [])

    def facts(self) -> dict[str, Any]:
        """Return what can be kept; what is wrong stays on the page."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}


class FairnessForm(forms.Form):
    """What is told only to see whether groups are matched alike; without the agreement nothing is kept."""

    age_group = forms.ChoiceField(label=_("Your age"), required=False, choices=[*UNSAID, *AgeGroup.choices])
    gender = forms.ChoiceField(label=_("Your gender"), required=False, choices=[*UNSAID, *Gender.choices])
    may_count_country = forms.BooleanField(label=_("My country may be counted too"), required=False)
    agrees = forms.BooleanField(
        label=_("I agree that this is stored and counted"),
        required=False,
        help_text=_("Untick this and save, and what you told here is deleted."),
    )

    def __init__(self, *args: Any, facts: FairnessFacts | None, **kwargs: Any) -> None:
        told = ("age_group", "gender", "may_count_country")
        known = {name: getattr(facts, name) for name in told} if facts else {}
        kwargs["initial"] = {**known, "agrees": facts is not None}
        super().__init__(*args, **kwargs)
        self.was_told = facts is not None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        says = data.get("age_group") or data.get("gender") or data.get("may_count_country")
        if says and not data.get("agrees") and not self.was_told:
            self.add_error("agrees", _("Without your agreement this cannot be stored."))
        return data

    def facts(self) -> dict[str, Any] | None:
        """Return what may be kept; None if the person does not agree."""
        found = dict(self.cleaned_data)
        return found if found.pop("agrees") else None


class SettingsForm(AboutForm):
    """What a person can change about themselves besides the profile."""

    quiet_from = forms.TypedChoiceField(
        label=_("No reminders from"),
        coerce=int,
        help_text=_(
            "From then on nothing is sent that can wait. Choose the same hour twice for no quiet time."
        ),
    )
    quiet_to = forms.TypedChoiceField(label=_("No reminders until"), coerce=int)

    class Meta(AboutForm.Meta):
        fields = (  # type: ignore[assignment]
            "name",
            "organisation",
            "country",
            "language",
            "is_away",
            "away_until",
            "wants_reminders",
            "quiet_from",
            "quiet_to",
        )
        labels = {
            **AboutForm.Meta.labels,
            "is_away": _("I am not available for new pairs"),
            "away_until": _("Up to and including"),
            "wants_reminders": _("Remind me when we have not met for a long time"),
        }
        help_texts = {
            "is_away": _("You can say so at any time, and nobody asks why. What is under way goes on."),
            "away_until": _("Leave it empty if you do not know yet."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [(hour, time_format(dt.time(hour), "TIME_FORMAT")) for hour in range(24)]
        for name in ("quiet_from", "quiet_to"):
            field = self.fields[name]
            if isinstance(field, forms.TypedChoiceField):
                field.choices = hours
        clock = _("By your clock: %(zone)s.") % {"zone": self.instance.time_zone}
        self.fields["quiet_to"].help_text = clock

    def clean_away_until(self) -> dt.date | None:
        until: dt.date | None = self.cleaned_data["away_until"]
        is_meant = self.cleaned_data.get("is_away") or "away_until" in self.changed_data
        if until is not None and is_meant and until < today_in(self.instance.round):
            raise ValidationError(_("This day is over."))
        return until
