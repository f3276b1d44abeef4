"""The pages of one version: what can be concluded first, everything at a glance, and its parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from mentorway.evaluating.changes import Change
from mentorway.evaluating.levels import OutcomeResult
from mentorway.evaluating.overall import Conclusion, Grade
from mentorway.evaluating.people import FEWEST_SHOWN
from mentorway.evaluating.references import Unit as Measure
from mentorway.evaluating.references import references_for
from mentorway.evaluating.spending import Spending
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.evaluating.whole import OutcomeEvaluation, Size
from mentorway.evaluating.worth import Per
from mentorway.figures import signed
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis import result_levels, result_money, result_parts
from mentorway.web.evaluation.analysis.blocks import (
    NOTHING,
    Number,
    Section,
    Unit,
    count_of,
    language,
    money,
    told,
    written,
)
from mentorway.web.evaluation.analysis.results import key_of
from mentorway.web.evaluation.models import Evaluation, Result
from mentorway.wording import Message

GRADES: Final = {
    Grade.SHOWN: pgettext_lazy("grade", "Shown"),
    Grade.SUGGESTED: pgettext_lazy("grade", "Suggested"),
    Grade.NOT_SHOWN: pgettext_lazy("grade", "Not shown"),
    Grade.CANNOT_BE_SAID: pgettext_lazy("grade", "Cannot be said"),
}
COLOURS: Final = {
    Grade.SHOWN: "badge-good",
    Grade.SUGGESTED: "badge-note",
    Grade.NOT_SHOWN: "badge-care",
    Grade.CANNOT_BE_SAID: "",
}
MEANINGS: Final = {
    Grade.SHOWN: gettext_lazy("There is a comparison group, and the difference is beyond chance."),
    Grade.SUGGESTED: gettext_lazy(
        "People changed beyond chance, but other reasons than the programme are possible."
    ),
    Grade.NOT_SHOWN: gettext_lazy("Chance may explain it. That is no proof that nothing changed."),
    Grade.CANNOT_BE_SAID: gettext_lazy("Nobody was asked, or too few answered."),
}


@dataclass(frozen=True)
class Part:
    """A page of results: what it is called, which question it answers, and what it is made from."""

    slug: str
    title: Any
    question: Any
    method: str
    sections: Callable[[Found], list[Section]]


PARTS: Final = (
    Part(
        "levels",
        gettext_lazy("What changed"),
        gettext_lazy("How far did the same people move, level by level, and did their own yardstick move?"),
        "evaluation-of-a-programme.md",
        result_levels.levels_of,
    ),
    Part(
        "effect",
        gettext_lazy("Did the programme do it?"),
        gettext_lazy("Those who took part beside those who did not, in several ways side by side."),
        "did-the-programme-do-it.md",
        result_parts.effects_of,
    ),
    Part(
        "loss",
        gettext_lazy("Who was lost"),
        gettext_lazy("Who did not answer afterwards, and what if they had?"),
        "did-the-programme-do-it.md",
        result_parts.losses_of,
    ),
    Part(
        "others",
        gettext_lazy("Seen by mentees"),
        gettext_lazy("Do mentees see in their mentors what these see in themselves?"),
        "evaluation-of-a-programme.md",
        result_parts.others_of,
    ),
    Part(
        "groups",
        gettext_lazy("By pilot and country"),
        gettext_lazy("Did people change alike everywhere?"),
        "evaluation-of-a-programme.md",
        result_parts.groups_of,
    ),
    Part(
        "money",
        gettext_lazy("Money"),
        gettext_lazy("What did it cost, and what did the money buy?"),
        "what-a-programme-costs.md",
        result_money.money_of,
    ),
)


def part_called(slug: str) -> Part | None:
    """Return a part by its place in the address."""
    return next((one for one in PARTS if one.slug == slug), None)


@dataclass(frozen=True)
class Concluded:
    """A conclusion as a page shows it: the grade in a word and a colour, the sentence, and why not more."""

    key: str
    title: str
    grade: str
    colour: str
    meaning: str
    sentence: str
    reasons: tuple[str, ...]
    next_step: str


def conclusions_of(found: Found) -> list[Concluded]:
    """Return what can be concluded, of the whole first."""
    shown = [_concluded(one) for one in found.conclusions]
    return sorted(shown, key=lambda one: bool(one.key))


def _concluded(one: Conclusion) -> Concluded:
    return Concluded(
        key_of(one),
        one.outcome.title if one.outcome is not None else "",
        str(GRADES[one.grade]),
        COLOURS[one.grade],
        str(MEANINGS[one.grade]),
        said(one.sentence),
        told(one.reasons),
        said(one.next_step) if one.next_step is not None else "",
    )


def size_of(size: Size) -> str:
    """Say how many people there are, and how many they are compared with."""
    people = ngettext("%(count)d person took part.", "%(count)d people took part.", size.programme)
    pilots = ngettext("There is %(count)d pilot.", "There are %(count)d pilots.", size.pilots)
    others = _("There is nobody they are compared with.")
    if size.comparison:
        others = ngettext(
            "They are compared with %(count)d other person.",
            "They are compared with %(count)d others.",
            size.comparison,
        )
    counted = (people, size.programme), (others, size.comparison), (pilots, size.pilots)
    return " ".join(text % {"count": count} for text, count in counted)


@dataclass(frozen=True)
class Glance:
    """One outcome in a row: how many answered both times, before, after, change, effect, what was missed."""

    key: str
    title: str
    n: str
    before: str
    after: str
    change: str
    effect: str
    effect_n: str
    detectable: str
    reference: str


@dataclass(frozen=True)
class GlanceLevel:
    """The outcomes of one level; ``why`` says what is missing."""

    level: str
    rows: tuple[Glance, ...]
    why: str


def glance_of(found: Found) -> list[GlanceLevel]:
    """Return everything at a glance, level by level."""
    outcomes = {one.key: one for one in found.outcomes}
    return [
        GlanceLevel(
            result_levels.level_name(level.level),
            tuple(_glance(one, outcomes[one.outcome.key]) for one in level.outcomes),
            said(level.why) if level.why is not None else "",
        )
        for level in found.levels
    ]


def _glance(one: OutcomeResult, found: OutcomeEvaluation) -> Glance:
    change = one.changed.last if one.changed is not None else None
    once = one.once
    if change is None or change.paired is None:
        n = once.answered if once is not None else change.n if change is not None else 0
        mean = written(once.mean) if once is not None else NOTHING
        facts = (count_of(n), NOTHING, mean, NOTHING)
    else:
        paired = change.paired
        moved = Number(
            "", "", paired.change.difference, change.n, paired.change.low, paired.change.high, Unit.CHANGE
        )
        facts = (count_of(change.n), written(paired.mean_before), written(paired.mean_after), _whole(moved))
    effect, n_effect = _effect(found)
    return Glance(
        one.outcome.key,
        one.outcome.title,
        *facts,
        effect,
        n_effect,
        _detectable(change),
        _reference(one, change),
    )


def _whole(one: Number) -> str:
    if one.low is None or one.high is None:
        return one.text
    return _("%(value)s (%(interval)s)") % {"value": one.text, "interval": one.interval}


def _effect(found: OutcomeEvaluation) -> tuple[str, str]:
    if isinstance(found.effect, Message):
        return NOTHING, NOTHING
    way = next((one for one in found.effect.ways if one.key is found.rests_on), None)
    if way is None or way.value is None:
        return NOTHING, NOTHING
    n = way.n_programme + way.n_comparison
    return _whole(Number("", "", way.value, n, way.low, way.high, Unit.CHANGE)), count_of(n)


def _detectable(change: Change | None) -> str:
    if change is None or change.detectable is None:
        return NOTHING
    return written(change.detectable.points)


def _reference(one: OutcomeResult, change: Change | None) -> str:
    """Return the change in per cent beside what others found."""
    from_others = [
        each
        for each in references_for(one.outcome.level, Measure.PERCENT)
        if change is not None and change.paired is not None
    ]
    if not from_others or change is None or change.paired is None:
        return NOTHING
    own = result_levels.percent_of(change.paired)
    facts = {"here": whole_percent(own), "theirs": whole_percent(from_others[0].value)}
    return _("%(here)s %%; others found %(theirs)s %%") % facts


def whole_percent(value: float | None) -> str:
    """Return a change in whole per cent, with its sign."""
    return signed(value, 0, language())


def money_at_a_glance(found: Found) -> list[str]:
    """Say in a few sentences what one costs and what came back."""
    if isinstance(found.money, Message):
        return [said(found.money)]
    spent, lines = found.money, []
    currency = spent.total.currency
    lines.append(_("All costs: %(amount)s.") % {"amount": money(spent.total.counted, currency)})
    lines += _costs_of_one(spent)
    back = spent.returned
    if isinstance(back, Message):
        return lines
    if back.returned is None:
        return [*lines, *told(back.messages)]
    ratio = written(back.returned.ratio)
    return [
        *lines,
        _("Benefits for each unit of costs: %(ratio)s, as they were declared.") % {"ratio": ratio},
    ]


def _costs_of_one(spent: Spending) -> list[str]:
    lines = []
    for one in spent.people:
        if one.value is None or one.per is Per.HOUR:
            continue
        facts = (one.value, one.n, one.low, one.high, Unit.MONEY, spent.total.currency)
        number = Number("", str(result_money.PER[one.per]), *facts)
        text = _("%(name)s: %(value)s (%(n)s people).")
        lines.append(text % {"name": number.name, "value": _whole(number), "n": number.people})
    return lines


@dataclass(frozen=True)
class Compared:
    """One outcome, or one number of the whole, in two versions."""

    name: str
    earlier: str
    later: str
    differs: bool


def compared(earlier: Found, later: Found) -> list[Compared]:
    """Return what two versions say, side by side."""
    rows = []
    for name, texts in _said_by(earlier, later).items():
        rows.append(Compared(name, texts[0], texts[1], texts[0] != texts[1]))
    return rows


def _said_by(earlier: Found, later: Found) -> Mapping[str, tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for place, one in enumerate((earlier, later)):
        for name, text in _facts(one):
            found.setdefault(name, [NOTHING, NOTHING])[place] = text
    return {name: (texts[0], texts[1]) for name, texts in found.items()}


def _facts(found: Found) -> list[tuple[str, str]]:
    facts = [
        (_("People who took part"), count_of(found.size.programme)),
        (_("People they are compared with"), count_of(found.size.comparison)),
    ]
    for one in conclusions_of(found):
        name = one.title or _("The whole")
        facts.append((_("%(outcome)s: what can be concluded") % {"outcome": name}, one.grade))
    for level in glance_of(found):
        for row in level.rows:
            values = {"outcome": row.title}
            facts += [
                (_("%(outcome)s: people who answered both times") % values, row.n),
                (_("%(outcome)s: change") % values, row.change),
                (_("%(outcome)s: those who took part less the others") % values, row.effect),
            ]
    if isinstance(found.money, Spending):
        total = found.money.total
        facts.append((_("Costs"), money(total.counted, total.currency)))
    return facts


def hidden_note() -> str:
    """Say whom nothing shows."""
    return _("Groups of fewer than %(fewest)d people are not shown, so that nobody can be recognised.") % {
        "fewest": FEWEST_SHOWN
    }


def title_of(whole: Evaluation, result: Result) -> str:
    """Return by what name a version goes out."""
    return _("%(evaluation)s, version %(number)d") % {"evaluation": whole.title, "number": result.number}
