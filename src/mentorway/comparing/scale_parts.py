"""The parts of a report that say and show one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mentorway.comparing import charts, drawing, sentences, view_parts
from mentorway.comparing.models import GroupSummary, ScaleComparison
from mentorway.comparing.parts import (
    DRAWN_HEIGHT,
    GROUPS_ABREAST,
    HEAD_LETTERS,
    PAIRS_DRAWN,
    Part,
    Rows,
    breakable,
    heading,
    lead,
    notice,
    pair_name,
    quiet,
    table,
    text,
    verdict_cell,
)
from mentorway.evidence.psychometrics.invariance.ladder import Ladder
from mentorway.evidence.psychometrics.invariance.licence import Licence, Verdict
from mentorway.evidence.psychometrics.reliability import Alpha, Omega
from mentorway.figures import NOTHING, chance, figure, interval, percent, signed
from mentorway.language import Words

MOST_SCORE_TESTS = 12


def in_short(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """Yield what may be compared on a scale, in sentences."""
    alone = words.gettext("There is one group only: it can be described, not compared.")
    yield from map(text, sentences.in_short(words, scale) or [alone])


def whole_scale(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """Yield all that was found on one scale."""
    yield {"kind": "page"}
    yield heading(1, scale.name)
    yield from in_short(scale, words)
    yield from (notice(words.say(warning)) for warning in scale.warnings)
    yield from _means(scale, words)
    yield from view_parts.scores(scale, words)
    yield from _licences(scale, words)
    yield from view_parts.sensitivity(scale, words)
    yield from _reliability(scale, words)
    yield from _items(scale, words)
    yield from view_parts.answers(scale, words)
    yield from _models(scale, words)


def all_scales(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """Yield what was found in the model of all scales at once."""
    yield {"kind": "page"}
    yield heading(1, words.gettext("All scales together"))
    yield lead(
        words.gettext(
            "One model with a factor for each scale: do people everywhere tell the scales apart in the same "
            "way?"
        )
    )
    yield from in_short(scale, words)
    yield from (notice(words.say(warning)) for warning in scale.warnings)
    yield from view_parts.associations(scale, words)
    yield from _licences(scale, words)
    yield from _models(scale, words)


def _means(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """The differences between means that may be compared, drawn and in figures."""
    if not scale.licences:
        return
    yield heading(2, words.gettext("Differences between means"))
    if not scale.mean_differences:
        said = words.gettext(
            "No differences between means are shown, because in no pair of groups are they allowed to be "
            "compared. What remains valid: each group on its own, below."
        )
        yield notice(said)
        return
    said = words.gettext(
        "The group before the minus sign, less the one after it, in standard deviations, with 95 %% "
        "intervals. Only pairs whose means may be compared."
    )
    yield quiet(said % {})
    alt = words.gettext(
        "Differences between the means of %(scale)s with their intervals; the table below holds the same "
        "numbers."
    )
    for svg in charts.forests(scale, words, most=PAIRS_DRAWN):
        yield {"kind": "chart", "svg": svg, "alt": alt % {"scale": scale.name}}
    yield table("4 2 2 3 2", _heads_of_means(words), list(_rows_of_means(scale, words.language)))


def _heads_of_means(words: Words) -> list[str]:
    return [
        words.gettext("Pair"),
        words.gettext("Difference"),
        words.gettext("In standard deviations"),
        words.gettext("95 %% interval") % {},
        "p",
    ]


def _rows_of_means(scale: ScaleComparison, language: str) -> Iterator[list[str]]:
    for one in scale.mean_differences:
        yield [
            f"{breakable(one.second)} − {breakable(one.first)}",
            figure(one.difference, 2, language),
            figure(one.standardised, 2, language),
            interval(one.standardised_low, one.standardised_high, 2, language),
            chance(one.p, language),
        ]


def _licences(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """Every pair with its verdict and the reasons; pairs that are too small for any model stand apart."""
    if not scale.licences:
        return
    yield heading(2, words.gettext("Pair by pair, and why"))
    asked = [licence for licence in scale.licences if not licence.too_few]
    if asked:
        yield _asked(asked, words)
    yield from _too_few([licence for licence in scale.licences if licence.too_few], words)


def _asked(licences: Sequence[Licence], words: Words) -> Part:
    """The pairs that models were asked about; those that share verdict and reasons stand in one row."""
    alike: dict[tuple[Verdict, bool, tuple[str, ...]], list[str]] = {}
    for licence in sorted(licences, key=lambda one: sentences.BEST_FIRST.index(one.verdict)):
        reasons = tuple(map(words.say, licence.reasons))
        alike.setdefault((licence.verdict, licence.cautious, reasons), []).append(pair_name(licence))
    rows: list[list[str | Part]] = [
        [
            {"lines": [", ".join(pairs)]},
            verdict_cell(verdict, words, cautious=cautious),
            {"lines": list(reasons)},
        ]
        for (verdict, cautious, reasons), pairs in alike.items()
    ]
    heads = [words.gettext("Pair"), words.gettext("May be compared"), words.gettext("Why")]
    return table("2.3 2.2 9", heads, rows, texts=3)


def _too_few(licences: Sequence[Licence], words: Words) -> Iterator[Part]:
    """The pairs that are too small for any model; what is said of a group stands there once."""
    if not licences:
        return
    count = len(licences)
    said = words.ngettext(
        "%(count)s pair has too few people to say anything",
        "%(count)s pairs have too few people to say anything",
        count,
    )
    yield heading(3, said % {"count": count})
    yield from map(text, dict.fromkeys(words.say(one) for licence in licences for one in licence.reasons))
    yield quiet(", ".join(map(pair_name, licences)))


def _reliability(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """How each group answered by itself; means only where they may stand side by side."""
    means = scale.all_means_licensed
    yield heading(2, words.gettext("How reliable the scale is in each group"))
    heads = [
        words.gettext("Group"),
        words.gettext("People"),
        words.gettext("All items answered"),
        words.gettext("Answers missing"),
        *([words.gettext("Mean")] if means else []),
        "SD",
        "α [95 %]",
        "ω [95 %]",
    ]
    rows = [_reliability_row(group, words.language, means=means) for group in scale.groups]
    yield table(f"2.2 1.5 1.9 1.9 {'1.5 ' if means else ''}1.3 3.2 3.2", heads, rows)
    for group in scale.groups:
        yield from (quiet(f"{group.name}: {words.say(warning)}") for warning in group.warnings)


def _reliability_row(group: GroupSummary, language: str, *, means: bool) -> list[str]:
    return [
        breakable(group.name),
        str(group.rows),
        str(group.complete),
        percent(group.missing_share, language),
        *([figure(group.mean, 2, language)] if means else []),
        figure(group.sd, 2, language),
        _with_interval(group.alpha, language),
        _with_interval(group.omega, language),
    ]


def _with_interval(found: Alpha | Omega | None, language: str) -> str:
    if found is None:
        return NOTHING
    return f"{figure(found.value, 2, language)} {interval(found.low, found.high, 2, language)}"


def _items(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """How each group answered each item: drawn, and the means in figures, a few groups abreast."""
    yield heading(2, words.gettext("How each group answered each item"))
    alt = words.gettext(
        "Mean answers to the items of %(scale)s, one line for each group; the table below holds the same "
        "numbers."
    )
    for piece in charts.pieces(scale, height=DRAWN_HEIGHT):
        svg = charts.item_profiles(piece, words)
        yield {"kind": "chart", "svg": svg, "alt": alt % {"scale": scale.name}}
    yield quiet(
        words.gettext(
            "Reversed items are turned round, so that a higher number always means more of the scale."
        )
    )
    for start in range(0, len(scale.groups), GROUPS_ABREAST):
        abreast = scale.groups[start : start + GROUPS_ABREAST]
        rows: Rows = [
            [
                _item_cell(scale, place, words),
                *(figure(group.items[place].mean, 2, words.language) for group in abreast),
            ]
            for place in range(len(scale.items))
        ]
        names = [breakable(drawing.cut(group.name, HEAD_LETTERS)) for group in abreast]
        heads = [words.gettext("Item"), *names]
        width = min(2.0, GROUPS_ABREAST / len(abreast))
        yield table(f"{15 - width * len(abreast)}{f' {width}' * len(abreast)}", heads, rows)


def _item_cell(scale: ScaleComparison, place: int, words: Words) -> Part:
    item = scale.items[place]
    said = item.texts.get(words.language) or item.text
    return {
        "name": breakable(item.name),
        "text": breakable(said) if said != item.name else "",
        "mark": words.gettext("reversed") if item.reverse else "",
    }


def _models(scale: ScaleComparison, words: Words) -> Iterator[Part]:
    """The models over all groups at once, what each step costs, and which items differ most."""
    yield heading(2, words.gettext("One model for all groups, made tighter step by step"))
    if scale.ladder is not None:
        yield _fits(scale.ladder, words)
        if scale.ladder.stopped:
            yield notice(words.say(scale.ladder.stopped))
    if scale.ladder_note:
        yield quiet(words.say(scale.ladder_note))
    if scale.ladder is not None and scale.ladder.steps:
        yield heading(3, words.gettext("What each step costs"))
        yield _steps(scale.ladder, words)
    if scale.ladder is not None:
        yield from _suspects(scale.ladder, words)


def _fits(ladder: Ladder, words: Words) -> Part:
    heads = [words.gettext("Model"), "χ²", "df", "p", "CFI", "TLI", "RMSEA [90 %]", "SRMR", "AIC", "BIC"]
    return table(
        "3.6 1.9 1.3 1.8 1.5 1.5 4 1.6 2.1 2.1", heads, [list(row) for row in _rows_of_fits(ladder, words)]
    )


def _rows_of_fits(ladder: Ladder, words: Words) -> Iterator[list[str]]:
    language = words.language
    for fit in ladder.fits:
        found = fit.indices
        rmsea = interval(found.rmsea_low, found.rmsea_high, 3, language)
        yield [
            sentences.level_name(words, fit.level),
            figure(found.chi_square, 1, language),
            str(found.df),
            chance(found.p, language),
            figure(found.cfi, 3, language),
            figure(found.tli, 3, language),
            f"{figure(found.rmsea, 3, language)} {rmsea}",
            figure(found.srmr, 3, language),
            figure(found.aic, 1, language),
            figure(found.bic, 1, language),
        ]


def _steps(ladder: Ladder, words: Words) -> Part:
    language = words.language
    heads = [words.gettext("Step to"), "Δχ²", "Δdf", "p", "ΔCFI", "ΔRMSEA", "ΔSRMR"]
    rows = [
        [
            sentences.level_name(words, step.tighter),
            figure(step.chi_square, 1, language),
            str(step.df),
            chance(step.p, language),
            signed(step.cfi, 3, language),
            signed(step.rmsea, 3, language),
            signed(step.srmr, 3, language),
        ]
        for step in ladder.steps
    ]
    return table("6 2 1.5 2 2 2 2", heads, rows)


def _suspects(ladder: Ladder, words: Words) -> Iterator[Part]:
    """The equalities whose release would help the model most."""
    together = [test for test in ladder.score_tests if test.group is None]
    worst = sorted(together, key=lambda test: -test.chi_square)[:MOST_SCORE_TESTS]
    if not worst:
        return
    yield heading(3, words.gettext("Which items differ most"))
    yield quiet(
        words.gettext(
            "How much better the model would fit if one parameter could differ between all groups. "
            "The largest come first."
        )
    )
    heads = [words.gettext("Item"), words.gettext("Parameter"), "χ²", "df", "p"]
    rows = [
        [
            breakable(test.item),
            sentences.kind_name(words, test.kind),
            figure(test.chi_square, 1, words.language),
            str(test.df),
            chance(test.p, words.language),
        ]
        for test in worst
    ]
    yield table("3 5 2 2 2", heads, rows, texts=2)
