"""What people say about evaluations."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.merging import RevisionField
from mentorway.web.evaluation.models import Evaluation
from mentorway.web.network.forms.choosing import OwnPartnerForm
from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import Cohort
from mentorway.web.study.models import Mode, Study

SECTIONS: Final = (
    (_("What it shall answer"), ("partner", "title", "purpose", "cohorts")),
    (_("Who is asked"), ("study", "others")),
    (_("What mentees say of their mentors"), ("mentee_study", "round")),
    (_("Money"), ("currency", "price_year")),
)


class CohortsField(forms.ModelMultipleChoiceField[Cohort]):
    """Pilots, each with its days."""

    def label_from_instance(self, obj: Any) -> str:
        first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in (obj.starts_on, obj.ends_on))
        days = f"{first} – {last}"
        return f"{obj.title} · {obj.get_country_display()} · {days}"


class StudyField(forms.ModelChoiceField[Study]):
    """A study; those that cannot be chosen say so."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.title if obj.mode == Mode.PSEUDONYMOUS else f"{obj.title} ({obj.get_mode_display()})"


class EvaluationForm(forms.ModelForm[Evaluation]):
    """Which pilots, which answers, compared with whom."""

    revision = RevisionField()
    cohorts = CohortsField(
        Cohort.objects.none(),
        label=_("Pilots"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several pilots are looked at together and each for itself."),
    )
    study = StudyField(
        Study.objects.none(),
        label=_("Study that asks before and after"),
        required=False,
        empty_label=_("None yet"),
        help_text=_(
            "It must ask with pseudonyms, so that before and after of the same person can be put side by "
            "side. The person who looks at the results never learns who it is."
        ),
    )
    mentee_study = StudyField(
        Study.objects.none(),
        label=_("Study that asks mentees about their mentors"),
        required=False,
        empty_label=_("None"),
        help_text=_("It must ask with pseudonyms too. You can leave it empty."),
    )

    class Meta:
        model = Evaluation
        fields = (
            *("title", "purpose", "cohorts", "study", "others", "mentee_study", "round"),
            *("currency", "price_year"),
        )
        labels = {
            "title": _("Title"),
            "purpose": _("What it shall answer, and for whom"),
            "others": _("Compared with whom"),
            "round": _("Mentoring round that says who is whose mentor"),
            "currency": _("Currency of all figures"),
            "price_year": _("Year of prices"),
        }
        help_texts = {
            "purpose": _("For example: do mentors ask more open questions half a year after the training?"),
            "others": _(
                "With nobody, it can be said what changed, and not that the programme did it. People on a "
                "waiting list are the fairest comparison: they wanted to take part too."
            ),
            "currency": _("Three capital letters, for example EUR."),
            "price_year": _("Costs of other years are put into prices of this year."),
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4}), "others": forms.RadioSelect}

    def __init__(self, *args: Any, choices: Mapping[str, QuerySet[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            field: Any = self.fields[name]
            field.queryset = rows
        rounds: Any = self.fields["round"]
        rounds.empty_label = _("None")
        self.has_pilots = choices["cohorts"].exists()
        self.has_studies = choices["study"].exists()

    def sections(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """Yield what belongs together, under its heading."""
        for heading, names in SECTIONS:
            yield heading, [self[name] for name in names if name in self.fields]

    def clean_currency(self) -> str:
        """Take small letters too."""
        return str(self.cleaned_data["currency"]).upper()

    def _post_clean(self) -> None:
        """Leave the row to the action."""


class NewEvaluationForm(OwnPartnerForm, EvaluationForm):
    """An evaluation, and whose it is."""

    revision = None  # type: ignore[assignment]

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, partners=partners, **kwargs)
