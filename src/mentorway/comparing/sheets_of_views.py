"""Sheets of the workbook for observed scores, answers to items, correlations and other ways of doing it."""

from __future__ import annotations

from collections.abc import Iterator

from mentorway.comparing import sentences
from mentorway.comparing.sheets import (
    NAME,
    SHARE,
    TEXT,
    THREE,
    TWO,
    WHOLE,
    Named,
    Sheet,
    Value,
    ends,
)
from mentorway.comparing.views import ScorePair
from mentorway.language import Words


def sheets_of_views(named: Named, words: Words) -> Iterator[Sheet]:
    """Yield a sheet for each of these kinds of finding; those that nobody asked for are left out."""
    yield _families(named, words)
    yield _scores(named, words)
    yield _answers(named, words)
    yield _item_tests(named, words)
    yield _item_pairs(named, words)
    if any(scale.associations for _, scale in named):
        yield _associations(named, words)
    if any(scale.sensitivity for _, scale in named):
        yield _ways(named, words)


def _interval(what: str, words: Words) -> list[tuple[str, str]]:
    """A number and the ends of its interval."""
    low, high = ends(words)
    return [(what, TWO), (f"{what} {low}", TWO), (f"{what} {high}", TWO)]


def _families(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Groups that may stand side by side"), WHOLE),
        (words.gettext("Group"), NAME),
        (words.gettext("People"), WHOLE),
        (words.gettext("Mean"), TWO),
        ("SD", TWO),
        *((name, TWO) for name in ("F", "df 1", "df 2")),
        *((name, THREE) for name in ("p", "η²", "η² 5 %", "η² 95 %", "ω²")),
    ]
    rows: list[list[Value]] = []
    for name, scale in named:
        for number, family in enumerate(scale.scores.families if scale.scores else (), start=1):
            whole: list[Value] = [family.statistic, family.df1, family.df2, family.p]
            whole += [family.eta_squared, family.low, family.high, family.omega_squared]
            rows += [
                [name, number, group.name, group.n, group.mean, group.sd, *whole] for group in family.groups
            ]
    return Sheet(words.gettext("Observed scores"), columns, rows)


def _scores(named: Named, words: Words) -> Sheet:
    low, high = ends(words)
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Group"), NAME),
        (words.gettext("Second group"), NAME),
        (words.gettext("Second minus first"), TWO),
        (low, TWO),
        (high, TWO),
        *(("df", TWO), (words.gettext("p (all pairs)"), THREE)),
        *(("t", TWO), (words.gettext("p (this pair alone)"), THREE), (words.gettext("p (Holm)"), THREE)),
        *_interval("g", words),
        (words.gettext("Smaller than what matters"), NAME),
        (words.gettext("p (equivalence)"), THREE),
    ]
    rows = [
        [name, *_score(pair, words)]
        for name, scale in named
        for pair in (scale.scores.pairs if scale.scores else ())
    ]
    return Sheet(words.gettext("Score differences"), columns, rows)


def _score(pair: ScorePair, words: Words) -> list[Value]:
    row: list[Value] = [pair.first, pair.second, pair.difference, pair.low, pair.high, pair.df, pair.p]
    row += [pair.t, pair.p_alone, pair.p_holm, pair.g, pair.g_low, pair.g_high]
    if pair.equivalence is None:
        return [*row, "", None]
    return [*row, sentences.equivalence_word(words, pair.equivalence.verdict), pair.equivalence.p]


def _answers(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Item"), NAME),
        (words.gettext("Group"), NAME),
        (words.gettext("Answer"), WHOLE),
        (words.gettext("People"), WHOLE),
        (words.gettext("Share"), SHARE),
    ]
    rows: list[list[Value]] = [
        [name, item.item, group.group, scale.low + level, count, count / group.n if group.n else None]
        for name, scale in named
        for item in scale.answers
        for group in item.groups
        for level, count in enumerate(group.counts)
    ]
    return Sheet(words.gettext("Answers"), columns, rows)


def _item_tests(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Item"), NAME),
        (words.gettext("Groups tested"), WHOLE),
        *(("H", TWO), ("df", WHOLE), ("p", THREE), (words.gettext("p (Holm)"), THREE), ("ε²", THREE)),
    ]
    rows: list[list[Value]] = [
        [
            name,
            item.item,
            sum(group.tested for group in item.groups),
            item.statistic,
            item.df,
            item.p,
            item.p_holm,
            item.epsilon_squared,
        ]
        for name, scale in named
        for item in scale.answers
    ]
    return Sheet(words.gettext("Item tests"), columns, rows)


def _item_pairs(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Item"), NAME),
        (words.gettext("Group"), NAME),
        (words.gettext("Second group"), NAME),
        *_interval(words.gettext("Cliff's delta"), words),
        (words.gettext("Smaller than what matters"), NAME),
    ]
    rows: list[list[Value]] = [
        [
            *(name, item.item, pair.first, pair.second, pair.delta, pair.low, pair.high),
            sentences.equivalence_word(words, pair.equivalence.verdict) if pair.equivalence else "",
        ]
        for name, scale in named
        for item in scale.answers
        for pair in item.pairs
    ]
    return Sheet(words.gettext("Item pairs"), columns, rows)


def _associations(named: Named, words: Words) -> Sheet:
    first, second = words.gettext("In the first group"), words.gettext("In the second group")
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Second scale"), NAME),
        (words.gettext("Group"), NAME),
        (words.gettext("Second group"), NAME),
        *_interval(first, words),
        *_interval(second, words),
        *_interval(words.gettext("Second minus first"), words),
    ]
    rows: list[list[Value]] = [
        [
            *(one.factor, one.other, one.first, one.second),
            *(one.of_first, one.of_first_low, one.of_first_high),
            *(one.of_second, one.of_second_low, one.of_second_high),
            *(one.difference, one.low, one.high),
        ]
        for _, scale in named
        for one in scale.associations
    ]
    return Sheet(words.gettext("Correlations"), columns, rows)


def _ways(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Way"), TEXT),
        (words.gettext("Group"), NAME),
        (words.gettext("Second group"), NAME),
        (words.gettext("May be compared"), NAME),
        (words.gettext("Caution"), NAME),
        (words.gettext("ΔCFI, same loadings"), THREE),
        (words.gettext("ΔCFI, same intercepts"), THREE),
        *_interval(words.gettext("Second minus first"), words),
        (words.gettext("Why it could not be done"), TEXT),
    ]
    rows: list[list[Value]] = []
    for name, scale in named:
        for variant in scale.sensitivity.variants if scale.sensitivity else ():
            way = words.say(variant.name)
            if variant.failed:
                rows.append([name, way, *[""] * 4, *[None] * 5, words.say(variant.failed)])
            for pair in variant.pairs:
                word = f"{sentences.SIGNS[pair.verdict]} {sentences.verdict_word(words, pair.verdict)}"
                care = words.gettext("with care") if pair.cautious else ""
                row: list[Value] = [name, way, pair.first, pair.second, word, care]
                row += [pair.cfi_metric, pair.cfi_scalar, pair.difference, pair.low, pair.high]
                rows.append([*row, ""])
    return Sheet(words.gettext("Other ways"), columns, rows)
