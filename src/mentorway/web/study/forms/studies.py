"""What people say about a study as a whole."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.forms import ConfirmationForm, LongSelect
from mentorway.web.core.zones import UTC, ZONES
from mentorway.web.methodology.models import Version
from mentorway.web.network.forms.choosing import Offer, PartnerField, countries_to_choose
from mentorway.web.network.models import Country, Partner, Sector
from mentorway.web.study.models import Mode, Study, Target

NEW_ROWS = 3
MOST_ROWS = 300
LONGEST = 20_000


class VersionField(forms.ModelChoiceField[Version]):
    """A published questionnaire, by its title, number and partner: partners call theirs alike."""

    widget = LongSelect

    def label_from_instance(self, obj: Version) -> str:
        text = _("%(title)s, version %(number)d")
        named = text % {"title": obj.questionnaire.title, "number": obj.number}
        return f"{named} · {obj.questionnaire.partner}"


class StudyForm(forms.ModelForm[Study]):
    """A new study."""

    version = VersionField(
        Version.objects.none(),
        label=_("Questionnaire"),
        help_text=_("Only what is published can be asked. Answers stay with the version they were given to."),
    )

    class Meta:
        model = Study
        fields = ["title", "partner", "version", "mode", "purpose", "contact"]
        labels = {
            "title": _("Title"),
            "partner": _("Partner"),
            "mode": _("How people take part"),
            "purpose": _("Purpose"),
            "contact": _("Address for questions"),
        }
        help_texts = {
            "title": _("People who are asked see it."),
            "partner": _("The organisation that asks. Only its people work on the study."),
            "purpose": _("Why you ask, in a few sentences. It stands in the invitation."),
            "contact": _("Where people can write with questions, and to have their answers removed."),
        }
        widgets = {"mode": forms.RadioSelect, "purpose": forms.Textarea(attrs={"rows": 4})}

    def __init__(
        self, *args: Any, partners: QuerySet[Partner], versions: QuerySet[Version], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer_modes(self)
        partner, version = self.fields["partner"], self.fields["version"]
        if isinstance(partner, forms.ModelChoiceField) and isinstance(version, forms.ModelChoiceField):
            partner.queryset, partner.empty_label = partners, None
            version.queryset = versions
        if len(partners) == 1:
            self.initial.setdefault("partner", partners[0])
            partner.widget = forms.HiddenInput()


def zones() -> list[tuple[str, str]]:
    """Return the clocks to choose from: each by its country and its name."""
    return [*((zone, f"{Country(code).label} ({zone})") for code, zone in ZONES.items()), (UTC, UTC)]


def _offer_modes(form: forms.BaseForm) -> None:
    field = form.fields["mode"]
    if isinstance(field, forms.ChoiceField):
        field.choices = Mode.choices
    field.help_text = _(
        "With an open link anybody can answer more than once. One-time codes stop that and stay anonymous. "
        "Only a pseudonym lets you compare the same people before and after; its key is destroyed at the end."
    )


class DescriptionForm(forms.ModelForm[Study]):
    """What can change of a study that is there."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        help_text=_(
            "By this clock the study opens and closes, and its pages show times. Letters go out by the clock "
            "of the country of each person."
        ),
    )

    class Meta:
        model = Study
        fields = ["title", "purpose", "contact", "mode", "languages", "zone", "minimum", "maximum"]
        labels = {
            **StudyForm.Meta.labels,
            "minimum": _("Fewest answers wanted"),
            "maximum": _("Most answers taken"),
        }
        help_texts = {
            **StudyForm.Meta.help_texts,
            "minimum": _("In all waves and countries together."),
            "maximum": _("In one wave. When it is reached, the door closes by itself."),
        }
        widgets = StudyForm.Meta.widgets

    def __init__(self, *args: Any, known: Sequence[tuple[str, str]], fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_modes(self)
        field = self.fields["languages"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(code, name) for code, name in known]
        if fixed:
            del self.fields["mode"]


class TextsForm(forms.Form):
    """One text in every language of a study."""

    def __init__(
        self,
        *args: Any,
        languages: Sequence[tuple[str, str]],
        texts: Mapping[str, str],
        rows: int = 10,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for code, name in languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name,
                required=required,
                max_length=LONGEST,
                initial=texts.get(code, ""),
                widget=forms.Textarea(attrs={"rows": rows, "lang": code}),
            )

    def texts(self) -> dict[str, str]:
        """Return the texts by language."""
        return {name.removeprefix("text_"): text for name, text in self.cleaned_data.items()}


class RowForm(forms.Form):
    """One row of the sampling plan."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    country = forms.ChoiceField(label=_("Country"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    partner = PartnerField(label=_("Partner"), required=False)
    goal = forms.IntegerField(label=_("Answers wanted"), required=False, min_value=1, max_value=1_000_000)
    maximum = forms.IntegerField(
        label=_("Most answers taken"), required=False, min_value=1, max_value=1_000_000
    )
    gone = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Sequence[tuple[Any, Any]]] = {
            "country": [("", "—"), *countries_to_choose()],
            "sector": [("", "—"), *Sector.choices],
        }
        for name, known in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = known
        partner = self.fields["partner"]
        if isinstance(partner, PartnerField):
            partner.offer(offer)

    @property
    def is_filled(self) -> bool:
        """Whether somebody wrote something here that is to stay."""
        data = self.cleaned_data
        return not data["gone"] and any(data[name] for name in ("country", "sector", "goal"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("gone") or not any(data.get(name) for name in ("country", "sector", "goal")):
            return data
        for name in ("country", "sector", "goal"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("This is missing."))
        return data


class PlanForm:
    """The sampling plan: the rows that are there, and some empty ones."""

    def __init__(
        self, data: Any, *, targets: Sequence[Target], partners: QuerySet[Partner], own: QuerySet[Partner]
    ) -> None:
        self.errors: list[Any] = []
        offer = Offer.of(partners, own, [one.partner_id for one in targets])
        count = self._count(data, len(targets))
        self.rows = [
            RowForm(data, prefix=f"r{place}", offer=offer, initial=self._initial(targets, place))
            for place in range(count)
        ]
        self.fields: dict[str, Any] = {}

    @staticmethod
    def _count(data: Any, there: int) -> int:
        said = str(data.get("rows", "")) if data else ""
        return min(int(said), MOST_ROWS) if said.isdecimal() else there + NEW_ROWS

    @staticmethod
    def _initial(targets: Sequence[Target], place: int) -> dict[str, Any]:
        if place >= len(targets):
            return {}
        one = targets[place]
        return {
            "pk": one.pk, "country": one.country, "sector": one.sector, "partner": one.partner_id,
            "goal": one.goal, "maximum": one.maximum,
        }  # fmt: skip

    def is_valid(self) -> bool:
        """Whether every row that is filled in makes sense."""
        valid = [row.is_valid() for row in self.rows]  # every row says what is wrong, not only the first
        return bool(valid) and all(valid)

    def asked(self) -> list[dict[str, Any]]:
        """Return the rows that are to stay."""
        return [row.cleaned_data for row in self.rows if row.is_filled]

    def add_error(self, _field: None, error: Any) -> None:
        """Say what the action refused."""
        self.errors.extend(error.messages if hasattr(error, "messages") else error)

    def __iter__(self) -> Iterator[RowForm]:
        return iter(self.rows)


class VersionForm(ConfirmationForm):
    """Whether to ask the newest version."""
