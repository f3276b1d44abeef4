"""What is asked of nodes, and what a node answers with."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mentorway.web.comparison.models import Dataset
from mentorway.web.core.forms import FileField
from mentorway.web.federation.analysis import calls
from mentorway.web.network.forms.agreements import day_field
from mentorway.web.network.models import Partner

CODEBOOKS = (".csv", ".tsv", ".xlsx", ".json")
ONE_MEGABYTE = 1_000_000


class CallForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Partner"),
        empty_label=None,
        help_text=_("The organisation that the set of answers belongs to, once sums are put together."),
    )
    dataset = forms.ModelChoiceField(
        Dataset.objects.none(),
        label=_("Scales as in these answers"),
        required=False,
        empty_label=_("a codebook, below"),
    )
    codebook = FileField(
        CODEBOOKS,
        ONE_MEGABYTE,
        label=_("Or a codebook"),
        required=False,
        help_text=_("Which columns are items of which scale, their range, and which are reversed."),
    )
    scales = forms.CharField(
        label=_("Scales"),
        required=False,
        max_length=2000,
        help_text=_("Names, separated by commas; empty for all."),
    )
    by = forms.CharField(
        label=_("People are told apart by"),
        max_length=500,
        initial="country",
        help_text=_("Columns, separated by commas, that of the country first. Each makes cells smaller."),
    )
    fewest = forms.IntegerField(label=_("Fewest people in a cell"), min_value=1, max_value=1000, initial=10)
    opens = day_field(label=_("Opens on"))
    closes = day_field(label=_("Closes on"))
    by_network = forms.BooleanField(
        label=_("Nodes may send over the network"),
        required=False,
        initial=True,
        help_text=_("Otherwise packages are carried as files."),
    )

    def __init__(
        self, *args: Any, partners: QuerySet[Partner], datasets: QuerySet[Dataset], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("partner", partners), ("dataset", datasets)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        self.fields["opens"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """One source of scales is needed."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("dataset") and not data.get("codebook"):
            self.add_error("dataset", _now("Choose answers, or bring a codebook."))
        return data

    def terms(self) -> calls.Terms:
        """Return what is asked, apart from the scales."""
        data = self.cleaned_data
        return calls.Terms(
            title=str(data["title"]),
            by=tuple(_names(data["by"])),
            fewest=int(data["fewest"]),
            opens=data["opens"],
            closes=data["closes"],
            by_network=bool(data["by_network"]),
        )

    def wanted(self) -> list[str]:
        """Return the names of the scales; none for all."""
        return _names(self.cleaned_data["scales"])


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))


class SourceForm(forms.Form):
    answers = forms.ModelChoiceField(
        Dataset.objects.none(),
        label=_("Stored answers"),
        required=False,
        empty_label=_("a file of sums, below"),
        help_text=_("Answers of a study of ours, or that were uploaded. They stay here."),
    )

    def __init__(self, *args: Any, datasets: QuerySet[Dataset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answers"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = datasets
        most = settings.MENTORWAY_FEDERATION_BYTES
        self.fields["file"] = FileField(
            (".json",),
            most,
            label=_("Or a file of sums"),
            required=False,
            help_text=_("What “mentorway pack” made on another computer, with the facts of the call."),
        )

    def clean(self) -> dict[str, Any]:
        """One source is needed."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("answers") and not data.get("file"):
            self.add_error("answers", _now("Choose answers, or bring a file of sums."))
        return data


class SignForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    leaves_out = forms.BooleanField(
        label=_("Leave out the cells that are too close to what was sent before"), required=False
    )
    way = forms.ChoiceField(label=_("How it goes"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, has_address: bool, is_close: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [("network", _("Send it now"))] if has_address else []
        field = self.fields["way"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*ways, ("file", _("I carry it as a file"))]
            field.initial = field.choices[0][0]
        if not is_close:
            del self.fields["leaves_out"]
