"""How far the translation of each text is, in each language."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.translation import queries, rules
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Language, Stage

Stages = Mapping[tuple[int, str], tuple[str, str]]  # language and key → stage and fingerprint of the source


class State(TextChoices):
    """What stands on the board: a stage, or that the source text has changed since."""

    OPEN = "open", pgettext_lazy("translation", "Being translated")
    DRAFTED = "drafted", pgettext_lazy("translation", "To be reviewed")
    REVIEWED = "reviewed", pgettext_lazy("translation", "To be adjudicated")
    AGREED = "agreed", pgettext_lazy("translation", "Adjudicated")
    STALE = "stale", pgettext_lazy("translation", "Source text changed")


@dataclass(frozen=True)
class Line:
    """One text, and its state in every language of the board."""

    text: Text
    states: tuple[State, ...]


@dataclass(frozen=True)
class Progress:
    """How many texts are in which state in one language."""

    counts: Mapping[State, int]
    total: int

    @property
    def agreed(self) -> int:
        return self.counts.get(State.AGREED, 0)

    @property
    def left(self) -> int:
        return self.total - self.agreed

    @property
    def percent(self) -> int:
        return 100 * self.agreed // self.total if self.total else 0

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """The states that occur: name, words, count."""
        return [
            (state.value, str(state.label), self.counts[state]) for state in State if self.counts.get(state)
        ]


def state_of(text: Text, language: int, stages: Stages) -> State:
    """Return how far a text is in a language."""
    stage, fingerprint = stages.get((language, text.key), (Stage.OPEN.value, text.fingerprint))
    return State(stage) if fingerprint == text.fingerprint else State.STALE


def lines_of(texts: Iterable[Text], languages: Sequence[int], stages: Stages) -> list[Line]:
    """Return every text with its states."""
    return [Line(text, tuple(state_of(text, language, stages) for language in languages)) for text in texts]


def progress_of(lines: Sequence[Line], place: int) -> Progress:
    """Return how far the language at a place of the board is."""
    return Progress(Counter(line.states[place] for line in lines), len(lines))


def chosen(lines: Iterable[Line], *, state: str = "", words: str = "") -> list[Line]:
    """Return the lines in a state in any language whose key or text holds every word."""
    wanted = words.casefold().split()[:10]
    return [
        line
        for line in lines
        if (not state or state in line.states)
        and all(word in f"{line.text.key} {line.text.source}".casefold() for word in wanted)
    ]


def waiting_for(
    user: User, language: Language, parts: Collection[str], texts: Iterable[Text]
) -> dict[str, tuple[str, bool]]:
    """Return what waits for somebody with these parts: by key, the stage, and whether it is stale."""
    stages = queries.stages_in(language)
    handed = queries.handed_in_by(user, language)
    found: dict[str, tuple[str, bool]] = {}
    for text in texts:
        stage = stages.get((language.pk, text.key), (Stage.OPEN.value, ""))[0]
        stale = state_of(text, language.pk, stages) == State.STALE
        if rules.waits_for(parts, stage, handed_in=text.key in handed, stale=stale):
            found[text.key] = (stage, stale)
    return found
