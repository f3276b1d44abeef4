"""What the programme did, who was lost, what mentees see, and groups, as blocks. Nothing is computed here."""

import math
from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from mentorway.evaluating.dyads import Dyads
from mentorway.evaluating.effects import Way
from mentorway.evaluating.levels import Groups
from mentorway.evaluating.losing import Lost, WhatIf
from mentorway.evaluating.people import Arm
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.evaluating.whole import OutcomeEvaluation
from mentorway.evidence.psychometrics.concordance import Concordance
from mentorway.evidence.psychometrics.icc import Correlation
from mentorway.evidence.psychometrics.limits_of_agreement import Limits
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.blocks import (
    Block,
    Detail,
    Grid,
    Number,
    Section,
    Unit,
    count_of,
    kept_blocks,
    told,
    without,
    written,
)
from mentorway.web.evaluation.analysis.result_levels import change_number
from mentorway.web.network.models import Country
from mentorway.wording import Message

CHANCE: Final = 0.05  # how rare a difference by chance has to be to be named
ARMS: Final = {
    Arm.PROGRAMME: gettext_lazy("Those who took part"),
    Arm.COMPARISON: gettext_lazy("Those they are compared with"),
}


def effects_of(found: Found) -> list[Section]:
    """Return what those who took part did beyond the others, outcome by outcome."""
    titles = titles_of(found)
    return [Section(one.key, titles[one.key], _effect(one)) for one in found.outcomes]


def titles_of(found: Found) -> dict[str, str]:
    """Return what each outcome is called, by its key."""
    return {one.outcome.key: one.outcome.title for level in found.levels for one in level.outcomes}


def _effect(one: OutcomeEvaluation) -> tuple[Block, ...]:
    effect = one.effect
    if isinstance(effect, Message):
        return (without(f"{one.key}.effect", "", effect),)
    numbers = [number for way in effect.ways for number in _way(way, f"{one.key}.{way.key.value}")]
    power = effect.detectable
    if not isinstance(power, Message) and power.points is not None:
        name = _("Smallest true difference that so many people would show four times in five")
        n = power.n_programme + power.n_comparison
        numbers.append(Number(f"{one.key}.effect.detectable", name, power.points, n))
    rests = next((way for way in effect.ways if way.key is one.rests_on), None)
    sentences = [effect.agree, power if isinstance(power, Message) else power.sentence]
    more = []
    if rests is not None:
        more.append(_("The conclusion rests on: %(way)s.") % {"way": said(rests.title)})
    return (
        Block(
            f"{one.key}.effect",
            _("Those who took part less the others"),
            sentences=(*told(sentences), *more),
            numbers=tuple(numbers),
            cautions=told([*effect.cautions, *(way.why_not for way in effect.ways)]),
            details=tuple(_assumed(way) for way in effect.ways),
        ),
    )


def _way(way: Way, key: str) -> Iterator[Number]:
    if way.value is None:
        return
    n, name = way.n_programme + way.n_comparison, said(way.title)
    yield Number(f"{key}.effect", name, way.value, n, way.low, way.high, Unit.CHANGE, p=way.p)
    if way.g is not None:
        standard = _("%(way)s, in standard deviations") % {"way": name}
        yield Number(f"{key}.size", standard, way.g, n, way.g_low, way.g_high, Unit.SD)


def _assumed(way: Way) -> Detail:
    sizes = _("People: %(programme)s who took part, %(comparison)s others.") % {
        "programme": count_of(way.n_programme),
        "comparison": count_of(way.n_comparison),
    }
    title = _("What has to be true: %(way)s") % {"way": said(way.title)}
    return Detail(title, (sizes, *told(way.assumptions), *told(way.cautions)))


def losses_of(found: Found) -> list[Section]:
    """Return who was lost on the way, outcome by outcome."""
    titles = titles_of(found)
    return [Section(one.key, titles[one.key], _lost(one.key, one.lost)) for one in found.outcomes]


def _lost(key: str, lost: Lost | Message) -> tuple[Block, ...]:
    if isinstance(lost, Message):
        return (without(f"{key}.lost", "", lost),)
    numbers = [
        Number(f"{key}.lost.{one.arm.value}", str(ARMS[one.arm]), one.share, one.began, unit=Unit.SHARE)
        for one in lost.arms
    ]
    if lost.differential is not None:
        gap = lost.differential
        name = _("Share lost of those who took part less that of the others")
        n = gap.first.n + gap.second.n
        facts = (gap.value, n, gap.low, gap.high, Unit.SHARE)
        numbers.append(Number(f"{key}.lost.differential", name, *facts))
    began = _("Shares are of those who answered before and did not answer after.")
    shares = Block(
        f"{key}.lost", _("Shares lost"), (*told(lost.sentences), began), tuple(numbers), _unlike(lost)
    )
    parts = (lost.change, "change"), (lost.effect, "effect")
    return (shares, *(_what_if(one, f"{key}.{place}") for one, place in parts))


def _unlike(lost: Lost) -> tuple[Grid, ...]:
    if isinstance(lost.unlike, Message) or not lost.unlike:
        return ()
    head = (
        _("What"),
        _("Those who stayed less those who left, in standard deviations"),
        _("Stayed"),
        _("Left"),
    )
    rows = tuple(
        (one.name, written(one.difference, Unit.SD), count_of(one.stayed), count_of(one.left))
        for one in lost.unlike
    )
    return (Grid(_("Were those who left unlike those who stayed?"), head, rows),)


def _what_if(asked: WhatIf | Message, key: str) -> Block:
    titles = {"change": _("What if those who left had answered: the change")}
    title = titles.get(key.rsplit(".", 1)[-1], _("What if those who left had answered: the difference"))
    if isinstance(asked, Message):
        return without(f"{key}.what_if", title, asked)
    numbers = tuple(
        Number(f"{key}.{row.key}", said(row.title), row.value, row.n, row.low, row.high, Unit.CHANGE)
        for row in asked.rows
        if row.value is not None
    )
    tipping = asked.tipping if isinstance(asked.tipping, Message) else asked.tipping.sentence
    whys = told([tipping, *(row.why_not for row in asked.rows)])
    return Block(f"{key}.what_if", title, told([asked.holds]), numbers, cautions=whys)


def others_of(found: Found) -> list[Section]:
    """Return whether mentees see it, outcome by outcome."""
    titles = titles_of(found)
    return [Section(one.key, titles[one.key], (_dyads(one.key, one.others),)) for one in found.outcomes]


def _dyads(key: str, dyads: Dyads | Message) -> Block:
    title = _("How people judge themselves, and how their mentees judge them")
    if isinstance(dyads, Message):
        return without(f"{key}.others", title, dyads)
    n, numbers = dyads.n, []
    if not math.isnan(dyads.own):  # not a number where it would give somebody away
        numbers.append(Number(f"{key}.others.own", _("Mean of people's own view"), dyads.own, n))
        numbers.append(Number(f"{key}.others.mentees", _("Mean of their mentees' view"), dyads.others, n))
    facts = (dyads.difference, n, dyads.low, dyads.high, Unit.CHANGE)
    numbers.append(Number(f"{key}.others.difference", _("Own view less that of mentees"), *facts, p=dyads.p))
    whys: list[Message] = [*dyads.cautions]
    for one in (dyads.concordance, dyads.icc, dyads.limits):
        if isinstance(one, Message):
            whys.append(one)
        else:
            numbers += _agreement(one, f"{key}.others", n)
    return Block(f"{key}.others", title, told([dyads.sentence]), tuple(numbers), cautions=told(whys))


def _agreement(one: Concordance | Correlation | Limits, key: str, n: int) -> list[Number]:
    if isinstance(one, Limits):
        low = _("Lower limit within which 95 of 100 differences lie")
        high = _("Upper limit within which 95 of 100 differences lie")
        lower = (one.lower, n, one.lower_low, one.lower_high, Unit.CHANGE)
        upper = (one.upper, n, one.upper_low, one.upper_high, Unit.CHANGE)
        return [Number(f"{key}.limit_low", low, *lower), Number(f"{key}.limit_high", high, *upper)]
    if isinstance(one, Concordance):
        name, place = _("Agreement of both views (Lin's concordance, 1 is full)"), "concordance"
    else:
        name, place = _("Agreement of single views (intraclass correlation, 1 is full)"), "icc"
    return [Number(f"{key}.{place}", name, one.value, n, one.low, one.high, Unit.NUMBER)]


def groups_of(found: Found) -> list[Section]:
    """Return the changes by pilot and by country, outcome by outcome."""
    titles = titles_of(found)
    return [Section(one.key, titles[one.key], _groups(one)) for one in found.outcomes]


def _groups(one: OutcomeEvaluation) -> tuple[Block, ...]:
    return kept_blocks(
        [
            _grouped(one.by_pilot, f"{one.key}.pilot", _("By pilot"), {}),
            _grouped(one.by_country, f"{one.key}.country", _("By country"), dict(Country.choices)),
        ]
    )


def _grouped(groups: Groups, key: str, title: str, names: Mapping[str, object]) -> Block:
    numbers, whys = [], []
    for one in groups.groups:
        name = str(names.get(one.label, one.label)) or pgettext("group", "not known")
        if one.change is not None and one.change.paired is not None:
            numbers.append(change_number(f"{key}.{one.label}", name, one.change.paired, one.change.p))
        if one.why is not None:
            whys.append(Message(one.why.text, {**one.why.values, "group": name}))
    licence: tuple[str, ...] = ()
    if key.endswith(".country") and groups.groups:
        licence = (_("A comparison of the answers allows countries to stand side by side here."),)
    return Block(
        key,
        title,
        sentences=(*licence, *told([groups.why]), *_differ(groups)),
        numbers=tuple(numbers),
        cautions=told(whys),
    )


def pilots_apart(found: Found) -> str:
    """Return a warning where pilots changed unlike, so that what holds for all may hold for none; else ""."""
    if not any(_is_apart(one.by_pilot) for one in found.outcomes):
        return ""
    return _(
        "The pilots changed unlike each other, more than chance explains. What is said of all of them "
        "together may not be true of each."
    )


def _is_apart(groups: Groups) -> bool:
    return groups.differ is not None and groups.differ.p is not None and groups.differ.p < CHANCE


def _differ(groups: Groups) -> Iterator[str]:
    if groups.differ is None or groups.differ.p is None:
        return
    if _is_apart(groups):
        yield _("The groups changed unlike each other, more than chance explains. That is no ranking.")
    else:
        yield _("Chance alone may have made the groups differ so much. That is no proof that they do not.")
