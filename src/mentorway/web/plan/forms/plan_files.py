"""A plan that comes as a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import FileField
from mentorway.web.plan.analysis.plan_files import ENDINGS, MOST_BYTES


class PlanFileForm(forms.Form):
    """The file, read before anything is taken over."""

    file = FileField(
        ENDINGS,
        MOST_BYTES,
        label=_("File"),
        help_text=_(
            "XML of Microsoft Project (in Project: Save as, then XML), an Excel workbook (.xlsx), or CSV in "
            "UTF-8. A table has the columns of the tables that you get from here."
        ),
    )


class TakeOverForm(forms.Form):
    """What was read, carried from the preview."""

    packed = forms.CharField(widget=forms.HiddenInput, strip=True)
