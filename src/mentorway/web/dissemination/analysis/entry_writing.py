"""What people write for readers, as plain values: texts by language, hours, snapshots for merging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.core.merging import texts as as_texts
from mentorway.web.core.paragraphs import differences
from mentorway.web.core.zones import is_skipped, moment_of
from mentorway.web.dissemination.analysis.markers import markers_in
from mentorway.web.dissemination.models import LANGUAGES, Entry, Kind, Texts

FIELDS: Final = ("title", "summary", "body")
PLAIN: Final = ("venue", "link", "came", "licence", "slug", "position")


@dataclass(frozen=True)
class TextChange:
    """One text that is other than before: in which language, which text, and the words in runs."""

    language: str
    field: str
    runs: list[tuple[str, str]]


def cleaned(facts: Mapping[str, Any]) -> dict[str, str]:
    r"""Return the texts of one language from the values of a form, without those that are empty.

    >>> cleaned({"title": " News ", "summary": "", "body": "a\r\nb", "licence": "CC0-1.0"})
    {'title': 'News', 'body': 'a\nb'}
    """
    found = {name: str(facts.get(name) or "").replace("\r\n", "\n").strip() for name in FIELDS}
    return {name: text for name, text in found.items() if text}


def with_language(texts: Texts, language: str, facts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return all texts with those of one language replaced, languages in the order of the interface.

    >>> with_language({"fi": {"title": "Uutinen"}, "en": {"title": "Old"}}, "en", {"title": "New"})
    {'en': {'title': 'New'}, 'fi': {'title': 'Uutinen'}}
    """
    every = {**texts, language: cleaned(facts)}
    return {code: dict(every[code]) for code in LANGUAGES if every.get(code)}


def named_in(*several: Texts | None) -> list[str]:
    """Return the claims that texts name in any language, each once.

    >>> named_in({"en": {"body": "[[claim:a]]"}, "lt": {"summary": "[[claim:b]] [[claim:a]]"}}, None)
    ['a', 'b']
    """
    bodies = [
        texts.get(code, {}).get(name, "")
        for texts in several
        if texts
        for code in LANGUAGES
        for name in FIELDS
    ]
    return list(dict.fromkeys(slug for body in bodies for slug in markers_in(body)))


def clock_of(entry: Entry) -> dict[str, Any]:
    """Return when an event is, by its own clock, as a form shows it."""
    begins = entry.starts and entry.starts.astimezone(entry.clock)
    ends = entry.ends and entry.ends.astimezone(entry.clock)
    return {
        "day": begins and begins.date(),
        "begins": begins and begins.time(),
        "until": ends and ends.date(),
        "finishes": ends and ends.time(),
        "zone": entry.zone,
    }


def facts_of(entry: Entry) -> dict[str, Any]:
    """Return what the form about everything but the texts starts with."""
    groups = entry.target_groups.all() if entry.pk else []
    return {**{name: getattr(entry, name) for name in PLAIN}, **clock_of(entry), "target_groups": groups}


def snapshot_of(entry: Entry) -> dict[str, str]:
    """Return what a revision keeps: every text in every language, and everything else."""
    texts = {
        f"{name}_{code}": entry.texts.get(code, {}).get(name, "") for code in LANGUAGES for name in FIELDS
    }
    return as_texts({**texts, **facts_of(entry)})


def texts_in(snapshot: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the texts that a revision holds, by language.

    >>> texts_in({"title_en": "News", "body_en": "", "title_fi": "Uutinen", "slug": "news"})
    {'en': {'title': 'News'}, 'fi': {'title': 'Uutinen'}}
    """
    found = {
        code: cleaned({name: snapshot.get(f"{name}_{code}", "") for name in FIELDS}) for code in LANGUAGES
    }
    return {code: texts for code, texts in found.items() if texts}


def span_of(facts: Mapping[str, Any]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return from when to when an event lasts; a time that its clock never shows is refused."""
    day, begins, finishes = facts.get("day"), facts.get("begins"), facts.get("finishes")
    if day is None or begins is None:
        return None, None
    zone, until = ZoneInfo(facts["zone"]), facts.get("until") or day
    hours = [("begins", day, begins), *([("finishes", until, finishes)] if finishes else [])]
    skipped = _("Clocks are put forward that night, and this time does not exist there.")
    wrong = {name: skipped for name, date, time in hours if is_skipped(date, time, zone)}
    if facts.get("until") and not finishes:
        wrong["finishes"] = _("Say at what time it ends on the last day, or leave the last day empty.")
    if wrong:
        raise ValidationError(wrong)
    starts = moment_of(day, begins, zone)
    if not finishes:
        return starts, None
    ends = moment_of(until, finishes, zone)
    if ends < starts:  # in the hour that comes twice, the second is meant
        ends = moment_of(until, finishes, zone, later=True)
    if ends < starts:
        raise ValidationError({"finishes": _("The event must not end before it begins.")})
    return starts, ends


def moment_wanted(day: dt.date | None, time: dt.time | None, zone: str) -> dt.datetime | None:
    """Return when something shall be public; None for at once."""
    if day is None:
        return None
    time, clock = time or dt.time(), ZoneInfo(zone)
    if is_skipped(day, time, clock):
        skipped = _("Clocks are put forward that night, and this time does not exist there.")
        raise ValidationError({"time": skipped})
    return moment_of(day, time, clock)


def changed_texts(before: Texts, after: Texts) -> list[TextChange]:
    """Return every text that is other, word by word.

    >>> changed_texts({"en": {"title": "Old news"}}, {"en": {"title": "Good news"}})[0].runs
    [('out', 'Old'), ('in', 'Good'), ('same', ' news')]
    """
    return list(_changes(before, after))


def _changes(before: Texts, after: Texts) -> Iterable[TextChange]:
    for code in LANGUAGES:
        for name in FIELDS:
            was, now = before.get(code, {}).get(name, ""), after.get(code, {}).get(name, "")
            if was != now:
                yield TextChange(code, name, differences(was, now))


def has_hours(kind: str) -> bool:
    """Whether something of this kind has a beginning and a place."""
    return kind == Kind.EVENT
