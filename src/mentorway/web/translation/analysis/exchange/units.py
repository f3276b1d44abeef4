"""One text in a file of texts, and whether what came back can be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorway.questionnaire.packed import clean
from mentorway.web.translation.analysis.texts import Text, fingerprint
from mentorway.wording import Message, shown

LONGEST = 20_000
MOST_LISTED = 100


@dataclass(frozen=True)
class Unit:
    """A text, its source wording, and its translation; ``place`` is where it stands in the file."""

    key: str
    source: str
    target: str
    place: str = ""


@dataclass(frozen=True)
class Checked:
    """What can be taken, by key; when something is wrong, nothing is."""

    targets: Mapping[str, str]
    problems: Sequence[Message]
    empty: int = 0


def check(units: Sequence[Unit], texts: Mapping[str, Text]) -> Checked:
    """Check every text that came back; those without a translation are only counted."""
    problems: list[Message] = []
    targets: dict[str, str] = {}
    for unit in units:
        problem = _problem(unit, texts, targets)
        if problem:
            problems.append(problem)
        elif unit.target.strip():
            targets[unit.key] = clean(unit.target)
    empty = sum(not unit.target.strip() for unit in units)
    if not units:
        problems.append(Message("The file has no texts."))
    return Checked({} if problems else targets, problems[:MOST_LISTED], empty)


def _problem(unit: Unit, texts: Mapping[str, Text], seen: Mapping[str, str]) -> Message | None:
    about = {"key": shown(unit.key), "place": unit.place}
    text = texts.get(unit.key)
    if text is None:
        return Message("%(place)s: there is no text “%(key)s” here.", about)
    if not unit.target.strip():
        return None
    if unit.key in seen:
        return Message("%(place)s: the text “%(key)s” is in the file twice.", about)
    if fingerprint(unit.source) != text.fingerprint:
        return Message(
            "%(place)s: the source text of “%(key)s” has changed since the file was made. Download the file "
            "again and translate the new text.",
            about,
        )
    return wrong(text, unit.target, about)


def wrong(text: Text, target: str, about: Mapping[str, str]) -> Message | None:
    """Return why a translation cannot stand for its source text, if it cannot."""
    if len(target) > LONGEST:
        return Message(
            "%(place)s: the translation of “%(key)s” has more than %(limit)d letters.",
            {**about, "limit": LONGEST},
        )
    wanted, found = text.marked(text.source), text.marked(target)
    if found != wanted:
        return Message(
            "%(place)s: the translation of “%(key)s” needs exactly these places for answers: %(wanted)s. "
            "It has: %(found)s.",
            {**about, "wanted": " ".join(wanted) or "–", "found": " ".join(found) or "–"},
        )
    return None
