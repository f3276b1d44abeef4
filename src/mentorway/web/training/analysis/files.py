"""A programme from a file: read, checked, with everything that is wrong in it said at once."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from mentorway.courses.structure import MaterialKind, from_facts, problems
from mentorway.courses.structure import Programme as Described
from mentorway.web.core.wording import said
from mentorway.web.training.analysis.parts import KEY, KINDS, Facts, keys_of, plain
from mentorway.web.training.analysis.texts import places
from mentorway.wording import InvalidInputError, Message, shown

MOST_BYTES: Final = 5_000_000
LONGEST_TITLE: Final = 200
MOST_LANGUAGES: Final = 30
MOST_MINUTES: Final = 6000
MOST_SHOWN: Final = 100
UNKEPT: Final = re.compile("[\\x00\\ud800-\\udfff]")
WEB: Final = ("http://", "https://")


@dataclass(frozen=True)
class Reading:
    """What stands in a file: the programme with its languages and texts, and what is wrong."""

    facts: dict[str, Any]
    described: Described | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        """Whether a programme can be made of it; what contradicts itself can be settled afterwards."""
        return self.described is not None

    @property
    def language(self) -> str:
        return str(self.facts["programme"]["language"])


def read(content: bytes) -> Reading:
    """Return what is in a file that the platform wrote, or in one with the facts of a programme alone."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return Reading({}, None, [_("This is no JSON. Send the file that was downloaded, unchanged.")])
    if not isinstance(found, dict):
        return Reading({}, None, [_("There is no programme in the file.")])
    whole = found if "programme" in found else {"programme": found}
    try:
        described = from_facts(whole["programme"])
    except InvalidInputError as refusal:
        return Reading({}, None, [said(refusal.message)])
    facts = plain(described)
    wrong = list(_wrong(facts))
    if wrong:
        return Reading({}, None, wrong[:MOST_SHOWN])
    kept = {"programme": facts, **_translations(whole, facts)}
    return Reading(kept, described, [said(one) for one in problems(described)][:MOST_SHOWN])


def _wrong(facts: Facts) -> Iterator[str]:
    """Yield what makes a programme unusable here."""
    if not all(0 < len(title.strip()) <= LONGEST_TITLE for title in _titles(facts)):
        yield _("The title must have 1 to %(most)d letters.") % {"most": LONGEST_TITLE}
    for key in keys_of(facts):
        if not KEY.fullmatch(key):
            yield _(
                "The short name “%(key)s” cannot be used. Begin with a small letter from a to z; then small "
                "letters, digits, _ and -, at most 40."
            ) % {"key": key}
    yield from map(said, (*_astray(facts), *_out_of_time(facts)))
    if not _can_be_kept(facts):
        yield _("A text contains a character that cannot be kept.")


def _titles(facts: Facts) -> Iterator[str]:
    """Yield what a person needs to find each part."""
    yield facts["title"]
    for module in facts["modules"]:
        yield module["title"]
        for kind in KINDS[1:]:
            yield from (one["title"] for one in module[kind])


def _can_be_kept(found: Any) -> bool:
    """Whether no text holds what no database takes: a null character, or half of a surrogate pair."""
    if isinstance(found, str):
        return not UNKEPT.search(found)
    if isinstance(found, dict):
        return all(_can_be_kept(key) and _can_be_kept(value) for key, value in found.items())
    return not isinstance(found, list) or all(map(_can_be_kept, found))


def _astray(facts: Facts) -> Iterator[Message]:
    """Yield what is wrong with addresses: they become links, so they lead to the web and nowhere else."""
    for module in facts["modules"]:
        for material in module["materials"]:
            if material["kind"] == MaterialKind.LINK and not material["address"].startswith(WEB):
                yield _unreadable(shown(material["address"]))
        for address in (each for outcome in module["outcomes"] for each in outcome["esco"]):
            if not address.startswith(WEB):
                yield Message(
                    "“%(address)s” is no address of an ESCO skill. It begins with "
                    "http://data.europa.eu/esco/.",
                    {"address": shown(address)},
                )


def _out_of_time(facts: Facts) -> Iterator[Message]:
    """Yield minutes that no form would take; steps without time are a contradiction that can be settled."""
    for module in facts["modules"]:
        if not 0 <= module["own_minutes"] <= MOST_MINUTES:
            yield _unreadable(f"own_minutes {shown(str(module['own_minutes']))}")
        for step in (each for session in module["sessions"] for each in session["steps"]):
            if step["minutes"] > MOST_MINUTES:
                yield _unreadable(f"minutes {shown(str(step['minutes']))}")


def _unreadable(reason: str) -> Message:
    return Message(
        "The description of the programme cannot be read: %(reason)s. Send what was exported, unchanged.",
        {"reason": reason},
    )


def _translations(found: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return the languages and texts in a file as far as they are what they should be."""
    languages, texts = found.get("languages", {}), found.get("texts", {})
    languages = languages if isinstance(languages, dict) else {}
    texts = texts if isinstance(texts, dict) else {}
    known = {one.key for one in places(facts)}
    kept = {
        str(code): {key: text for key, text in rows.items() if key in known and _is_text(text)}
        for code, rows in list(texts.items())[:MOST_LANGUAGES]
        if isinstance(rows, dict) and _can_be_kept(code)
    }
    names = {code: languages[code] if _is_text(languages.get(code)) else code for code in kept}
    return {"languages": names, "texts": kept}


def _is_text(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip()) and _can_be_kept(text)
