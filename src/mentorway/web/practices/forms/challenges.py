"""What coordinators say about the codebook, and what readers choose for the report."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.merging import RevisionField
from mentorway.web.network.models import Sector
from mentorway.web.practices.forms.material import ReadFileField, TableForm
from mentorway.web.practices.models import LANGUAGES, Challenge, MaterialKind

LONGEST_NAME = 120
ROWS = 3
QUOTES = [
    ("public", _("Only those that may be quoted in public")),
    ("inside", _("Also those that may be quoted inside the network")),
    ("none", _("No quotes")),
]


class ChallengeForm(forms.Form):
    """A challenge of the codebook. With a revision it corrects one that is there."""

    revision = RevisionField(required=False)
    definition = forms.CharField(
        label=_("Definition"), max_length=2000, widget=forms.Textarea(attrs={"rows": ROWS})
    )
    include = forms.CharField(
        label=_("To be used when"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": ROWS}),
    )
    exclude = forms.CharField(
        label=_("Not to be used when"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": ROWS}),
    )
    example = forms.CharField(
        label=_("A passage as an example"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": ROWS}),
        help_text=_("Invented or altered, so that nobody is recognised."),
    )
    parent = forms.ModelChoiceField(
        Challenge.objects.none(), label=_("Part of"), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, parents: QuerySet[Challenge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            language = get_language_info(code)["name_local"].capitalize()
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name: %(language)s") % {"language": language},
                max_length=LONGEST_NAME,
                required=code == "en",
                widget=forms.TextInput(attrs={"lang": code}),
            )
        self.order_fields([f"name_{code}" for code in LANGUAGES])
        field = self.fields["parent"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = parents


class CodebookForm(TableForm):
    """A whole codebook from a table."""

    file = ReadFileField(
        (".csv", ".xlsx"),
        label=_("File"),
        help_text=_(
            "As you can download it: a row for each challenge, the columns named in the first row. "
            "Challenges of the same short name are changed; those that are not in the file stay."
        ),
    )


class MatrixForm(forms.Form):
    """For which sector and kind the matrix is shown."""

    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All sectors")), *Sector.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind of material"), required=False, choices=[("", _("All kinds")), *MaterialKind.choices]
    )


class ReportForm(forms.Form):
    """What the report compares, and for whom it is."""

    countries = forms.MultipleChoiceField(
        label=_("Countries"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sector = MatrixForm.base_fields["sector"]
    kind = MatrixForm.base_fields["kind"]
    quotes = forms.ChoiceField(label=_("Quotes"), choices=QUOTES, initial="public", required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)

    def __init__(self, *args: Any, countries: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["countries"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = countries
