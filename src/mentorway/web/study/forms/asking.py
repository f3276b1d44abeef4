"""What people say about whom to ask."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import FileField
from mentorway.web.core.pasted import PastedForm
from mentorway.web.network.forms.choosing import countries_to_choose
from mentorway.web.network.models import Partner, Sector
from mentorway.web.study.actions.inviting import MOST_CODES
from mentorway.web.study.models import Target, Wave

MEGABYTE = 1_000_000
LIST = (".csv", ".tsv", ".txt")
LONGEST = 2 * MEGABYTE


class DateField(forms.DateField):
    """A day, chosen from a calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class TimeField(forms.TimeField):
    """A time of day, to the minute."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class WaveForm(forms.ModelForm[Wave]):
    opens = DateField(
        label=_("First day"), required=False, help_text=_("Empty: as soon as the study is open.")
    )
    opens_at = TimeField(required=False, help_text=_("Empty: from the first minute of the first day."))
    closes = DateField(label=_("Last day"), required=False, help_text=_("Empty: until the study is closed."))
    closes_at = TimeField(required=False, help_text=_("Empty: to the last minute of the last day."))

    class Meta:
        model = Wave
        fields = ["title", "opens", "opens_at", "closes", "closes_at", "remind_most", "remind_after"]
        labels = {
            "title": _("Title"),
            "remind_most": _("Reminders at most"),
            "remind_after": _("Days between two letters"),
        }
        help_texts = {
            "title": _("As in: before the training, after it."),
            "remind_most": _("From 0 to 5. Who has used their code gets none."),
        }

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens_at"].label = _("Opening time (%(zone)s)") % {"zone": zone}
        self.fields["closes_at"].label = _("Closing time (%(zone)s)") % {"zone": zone}


class PeopleForm(PastedForm):
    """A list of people to invite, pasted or as a file."""

    text = forms.CharField(
        label=_("List of people"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "One person in a row: e-mail address, name, language, country, sector, partner. Only the address "
            "is needed. A first row with the names email, name, language, country, sector and partner may "
            "change their order."
        ),
    )
    file = FileField(
        LIST, LONGEST, label=_("Or a file"), required=False, help_text=_("CSV or text, encoded as UTF-8.")
    )
    language = forms.ChoiceField(label=_("Language"))
    country = forms.ChoiceField(label=_("Country"), choices=countries_to_choose)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    partner = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Partner"), required=False, help_text=_("Where the people belong.")
    )

    def __init__(
        self, *args: Any, languages: Sequence[tuple[str, str]], partners: QuerySet[Partner], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language, partner = self.fields["language"], self.fields["partner"]
        if isinstance(language, forms.ChoiceField) and isinstance(partner, forms.ModelChoiceField):
            language.choices = languages
            partner.queryset = partners


class RowField(forms.ModelChoiceField[Target]):
    """A row of the sampling plan."""

    def label_from_instance(self, obj: Target) -> str:
        return str(obj)


class CodesForm(forms.Form):
    """How many codes, and for whom."""

    target = RowField(Target.objects.none(), label=_("For whom"), empty_label=None)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_CODES)

    def __init__(self, *args: Any, targets: QuerySet[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = targets

    def asked(self) -> dict[str, Any]:
        """Return what the action needs."""
        target = self.cleaned_data["target"]
        return {
            "count": self.cleaned_data["count"],
            "country": target.country,
            "sector": target.sector,
            "partner": target.partner_id,
        }
