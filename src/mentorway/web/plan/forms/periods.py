"""What people say about reporting periods."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.merging import RevisionField
from mentorway.web.network.forms.visits import sane_day


class MakePeriodsForm(forms.Form):
    """How long each period is."""

    months = forms.IntegerField(
        label=_("Months in a period"),
        min_value=1,
        max_value=60,
        initial=12,
        help_text=_("The grant agreement says it. Counted from the first day of the project."),
    )


class NewPeriodForm(forms.Form):
    """The days of a period, and when its report is due."""

    starts_on = sane_day(label=_("First day"))
    ends_on = sane_day(label=_("Last day"))
    due_on = sane_day(
        label=_("Report due"),
        required=False,
        help_text=_("Leave it empty to count the days that the project says."),
    )


class PeriodForm(NewPeriodForm):
    """The days of a period that is there."""

    revision = RevisionField()


class TextsForm(forms.Form):
    """What the report of a period says besides numbers."""

    revision = RevisionField()
    summary = forms.CharField(
        label=_("What was done, in a few sentences"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_("For people who know little of the project. No names of persons are needed."),
    )
    dissemination = forms.CharField(
        label=_("How results were spread"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_(
            "To whom, how and with what echo. Figures from the platform stand below it by themselves."
        ),
    )
