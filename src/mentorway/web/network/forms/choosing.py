"""Choosing a country or a partner, however many partners there are."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mentorway.web.core.folding import fold, place_in_alphabet
from mentorway.web.network.models import NORDIC_BALTIC, Country, Partner

MOST_LISTED: Final = 50
MOST_SIMILAR: Final = 10
LONGEST_NAME: Final = 300
NEAR: Final = 0.5  # how alike two spellings are, of 1
NOTHING: Final = ("", "–")


def choose(field: forms.Field, choices: Sequence[tuple[str, Any]]) -> None:
    """Let ``field`` offer ``choices``."""
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def countries(language: str) -> list[tuple[str, str]]:
    """Return the Nordic and Baltic countries, then the others, each by its name in ``language``."""
    ordered = sorted(
        Country, key=lambda one: (one not in NORDIC_BALTIC, place_in_alphabet(str(one.label), language))
    )
    return [(one.value, str(one.label)) for one in ordered]


def countries_to_choose() -> list[tuple[str, str]]:
    """Return the same in the language of the reader, for the ``choices`` of a field."""
    return countries(get_language() or "en")


def countries_or_none() -> list[tuple[str, str]]:
    """Return the same, after no country."""
    return [NOTHING, *countries_to_choose()]


@dataclass(frozen=True)
class Offer:
    """The partners that may be chosen, and those few of them that are listed."""

    allowed: QuerySet[Partner]
    few: Sequence[Partner]
    is_whole: bool

    @classmethod
    def of(
        cls, allowed: QuerySet[Partner], own: QuerySet[Partner], chosen: Collection[int | None] = ()
    ) -> Self:
        """List all that are ``allowed`` if they are few, else those of one's own and those chosen already."""
        found = list(allowed.defer("description", "search_text")[: MOST_LISTED + 1])
        if len(found) <= MOST_LISTED:
            return cls(allowed, found, is_whole=True)
        wanted = {*own.values_list("pk", flat=True), *(pk for pk in chosen if pk)}
        rows = allowed.filter(pk__in=wanted).defer("description", "search_text")
        return cls(allowed, sorted(rows, key=lambda one: fold(one.name)), is_whole=False)

    @cached_property
    def choices(self) -> list[tuple[Any, str]]:
        """What a list shows."""
        return [NOTHING, *((one.pk, one.name) for one in self.few)]

    def by_key(self, key: Any) -> Partner | None:
        """Return the partner with ``key``, if it may be chosen."""
        for one in self.few:
            if str(one.pk) == str(key):
                return one
        try:
            return self.allowed.filter(pk=key).first()
        except (ValueError, OverflowError):
            return None

    def named(self, typed: str) -> Partner:
        """Return the one partner of a name, after which its country may stand in brackets."""
        words, __, rest = typed.strip().removesuffix(")").rpartition(" (")
        lands = {fold(one) for pair in countries_to_choose() for one in pair}
        name, land = (words, fold(rest)) if words and fold(rest) in lands else (typed.strip(), "")
        found = [one for one in self._like(name) if fold(one.name) == fold(name) and land in _lands(one)]
        if len(found) == 1:
            return found[0]
        if found:
            known = _listed(found)
            raise ValidationError(
                _("There are several partners of this name. Write the country too: %(names)s."),
                params={"names": known},
            )
        raise ValidationError(self._lacking(name))

    def _like(self, words: str) -> QuerySet[Partner]:
        """The partners in which every word is written."""
        found = self.allowed.filter(pk__in=Partner.objects.matching(words).values("pk"))
        return found.only("name", "country")

    def _lacking(self, name: str) -> str:
        similar = list(self._like(name)[:MOST_SIMILAR]) or self._near(name)
        if not similar:
            return _("There is no partner of this name, nor one like it.")
        return _("There is no partner of this name. Similar ones: %(names)s.") % {"names": _listed(similar)}

    def _near(self, name: str) -> list[Partner]:
        """Return those of which the name is spelt nearly alike, the nearest first."""
        known: dict[str, Any] = {fold(text): pk for pk, text in self.allowed.values_list("pk", "name")}
        keys = [known[one] for one in difflib.get_close_matches(fold(name), known, MOST_SIMILAR, NEAR)]
        rows = self.allowed.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]


def _lands(partner: Partner) -> set[str]:
    """Return what may stand for the country of ``partner``: nothing, its code, its name."""
    return {"", fold(partner.country), fold(str(Country(partner.country).label))}


def _listed(partners: Sequence[Partner]) -> str:
    return "; ".join(f"{one.name} ({Country(one.country).label})" for one in partners[:MOST_SIMILAR])


class PartnerWidget(forms.MultiWidget):
    """A short list of partners, and a place to write the name of any other."""

    template_name = "network/partner_widget.html"

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        name = forms.TextInput(attrs={"autocomplete": "off", "maxlength": LONGEST_NAME})
        super().__init__({"": forms.Select(choices=choices), "name": name})

    def decompress(self, value: Any) -> list[Any]:
        return [value, ""]


class PartnerField(forms.ModelChoiceField[Partner]):
    """One partner: from a list while there are few, else from the few of one's own or by its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Partner.objects.none(), **kwargs)
        self.offered: Offer | None = None

    def offer(self, offer: Offer) -> None:
        """Let the field offer the partners of ``offer``."""
        self.offered = offer
        choices: Any = offer.choices
        self.widget = forms.Select(choices=choices) if offer.is_whole else PartnerWidget(choices)
        self.widget.is_required = self.required

    def clean(self, value: Any) -> Partner | None:
        """Return the partner; a name that is written counts before the list."""
        key, name = value if isinstance(value, list) else (value, "")
        if name and name.strip() and self.offered:
            return self.offered.named(name[:LONGEST_NAME])
        found: Partner | None = super().clean(key)
        return found

    def to_python(self, value: Any) -> Partner | None:
        if value in self.empty_values:
            return None
        found = self.offered.by_key(value) if self.offered else None
        if found is None:
            raise ValidationError(
                gettext_lazy("Choose one of the partners that are offered."), code="invalid_choice"
            )
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what was sent is another partner than before."""
        key, name = data if isinstance(data, list) else (data, "")
        return bool(name) or bool(super().has_changed(initial, key))


class OwnPartnerForm(forms.Form):
    """Which of one's partners something belongs to."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=gettext_lazy("Partner"), empty_label=None)

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = partners
        if len(partners) == 1:
            self.initial.setdefault("partner", partners[0])
            field.widget = forms.HiddenInput()
