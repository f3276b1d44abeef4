"""What people say about a version of open data: what it is, and what goes in."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.opendata.checking import doi_of
from mentorway.web.dissemination.analysis.release_choices import (
    ANSWER,
    AS_IS,
    BANDS,
    JOINED,
    OUT,
    SHARES,
    USUAL_SHARE,
    Choices,
    Scale,
)
from mentorway.web.dissemination.analysis.release_offers import Offered, Part, place_column
from mentorway.web.dissemination.analysis.release_package import LICENCES
from mentorway.web.dissemination.forms.claims import NAMES
from mentorway.web.dissemination.models import LANGUAGES, Release

LONGEST: Final = 4000
WAYS: Final = {
    OUT: gettext_lazy("Leave it out"),
    AS_IS: gettext_lazy("As it is"),
    JOINED: gettext_lazy("Join categories with fewer than ten people"),
    ANSWER: gettext_lazy("As it is: an opinion, by which nobody is known"),
    **{name: gettext_lazy("Bands of %(width)d") for name in BANDS},
}


def way_words(way: str) -> str:
    """Return a way in which a column goes in, in words."""
    return str(WAYS[way]) % {"width": BANDS[way]} if way in BANDS else str(WAYS[way])


class AboutForm(forms.Form):
    """What a version is called and how it is described."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Main language"), choices=list(NAMES.items()))
    wave = forms.TypedChoiceField(
        label=gettext_lazy("Wave"),
        coerce=int,
        help_text=gettext_lazy("One wave, so that each person is in the data once."),
    )
    universe = forms.CharField(
        label=gettext_lazy("Who was asked"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The people of whom this says something, in the main language."),
    )
    keywords = forms.CharField(
        label=gettext_lazy("Keywords"),
        max_length=500,
        help_text=gettext_lazy("With commas between them, in the main language."),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"),
        choices=[(one, licence.title) for one, licence in LICENCES.items()],
        help_text=gettext_lazy("Under which others may use it. CC BY: they name you."),
    )
    doi = forms.CharField(
        label=gettext_lazy("DOI"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "If an archive has reserved one for you: it is then written into the file. You can also enter it "
            "later."
        ),
    )
    changes = forms.CharField(
        label=gettext_lazy("What differs from the version before"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the answers may be published all the same"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, waves: Sequence[tuple[int, str, int]], untold: bool, is_later: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        wave = self.fields["wave"]
        if isinstance(wave, forms.ChoiceField):
            text = _("%(wave)s: %(count)d complete answers")
            wave.choices = [(number, text % {"wave": title, "count": n}) for number, title, n in waves]
        if not untold:
            del self.fields["reason"]
        if not is_later:
            del self.fields["changes"]
        for code in LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(label=_("Title"), max_length=200, required=False)
            self.fields[f"description_{code}"] = forms.CharField(
                label=_("Description"),
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
            )

    def head(self) -> list[forms.BoundField]:
        """The fields that are asked once."""
        names = ("title", "language", "wave", "universe", "keywords", "licence", "doi", "changes", "reason")
        return [self[name] for name in names if name in self.fields]

    def parts(self) -> Iterator[tuple[str, str, bool, list[forms.BoundField]]]:
        """Yield the fields of each language: its code, its name, whether it is open, its fields."""
        main = str(self["language"].value() or "en")
        for code in LANGUAGES:
            names = ("description",) if code == main else ("title", "description")  # the title is asked above
            fields = [self[f"{name}_{code}"] for name in names]
            is_open = code == main or any(one.value() or one.errors for one in fields)
            yield code, NAMES[code], is_open, fields

    def clean_doi(self) -> str:
        """Refuse what is no DOI."""
        came = str(self.cleaned_data["doi"])
        if came and not doi_of(came):
            raise forms.ValidationError(
                _("“%(doi)s” is no DOI. A DOI looks like 10.5281/zenodo.1234567."), params={"doi": came}
            )
        return doi_of(came) if came else ""

    def facts(self) -> dict[str, Any]:
        """Return what was said, as the action takes it."""
        said = self.cleaned_data
        texts = {
            name: {code: said[f"{name}_{code}"] for code in LANGUAGES} for name in ("title", "description")
        }
        texts["title"][said["language"]] = said["title"]
        kept = {name: {code: one for code, one in words.items() if one} for name, words in texts.items()}
        once = {name: said[name] for name in ("language", "wave", "universe", "keywords")}
        more: dict[str, Any] = {name: said[name] for name in ("changes", "reason") if name in said}
        return {
            "title": said["title"], "description": kept["description"], "titles": kept["title"],
            "licence": said["licence"], "doi": said["doi"], **once, **more,
        }  # fmt: skip


def about(release: Release, choices: Choices) -> dict[str, Any]:
    """Return what an `AboutForm` starts with."""
    found: dict[str, Any] = {
        "title": release.title, "licence": release.licence, "doi": release.doi,
        "language": choices.language, "wave": choices.wave, "universe": choices.universe,
        "keywords": choices.keywords, "changes": choices.changes, "reason": choices.reason,
    }  # fmt: skip
    for code in LANGUAGES:
        found[f"title_{code}"] = choices.titles.get(code, "")
        found[f"description_{code}"] = release.description.get(code, "")
    return found


class ChooseForm(forms.Form):
    """Which columns, tables and numbers go in."""

    is_open = forms.BooleanField(
        label=gettext_lazy("Open the answers, each person a row"),
        required=False,
        help_text=gettext_lazy("Otherwise only the tables below are published."),
    )
    most_left_out = forms.TypedChoiceField(
        label=gettext_lazy("People who may be left out"),
        coerce=int,
        choices=[(one, f"{one} %") for one in SHARES],
        help_text=gettext_lazy(
            "Whoever has fewer than nine others like them is left out, as long as these are not more than "
            "this share. If they are more, nothing is made, and you are told what would help."
        ),
    )
    tables = forms.MultipleChoiceField(
        label=gettext_lazy("Tables of how many people gave which answer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    also_by = forms.MultipleChoiceField(
        label=gettext_lazy("Each of these also by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("country", gettext_lazy("Country")), ("sector", gettext_lazy("Sector"))],
    )
    by_country = forms.BooleanField(
        label=gettext_lazy("Differences of countries, where they may be compared"),
        required=False,
        help_text=gettext_lazy(
            "Only where the answers show that the questions mean the same in both countries. This takes a "
            "while."
        ),
    )

    def __init__(
        self, *args: Any, offers: Sequence[Offered], parts: Sequence[Part], choices: Choices, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(offers, choices))
        super().__init__(*args, **kwargs)
        self.offers, self.parts = list(offers), list(parts)
        labels = _told_apart(self.offers)
        for place, one in enumerate(self.offers):
            self.fields[f"way_{place}"] = forms.ChoiceField(
                label=labels[one.name], choices=[(way, way_words(way)) for way in one.ways]
            )
            chosen = choices.ways.get(one.name) if choices.is_chosen else one.usual
            self.initial[f"way_{place}"] = chosen or OUT
        tables = self.fields["tables"]
        if isinstance(tables, forms.MultipleChoiceField):
            tables.choices = [(one.name, labels[one.name]) for one in self.offers if one.is_counted]
        known = {one.key: one for one in choices.scales}
        for place, part in enumerate(self.parts):
            self._scale(place, part, known.get(part.key))

    def _scale(self, place: int, part: Part, chosen: Scale | None) -> None:
        self.fields[f"scale_{place}"] = forms.BooleanField(
            label=_("Publish its mean and its reliability"), required=False
        )
        self.fields[f"reverse_{place}"] = forms.MultipleChoiceField(
            label=_("Questions that mean the opposite, to be turned round"),
            choices=[(one.name, one.label) for one in part.items],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.initial[f"scale_{place}"] = chosen is not None
        self.initial[f"reverse_{place}"] = list(chosen.reverse) if chosen else []

    def facts_about_people(self) -> list[forms.BoundField]:
        """The columns by which somebody could be known."""
        return [self[f"way_{place}"] for place, one in enumerate(self.offers) if one.is_fact]

    def opinions(self) -> list[forms.BoundField]:
        """The columns by which nobody is known."""
        return [self[f"way_{place}"] for place, one in enumerate(self.offers) if not one.is_fact]

    def scales(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The parts that can be scales, each with its fields."""
        return [
            (part.title, [self[f"scale_{place}"], self[f"reverse_{place}"]])
            for place, part in enumerate(self.parts)
        ]

    def facts(self) -> dict[str, Any]:
        """Return what was chosen, as the action takes it."""
        said = self.cleaned_data
        return {
            "is_open": said["is_open"],
            "most_left_out": said["most_left_out"],
            "by_country": said["by_country"],
            "ways": {one.name: said[f"way_{place}"] for place, one in enumerate(self.offers)},
            "tables": tuple(self._tables(said)),
            "scales": tuple(self._scales(said)),
        }

    def _tables(self, said: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
        by = [place_column(self.offers, one) for one in said["also_by"]]
        seen: set[frozenset[str]] = set()
        for name in said["tables"]:
            for table in [(name,), *((name, other) for other in by if other != name)]:
                if frozenset(table) not in seen:
                    seen.add(frozenset(table))
                    yield table

    def _scales(self, said: Mapping[str, Any]) -> Iterator[Scale]:
        for place, part in enumerate(self.parts):
            if said[f"scale_{place}"]:
                items = tuple(one.name for one in part.items)
                yield Scale(part.key, part.title, items, tuple(said[f"reverse_{place}"]))


def _told_apart(offers: Sequence[Offered]) -> dict[str, str]:
    """Return how each column is called; where two are called the same, with their names in the file."""
    often = Counter(one.label for one in offers)
    return {one.name: one.label if often[one.label] == 1 else f"{one.label} ({one.name})" for one in offers}


def _initial(offers: Sequence[Offered], choices: Choices) -> dict[str, Any]:
    if not choices.is_chosen:
        first = [place_column(offers, one) for one in ("country", "sector")]
        return {"is_open": True, "most_left_out": USUAL_SHARE, "tables": first}
    by = {place_column(offers, one): one for one in ("country", "sector")}
    return {
        "is_open": choices.is_open,
        "most_left_out": choices.most_left_out,
        "by_country": choices.by_country,
        "tables": [one[0] for one in choices.tables if len(one) == 1],
        "also_by": sorted({by[one[1]] for one in choices.tables if len(one) > 1 and one[1] in by}),
    }


class WithdrawForm(forms.Form):
    """Why a version is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody reads it at the address of the data."),
    )


class DoiForm(forms.Form):
    """The DOI that an archive gave."""

    doi = forms.CharField(label=gettext_lazy("DOI"), max_length=200)
