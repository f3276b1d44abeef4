"""The parts of a report that are no numbers: what was asked, voices, decisions, changes, method."""

from collections.abc import Iterator, Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.evaluating.people import FEWEST_SHOWN
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.figures import NOTHING
from mentorway.web.core.wording import found as message_in
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis import voices
from mentorway.web.evaluation.analysis.decisions import Concluded, concluded
from mentorway.web.evaluation.analysis.report_parts import (
    Part,
    code,
    facts,
    heading,
    human,
    items,
    quiet,
    quote,
    share,
    table,
    text,
)
from mentorway.web.evaluation.analysis.results import notes_of
from mentorway.web.evaluation.models import Asking, Decision, Others, Result
from mentorway.web.evaluation.queries import decisions as queries
from mentorway.web.methodology.models import Level

Words = Mapping[str, str]


def what_was_asked(result: Result) -> Iterator[Part]:
    """Yield the question, the pilots, who is compared with whom, and the outcomes."""
    asked, whole = result.asked, result.evaluation
    yield heading(1, _("What was asked"))
    yield text(whole.purpose or _("What the evaluation shall answer was not written down."))
    others = asked.get("others", whole.others)
    rows = [
        (_("Pilots"), ", ".join(asked.get("pilots", [])) or NOTHING),
        (_("Compared with whom"), str(Others(others).label) if others in Others.values else NOTHING),
        (_("Study that asks before and after"), asked.get("study") or NOTHING),
        (_("Asked when"), _waves(asked.get("waves", {}))),
    ]
    if asked.get("mentee_study"):
        rows.append((_("Study that asks mentees"), asked["mentee_study"]))
    yield facts(_("Pilots, studies and times"), *rows)
    outcomes = [
        [one["title"], str(Level(one["level"]).label), _("Yes") if one.get("main") else _("No")]
        for one in asked.get("outcomes", [])
    ]
    if outcomes:
        yield table(_("Outcomes"), [_("Outcome"), _("Level"), _("Main outcome")], outcomes, texts=3)


def _waves(waves: Mapping[str, str]) -> str:
    return ", ".join(str(one.label) for one in Asking if one.value in waves) or NOTHING


def in_their_own_words(result: Result, words: Words) -> Iterator[Part]:
    """Yield what several people speak of, and what those wrote who agreed to be quoted."""
    yield heading(1, _("In their own words"))
    heard = voices.all_of(result.evaluation)
    themes, quotes = voices.themes_of(heard), voices.quotes_of(heard)
    if not themes:
        yield text(_("No answers in people's own words were sorted by theme."))
    for asked in dict.fromkeys((one.speakers, one.question) for one in themes):
        those = [one for one in themes if (one.speakers, one.question) == asked]
        counted = [[one.theme, _people(one), _share(one)] for one in those]
        yield heading(2, asked[1])
        yield quiet(asked[0])
        yield table(_("What people speak of"), [_("Theme"), _("People who speak of it"), _("Share")], counted)
        for one in quotes:
            if (one.speakers, one.question) == asked:
                yield quote(one.text, ", ".join(one.themes), one.language)
    if quotes:
        yield quiet(
            _("Only those are quoted who agreed to it. Quotes stand in the language of their writers.")
        )
    if themes or words.get("voices"):
        yield human(words.get("voices", ""), _("What we hear in what people wrote"))


def _people(one: voices.ThemeCount) -> str:
    few = _("fewer than %(fewest)d") % {"fewest": FEWEST_SHOWN}
    if one.people is None or one.of is None:
        return few
    return _("%(people)d of %(all)d") % {"people": one.people, "all": one.of}


def _share(one: voices.ThemeCount) -> str:
    return NOTHING if one.people is None or not one.of else share(one.people / one.of)


def what_was_decided(result: Result) -> Iterator[Part]:
    """Yield decisions that follow from this result, and what became of earlier ones."""
    yield heading(1, _("What was decided"))
    rows = list(queries.decided_until(result))
    own = [one for one in rows if one.result_id == result.pk]
    earlier = [one for one in rows if one.result_id != result.pk]
    if own:
        known = {one.key: one for one in concluded(result)}
        heads = [_("What is recommended"), _("Because of"), _("Until"), _("State")]
        table_rows = [[one.recommendation, _because(one, known), *_until_and_state(one)] for one in own]
        yield table(_("Decisions because of this result"), heads, table_rows, texts=4)
    else:
        yield text(_("Nothing is decided yet because of this result."))
    yield heading(2, _("What became of earlier decisions"))
    if earlier:
        heads = [_("What was recommended"), _("State"), _("Done in"), _("Verified by"), _("How it came out")]
        yield table(_("Earlier decisions"), heads, [_became(one) for one in earlier], texts=5)
    else:
        yield text(_("There were no decisions because of earlier versions."))


def _because(one: Decision, known: Mapping[str, Concluded]) -> str:
    finding = known.get(one.finding)
    return f"{finding.title}: {finding.grade}" if finding else NOTHING


def _until_and_state(one: Decision) -> list[str]:
    day = date_format(one.due, "SHORT_DATE_FORMAT") if one.due else NOTHING
    return [day, one.get_state_display()]


def _became(one: Decision) -> list[str]:
    edition = verified = NOTHING
    if one.edition is not None:
        values = {"programme": one.edition.programme.title, "number": one.edition.number}
        edition = _("%(programme)s, version %(number)d") % values
    if one.verified_by is not None:
        verified_values = {"evaluation": one.verified_by.evaluation.title, "number": one.verified_by.number}
        verified = _("%(evaluation)s, version %(number)d") % verified_values
    return [one.recommendation, one.get_state_display(), edition, verified, one.remark or NOTHING]


def what_changed_since(result: Result) -> Iterator[Part]:
    """Yield what is other than in the version before."""
    yield heading(1, _("What changed since the version before"))
    if result.changes:
        yield items(said(message_in(one)) for one in result.changes)
    elif result.number == 1:
        yield text(_("This is the first version."))
    else:
        yield text(_("Nothing that is kept changed since the version before."))


def method_and_limits(result: Result, found: Found, words: Words) -> Iterator[Part]:
    """Yield how numbers were made, and what they cannot say."""
    yield heading(1, _("Method and limits"))
    yield items(
        [
            _("Change is later less before, of the same people, joined by pseudonyms and not by names."),
            _(
                "Below 20 people who answered both times, a change is tested by changing its signs in all "
                "ways, with at least 10 pilots by errors that know that people of a pilot change alike, and "
                "otherwise by Student's t test."
            ),
            _(
                "Those who took part are laid beside others in several ways. The conclusion rests on one of "
                "them; where they do not say the same, on the one that is least sure."
            ),
            _(
                "One step down is taken by more than 40 percent lost, uneven losses, a yardstick that moved, "
                "fewer than 20 people in both groups, and by looking at several outcomes (Holm)."
            ),
            _("What fewer than 5 people said is not shown, nor what could be reckoned from it."),
            _("“Not shown” never means that there is nothing, only that this evaluation cannot show it."),
            _("Costs are taken as fixed. Shares of benefits due to the programme are declared by people."),
            _("Intervals are of %(percent)s confidence.") % {"percent": share(found.confidence)},
        ]
    )
    notes = [said(one) for one in notes_of(result)]
    if notes:
        yield heading(2, _("To be known about these numbers"))
        yield items(notes)
    yield human(words.get("limits", ""), _("What else readers should know"))


def how_to_reproduce(result: Result) -> Iterator[Part]:
    """Yield what is needed to make the same numbers and the same report again."""
    yield heading(1, _("How to reproduce this report"))
    yield text(_("The same answers, decisions and seed give the same numbers, and this file byte by byte."))
    finished = date_format(result.finished or result.created, "DATE_FORMAT")
    yield facts(
        _("What made the numbers"),
        (_("Version"), result.number),
        (_("Computed"), finished),
        (_("Seed"), result.seed),
        (_("Versions of the programs"), result.library_version or NOTHING),
    )
    yield text(_("Fingerprint of the numbers and decisions (SHA-256)"))
    yield code(result.data_hash)
    yield quiet(_("On the installation that holds the result, this command writes the report again:"))
    yield code(f"python manage.py evaluation_report {result.pk} --language en --kind pdf --out report.pdf")
