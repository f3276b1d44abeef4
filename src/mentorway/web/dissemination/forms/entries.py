"""What people write and say about publications."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mentorway.web.core import attachments
from mentorway.web.core.merging import RevisionField
from mentorway.web.core.prose import MOST_MARKED
from mentorway.web.core.zones import zone_of
from mentorway.web.dissemination.analysis.entries import name_of_group
from mentorway.web.dissemination.analysis.entry_publishing import NAMES
from mentorway.web.dissemination.analysis.entry_writing import FIELDS, has_hours, moment_wanted
from mentorway.web.dissemination.analysis.writing import LICENCES, LONGEST_SLUG
from mentorway.web.dissemination.models import Kind, TargetGroup
from mentorway.web.network.forms.choosing import OwnPartnerForm
from mentorway.web.network.forms.visits import sane_day, time_field, zones
from mentorway.web.network.models import Partner

LONGEST: Final[Mapping[str, int]] = {"title": 120, "summary": 500, "body": MOST_MARKED}
ROWS: Final = {"summary": 3, "body": 18}
LABELS: Final = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("In short"),
    "body": gettext_lazy("Text"),
}
HELPS: Final = {
    "summary": gettext_lazy("One or two sentences for lists, letters and search engines."),
    "body": gettext_lazy("Marks for headings, lists and links are explained below."),
}


def _slug() -> forms.CharField:
    return forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=gettext_lazy("Address"),
        required=False,
        max_length=LONGEST_SLUG,
        help_text=gettext_lazy(
            "Small letters, digits and hyphens. Leave it empty to take it from the title. Once published, it "
            "stays."
        ),
        error_messages={"invalid": gettext_lazy("An address has small letters, digits and hyphens only.")},
    )


def _licence() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[(one, one) for one in LICENCES],
        label=gettext_lazy("Licence"),
        help_text=gettext_lazy("Under which others may use it. CC-BY-4.0: they name you."),
    )


class HoursForm(forms.Form):
    """When an event is, by the clock that is chosen."""

    day = sane_day(label=gettext_lazy("First day"))
    begins = time_field(label=gettext_lazy("Begins at"))
    until = sane_day(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty if it lasts one day only."),
    )
    finishes = time_field(label=gettext_lazy("Ends at"), required=False)
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zones,
        help_text=gettext_lazy("The times above are those of this clock."),
    )

    def clean_begins(self) -> dt.time:
        """Seconds do not matter."""
        found: dt.time = self.cleaned_data["begins"]
        return found.replace(second=0, microsecond=0)

    def clean_finishes(self) -> dt.time | None:
        """Seconds do not matter."""
        found: dt.time | None = self.cleaned_data["finishes"]
        return found and found.replace(second=0, microsecond=0)


class NewEntryForm(OwnPartnerForm, forms.Form):
    """A publication in the language of who writes it."""

    language = forms.ChoiceField(
        choices=list(NAMES.items()),
        label=gettext_lazy("Written in"),
        help_text=gettext_lazy("The other languages can be added later."),
    )
    title = forms.CharField(label=LABELS["title"], max_length=LONGEST["title"])
    slug = _slug()

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, partners=partners, **kwargs)


class NewEventForm(NewEntryForm, HoursForm):
    """An event begins with its day and its hour."""

    field_order = ("partner", "language", "title", "day", "begins", "until", "finishes", "zone", "slug")

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, partners=partners, **kwargs)
        first = next(iter(partners), None)
        if first is not None:
            self.initial.setdefault("zone", zone_of(first.country).key)


class TextsForm(forms.Form):
    """The texts of one language; those of the source need a title."""

    revision = RevisionField()

    def __init__(self, *args: Any, language: str, is_source: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for name in FIELDS:
            rows = ROWS.get(name)
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=LABELS[name],
                help_text=HELPS.get(name, ""),
                max_length=LONGEST[name],
                required=is_source and name == "title",
                widget=forms.Textarea(attrs={"rows": rows, "lang": language})
                if rows
                else forms.TextInput(attrs={"lang": language}),
            )

    @property
    def texts(self) -> list[tuple[str, forms.BoundField]]:
        """The fields, each with its name."""
        return [(name, self[f"{name}_{self.language}"]) for name in FIELDS]

    def said(self) -> dict[str, Any]:
        """Return what was written, without the language in the names."""
        texts = {name: self.cleaned_data[f"{name}_{self.language}"] for name in FIELDS}
        return {**texts, "revision": self.cleaned_data["revision"]}


class GroupsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # no class at run time takes one
    """Target groups, named in the language of the reader where they are."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name of a group."""
        return name_of_group(obj, get_language() or "en")[0]


class FactsForm(forms.Form):
    """Everything but the texts."""

    revision = RevisionField()
    target_groups = GroupsField(
        TargetGroup.objects.none(),
        label=gettext_lazy("Meant for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place among the pages"),
        min_value=0,
        max_value=1000,
        help_text=gettext_lazy("Pages about the project are listed by this number, small numbers first."),
    )
    slug = _slug()
    licence = _licence()

    def __init__(
        self, *args: Any, kind: str, is_published: bool, groups: QuerySet[TargetGroup], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target_groups"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = groups
        if not groups:
            del self.fields["target_groups"]
        if kind != Kind.PAGE:
            del self.fields["position"]
        self.fields["slug"].disabled = is_published


class EventForm(FactsForm, HoursForm):
    """When and where an event is, and how many people came."""

    venue = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The address, so that people find the way."),
    )
    link = forms.URLField(
        label=gettext_lazy("Address to join or to sign up"),
        max_length=200,
        required=False,
        assume_scheme="https",
    )
    came = forms.IntegerField(
        label=gettext_lazy("How many people came"),
        required=False,
        max_value=1_000_000,
        validators=[MinValueValidator(0)],
        help_text=gettext_lazy("Once it is over: a number, and no names."),
    )
    field_order = (
        *("day", "begins", "until", "finishes", "zone", "venue", "link", "came"),
        *("target_groups", "slug", "licence", "revision"),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse addresses that a browser does not open as a page."""
        found = super().clean() or self.cleaned_data
        if found.get("link") and not str(found["link"]).startswith(("https://", "http://")):
            self.add_error("link", _("The address must begin with https:// or http://."))
        return found


def facts_form(kind: str) -> type[FactsForm]:
    """Return the form about everything but the texts."""
    return EventForm if has_hours(kind) else FactsForm


def new_form(kind: str) -> type[NewEntryForm]:
    """Return the form with which something of this kind begins."""
    return NewEventForm if has_hours(kind) else NewEntryForm


class AboutFileForm(forms.Form):
    """What a file is, in which language, and how others may use it."""

    caption = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("People who cannot see a picture are read this."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("For every language")), *NAMES.items()],
        required=False,
        help_text=gettext_lazy("A file in one language is shown to readers of that language."),
    )
    licence = _licence()


class EntryFileForm(AboutFileForm):
    """A picture or a paper."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A picture, a PDF, a text or an office document of at most 15 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": attachments.ACCEPT}),
    )
    field_order = ("file", "caption", "language", "licence")


class PublishEntryForm(forms.Form):
    """What was read is what is published: at once, or from a day on."""

    revision = RevisionField()
    day = sane_day(
        label=gettext_lazy("From which day on"),
        required=False,
        help_text=gettext_lazy("Leave it empty to publish at once."),
    )
    time = time_field(label=gettext_lazy("From what time on"), required=False)
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zones)
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the history inside."),
    )

    def __init__(self, *args: Any, may_wait: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_wait:
            for name in ("day", "time", "zone"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Return the moment that is wanted; one that is over is refused."""
        found = super().clean() or self.cleaned_data
        found["moment"] = None
        if found.get("time") and not found.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say on which day, or leave the time empty."))
        if found.get("day") and found.get("zone") and "time" not in self.errors:
            self._find_moment(found)
        return found

    def _find_moment(self, found: dict[str, Any]) -> None:
        try:
            found["moment"] = moment_wanted(found["day"], found.get("time"), found["zone"])
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return
        if found["moment"] is not None and found["moment"] <= timezone.now():
            self.add_error("day", _("This moment is over. Leave day and time empty to publish at once."))

    def said(self) -> dict[str, Any]:
        """Return what the action needs."""
        return {name: self.cleaned_data[name] for name in ("revision", "moment", "note")}


class WithdrawEntryForm(forms.Form):
    """Why something that readers see is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It is kept in the history."),
    )


class TargetGroupForm(forms.Form):
    """The name of a group in every language, and its place."""

    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"), min_value=0, max_value=1000, initial=0
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            f"name_{code}": forms.CharField(
                label=name, max_length=120, required=False, widget=forms.TextInput(attrs={"lang": code})
            )
            for code, name in NAMES.items()
        }
        self.fields = {**names, **self.fields}
