"""Published figures of instruments: read, worked out again, and what that says."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from mentorway.evidence.figures import fit, means, p_values, reliability
from mentorway.evidence.figures.effects import percent_change
from mentorway.evidence.figures.printed import printed
from mentorway.evidence.figures.verdicts import Check, Verdict
from mentorway.figures import chance
from mentorway.figures import figure as written
from mentorway.web.core.wording import said
from mentorway.web.methodology.analysis.bank import Figure
from mentorway.wording import InvalidInputError, Message

Facts = Mapping[str, str]
LABELS: Final[Mapping[str, str | Promise]] = {
    "n": gettext_lazy("People"),
    "groups": gettext_lazy("Groups"),
    "items": gettext_lazy("Items"),
    "chi_square": gettext_lazy("Chi-square"),
    "df": gettext_lazy("Degrees of freedom"),
    "p": "p",
    "ratio": gettext_lazy("Chi-square by degrees of freedom"),
    "rmsea": "RMSEA",
    "rmsea_low": gettext_lazy("RMSEA, lower end (90 %)"),
    "rmsea_high": gettext_lazy("RMSEA, upper end (90 %)"),
    "cfi": "CFI",
    "tli": "TLI",
    "alpha": gettext_lazy("Cronbach’s alpha"),
    "loading_low": gettext_lazy("Smallest loading"),
    "loading_high": gettext_lazy("Largest loading"),
    "alpha_low": gettext_lazy("Alpha, lower end (95 %)"),
    "alpha_high": gettext_lazy("Alpha, upper end (95 %)"),
    "mean_r": gettext_lazy("Mean correlation of items"),
    "mean": pgettext_lazy("statistic", "Mean"),
    "before": gettext_lazy("Mean before"),
    "after": gettext_lazy("Mean after"),
    "change": gettext_lazy("Change in per cent"),
}
WHOLE: Final = frozenset({"n", "groups", "items", "df"})
LINE: Final = re.compile(r"(?P<what>[^=;]*):\s*(?P<facts>\w+\s*=\s*[^;]+(;\s*\w+\s*=\s*[^;]+)*);?")
INTERVAL: Final = re.compile(
    r"(?P<number>[^\[(]+?)\s*[\[(]\s*(?P<low>.+?)\s*(?:–|\bto\b|,\s|(?<=\d)-)\s*(?P<high>.+?)\s*[\])]"
)
PLACES: Final = 3


@dataclass(frozen=True)
class Row:
    """One number: as it is printed, worked out again, and what comes of putting both side by side."""

    name: str
    label: str
    printed: str
    again: str = ""
    verdict: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Group:
    """Figures that are printed together, number by number; ``flags`` are the sentences on what disagrees."""

    figure: Figure
    rows: Sequence[Row]

    @property
    def flags(self) -> list[str]:
        wrong = [row for row in self.rows if row.verdict == Verdict.DISAGREES]
        first = {row.sentence: row for row in reversed(wrong)}  # both ends of an interval share a sentence
        return [
            _("%(figure)s: %(sentence)s") % {"figure": row.label, "sentence": row.sentence}
            for row in wrong
            if first[row.sentence] is row
        ]

    @property
    def is_checked(self) -> bool:
        """Whether any of the numbers follows from the others."""
        return any(row.again for row in self.rows)

    @property
    def told(self) -> str:
        """What is told where nothing can be checked: words, or numbers side by side."""
        return " · ".join(f"{row.label} {row.printed}" for row in self.rows) or self.figure.value


def checked(figures: Sequence[Figure]) -> list[Group]:
    """Return figures with each number worked out again where the others allow it."""
    return [Group(one, rows(one.facts)) for one in figures]


def rows(facts: Facts) -> list[Row]:
    """Return the numbers of one place, in the order of ``LABELS``; those worked out but not printed last."""
    found = dict(_checks(facts))
    shown = [_row(name, facts, found.get(name)) for name in LABELS if name in facts]
    more = [_row(name, facts, check) for name, check in found.items() if name not in facts]
    return [*shown, *more]


def _row(name: str, facts: Facts, found: tuple[Check, Message] | None) -> Row:
    label, text = str(LABELS[name]), facts.get(name, "")
    if found is None:
        return Row(name, label, text)
    check, message = found
    if check.claimed is None:
        sentence = _("Not printed; it follows from the other numbers.")
        return Row(name, label, text, written(check.value, PLACES, _language()), "", sentence)
    return Row(name, label, text, _again(name, check, check.claimed.step), str(check.verdict), said(message))


def _again(name: str, check: Check, step: float) -> str:
    """Return what was worked out, rounded as far as what is printed; both ends of it where they differ."""
    if name == "p":
        return chance(check.value, _language())
    places = len(f"{step:.10f}".rstrip("0").partition(".")[2])
    low, high = (written(value, places, _language()) for value in (check.low, check.high))
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _language() -> str:
    return get_language() or "en"


def _checks(facts: Facts) -> Iterator[tuple[str, tuple[Check, Message]]]:
    """Yield what can be worked out, by name, with the sentence that tells it."""
    told = {name: text for name, text in facts.items() if text.strip()}
    for needed, worked_out in RULES:
        if all(name in told for name in needed):
            yield from worked_out(told).items()


Found = dict[str, tuple[Check, Message]]


def _one(name: str, check: Check) -> Found:
    return {name: (check, check.message)}


def _ratio(facts: Facts) -> Found:
    if "ratio" not in facts:
        return {}
    return _one(
        "ratio", fit.chi_square_ratio(facts["chi_square"], _whole(facts, "df"), claimed=_told(facts, "ratio"))
    )


def _p(facts: Facts) -> Found:
    if "p" not in facts:
        return {}
    return _one("p", p_values.p_of_chi_square(facts["chi_square"], _whole(facts, "df"), claimed=facts["p"]))


def _rmsea(facts: Facts) -> Found:
    df, people, groups = _whole(facts, "df"), _whole(facts, "n"), _whole(facts, "groups")
    estimate, low, high = (_told(facts, name) for name in ("rmsea", "rmsea_low", "rmsea_high"))
    check = fit.rmsea(facts["chi_square"], df, people, groups=groups, claimed=estimate)
    ends = fit.rmsea_interval(facts["chi_square"], df, people, groups=groups, claimed=(estimate, low, high))
    outside = ends.verdict is Verdict.DISAGREES
    return {
        **_one("rmsea", check),
        "rmsea_low": (ends.low, ends.message if outside else ends.low.message),
        "rmsea_high": (ends.high, ends.message if outside else ends.high.message),
    }


def _rmsea_from_ratio(facts: Facts) -> Found:
    if "chi_square" in facts:
        return {}
    people, groups = _whole(facts, "n"), _whole(facts, "groups")
    return _one(
        "rmsea", fit.rmsea_from_ratio(facts["ratio"], people, groups=groups, claimed=_told(facts, "rmsea"))
    )


def _tli(facts: Facts) -> Found:
    df, items = _whole(facts, "df"), _whole(facts, "items")
    if _whole(facts, "groups") > 1:
        return {}
    return _one("tli", fit.tli_from_cfi(facts["cfi"], df, items, claimed=_told(facts, "tli")))


def _mean_r(facts: Facts) -> Found:
    items = _whole(facts, "items")
    return _one(
        "mean_r", reliability.correlation_from_alpha(facts["alpha"], items, claimed=_told(facts, "mean_r"))
    )


def _alpha(facts: Facts) -> Found:
    """Return alpha only where it contradicts the loadings: that it may be so says next to nothing."""
    items = _whole(facts, "items")
    check = reliability.alpha_from_loadings(
        facts["loading_low"], facts["loading_high"], items, claimed=facts["alpha"]
    )
    return _one("alpha", check) if check.verdict is Verdict.DISAGREES else {}


def _alpha_ends(facts: Facts) -> Found:
    items, people = _whole(facts, "items"), _whole(facts, "n")
    ends = reliability.alpha_interval(
        facts["alpha"], items, people, claimed=(_told(facts, "alpha_low"), _told(facts, "alpha_high"))
    )
    return {"alpha_low": (ends.low, ends.low.message), "alpha_high": (ends.high, ends.high.message)}


def _mean(facts: Facts) -> Found:
    return _one("mean", means.grim(facts["mean"], _whole(facts, "n"), items=_whole(facts, "items")))


def _change(facts: Facts) -> Found:
    return _one("change", percent_change(facts["before"], facts["after"], claimed=_told(facts, "change")))


RULES: Final[Sequence[tuple[tuple[str, ...], Callable[[Facts], Found]]]] = (
    (("chi_square", "df"), _ratio),
    (("chi_square", "df"), _p),
    (("chi_square", "df", "n"), _rmsea),
    (("ratio", "n"), _rmsea_from_ratio),
    (("cfi", "df", "items"), _tli),
    (("alpha", "items"), _mean_r),
    (("alpha", "items", "n"), _alpha_ends),
    (("alpha", "items", "loading_low", "loading_high"), _alpha),
    (("mean", "n"), _mean),
    (("before", "after"), _change),
)


def _told(facts: Facts, name: str) -> str:
    return facts.get(name, "")


def _whole(facts: Facts, name: str) -> int:
    """Return a count; one that is not told is 1."""
    text = facts.get(name, "1").strip()
    if not text.isdecimal() or not int(text):
        raise InvalidInputError(
            Message("%(name)s is a whole number above 0; “%(text)s” came.", {"name": name, "text": text})
        )
    return int(text)


def read(line: str) -> Figure:
    r"""Return what somebody wrote on one line: numbers that belong together, or words.

    >>> read("Mentors: chi_square = 663.20; df = 284").facts["df"]
    '284'
    >>> read("Mentors: n = 283; rmsea = .080 [.063–.077]").facts["rmsea_high"]
    '.077'
    >>> read("Cronbach’s alpha, trust = 0.84").value
    '0.84'
    """
    found = LINE.fullmatch(line.strip())
    pairs = [part.partition("=") for part in found["facts"].split(";") if part.strip()] if found else []
    facts = _with_ends({name.strip(): value.strip() for name, _sign, value in pairs})
    if found is None or not facts.keys() & LABELS.keys():
        what, _sign, value = line.rpartition("=")
        return Figure((what or value).strip(), value.strip() if what else "")
    _refuse_wrong(facts)
    return Figure(found["what"].strip(), "", facts=facts)


def _with_ends(facts: Facts) -> dict[str, str]:
    """Return facts in which an interval behind a number, as it is printed, is two facts of its own."""
    found: dict[str, str] = {}
    for name, text in facts.items():
        parts = INTERVAL.fullmatch(text)
        if parts is None or f"{name}_low" not in LABELS:
            found[name] = text
            continue
        found |= {name: parts["number"], f"{name}_low": parts["low"], f"{name}_high": parts["high"]}
    return found


def _refuse_wrong(facts: Facts) -> None:
    unknown = [name for name in facts if name not in LABELS]
    if unknown:
        raise InvalidInputError(
            Message(
                "“%(name)s” is no name of a figure. Known are: %(known)s.",
                {"name": unknown[0], "known": ", ".join(LABELS)},
            )
        )
    for name, text in facts.items():
        if name in WHOLE:
            _whole(facts, name)
        else:
            printed(text)
    rows(facts)


def line_of(figure: Figure) -> str:
    """Return a figure as people write it.

    >>> line_of(read("Mentors: chi_square = 663.20; df = 284"))
    'Mentors: chi_square = 663.20; df = 284'
    """
    if figure.facts:
        return f"{figure.what}: " + "; ".join(f"{name} = {value}" for name, value in figure.facts.items())
    return f"{figure.what} = {figure.value}" if figure.value else figure.what
