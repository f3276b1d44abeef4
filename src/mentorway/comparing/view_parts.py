"""The parts of a report that show observed scores, answers to items, correlations and other ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mentorway.comparing import answers_chart, charts, sentences
from mentorway.comparing.models import ScaleComparison
from mentorway.comparing.parts import (
    DRAWN_HEIGHT,
    PAIRS_DRAWN,
    Part,
    breakable,
    heading,
    notice,
    quiet,
    table,
    text,
    verdict_cell,
)
from mentorway.comparing.views import Association, ItemAnswers, ScoreFamily, ScorePair, Variant
from mentorway.evidence.psychometrics.invariance.licence import Verdict
from mentorway.figures import MINUS, chance, figure, interval, signed
from mentorway.language import Words

ITEM_PAIRS_SHOWN = 40  # more of them stand in the workbook


def scores(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """Yield observed scores as far as the licence allows, and why no further."""
    refused = sentences.means_refused(words, scale)
    if refused:
        yield notice(refused)
    if scale.scores is None:
        return
    yield heading(2, words.gettext("Observed scores"))
    for family in scale.scores.families:
        yield from _family(family, words)
    alt = words.gettext(
        "Hedges' g of every licensed pair of %(scale)s; the table below holds the same numbers."
    )
    for svg in charts.score_forests(scale, words, most=PAIRS_DRAWN):
        yield {"kind": "chart", "svg": svg, "alt": alt % {"scale": scale.name}}
    yield _score_pairs(scale.scores.pairs, words)
    yield from (quiet(words.say(one)) for one in scale.scores.warnings)


def _family(family: ScoreFamily, words: Words) -> Iterator[Part]:
    language = words.language
    heads = [words.gettext("Group"), words.gettext("People"), words.gettext("Mean"), "SD"]
    rows = [
        [breakable(one.name), str(one.n), figure(one.mean, 2, language), figure(one.sd, 2, language)]
        for one in family.groups
    ]
    yield table("5 2 2 2", heads, rows)
    if family.statistic is not None and family.low is not None and family.high is not None:
        said = words.gettext(
            "Welch's F(%(df1)s; %(df2)s) = %(f)s, p %(p)s. Between groups: eta squared %(eta)s with a 90 %% "
            "interval of %(interval)s, omega squared %(omega)s."
        )
        yield text(
            said
            % {
                "df1": figure(family.df1, 0, language),
                "df2": figure(family.df2, 1, language),
                "f": figure(family.statistic, 2, language),
                "p": _p(family.p, language),
                "eta": figure(family.eta_squared, 3, language),
                "interval": interval(family.low, family.high, 3, language),
                "omega": figure(family.omega_squared, 3, language),
            }
        )
    yield from (quiet(words.say(one)) for one in family.warnings)


def _p(value: float | None, language: str) -> str:
    """A p with the sign that belongs before it."""
    shown = chance(value, language)
    return shown if shown.startswith("<") else f"= {shown}"


def _score_pairs(pairs: Sequence[ScorePair], words: Words) -> Part:
    language = words.language
    smaller = any(pair.equivalence for pair in pairs)
    heads = [
        words.gettext("Pair"),
        words.gettext("Difference"),
        words.gettext("95 %% interval, all pairs") % {},
        words.gettext("p (Holm)"),
        words.gettext("Hedges' g"),
        words.gettext("95 %% interval") % {},
        *([words.gettext("Smaller than what matters")] if smaller else []),
    ]
    rows = [
        [
            f"{breakable(pair.second)} {MINUS} {breakable(pair.first)}",
            figure(pair.difference, 2, language),
            interval(pair.low, pair.high, 2, language),
            chance(pair.p_holm, language),
            figure(pair.g, 2, language),
            _ends(pair.g_low, pair.g_high, language),
            *([_smaller(pair, words)] if smaller else []),
        ]
        for pair in pairs
    ]
    return table(f"3.4 1.8 2.8 1.6 1.6 2.8{' 2.6' if smaller else ''}", heads, rows)


def _ends(low: float | None, high: float | None, language: str) -> str:
    return "" if low is None or high is None else interval(low, high, 2, language)


def _smaller(pair: ScorePair, words: Words) -> str:
    return sentences.equivalence_word(words, pair.equivalence.verdict) if pair.equivalence else ""


def answers(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """Yield how often each answer was given in each group, and tests of the groups that are large enough."""
    if not scale.answers:
        return
    yield heading(2, words.gettext("Answers to each item"))
    alt = words.gettext(
        "How often each answer to the items of %(scale)s was given in each group; the workbook holds the "
        "same numbers."
    )
    for piece in answers_chart.pieces(scale, height=DRAWN_HEIGHT):
        svg = answers_chart.item_answers(piece, words)
        yield {"kind": "chart", "svg": svg, "alt": alt % {"scale": scale.name}}
    tested = [item for item in scale.answers if item.df is not None]
    if tested:
        yield _item_tests(tested, words)
    yield from _item_pairs(scale.answers, words)
    said = {words.say(one): None for item in scale.answers for one in item.warnings}
    yield from map(quiet, said)


def _item_tests(items: Sequence[ItemAnswers], words: Words) -> Part:
    language = words.language
    heads = [words.gettext("Item"), "Kruskal–Wallis H", "df", "p", words.gettext("p (Holm)"), "ε²"]
    rows = [
        [
            breakable(item.item),
            figure(item.statistic, 2, language),
            str(item.df),
            chance(item.p, language),
            chance(item.p_holm, language),
            figure(item.epsilon_squared, 3, language),
        ]
        for item in items
    ]
    return table("5 2 1.5 2 2 2", heads, rows)


def _item_pairs(items: Sequence[ItemAnswers], words: Words) -> Iterator[Part]:
    """The largest effects of pairs whose means may not be compared."""
    found = [(item.item, pair) for item in items for pair in item.pairs]
    if not found:
        return
    largest = sorted(found, key=lambda one: -abs(one[1].delta))[:ITEM_PAIRS_SHOWN]
    yield heading(3, words.gettext("Where two groups answer an item most unlike"))
    yield quiet(
        words.gettext(
            "Cliff's delta is above 0 where people of the second group answer higher. Only pairs whose "
            "means on the scale may not be compared. An unlike answer can come from the people or from the "
            "question."
        )
    )
    language = words.language
    heads = [
        words.gettext("Item"),
        words.gettext("Pair"),
        words.gettext("Cliff's delta"),
        words.gettext("95 %% interval") % {},
    ]
    rows = [
        [
            breakable(name),
            f"{breakable(pair.first)}{sentences.DASH}{breakable(pair.second)}",
            signed(pair.delta, 2, language),
            interval(pair.low, pair.high, 2, language),
        ]
        for name, pair in largest
    ]
    yield table("4 5 2 3", heads, rows, texts=2)


def associations(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """Yield how scales go together in pairs of groups that may compare it."""
    if not scale.associations:
        return
    yield heading(2, words.gettext("How the scales go together"))
    yield quiet(
        words.gettext(
            "Correlations of the scales, freed from errors of measurement, in pairs of groups that may "
            "compare associations; with 95 %% intervals."
        )
        % {}
    )
    heads = [
        words.gettext("Scales"),
        words.gettext("Pair"),
        words.gettext("In the first group"),
        words.gettext("In the second group"),
        words.gettext("Second minus first"),
    ]
    rows = [_association(one, words.language) for one in scale.associations]
    yield table("3.4 2.6 3 3 3", heads, rows, texts=2)


def _association(one: Association, language: str) -> list[str]:
    return [
        f"{breakable(one.factor)} × {breakable(one.other)}",
        f"{breakable(one.first)}{sentences.DASH}{breakable(one.second)}",
        f"{figure(one.of_first, 2, language)} {_ends(one.of_first_low, one.of_first_high, language)}",
        f"{figure(one.of_second, 2, language)} {_ends(one.of_second_low, one.of_second_high, language)}",
        f"{signed(one.difference, 2, language)} {_ends(one.low, one.high, language)}",
    ]


def sensitivity(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """Yield the verdicts of other ways beside those of the plan; pairs that no way knows stay away."""
    if scale.sensitivity is None:
        return
    yield heading(2, words.gettext("The same in other ways"))
    yield from map(text, sentences.sensitivity(words, scale.sensitivity))
    done = [one for one in scale.sensitivity.variants if one.failed is None]
    shown = [
        place
        for place in range(len(scale.licences))
        if any(one.pairs[place].verdict is not Verdict.NONE for one in done)
    ]
    for place in shown:
        yield _ways_of_pair(done, place, words)
    for one in scale.sensitivity.variants:
        if one.failed:
            yield quiet(f"{words.say(one.name)}: {words.say(one.failed)}")


def _ways_of_pair(done: Sequence[Variant], place: int, words: Words) -> Part:
    language = words.language
    pair = done[0].pairs[place]
    heads = [
        f"{breakable(pair.first)}{sentences.DASH}{breakable(pair.second)}",
        words.gettext("May be compared"),
        words.gettext("ΔCFI, same loadings"),
        words.gettext("ΔCFI, same intercepts"),
        words.gettext("Second minus first"),
    ]
    rows: list[list[str | Part]] = []
    for one in done:
        found = one.pairs[place]
        ends = _ends(found.low, found.high, language)
        rows.append(
            [
                words.say(one.name),
                verdict_cell(found.verdict, words, cautious=found.cautious),
                signed(found.cfi_metric, 3, language),
                signed(found.cfi_scalar, 3, language),
                f"{figure(found.difference, 2, language)} {ends}",
            ]
        )
    return table("5 2.6 2 2 3.4", heads, rows, texts=2)
