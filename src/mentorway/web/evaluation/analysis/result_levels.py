"""What changed, level by level, as blocks that pages and files show. Nothing is computed here."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorway.evaluating.changes import Answered, Change, Changed, FollowUp
from mentorway.evaluating.counting import Counts, Kind
from mentorway.evaluating.levels import LevelResult, Once, OutcomeResult
from mentorway.evaluating.people import Level, Wave
from mentorway.evaluating.references import REFERENCES, Reference, references_for
from mentorway.evaluating.references import Unit as Measure
from mentorway.evaluating.shifts import Shifted
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.evidence.effectiveness.paired_change import PairedChange
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.blocks import (
    Block,
    Detail,
    Grid,
    Number,
    Section,
    Unit,
    count_of,
    told,
    without,
    written,
)
from mentorway.web.methodology.models import Level as LevelName
from mentorway.wording import Message

HUNDRED: Final = 100
WAVES: Final = {
    Wave.BEFORE: gettext_lazy("Before the programme"),
    Wave.THEN: gettext_lazy("Afterwards, about the time before"),
    Wave.AFTER: gettext_lazy("After the programme"),
    Wave.FOLLOW_UP: gettext_lazy("Some months later"),
}
SCALE: Final = gettext_lazy("The scale, and who answered")
KINDS: Final = {
    Kind.BETTER: gettext_lazy("reliably better"),
    Kind.SAME: gettext_lazy("no reliable change"),
    Kind.WORSE: gettext_lazy("reliably worse"),
}


def levels_of(found: Found) -> list[Section]:
    """Return what changed, level by level."""
    return [_level(one) for one in found.levels]


def _level(level: LevelResult) -> Section:
    blocks = [block for one in level.outcomes for block in _outcome(one)]
    if level.why is not None and not blocks:
        blocks = [without("none", "", level.why)]
    return Section(level.level.value, level_name(level.level), tuple(blocks))


def level_name(level: Level) -> str:
    """Return what a level is called, with its number."""
    return str(LevelName(level.value).label)


def _outcome(one: OutcomeResult) -> Iterator[Block]:
    key, title = one.outcome.key, one.outcome.title
    if one.once is not None:
        yield _once(one.once, key, title)
    if one.changed is not None:
        yield _changed(one.changed, key, title)
    if isinstance(one.shifted, Shifted):
        yield _shifted(one.shifted, key, title)
    elif isinstance(one.shifted, Message):
        yield without(f"{key}.shift", _shift_title(title), one.shifted)


def _once(once: Once, key: str, title: str) -> Block:
    mean = Number(f"{key}.once.mean", _("Mean score"), once.mean, once.answered, once.low, once.high)
    share = once.share
    numbers = [mean]
    if share is not None:
        name = _("Share at the middle of the scale or better")
        facts = (share.value, share.n, share.low, share.high, Unit.SHARE)
        numbers.append(Number(f"{key}.once.share", name, *facts))
    return Block(
        f"{key}.once",
        title,
        sentences=(_("Nobody was asked before, so this is how it is, not how it changed."),),
        numbers=tuple(numbers) if once.mean is not None else (),
        cautions=told([once.why]),
        details=(_answered_detail([Answered(once.wave, once.asked, once.answered)]),),
    )


def _answered_detail(asked: Sequence[Answered], follow_ups: Sequence[FollowUp] = ()) -> Detail:
    rows = [(str(WAVES[one.wave]), one) for one in asked if not follow_ups or one.wave is not Wave.FOLLOW_UP]
    rows += [(said(one.name), one.answered) for one in follow_ups]
    lines = [
        _("%(wave)s: %(answered)s of %(asked)s people answered.")
        % {"wave": name, "answered": count_of(one.answered), "asked": count_of(one.asked)}
        for name, one in rows
        if one.asked
    ]
    return Detail(_("How many answered"), tuple(lines))


def _changed(changed: Changed, key: str, title: str) -> Block:
    last = changed.last
    sentences = told([] if last.why is None else [last.why])
    numbers = [*_of_change(changed.after, f"{key}.after")]
    if not changed.follow_ups:
        numbers += [*_of_change(changed.follow_up, f"{key}.follow_up")]
    for one in changed.follow_ups:
        place = "follow_up" if one.is_main else f"others.{one.key}"
        numbers += [*_of_change(one.change, f"{key}.{place}", name_of_follow_up(one))]
    for name, share, place in (
        (_("Share with the worst score before"), changed.ends.worst, "floor"),
        (_("Share with the best score before"), changed.ends.best, "ceiling"),
        (_("Share lost: answered before and not after"), changed.lost, "lost"),
    ):
        if share is not None and last.paired is not None:
            numbers.append(Number(f"{key}.{place}", name, share, unit=Unit.SHARE, group=str(SCALE)))
    grids, why = _reliable(changed.reliable)
    sentences += told_of_main(changed)
    details = [_answered_detail(changed.asked, changed.follow_ups), *_references(changed)]
    follow_up = [changed.follow_up.why] if changed.follow_up.why is not last.why else []
    follow_up += [one.change.why for one in changed.follow_ups if not one.is_main]
    cautions = told([*changed.cautions, *why, *follow_up])
    return Block(key, title, sentences, tuple(numbers), grids, cautions, tuple(details))


def name_of_follow_up(one: FollowUp) -> str:
    """Return how a follow-up among several is called, and whether it is the one that counts."""
    name = said(one.name)
    return _("%(follow_up)s, the follow-up that counts") % {"follow_up": name} if one.is_main else name


def told_of_main(changed: Changed) -> tuple[str, ...]:
    """Return which of several follow-ups counts, and by what."""
    return tuple(
        f"{_('Follow-up that counts: %(follow_up)s.') % {'follow_up': said(one.name)}} {said(one.why)}"
        for one in changed.follow_ups
        if one.is_main and one.why is not None
    )


def _of_change(change: Change, key: str, name: str = "") -> Iterator[Number]:
    """Yield the numbers of a change, as one group, since the same names come again for each wave."""
    wave = name or str(WAVES[change.later])
    yield from (replace(one, group=wave) for one in _numbers_of(change, key, wave))


def _numbers_of(change: Change, key: str, wave: str) -> Iterator[Number]:
    paired, n = change.paired, change.n
    if paired is None:
        return
    if not math.isnan(paired.mean_before):  # not a number where it would give somebody away
        before = _("Mean before, of those who answered: %(wave)s") % {"wave": wave}
        yield Number(f"{key}.mean_before", before, paired.mean_before, n)
        yield Number(f"{key}.mean_later", _("Mean: %(wave)s") % {"wave": wave}, paired.mean_after, n)
        yield Number(f"{key}.sd_before", _("Standard deviation before"), paired.sd_before, n)
    yield change_number(f"{key}.change", _("Change: %(wave)s") % {"wave": wave}, paired, change.p)
    yield _size_number(f"{key}.size", paired)
    across = change.across
    if across is not None:
        yield Number(
            f"{key}.across",
            _("Change, with pilots as a sample of more pilots"),
            across.value,
            n,
            across.low,
            across.high,
            Unit.CHANGE,
            p=across.p,
        )
    if change.detectable is not None:
        name = _("Smallest true change that so many people would show four times in five")
        yield Number(f"{key}.detectable", name, change.detectable.points, n)


def change_number(key: str, name: str, paired: PairedChange, p: float | None) -> Number:
    change = paired.change
    facts = (change.difference, paired.n, change.low, change.high, Unit.CHANGE)
    return Number(key, name, *facts, p=p)


def _size_number(key: str, paired: PairedChange) -> Number:
    size = paired.g_av
    name = _("Change in standard deviations (Hedges' g)")
    return Number(key, name, size.value, paired.n, size.low, size.high, Unit.SD)


def _reliable(counts: Counts | Message) -> tuple[tuple[Grid, ...], tuple[Message | None, ...]]:
    if isinstance(counts, Message):
        return (), (counts,)
    why = (counts.why, *counts.cautions)
    if not counts.cells:
        return (), why
    rows = tuple(
        (
            " + ".join(str(KINDS[kind]) for kind in cell.kinds),
            count_of(cell.people),
            written(cell.people / counts.n, Unit.SHARE),
        )
        for cell in counts.cells
    )
    title = _("People who changed by more than the error of the scale (%(points)s points or more)")
    head = (_("Kind of change"), _("People"), _("Share"))
    return (Grid(title % {"points": written(counts.needed)}, head, rows),), why


def _references(changed: Changed) -> Iterator[Detail]:
    """What others found, beside what was found here."""
    paired = changed.last.paired
    if paired is None:
        return
    lines: list[str] = []
    own = percent_of(paired)
    for measure, here in ((Measure.PERCENT, own), (Measure.SD, paired.g_av.value)):
        for one in references_for(changed.outcome.level, measure):
            lines += _reference(one, here)
    if lines:
        yield Detail(_("What others found"), tuple(lines))


def percent_of(paired: PairedChange) -> float | None:
    """Return a change in per cent of the mean before; None where that is not known or not above 0."""
    if not paired.mean_before > 0:
        return None
    return HUNDRED * paired.change.difference / paired.mean_before


def _reference(one: Reference, here: float | None) -> Iterator[str]:
    unit = {Measure.PERCENT: _("percent of the mean before"), Measure.SD: _("standard deviations")}
    facts = {
        "what": said(one.text),
        "theirs": written(one.value, Unit.CHANGE),
        "here": written(here, Unit.CHANGE),
        "unit": unit[one.unit],
    }
    yield _("%(what)s: %(theirs)s %(unit)s; here %(here)s.") % facts
    yield _("Source: %(source)s") % {"source": said(one.source)}
    if one.caution is not None:
        yield said(one.caution)


def references_of_programme() -> Detail:
    """Return published figures about programmes themselves."""
    lines = [
        line
        for one in REFERENCES
        if one.level is None
        for line in (
            f"{said(one.text)}: {written(one.value, Unit.HOURS)}",
            _("Source: %(source)s") % {"source": said(one.source)},
            *told([one.caution]),
        )
    ]
    return Detail(_("What others found"), tuple(lines))


def _shift_title(title: str) -> str:
    return _("%(outcome)s: did people's own yardstick move?") % {"outcome": title}


def _shifted(found: Shifted, key: str, title: str) -> Block:
    shift = found.found
    names = (_("Then, as seen afterwards, less before"), _("After less before"), _("After less then"))
    parts = (shift.recalibration, shift.conventional, shift.adjusted)
    keys = ("recalibration", "conventional", "adjusted")
    numbers = tuple(
        change_number(f"{key}.shift.{place}", name, paired, p)
        for place, name, paired, p in zip(keys, names, parts, found.p, strict=True)
    )
    return Block(f"{key}.shift", _shift_title(title), told([found.sentence]), numbers)
