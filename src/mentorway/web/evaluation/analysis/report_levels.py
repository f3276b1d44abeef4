"""The part of a report about what changed, by the four levels of Kirkpatrick."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.evaluating.changes import Change, Changed
from mentorway.evaluating.levels import LevelResult, Once, OutcomeResult
from mentorway.evaluating.shifts import Shifted
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.figures import NOTHING
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.blocks import count_of as count
from mentorway.web.evaluation.analysis.report_chart import chart
from mentorway.web.evaluation.analysis.report_parts import (
    Part,
    between,
    heading,
    number,
    quiet,
    remark,
    sentences,
    share,
    signed,
    table,
    text,
)
from mentorway.web.evaluation.analysis.result_levels import name_of_follow_up
from mentorway.web.evaluation.models import Asking
from mentorway.web.methodology.models import Level
from mentorway.wording import Message

Words = Mapping[str, str]


def the_four_levels(found: Found, words: Words) -> Iterator[Part]:
    """Yield what changed, level by level."""
    yield heading(1, _("What changed, level by level"))
    percent = share(found.confidence)
    yield quiet(
        _("Numbers in brackets are %(percent)s intervals: what fits the answers besides the number itself.")
        % {"percent": percent}
    )
    yield from chart(found)
    for level in found.levels:
        yield heading(2, str(Level(level.level.value).label))
        if level.why is not None:
            yield text(said(level.why))
        yield from _changes(level)
        for one in level.outcomes:
            yield from _about(one)
    yield from remark(words.get("levels", ""), _("What we make of what changed"))


def _changes(level: LevelResult) -> Iterator[Part]:
    rows = [row for one in level.outcomes if one.changed for row in _change_rows(one.changed)]
    if rows:
        heads = [
            _("Outcome"),
            _("People"),
            _("Mean before"),
            _("Mean after"),
            pgettext("of scores", "Change"),
            _("Interval"),
            _("In standard deviations"),
        ]
        caption = _("%(level)s: change of the same people, in points")
        yield table(caption % {"level": Level(level.level.value).label}, heads, rows)


def _change_rows(one: Changed) -> Iterator[list[str]]:
    """Yield the change after the programme, and to the follow-up without means, which could tell of one."""
    title, paired = one.outcome.title, one.after.paired
    if paired is None:
        yield [title, count(one.after.n), *[NOTHING] * 5]
    else:
        low, high, value = paired.change.low, paired.change.high, paired.change.difference
        if one.after.across is not None:
            low, high, value = one.after.across.low, one.after.across.high, one.after.across.value
        yield [
            title,
            count(one.after.n),
            number(paired.mean_before),
            number(paired.mean_after),
            signed(value),
            between(low, high, write=signed),
            signed(paired.g_av.value),
        ]
    if not one.follow_ups:
        yield from _later_row(_("%(outcome)s, some months later") % {"outcome": title}, one.follow_up)
    for each in one.follow_ups:
        facts = {"outcome": title, "follow_up": name_of_follow_up(each)}
        yield from _later_row(_("%(outcome)s, %(follow_up)s") % facts, each.change)


def _later_row(name: str, change: Change) -> Iterator[list[str]]:
    """Yield the change to a follow-up, if there is one."""
    later, reached = change.paired, change.across
    if later is None:
        return
    value, low, high = later.change.difference, later.change.low, later.change.high
    if reached is not None:
        value, low, high = reached.value, reached.low, reached.high
    size, ends = signed(later.g_av.value), between(low, high, write=signed)
    yield [name, count(change.n), NOTHING, NOTHING, signed(value), ends, size]


def _about(one: OutcomeResult) -> Iterator[Part]:
    told: list[Message] = []
    if one.once is not None:
        yield from _once(one, one.once)
    if one.changed is not None:
        told += [one.changed.after.why] if one.changed.after.why else []
        told += [each.why for each in one.changed.follow_ups if each.why is not None]
        told += one.changed.cautions
        yield from _reliably(one.changed)
    if isinstance(one.shifted, Shifted) and one.shifted.moved:
        told.append(one.shifted.sentence)
    elif isinstance(one.shifted, Message):
        told.append(one.shifted)
    yield from sentences(told)


def _once(one: OutcomeResult, once: Once) -> Iterator[Part]:
    wave = str(Asking(once.wave.value).label)
    if once.mean is None:
        said_why = f" {said(once.why)}" if once.why else ""
        yield text(f"{one.outcome.title}.{said_why}")
        return
    rows = [[one.outcome.title, count(once.answered), number(once.mean), between(once.low, once.high)]]
    heads = [_("Outcome"), _("People"), _("Mean"), _("Interval")]
    yield table(f"{_('Asked once')}: {wave}", heads, rows)
    if once.share is not None:
        values = {
            "share": share(once.share.value),
            "low": share(once.share.low),
            "high": share(once.share.high),
        }
        yield text(_("%(share)s are at the middle of the scale or better (%(low)s to %(high)s).") % values)
    elif once.why is not None:
        yield text(said(once.why))


def _reliably(one: Changed) -> Iterator[Part]:
    """Yield how many people changed beyond the error of the scale."""
    if isinstance(one.reliable, Message):
        return
    names = {
        "better": pgettext("reliable change", "better"),
        "same": pgettext("reliable change", "no reliable change"),
        "worse": pgettext("reliable change", "worse"),
    }
    rows = [
        [" / ".join(names[kind.value] for kind in cell.kinds), count(cell.people)]
        for cell in one.reliable.cells
    ]
    if rows:
        caption = _("%(outcome)s: people who changed beyond the error of the scale")
        yield table(
            caption % {"outcome": one.outcome.title}, [pgettext("of scores", "Change"), _("People")], rows
        )
    if one.reliable.why is not None:
        yield quiet(said(one.reliable.why))
