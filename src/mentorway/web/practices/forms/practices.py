"""What people say about a good practice."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorway.web.core import attachments
from mentorway.web.core.folding import place_in_alphabet
from mentorway.web.core.merging import REVISION, RevisionField
from mentorway.web.network.forms.choosing import NOTHING, choose, countries_to_choose
from mentorway.web.network.models import Country, Partner
from mentorway.web.practices.models import SECTORS, TEXTS, Practice, Topic, TopicGroup

FIELDS = ("title", "country", "sector", "language", "summary", *TEXTS[2:], "topics", "website", "first_year")
LABELS = {
    "title": _("Title"),
    "country": _("Country"),
    "sector": _("Sector"),
    "language": _("Written in"),
    "summary": _("In short"),
    "context": _("Context"),
    "need": _("Need"),
    "method": _("Method"),
    "resources": _("Resources"),
    "evidence": _("Evidence"),
    "results": _("Results"),
    "transferability": _("Use elsewhere"),
    "website": _("Website"),
    "first_year": _("First year"),
    "topics": _("Topics"),
}
GUIDANCE = {
    "title": _("A name by which others remember it, such as “Retired foremen mentor apprentices”."),
    "summary": _("Two or three sentences for people who decide whether to read on."),
    "context": _(
        "Where does it happen? Who takes part, how many, since when? What is the organisation like?"
    ),
    "need": _("Which problem did you want to solve? Whose problem is it, and how did you know?"),
    "method": _(
        "What is done, step by step, from finding mentors to the end? Who does what, how often, how long? "
        "Write it so that somebody else could do it."
    ),
    "resources": _("What does it take: people, hours, training, rooms, software, money?"),
    "evidence": _(
        "How do you know that it works? What did you record or measure, when, with how many people, "
        "compared with what?"
    ),
    "results": _("What changed for mentees, mentors and organisations? Say also what did not work."),
    "transferability": _(
        "What must be there for it to work elsewhere? What can be changed, and what must stay as it is?"
    ),
    "topics": _("What others would look for. Two to six topics are usually enough."),
    "first_year": _("The year in which it was done for the first time."),
    "language": _("The language of your text. Others can translate it later."),
}
LONG_FIELDS = TEXTS[2:]


def languages() -> list[tuple[str, str]]:
    """Return the languages by their own names."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def grouped(topics: Iterable[Topic]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return topics as choices, by group and name."""
    place, reader = {group.value: number for number, group in enumerate(TopicGroup)}, get_language() or "en"
    ordered = sorted(topics, key=lambda one: (place[one.group], place_in_alphabet(one.name, reader)))
    return [
        (str(TopicGroup(group).label), [(one.pk, one.name) for one in some])
        for group, some in groupby(ordered, key=lambda one: one.group)
    ]


class LaterField(forms.CharField):
    """A text that handing in needs and saving does not."""

    def validate(self, value: str) -> None:
        """Let it be empty for now."""
        if value not in self.empty_values:
            super().validate(value)


class LaterTopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Topics that handing in needs and saving does not."""

    def clean(self, value: Any) -> Any:
        """Let it be empty for now."""
        return super().clean(value) if value else Topic.objects.none()


class PracticeForm(forms.ModelForm[Practice]):
    """Everything that authors write. Only what names a practice must be there from the beginning."""

    use_required_attribute = False
    topics = LaterTopicsField(
        Topic.objects.none(),
        label=LABELS["topics"],
        help_text=GUIDANCE["topics"],
        widget=forms.CheckboxSelectMultiple,
    )

    website = forms.URLField(
        label=LABELS["website"],
        help_text=_("Where more is to be read."),
        max_length=200,
        required=False,
        assume_scheme="https",
    )
    field_order: Sequence[str] = FIELDS

    class Meta:
        model = Practice
        fields = tuple(name for name in FIELDS if name not in ("website", "topics"))
        field_classes = dict.fromkeys(("summary", *LONG_FIELDS), LaterField)
        labels = LABELS
        help_texts = GUIDANCE
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            **{name: forms.Textarea(attrs={"rows": 6}) for name in LONG_FIELDS},
        }

    def __init__(self, *args: Any, topics: QuerySet[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["topics"]
        if isinstance(chosen, forms.ModelMultipleChoiceField):
            chosen.queryset = topics
            chosen.choices = grouped(topics)
        offered: dict[str, Sequence[tuple[str, Any]]] = {
            "language": languages(),
            "country": countries_to_choose(),
            "sector": SECTORS,
        }
        for name, choices in offered.items():
            choose(self.fields[name], [NOTHING, *choices])
        for name in ("summary", *LONG_FIELDS):
            # A browser would cut what is pasted, unsaid; the server says how much is too much.
            self.fields[name].widget.attrs.pop("maxlength", None)
            self.fields[name].required = True

    def _post_clean(self) -> None:
        """Leave the row to the action, which knows its partner and revision."""


class NewPracticeForm(PracticeForm):
    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"))
    field_order = ["partner", *FIELDS]

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = partners
            only = list(partners[:2])
            if len(only) == 1:
                field.initial, field.widget = only[0], forms.HiddenInput()
                self.initial.setdefault("country", only[0].country)
                self.initial.setdefault("sector", only[0].sector)


class ChangeForm(PracticeForm):
    revision = RevisionField()


def initial_of(practice: Practice) -> dict[str, Any]:
    """Return what the form of a practice starts from, its revision too."""
    values: dict[str, Any] = {name: getattr(practice, name) for name in FIELDS if name != "topics"}
    return {**values, "topics": list(practice.topics.all()), REVISION: practice.revision}


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A picture, a PDF, a text or an office document of at most 15 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
    )
    caption = forms.CharField(
        label=_("What it shows"),
        max_length=300,
        help_text=_("People who cannot see a picture are read this."),
    )


class NoteForm(forms.Form):
    """A reason, or what has changed."""

    note = forms.CharField(label=_("Why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: Any = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = required
        self.fields["note"].widget.attrs.pop("maxlength", None)
        if label:
            self.fields["note"].label = label


class ConsentForm(forms.Form):
    consent = forms.BooleanField(label=_("The partner agrees that everybody may read and cite it."))


def read_snapshot(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what a revision holds, as people read it."""
    names = {str(topic.pk): topic.name for topic in Topic.objects.all()}
    said: dict[str, Mapping[str, Any]] = {
        "country": dict(Country.choices),
        "sector": dict(SECTORS),
        "language": dict(settings.LANGUAGES),
    }
    shown = {name: str(said.get(name, {}).get(text, text)) for name, text in fields.items()}
    if shown.get("topics"):
        chosen = (names.get(key, "") for key in fields["topics"].split("\n"))
        shown["topics"] = ", ".join(sorted(name for name in chosen if name))
    return {name: shown[name] for name in FIELDS if name in shown}
