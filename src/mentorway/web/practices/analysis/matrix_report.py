"""Countries side by side, challenge by challenge: one list of parts, shown as a page and set as a PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from mentorway.comparing.parts import Part, heading, lead, notice, quiet, table, text
from mentorway.figures import NOTHING, figure, interval, percent
from mentorway.web.core.wording import said
from mentorway.web.network.models import Country, Sector
from mentorway.web.practices.analysis import coding_agreement as coders
from mentorway.web.practices.analysis import matrix_differences as differing
from mentorway.web.practices.analysis.matrix import (
    FEWEST,
    Cell,
    Counted,
    interval_in_percent,
    name_of,
)
from mentorway.web.practices.analysis.matrix_tables import counts_of, entries_of, kappa_of
from mentorway.web.practices.models import Challenge, ChallengeFinding, MaterialKind, Passage, Quoting
from mentorway.web.practices.queries import matrix as queries

USUAL = ("FI", "SE", "LV", "LT")
CONSENT = {
    "public": (Quoting.PUBLIC,),
    "inside": (Quoting.INSIDE, Quoting.PUBLIC),
    "none": (),
}
QUOTES_OF_A_COUNTRY = 2
LONGEST_QUOTE = 400


@dataclass(frozen=True)
class Choice:
    """What the report is about, and which quotes it may hold."""

    countries: Sequence[str]
    sector: str = ""
    kind: str = ""
    quotes: str = "public"


def usual_countries(there: Sequence[str]) -> list[str]:
    """Return the countries that are compared unless somebody chooses others."""
    return [one for one in USUAL if one in there] or list(there)[: differing.MOST_COUNTRIES]


def title() -> str:
    """Return what the report is called."""
    return _("Challenges of mentoring, country by country")


def parts(finding: ChallengeFinding, choice: Choice) -> list[Part]:
    """Return the report in the current language."""
    counted = Counted(finding.result, choice.sector, choice.kind)
    tests = differing.differences(counted, choice.countries)
    found = list(_front(finding, counted, choice))
    for entry in entries_of(counted):
        found += _challenge(entry, counted, choice, tests)
    return [*found, *_method(finding, counted, choice)]


def _front(finding: ChallengeFinding, counted: Counted, choice: Choice) -> Iterator[Part]:
    names = ", ".join(str(Country(one).label) for one in choice.countries)
    yield lead(_("Countries: %(names)s. %(what)s") % {"names": names, "what": _narrowed(choice)})
    if finding.result["examples"]:
        yield notice(_("Synthetic example: a program wrote these texts, and nobody was asked."))
    yield text(differing.caution())
    yield heading(1, _("All challenges"))
    yield _overview(counted, choice)
    yield quiet(_few_note())


def _narrowed(choice: Choice) -> str:
    kind = str(MaterialKind(choice.kind).label) if choice.kind else _("all kinds of material")
    sector = str(Sector(choice.sector).label) if choice.sector else _("education and business")
    return _("Counted: %(kind)s, %(sector)s.") % {"kind": kind, "sector": sector}


def _few_note() -> str:
    return _(
        "Each cell says in how many materials the challenge was named, out of how many. A share is given "
        "from %(fewest)d materials on, with its 95 %% interval (Wilson)."
    ) % {"fewest": FEWEST}


def _overview(counted: Counted, choice: Choice) -> Part:
    heads = [pgettext("noun", "Challenge"), *(str(Country(one).label) for one in choice.countries)]
    rows = [
        [name_of(entry), *(short(counted.cell(entry["token"], one)) for one in choice.countries)]
        for entry in entries_of(counted)
    ]
    return table("3" + " 2" * len(choice.countries), heads, rows)


def short(cell: Cell) -> str:
    """Return a cell as one line: ``3/8 · 38 % [14–69]``."""
    if not cell.total:
        return NOTHING
    count = f"{cell.n}/{cell.total}"
    return f"{count} · {cell.percent} {cell.interval}" if cell.share else count


def _challenge(
    entry: dict[str, Any], counted: Counted, choice: Choice, tests: Sequence[differing.Difference]
) -> Iterator[Part]:
    yield heading(1, name_of(entry))
    yield {**text(entry["definition"]), "sticky": True}
    cells = [(one, counted.cell(entry["token"], one)) for one in choice.countries]
    yield _countries(cells)
    yield quiet(_("Codebook: %(token)s, revision %(revision)d.") % entry)
    if any(cell.is_few for _country, cell in cells):
        few = _("Where there are fewer than %(fewest)d materials, they are too few to give a share.")
        yield quiet(few % {"fewest": FEWEST})
    yield text(differing.sentence(tests, entry["token"]))
    yield text(_agreement(counted, entry["token"]))
    quotes = list(_quotes(entry, choice))
    if quotes:
        yield heading(2, pgettext("passages", "Quotes"))
        yield from quotes


def _countries(cells: Sequence[tuple[str, Cell]]) -> Part:
    heads = [
        _("Country"),
        _("Materials that name it"),
        _("Materials"),
        _("Share"),
        _("95 % interval"),
        _("People who spoke"),
    ]
    rows = [
        [
            str(Country(country).label),
            str(cell.n),
            str(cell.total),
            cell.percent or NOTHING,
            interval_in_percent(cell.share) if cell.share else NOTHING,
            str(cell.people),
        ]
        for country, cell in cells
    ]
    return table("3 2 2 2 2 2", heads, rows)


def _agreement(counted: Counted, token: str) -> str:
    counts, language = counts_of(counted, token), get_language() or "en"
    if counts is None:
        return _("Neither coder saw this challenge, so nothing shows whether they agree on what it is.")
    found = kappa_of(counts)
    if found.value is None or found.low is None or found.high is None:
        return " ".join(said(one) for one in found.warnings)
    sentence = _("Coders: kappa %(kappa)s, 95 %% interval %(interval)s, agreement %(share)s. %(words)s")
    return sentence % {
        "kappa": figure(found.value, 2, language),
        "interval": interval(max(found.low, -1.0), min(found.high, 1.0), 2, language),
        "share": percent(found.observed, language),
        "words": coders.in_words(found),
    }


def _quotes(entry: dict[str, Any], choice: Choice) -> Iterator[Part]:
    challenge = Challenge.objects.filter(token=entry["token"]).first()
    if challenge is None or not CONSENT[choice.quotes]:
        return
    facts = {"country__in": list(choice.countries), "sector": choice.sector, "kind": choice.kind}
    found = queries.quotes_by_country(
        challenge, facts, CONSENT[choice.quotes], most=QUOTES_OF_A_COUNTRY, longest=LONGEST_QUOTE
    )
    for passage in found:
        about = {"by": quoted_from(passage), "language": passage.material.language}
        yield {"kind": "quote", "text": passage.text, **about}


def quoted_from(passage: Passage) -> str:
    """Return where a quote comes from, without saying from whom."""
    about = passage.material
    facts = [about.get_country_display(), about.get_sector_display(), about.get_kind_display()]
    return " · ".join([*facts, *([about.described] if about.described else [])])


def _method(finding: ChallengeFinding, counted: Counted, choice: Choice) -> Iterator[Part]:
    materials, people = counted.total()
    passages = counted.result["agreement"]["passages"]
    yield heading(1, _("How the numbers were made"))
    yield text(
        ngettext(
            "%(count)d material with %(passages)d passages was read.",
            "%(count)d materials with %(passages)d passages were read.",
            materials,
        )
        % {"count": materials, "passages": passages}
        + " "
        + ngettext("%(count)d person spoke in them.", "%(count)d people spoke in them.", people)
        % {"count": people}
    )
    yield text(
        _(
            "Two people coded every passage, each without seeing the other's codes. What both saw holds; "
            "what only one saw was settled with a written reason. A material names a challenge if at least "
            "one passage does. A part of a challenge is counted by itself, not with the whole."
        )
    )
    yield text(
        _(
            "Kappa (Cohen) and its large-sample interval say how far the coders agreed, passage by passage, "
            "before anything was settled. Shares have Wilson intervals. Pairs of countries with at least "
            "%(fewest)d materials each are compared by Fisher's exact test; the p values of all challenges "
            "and pairs are adjusted together by Holm's method, and below 0.05 a difference is said to be "
            "more than chance explains."
        )
        % {"fewest": FEWEST}
    )
    yield from _tests(counted, choice)
    yield heading(1, _("How to cite this"))
    yield text(_citation(finding))


def _tests(counted: Counted, choice: Choice) -> Iterator[Part]:
    tests = differing.differences(counted, choice.countries)
    if not tests:
        return
    names = {one["token"]: name_of(one) for one in counted.entries()}
    rows = [
        [names[one.token], one.pair, short_pair(one), one.p_text, one.adjusted_text]
        for one in tests
        if one.p < 1
    ]
    yield quiet(
        ngettext(
            "%(count)d comparison of two countries; those without any difference are left out of the table.",
            "%(count)d comparisons of two countries; those without any difference are left out of the table.",
            len(tests),
        )
        % {"count": len(tests)}
    )
    heads = [pgettext("noun", "Challenge"), _("Countries"), _("Materials"), "p", _("p, adjusted")]
    yield table("3 3 2 1.3 1.5", heads, rows, texts=2)


def short_pair(one: differing.Difference) -> str:
    """Return the counts of both countries: ``3/8, 1/9``."""
    return ", ".join(f"{cell.n}/{cell.total}" for cell in (one.first_cell, one.second_cell))


def _citation(finding: ChallengeFinding) -> str:
    facts = {
        "title": title(),
        "day": date_format(timezone.localtime(finding.at), "DATE_FORMAT"),
        "token": finding.token,
        "fingerprint": finding.fingerprint,
        "version": finding.version,
    }
    return (
        _("%(title)s. Mentorway %(version)s, counted on %(day)s. Count %(token)s, data %(fingerprint)s.")
        % facts
    )
