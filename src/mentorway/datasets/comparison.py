"""Likert questions → the codebook that `mentorway compare` reads, so that a study feeds the comparison."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mentorway.datasets.layout import NUMBERS, Layout, Variable
from mentorway.questionnaire import Kind
from mentorway.wording import InvalidInputError, Message, shown

CODE: Final = re.compile(r"[a-z]{2,3}")
FACTS: Final = ("country", "sector", "wave", "language", "partner")
MAKES_GROUPS: Final = frozenset({Kind.SELECT_ONE, Kind.INTEGER})


@dataclass(frozen=True)
class ScaleItem:
    """A question as an item of a scale; `reverse` when agreeing means less of what the scale measures.

    `low` and `high` are needed for a number that is asked without choices.
    """

    question: str
    scale: str
    reverse: bool = False
    low: int | None = None
    high: int | None = None


def comparison_layout(layout: Layout, items: Sequence[ScaleItem], facts: Sequence[str] = ()) -> Layout:
    """Return what of a study goes to the comparison: its items, and the facts that make groups.

    Parameters
    ----------
    layout : Layout
        The study's columns.
    items : sequence of ScaleItem
        Which questions belong to which scale.
    facts : sequence of str
        Questions about the person or the organisation, such as role or size, by which to sort people.

    Returns
    -------
    Layout
        Administrative facts there are among country, sector, wave, language and partner, then the chosen
        questions in the order of the questionnaire. Nothing else leaves the study.

    Raises
    ------
    InvalidInputError
        A question is not there, is an item as well, or has answers that make no groups, as texts do.

    Examples
    --------
    >>> from mentorway.datasets import Administrative, Option, Type, Variable
    >>> from mentorway.questionnaire import Kind
    >>> role = Variable("role", Kind.SELECT_ONE, Type.TEXT, options="roles")
    >>> day = Variable("day", Kind.DATE, Type.DATE, about=True)
    >>> wave = Variable("wave", Kind.INTEGER, Type.INT16, about=True)
    >>> trust = Variable("t1", Kind.SELECT_ONE, Type.TEXT, options="agree")
    >>> lists = {"roles": (Option("mentor"),), "agree": (Option("1"), Option("2"))}
    >>> layout = Layout("T", (), "en", (day, wave, role, trust), lists)
    >>> [each.name for each in comparison_layout(layout, [ScaleItem("t1", "Trust")], ["role"]).variables]
    ['wave', 'role', 't1']
    """
    _check_facts(layout, items, facts)
    wanted = {item.question for item in items} | set(facts)
    kept = tuple(
        each for each in layout.variables if (each.name in FACTS if each.about else each.name in wanted)
    )
    return replace(layout, variables=kept)


def comparison_facts(
    layout: Layout, items: Sequence[ScaleItem], facts: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the columns by which the comparison can make groups, country first where there is one.

    Parameters
    ----------
    layout : Layout
        As `comparison_layout` returns it.
    items : sequence of ScaleItem
        Which questions belong to which scale.
    facts : sequence of str
        The chosen questions, as given to it.

    Returns
    -------
    tuple of str
        Names of columns in the exported file: administrative ones, then the questions.

    Raises
    ------
    InvalidInputError
        As for `comparison_layout`.
    """
    layout = comparison_layout(layout, items, facts)
    about = {each.name: each for each in layout.variables if each.about}
    found = [about[name] for name in FACTS if name in about]
    found += [each for each in layout.variables if not each.about and each.name in facts]
    return tuple(layout.columns_of(each)[0].name for each in found)


def _check_facts(layout: Layout, items: Sequence[ScaleItem], facts: Sequence[str]) -> None:
    for name in facts:
        variable = layout.questions.get(name)
        if variable is None:
            raise InvalidInputError(
                Message(
                    "The questionnaire has no question “%(name)s” to make groups by.", {"name": shown(name)}
                )
            )
        if any(item.question == name for item in items):
            raise InvalidInputError(
                Message(
                    "“%(name)s” is an item of a scale, so it cannot make groups as well.",
                    {"name": shown(name)},
                )
            )
        if variable.kind not in MAKES_GROUPS:
            raise InvalidInputError(
                Message(
                    "“%(name)s” cannot make groups: each answer must be one of a few values. Use a question "
                    "with one choice, or one that asks for a whole number.",
                    {"name": shown(name)},
                )
            )


def comparison_codebook(layout: Layout, items: Sequence[ScaleItem]) -> str:
    r"""Return the codebook as CSV: item, scale, text, text in each language, reverse, low, high, missing.

    Parameters
    ----------
    layout : Layout
        The study's columns.
    items : sequence of ScaleItem
        Which questions belong to which scale.

    Returns
    -------
    str
        Low and high are the lowest and highest code that is not missing.

    Raises
    ------
    InvalidInputError
        A question is not there, or its answers are not whole numbers.

    Examples
    --------
    >>> from mentorway.datasets import Option, Type, Variable
    >>> from mentorway.questionnaire import Kind
    >>> trust = Variable("t1", Kind.SELECT_ONE, Type.TEXT, {"en": "I trust my mentor."}, options="agree")
    >>> agree = tuple(Option(str(code)) for code in range(1, 6))
    >>> layout = Layout("T", (("en", "English"),), "en", (trust,), {"agree": agree})
    >>> print(comparison_codebook(layout, [ScaleItem("t1", "Trust")]).replace("\r\n", "\n"), end="")
    item,scale,text,text_en,reverse,low,high,missing
    t1,Trust,I trust my mentor.,I trust my mentor.,no,1,5,
    """
    languages = [code for code, _ in layout.languages if CODE.fullmatch(code)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            "item",
            "scale",
            "text",
            *(f"text_{code}" for code in languages),
            "reverse",
            "low",
            "high",
            "missing",
        ]
    )
    for item in items:
        variable = layout.questions.get(item.question)
        if variable is None:
            raise InvalidInputError(
                Message(
                    "The scale “%(scale)s” names the question “%(name)s”, which the questionnaire does not "
                    "have.",
                    {"scale": shown(item.scale), "name": shown(item.question)},
                )
            )
        low, high, missing = _coding(layout, variable, item)
        texts = [variable.labels.get(code, "") for code in languages]
        first = layout.text(variable.labels, layout.default_language) or variable.name
        reverse = "yes" if item.reverse else "no"
        codes = ";".join(str(code) for code in missing)
        writer.writerow([variable.name, item.scale, first, *texts, reverse, low, high, codes])
    return out.getvalue()


def _coding(layout: Layout, variable: Variable, item: ScaleItem) -> tuple[int, int, list[int]]:
    codes = layout.codes(variable)
    options = layout.options_of(variable)
    if variable.type in NUMBERS and not variable.spread and item.low is not None and item.high is not None:
        return item.low, item.high, sorted(variable.missing)
    if codes is None or variable.spread:
        raise InvalidInputError(
            Message(
                "“%(name)s” cannot be an item of the scale “%(scale)s”: its answers are not coded as whole "
                "numbers. Use a question with one choice whose values are numbers, as 1 to 5.",
                {"name": shown(variable.name), "scale": shown(item.scale)},
            )
        )
    missing = {codes[each.value] for each in options if each.missing} | set(variable.missing)
    valid = [code for code in codes.values() if code not in missing]
    if not valid:
        raise InvalidInputError(
            Message("“%(name)s” has no choice that is an answer.", {"name": shown(variable.name)})
        )
    low = min(valid) if item.low is None else item.low
    high = max(valid) if item.high is None else item.high
    return low, high, sorted(missing)
