"""The parts of a report about people: who took part, what can be concluded, why, and who was lost."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from mentorway.evaluating.changes import Changed
from mentorway.evaluating.effects import SideBySide
from mentorway.evaluating.levels import Groups
from mentorway.evaluating.losing import Lost
from mentorway.evaluating.overall import Conclusion, Grade
from mentorway.evaluating.people import Arm
from mentorway.evaluating.what_if import Row
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.evaluating.whole import OutcomeEvaluation
from mentorway.figures import NOTHING
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.blocks import count_of as count
from mentorway.web.evaluation.analysis.decisions import GRADES, people_behind
from mentorway.web.evaluation.analysis.report_parts import (
    Part,
    between,
    heading,
    human,
    lead,
    number,
    quiet,
    remark,
    sentences,
    share,
    signed,
    table,
    text,
)
from mentorway.web.evaluation.analysis.result_parts import pilots_apart
from mentorway.web.evaluation.models import Asking
from mentorway.web.network.models import Country
from mentorway.wording import Message

Words = Mapping[str, str]


def who_took_part(found: Found) -> Iterator[Part]:
    """Yield how many there were, and how many of them answered when."""
    yield heading(1, _("Who took part"))
    yield text(_size(found))
    changed = [one.changed for level in found.levels for one in level.outcomes if one.changed]
    if changed:
        yield _flow(found, changed)
        yield quiet(
            _("Those who took the programme, outcome by outcome: how many of them were asked and answered.")
        )
    yield from sentences(found.messages)


def _size(found: Found) -> str:
    size = found.size
    took = ngettext(
        "%(count)d person took the programme.", "%(count)d people took the programme.", size.programme
    )
    others = ngettext(
        "%(count)d other person did not, and is compared with them.",
        "%(count)d others did not, and are compared with them.",
        size.comparison,
    )
    pilots = ngettext("There was %(count)d pilot", "There were %(count)d pilots", size.pilots)
    countries = ngettext("in %(count)d country.", "in %(count)d countries.", size.countries)
    alone = _("Nobody else is compared with them.")
    return " ".join(
        [
            took % {"count": size.programme},
            others % {"count": size.comparison} if size.comparison else alone,
            pilots % {"count": size.pilots},
            countries % {"count": size.countries},
        ]
    )


def _flow(found: Found, changed: list[Changed]) -> Part:
    heads = [_("Outcome"), _("Took part"), *(str(one.label) for one in Asking)]
    rows = []
    for one in changed:
        answered = {each.wave.value: each.answered for each in one.asked}
        rows.append(
            [
                one.outcome.title,
                count(found.size.programme),
                *(count(answered.get(asking)) for asking in Asking.values),
            ]
        )
    return table(_("Who answered when"), heads, rows)


def what_can_be_concluded(found: Found, words: Words) -> Iterator[Part]:
    """Yield every conclusion with its grade, what it rests on, what weakens it, and what would help."""
    yield heading(1, _("What can be concluded"))
    rows = [
        [_title(one), str(GRADES[one.grade]), count(people_behind(found, one))] for one in found.conclusions
    ]
    yield table(_("Conclusions"), [_("Outcome"), pgettext("evidence", "Grade"), _("People")], rows, texts=2)
    if apart := pilots_apart(found):
        yield text(apart)
    for one in found.conclusions:
        if one.outcome is not None:
            yield from _one_conclusion(one)
    yield table(
        _("What the grades mean"), [pgettext("evidence", "Grade"), _("What it means")], _meanings(), texts=2
    )
    yield human(words.get("conclusions", ""), _("What we make of the conclusions"))


def _title(one: Conclusion) -> str:
    return one.outcome.title if one.outcome else _("The programme as a whole")


def _one_conclusion(one: Conclusion) -> Iterator[Part]:
    yield heading(2, f"{_title(one)}: {GRADES[one.grade]}")
    yield text(said(one.sentence))
    yield from sentences(one.reasons)
    if one.next_step is not None:
        yield quiet(_("To know more: %(step)s") % {"step": said(one.next_step)})


def _meanings() -> list[list[str]]:
    meant = {
        Grade.SHOWN: _(
            "Those who took part did otherwise than others, beyond chance, and nothing weakens it."
        ),
        Grade.SUGGESTED: _("Something changed beyond chance, but other causes than the programme remain."),
        Grade.NOT_SHOWN: _(
            "Chance can explain it, or too much weakens it. It does not say that nothing changed."
        ),
        Grade.CANNOT_BE_SAID: _("Too few people answered, or nobody was asked at the time that it takes."),
    }
    return [[str(GRADES[grade]), meaning] for grade, meaning in meant.items()]


def did_the_programme_do_it(found: Found, words: Words) -> Iterator[Part]:
    """Yield the ways in which those who took part are compared with others, side by side."""
    yield heading(1, _("Did the programme do it?"))
    if not found.size.comparison:
        yield lead(
            _(
                "That cannot be said: nobody else was asked at the same times. Time, other events and being "
                "asked twice change people too."
            )
        )
        return
    assumed: set[str] = set()
    for one in found.outcomes:
        title = _titles(found).get(one.key, one.key)
        yield heading(2, title)
        if isinstance(one.effect, Message):
            yield text(said(one.effect))
            continue
        yield from _ways(one, one.effect, title)
        yield from _assumptions(one, one.effect, assumed)
    yield human(words.get("effect", ""), _("What else may have changed people"))


def _ways(one: OutcomeEvaluation, effect: SideBySide, title: str) -> Iterator[Part]:
    heads = [_("Way"), _("Took part"), pgettext("people", "Others"), _("Difference in points"), _("Interval")]
    rows = [
        [
            said(way.title) + (f" ({_('the conclusion rests on it')})" if way.key is one.rests_on else ""),
            count(way.n_programme),
            count(way.n_comparison),
            signed(way.value),
            between(way.low, way.high, write=signed),
        ]
        for way in effect.ways
    ]
    yield table(_("%(outcome)s: those who took part less the others") % {"outcome": title}, heads, rows)
    yield text(said(effect.agree))
    if isinstance(effect.detectable, Message):
        yield text(said(effect.detectable))


def _assumptions(one: OutcomeEvaluation, effect: SideBySide, assumed: set[str]) -> Iterator[Part]:
    """Yield what has to be true for the conclusion, in full only once for each way."""
    resting = effect.of(one.rests_on) if one.rests_on else None
    if resting is not None and resting.key in assumed:
        yield quiet(_("The conclusion holds only if the same is true as above."))
    elif resting is not None:
        assumed.add(resting.key)
        yield quiet(_("The conclusion holds only if all of this is true:"))
        yield from sentences(resting.assumptions)
    yield from sentences([*effect.cautions, *(resting.cautions if resting else ())])


def who_was_lost(found: Found, words: Words) -> Iterator[Part]:
    """Yield who did not answer at the end, and whether that could change the conclusion."""
    yield heading(1, _("Who was lost"))
    said_before: set[str] = set()
    for one in found.outcomes:
        title = _titles(found).get(one.key, one.key)
        if isinstance(one.lost, Message):
            why = said(one.lost)
            if why not in said_before:
                said_before.add(why)
                yield text(why)
            continue
        yield heading(2, title)
        yield from _lost(one.lost, title)
    yield from remark(words.get("loss", ""), _("Why people may have been lost"))


def _lost(one: Lost, title: str) -> Iterator[Part]:
    arms = {Arm.PROGRAMME: _("Took part"), Arm.COMPARISON: pgettext("people", "Others")}
    rows = [[arms[arm.arm], count(arm.began), count(arm.stayed), share(arm.share)] for arm in one.arms]
    heads = [
        pgettext("people", "Who"),
        _("Answered at the start"),
        _("Of them also at the end"),
        pgettext("people", "Lost"),
    ]
    yield table(_("%(outcome)s: who was lost") % {"outcome": title}, heads, rows)
    for what in (one.change, one.effect):
        if isinstance(what, Message):
            continue
        caption = f"{title}: {said(what.title)}"
        yield table(
            caption,
            [pgettext("supposition", "If"), _("People"), pgettext("of scores", "Points"), _("Interval")],
            [_if(row) for row in what.rows],
        )
        yield text(said(what.holds))
        if not isinstance(what.tipping, Message):
            yield text(said(what.tipping.sentence))
    yield from sentences(one.sentences)


def _if(row: Row) -> list[str]:
    return [said(row.title), count(row.n), signed(row.value), between(row.low, row.high, write=signed)]


def what_mentees_see(found: Found, words: Words) -> Iterator[Part]:
    """Yield people's own view beside that of their mentees."""
    yield heading(1, _("What mentees see"))
    rows, told = [], []
    for one in found.outcomes:
        dyads = one.others
        if isinstance(dyads, Message):
            told.append(dyads)
            continue
        rows.append(
            [
                dyads.outcome.title,
                count(dyads.n),
                number(dyads.own),
                number(dyads.others),
                signed(dyads.difference),
                between(dyads.low, dyads.high, write=signed),
            ]
        )
        told += [dyads.sentence, *dyads.cautions]
    if rows:
        heads = [
            _("Outcome"),
            _("Mentors"),
            _("Own view"),
            _("Mentees' view"),
            _("Difference"),
            _("Interval"),
        ]
        yield table(_("Mentors' own view beside that of their mentees, in points"), heads, rows)
    yield from sentences(told)
    if not rows and not told:
        yield text(_("Mentees were not asked."))
    yield from remark(words.get("others", ""), _("What we make of what mentees see"))


def by_pilot_and_country(found: Found, words: Words) -> Iterator[Part]:
    """Yield pilots side by side, and countries only where a comparison licenses it."""
    yield heading(1, _("By pilot and country"))
    titles = _titles(found)
    told: list[str] = []
    for one in found.outcomes:
        title = titles.get(one.key, one.key)
        if found.size.pilots > 1 and one.by_pilot.groups:
            caption = _("%(outcome)s: change in points, pilot by pilot")
            yield from _groups(one.by_pilot, caption % {"outcome": title}, _("Pilot"))
        if one.by_country.groups:
            caption = _("%(outcome)s: change in points, country by country")
            yield from _groups(one.by_country, caption % {"outcome": title}, _("Country"))
        elif one.by_country.why is not None:
            told.append(f"{title}: {said(one.by_country.why)}")
    if told:
        yield {"kind": "list", "rows": told}
    yield quiet(_("Countries side by side are no ranking: their pilots, people and circumstances differ."))
    yield from remark(words.get("groups", ""), _("What we make of pilots and countries"))


def _groups(groups: Groups, caption: str, called: str) -> Iterator[Part]:
    rows = []
    for one in groups.groups:
        paired = one.change.paired if one.change else None
        label = str(Country(one.label).label) if one.label in Country.values else one.label
        if one.change is None or paired is None:
            rows.append([label, NOTHING, NOTHING, NOTHING])
            continue
        t = paired.change
        rows.append([label, count(one.change.n), signed(t.difference), between(t.low, t.high, write=signed)])
    heads = [called, _("People"), pgettext("of scores", "Change"), _("Interval")]
    yield table(caption, heads, rows)
    if any(one.change is None for one in groups.groups):
        yield quiet(_("A dash: fewer than 5 people, or another group could be reckoned from it."))


def _titles(found: Found) -> dict[str, str]:
    return {one.outcome.key: one.outcome.title for level in found.levels for one in level.outcomes}
