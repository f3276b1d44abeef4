"""What people say about claims."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.web.core.merging import RevisionField
from mentorway.web.dissemination.analysis.writing import LICENCES, LONGEST_SLUG, problem_of_sentence
from mentorway.web.dissemination.models import LANGUAGES
from mentorway.web.network.forms.choosing import OwnPartnerForm
from mentorway.web.network.models import Partner

NAMES: Final = {"en": "English", "lt": "lietuvių", "lv": "latviešu", "sv": "svenska", "fi": "suomi"}
LONGEST: Final = {"title": 120, "sentence": 500, "limits": 1000}
SLUG_HELP: Final = gettext_lazy(
    "Small letters, digits and hyphens. Leave it empty to take it from the title. Once published, it stays."
)
SENTENCE_HELP: Final = gettext_lazy(
    "One sentence for everybody, with {figure} where the number goes. The number is put in as readers of the "
    "language write it; the words of its unit belong to the sentence."
)
LIMITS_HELP: Final = gettext_lazy(
    "What the number does not say: of whom it is not true, what else could explain it."
)


def _slug() -> forms.CharField:
    return forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=gettext_lazy("Address"),
        required=False,
        max_length=LONGEST_SLUG,
        help_text=SLUG_HELP,
        error_messages={"invalid": gettext_lazy("An address has small letters, digits and hyphens only.")},
    )


def _licence() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[(one, one) for one in LICENCES],
        label=gettext_lazy("Licence"),
        help_text=gettext_lazy("Under which others may use it. CC-BY-4.0: they name you."),
    )


def _checked(sentence: str) -> str:
    if sentence and (problem := problem_of_sentence(sentence)):
        raise forms.ValidationError(problem)
    return sentence


class NewClaimForm(OwnPartnerForm, forms.Form):
    """A claim in the language of who writes it."""

    language = forms.ChoiceField(
        choices=list(NAMES.items()),
        label=gettext_lazy("Written in"),
        help_text=gettext_lazy("The other languages can be added later."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST["title"])
    sentence = forms.CharField(
        label=gettext_lazy("Sentence"),
        max_length=LONGEST["sentence"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=SENTENCE_HELP,
    )
    limits = forms.CharField(
        label=gettext_lazy("What it does not say"),
        max_length=LONGEST["limits"],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=LIMITS_HELP,
    )
    slug = _slug()
    licence = _licence()

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, partners=partners, **kwargs)

    def clean_sentence(self) -> str:
        """Refuse a sentence in which the number has no place."""
        return _checked(str(self.cleaned_data["sentence"]))


class ClaimForm(forms.Form):
    """The words of a claim in every language; only those of the source are needed."""

    revision = RevisionField()
    slug = _slug()
    licence = _licence()

    def __init__(self, *args: Any, source: str, is_published: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        self.fields["slug"].disabled = is_published
        for code in self.languages:
            for name, field in _texts(needed=code == source).items():
                field.widget.attrs["lang"] = code
                self.fields[f"{name}_{code}"] = field

    @property
    def languages(self) -> list[str]:
        """The languages, the source first."""
        return [self.source, *(code for code in LANGUAGES if code != self.source)]

    def parts(self) -> Iterator[tuple[str, str, bool, list[forms.BoundField]]]:
        """Yield the fields of each language: its code, its name, whether it is open, its fields."""
        for code in self.languages:
            fields = [self[f"{name}_{code}"] for name in LONGEST]
            has_text = any(field.value() for field in fields)
            is_open = code == self.source or any(field.errors for field in fields) or has_text
            yield code, NAMES[code], is_open, fields

    def clean(self) -> dict[str, Any]:
        """Refuse sentences in which the number has no place, and languages in which only a part is there."""
        found = super().clean() or self.cleaned_data
        for code in self.languages:
            sentence = found.get(f"sentence_{code}") or ""
            if problem := sentence and problem_of_sentence(sentence):
                self.add_error(f"sentence_{code}", problem)
            title = found.get(f"title_{code}") or ""
            if bool(title) != bool(sentence) and not self.errors.get(f"sentence_{code}"):
                self.add_error(
                    f"title_{code}" if sentence else f"sentence_{code}",
                    _("Write both the title and the sentence in this language, or neither."),
                )
        return found


def _texts(*, needed: bool) -> dict[str, forms.CharField]:
    rows = {"sentence": 3, "limits": 4}
    labels = {
        "title": gettext_lazy("Title"),
        "sentence": gettext_lazy("Sentence"),
        "limits": gettext_lazy("What it does not say"),
    }
    helps = {"sentence": SENTENCE_HELP, "limits": LIMITS_HELP} if needed else {}
    return {
        name: forms.CharField(
            label=labels[name],
            max_length=most,
            required=needed,
            help_text=helps.get(name, ""),
            widget=forms.Textarea(attrs={"rows": rows[name]}) if name in rows else forms.TextInput(),
        )
        for name, most in LONGEST.items()
    }


class PublishForm(forms.Form):
    """What was read is what is published."""

    revision = RevisionField()


class ReasonForm(forms.Form):
    """Why something that is public is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Everybody who follows a link to it reads this."),
    )


class NoteForm(forms.Form):
    """What a second reader wants to be other."""

    note = forms.CharField(
        label=gettext_lazy("What should be other"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NumberForm(forms.Form):
    """Which number of a source."""

    number = forms.CharField(max_length=2000)
