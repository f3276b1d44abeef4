"""What was found → what stands on a page. Nothing is computed here, only looked up, ordered and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mentorway.comparing import Comparison, ItemAnswers, ScaleComparison, Variant, VariantPair, sentences
from mentorway.comparing.sentences import BEST_FIRST, SIGNS
from mentorway.evidence.comparisons.equivalence import Equivalence
from mentorway.evidence.psychometrics.factors.models import Level, Release, ScoreTest
from mentorway.evidence.psychometrics.invariance.ladder import Step
from mentorway.evidence.psychometrics.invariance.licence import Licence, Verdict
from mentorway.web.comparison.analysis.numbers import Place, scale_at
from mentorway.web.core.wording import said, words
from mentorway.wording import Message

MOST_SCORE_TESTS = 12
TOO_FEW = "too-few"


@dataclass(frozen=True)
class Label:
    """A verdict as people see it: a sign, a word, a colour's name, and what it means."""

    verdict: str
    sign: str
    word: str
    meaning: str


def label_of(verdict: Verdict) -> Label:
    """Return how a verdict is shown."""
    reader = words()
    return Label(
        verdict.value,
        SIGNS[verdict],
        sentences.verdict_word(reader, verdict),
        sentences.verdict_meaning(reader, verdict),
    )


def word_of(verdict: str) -> str:
    """Return the word for a verdict that is given by its value."""
    return label_of(Verdict(verdict)).word


def smallness_of(found: Equivalence) -> str:
    """Return the word for whether a difference is small enough not to matter."""
    return sentences.equivalence_word(words(), found.verdict)


def labels() -> list[Label]:
    """Return every verdict, the best first."""
    return [label_of(verdict) for verdict in BEST_FIRST]


@dataclass(frozen=True)
class Cell:
    """One pair of groups in a matrix."""

    licence: Licence
    label: Label
    anchor: str


@dataclass(frozen=True)
class Summary:
    """One scale on the overview."""

    index: int
    scale: ScaleComparison
    sentences: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


def summaries(found: Comparison) -> list[Summary]:
    """Return every scale with what may be compared and the matrix of its pairs."""
    return [_summary(index, scale) for index, scale in enumerate(found.scales, start=1)]


def _summary(index: int, scale: ScaleComparison) -> Summary:
    names = [group.name for group in scale.groups]
    cells = {frozenset((cell.licence.first, cell.licence.second)): cell for cell in cells_of(scale)}
    rows = tuple(
        (row, tuple(cells.get(frozenset((row, column))) for column in names[:place]))
        for place, row in enumerate(names)
        if place
    )
    return Summary(index, scale, tuple(in_short(scale)), tuple(names[:-1]), rows)


def cells_of(scale: ScaleComparison) -> list[Cell]:
    """Return every pair of groups, the most comparable first."""
    cells = [
        Cell(licence, label_of(licence.verdict), TOO_FEW if licence.too_few else f"pair-{number}")
        for number, licence in enumerate(scale.licences, start=1)
    ]
    return sorted(cells, key=lambda cell: BEST_FIRST.index(cell.licence.verdict))


@dataclass(frozen=True)
class Pairs:
    """The pairs that models were asked about, and those that are too small for any."""

    asked: tuple[Cell, ...]
    too_few: tuple[str, ...]
    reasons: tuple[Message, ...]


def pairs_of(scale: ScaleComparison) -> Pairs:
    """Return the pairs of a scale; what is said of each group that is too small stands there once."""
    cells = cells_of(scale)
    small = [cell.licence for cell in cells if cell.licence.too_few]
    reasons = {str(reason): reason for licence in small for reason in licence.reasons}
    return Pairs(
        asked=tuple(cell for cell in cells if not cell.licence.too_few),
        too_few=tuple(f"{licence.first}{sentences.DASH}{licence.second}" for licence in small),
        reasons=tuple(reasons[key] for key in sorted(reasons)),
    )


def in_short(scale: ScaleComparison) -> list[str]:
    """Say in whole sentences what may be compared between which groups."""
    return sentences.in_short(words(), scale)


@dataclass(frozen=True)
class ItemRow:
    """One item's means, group by group."""

    name: str
    text: str
    reverse: bool
    means: tuple[float | None, ...]


def item_rows(scale: ScaleComparison, language: str) -> list[ItemRow]:
    """Return the mean of every item in every group."""
    return [
        ItemRow(
            item.name,
            item.texts.get(language, item.text),
            item.reverse,
            tuple(group.items[place].mean for group in scale.groups),
        )
        for place, item in enumerate(scale.items)
    ]


def level_rows(scale: ScaleComparison) -> list[tuple[str, Level, Step | None]]:
    """Return the models from the loosest to the tightest, each with the step that led to it."""
    if scale.ladder is None:
        return []
    reader, found = words(), scale.ladder
    return [
        (sentences.level_name(reader, fit.level), fit.level, found.step_to(fit.level)) for fit in found.fits
    ]


def suspects(scale: ScaleComparison) -> list[tuple[str, ScoreTest]]:
    """Return the parameters whose release would help most, over all groups at once."""
    if scale.ladder is None:
        return []
    together = [test for test in scale.ladder.score_tests if test.group is None]
    worst = sorted(together, key=lambda test: -test.chi_square)[:MOST_SCORE_TESTS]
    return [(sentences.kind_name(words(), test.kind), test) for test in worst]


def place_of_release(found: Comparison, plan: Mapping[str, Any]) -> int | None:
    """Return the number of the scale, among those found, in which ``plan`` lets other parameters differ."""
    for index, scale in enumerate(found.scales, start=1):
        asked = {(one["kind"], one["item"]) for one in plan["releases"].get(scale.name, [])}
        if asked != {(one.kind, one.item) for one in found.plan.releases.get(scale.name, ())}:
            return index
    return None


def releases_in_words(releases: Mapping[str, Sequence[Release]]) -> list[tuple[str, str, str]]:
    """Return what may differ between groups: scale, kind of parameter, item."""
    return [
        (scale, sentences.kind_name(words(), one.kind), one.item)
        for scale, those in releases.items()
        for one in those
    ]


@dataclass(frozen=True)
class AnswerRow:
    """One item and how often each answer to it was given, group by group."""

    item: ItemRow
    found: ItemAnswers
    steps: tuple[int, ...]


def answer_rows(scale: ScaleComparison, language: str) -> list[AnswerRow]:
    """Return the answers to every item; nothing where a finding was made before they were kept."""
    items = {row.name: row for row in item_rows(scale, language)}
    steps = tuple(range(scale.low, scale.high + 1))
    return [AnswerRow(items[one.item], one, steps) for one in scale.answers if one.item in items]


@dataclass(frozen=True)
class PanelCell:
    """What one way says of one pair, and whether it is other than what was planned."""

    variant: str
    pair: VariantPair
    label: Label
    other: bool


@dataclass(frozen=True)
class Panel:
    """The same question in several ways: pairs below each other, ways side by side."""

    variants: tuple[Variant, ...]
    rows: tuple[tuple[str, str, tuple[PanelCell | None, ...]], ...]
    failed: tuple[Variant, ...]


def panel_of(scale: ScaleComparison) -> Panel | None:
    """Return the ways side by side, the plan first; those that failed say why."""
    if scale.sensitivity is None:
        return None
    done = tuple(one for one in scale.sensitivity.variants if one.pairs)
    failed = tuple(one for one in scale.sensitivity.variants if one.failed is not None)
    planned = {(pair.first, pair.second): pair.verdict for pair in done[0].pairs} if done else {}
    rows = tuple(
        (first, second, tuple(_panel_cell(one, first, second, verdict) for one in done))
        for (first, second), verdict in planned.items()
    )
    return Panel(done, rows, failed)


def _panel_cell(variant: Variant, first: str, second: str, planned: Verdict) -> PanelCell | None:
    for pair in variant.pairs:
        if (pair.first, pair.second) == (first, second):
            return PanelCell(variant.key, pair, label_of(pair.verdict), pair.verdict is not planned)
    return None


def place_in_words(found: Comparison, place: Place) -> list[tuple[str, str]]:
    """Say where a number stands: what it is about, and which."""
    scale = scale_at(found, place.scale)
    level = next((one for one in Level if one.value == place.level), None)
    variants = scale.sensitivity.variants if scale and scale.sensitivity else ()
    variant = next((one.name for one in variants if one.key == place.variant), None)
    said_of = [
        (_("Scale"), scale.name if scale and place.scale else ""),
        (_("Group"), place.group if not place.second else ""),
        (_("Pair"), f"{place.second} − {place.group}" if place.second else ""),
        (_("Item"), place.item if not (place.other and place.second) else ""),
        (_("Scales"), f"{place.item} – {place.other}" if place.other and place.second else ""),
        (_("Parameter"), place.other if not place.second else ""),
        (_("Model"), sentences.level_name(words(), level) if level else ""),
        (_("Answer"), place.level if place.item and place.group else ""),
        (_("Way of doing it"), said(variant) if variant else ""),
    ]
    return [(name, value) for name, value in said_of if value]
