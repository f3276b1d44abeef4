"""A programme from a file: read, checked, with everything that is wrong in it said at once."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.utils.translation import gettext as _

from mentorway.courses.facts import Place, faults
from mentorway.courses.facts import said as said_place
from mentorway.courses.problems import problems
from mentorway.courses.structure import MaterialKind, from_facts
from mentorway.courses.structure import Programme as Described
from mentorway.web.core.wording import said
from mentorway.web.training.analysis.parts import KEY, KINDS, Facts, plain
from mentorway.web.training.analysis.texts import places
from mentorway.wording import Message, shown

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
    wrong = list(islice(faults(whole["programme"], Described), MOST_SHOWN))
    if wrong:
        return Reading({}, None, list(map(said, wrong)))
    described = from_facts(whole["programme"])
    facts = plain(described)
    wrong = list(islice(_wrong(facts), MOST_SHOWN))
    if wrong:
        return Reading({}, None, list(map(said, wrong)))
    kept = {"programme": facts, **_translations(whole, facts)}
    return Reading(kept, described, [said(one) for one in problems(described)][:MOST_SHOWN])


def _wrong(facts: Facts) -> Iterator[Message]:
    """Yield what makes a programme unusable here, with its place in the file."""
    for place, title in _titles(facts):
        if not 0 < len(title.strip()) <= LONGEST_TITLE:
            yield Message(
                "“%(place)s” must have 1 to %(most)d letters; it has %(count)d.",
                {"place": said_place(place), "most": LONGEST_TITLE, "count": len(title.strip())},
            )
    for place, part in _parts(facts):
        if not KEY.fullmatch(part["key"]):
            yield Message(
                "“%(place)s”: the short name “%(key)s” cannot be used. Begin with a small letter from a to "
                "z; then small letters, digits, _ and -, at most 40.",
                {"place": said_place((*place, "key")), "key": shown(part["key"])},
            )
    yield from _astray(facts)
    yield from _out_of_time(facts)
    for place in _not_to_be_kept(facts):
        yield Message(
            "“%(place)s” contains a character that cannot be kept. Take it out.", {"place": said_place(place)}
        )


def _listed(rows: Iterable[Facts], *place: str) -> Iterator[tuple[Place, Facts]]:
    """Yield the entries of a list, each with its place."""
    return (((*place, str(number)), one) for number, one in enumerate(rows, 1))


def _parts(facts: Facts) -> Iterator[tuple[Place, Facts]]:
    """Yield every part that has a short name, with its place."""
    for place, module in _listed(facts["modules"], "modules"):
        yield place, module
        for kind in KINDS:
            yield from _listed(module[kind], *place, kind)


def _titles(facts: Facts) -> Iterator[tuple[Place, str]]:
    """Yield what a person needs to find each part, with its place."""
    yield ("title",), facts["title"]
    yield from (((*place, "title"), part["title"]) for place, part in _parts(facts) if "title" in part)


def _not_to_be_kept(found: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the places of texts that hold what no database takes."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from _not_to_be_kept(value, (*place, name))
    elif isinstance(found, list):
        for number, value in enumerate(found, 1):
            yield from _not_to_be_kept(value, (*place, str(number)))
    elif not _can_be_kept(found):
        yield place


def _can_be_kept(text: Any) -> bool:
    """Whether a text holds neither a null character nor half of a surrogate pair."""
    return not isinstance(text, str) or not UNKEPT.search(text)


def _astray(facts: Facts) -> Iterator[Message]:
    """Yield what is wrong with addresses: they become links, so they lead to the web and nowhere else."""
    for place, module in _listed(facts["modules"], "modules"):
        for inner, material in _listed(module["materials"], *place, "materials"):
            address = material["address"]
            if material["kind"] == MaterialKind.LINK and address and not address.startswith(WEB):
                yield Message(
                    "“%(place)s”: “%(address)s” is no address on the web. It begins with https://.",
                    {"place": said_place((*inner, "address")), "address": shown(address)},
                )
        for inner, outcome in _listed(module["outcomes"], *place, "outcomes"):
            for number, address in enumerate(outcome["esco"], 1):
                if not address.startswith(WEB):
                    yield Message(
                        "“%(place)s”: “%(address)s” is no address of an ESCO skill. It begins with "
                        "http://data.europa.eu/esco/.",
                        {"place": said_place((*inner, "esco", str(number))), "address": shown(address)},
                    )


def _out_of_time(facts: Facts) -> Iterator[Message]:
    """Yield minutes that no form would take; steps without time are a contradiction that can be settled."""
    for place, module in _listed(facts["modules"], "modules"):
        if not 0 <= module["own_minutes"] <= MOST_MINUTES:
            yield _too_long((*place, "own_minutes"), module["own_minutes"])
        for inner, session in _listed(module["sessions"], *place, "sessions"):
            for where, step in _listed(session["steps"], *inner, "steps"):
                if step["minutes"] > MOST_MINUTES:
                    yield _too_long((*where, "minutes"), step["minutes"])


def _too_long(place: Place, minutes: int) -> Message:
    return Message(
        "“%(place)s”: 0 to %(most)d minutes are possible, and %(minutes)s came.",
        {"place": said_place(place), "most": MOST_MINUTES, "minutes": shown(minutes)},
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
