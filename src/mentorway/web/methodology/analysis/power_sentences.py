"""What was asked about the power of a study and what was found, in sentences and tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from mentorway.figures import NOTHING, figure, percent
from mentorway.web.methodology.analysis.power import Asked, Found, Kind, Step, Wanted

TWO, THREE = 2, 3
NEARLY: Final = 0.999  # a chance above it is said to be above it, not to be certainty
EFFECTS: Final[Mapping[str, str | Promise]] = {
    Kind.MEANS: gettext_lazy("Difference, in standard deviations"),
    Kind.GROUPS: gettext_lazy("Spread of the means, in standard deviations (f)"),
    Kind.CHANGE: gettext_lazy("Change, in standard deviations of changes"),
    Kind.SHARES: gettext_lazy("Second share"),
    Kind.CORRELATION: pgettext_lazy("statistic", "Correlation"),
    Kind.EQUIVALENCE: gettext_lazy("Difference that does not matter, in standard deviations"),
    Kind.FIT: gettext_lazy("True RMSEA"),
    Kind.LADDER: gettext_lazy("RMSEA of the stricter model"),
}


def chance(value: float | None) -> str:
    """Return a chance in whole per cent; one that is nearly certain is said to be above 99.9."""
    if value is not None and NEARLY < value < 1:
        return f"> {percent(NEARLY, _language(), 1)}"
    return percent(value, _language())


def short(value: float) -> str:
    """Return a number with as many places as it has, four at most."""
    places = len(f"{value:.4f}".rstrip("0").partition(".")[2])
    return figure(value, places, _language())


def size_of(asked: Asked, effect: float | None) -> str:
    """Return an effect as readers know it: a share in per cent, everything else as a number."""
    if effect is None:
        return NOTHING
    if asked.kind == Kind.SHARES:
        whole = abs(100 * effect - round(100 * effect)) < 0.05  # noqa: PLR2004 - half of the last place
        return percent(effect, _language(), 0 if whole else 1)
    return figure(effect, THREE if asked.kind in {Kind.FIT, Kind.LADDER} else TWO, _language())


def _language() -> str:
    return get_language() or "en"


def looked_for(asked: Asked) -> str:
    """Return what the study is to find, as a whole sentence."""
    if asked.wanted == Wanted.EFFECT:
        return str(Kind(asked.kind).label)
    values = {
        "effect": size_of(asked, asked.effect),
        "base": size_of(asked, asked.base),
        "items": asked.items,
        "groups": asked.groups,
    }
    return str(LOOKED_FOR[_key(asked)]) % values


def _key(asked: Asked) -> str:
    if asked.kind == Kind.FIT and (asked.effect or 0.0) < (asked.base or 0.0):
        return f"{Kind.FIT}:close"
    return f"{asked.kind}:{asked.step}" if asked.kind == Kind.LADDER else asked.kind


LOOKED_FOR: Final[Mapping[str, str | Promise]] = {
    Kind.MEANS: gettext_lazy(
        "The study is to find that the means of two groups differ by %(effect)s standard deviations."
    ),
    Kind.GROUPS: gettext_lazy(
        "The study is to find that the means of %(groups)d groups differ, if they are spread by %(effect)s "
        "standard deviations (f)."
    ),
    Kind.CHANGE: gettext_lazy(
        "The study is to find that the same people change by %(effect)s standard deviations of their changes."
    ),
    Kind.SHARES: gettext_lazy(
        "The study is to find that two shares differ, if they are %(base)s and %(effect)s."
    ),
    Kind.CORRELATION: gettext_lazy("The study is to find a correlation of %(effect)s."),
    Kind.EQUIVALENCE: gettext_lazy(
        "The study is to show that two means differ by less than %(effect)s standard deviations, if they do "
        "not differ."
    ),
    Kind.FIT: gettext_lazy(
        "The study is to find that %(items)d items do not measure one thing closely (RMSEA %(base)s), if "
        "RMSEA is %(effect)s."
    ),
    f"{Kind.FIT}:close": gettext_lazy(
        "The study is to find that %(items)d items measure one thing more closely than with an RMSEA of "
        "%(base)s, if RMSEA is %(effect)s."
    ),
    f"{Kind.LADDER}:{Step.LOADINGS}": gettext_lazy(
        "The study is to find that the loadings of %(items)d items differ between %(groups)d groups, if "
        "equal loadings raise RMSEA from %(base)s to %(effect)s."
    ),
    f"{Kind.LADDER}:{Step.INTERCEPTS}": gettext_lazy(
        "The study is to find that the intercepts of %(items)d items differ between %(groups)d groups, if "
        "equal intercepts raise RMSEA from %(base)s to %(effect)s."
    ),
}
FINDS: Final[Mapping[str, str | Promise]] = {
    Kind.MEANS: gettext_lazy(
        "With a chance of %(power)s, a difference of two means is found from %(effect)s standard deviations "
        "on."
    ),
    Kind.GROUPS: gettext_lazy(
        "With a chance of %(power)s, it is found that means of groups differ if they are spread by "
        "%(effect)s standard deviations (f) or more."
    ),
    Kind.CHANGE: gettext_lazy(
        "With a chance of %(power)s, a change is found from %(effect)s standard deviations of the changes on."
    ),
    Kind.SHARES: gettext_lazy(
        "With a chance of %(power)s, it is found that a share differs from %(base)s if it is %(effect)s or "
        "more, or %(other)s or less."
    ),
    Kind.CORRELATION: gettext_lazy("With a chance of %(power)s, a correlation is found from %(effect)s on."),
    Kind.EQUIVALENCE: gettext_lazy(
        "With a chance of %(power)s, two means that do not differ are shown to be less than %(effect)s "
        "standard deviations apart."
    ),
    Kind.FIT: gettext_lazy(
        "With a chance of %(power)s, it is found that a scale does not fit closely from an RMSEA of "
        "%(effect)s on."
    ),
    Kind.LADDER: gettext_lazy(
        "With a chance of %(power)s, it is found that a step of the ladder does not hold if it raises RMSEA "
        "from %(base)s to %(effect)s or more."
    ),
}


def answer(asked: Asked, found: Found) -> str:
    """Return the result in one plain sentence."""
    if asked.wanted == Wanted.EFFECT:
        sides = {"effect": found.effect, "other": found.other, "base": asked.base}
        told = {name: size_of(asked, value) for name, value in sides.items()}
        return str(FINDS[asked.kind]) % {"power": chance(asked.power), **told}
    if asked.wanted == Wanted.PEOPLE:
        text = ngettext(
            "For this to succeed with a chance of %(power)s, %(count)d person has to answer.",
            "For this to succeed with a chance of %(power)s, %(count)d people have to answer.",
            found.end,
        )
        return text % {"power": chance(asked.power), "count": found.end}
    text = ngettext(
        "With %(count)d person who answers, this succeeds with a chance of %(power)s.",
        "With %(count)d people who answer, this succeeds with a chance of %(power)s.",
        found.end,
    )
    return text % {"power": chance(found.power), "count": found.end}


def further(asked: Asked, found: Found) -> list[str]:
    """Return what else there is to say: who begins, in which groups, what clusters and comparisons cost."""
    return [said for each in FURTHER if (said := each(asked, found))]


def _groups(_asked: Asked, found: Found) -> str:
    if len(found.sizes) == 1:
        return ""
    sizes = " + ".join(str(size) for size in found.sizes)
    return _("By group: %(sizes)s.") % {"sizes": sizes}


def _beginning(asked: Asked, found: Found) -> str:
    if not asked.attrition:
        return ""
    text = ngettext(
        "%(count)d person begins, as %(share)s are expected to drop out.",
        "%(count)d people begin, as %(share)s are expected to drop out.",
        found.begin,
    )
    return text % {"count": found.begin, "share": percent(asked.attrition, _language())}


def _clusters(asked: Asked, found: Found) -> str:
    if found.design_effect <= 1:
        return ""
    return _(
        "People of one organisation are alike (intraclass correlation %(icc)s), so it takes %(times)s times "
        "as many as if everybody came from another one (design effect)."
    ) % {"icc": short(asked.icc), "times": figure(found.design_effect, TWO, _language())}


def _comparisons(asked: Asked, _found: Found) -> str:
    if asked.comparisons <= 1:
        return ""
    text = ngettext(
        "%(count)d comparison is made, at the level %(level)s.",
        "%(count)d comparisons are made, each at the level %(level)s (Bonferroni), so that a wrong alarm in "
        "any of them has a chance of at most %(alpha)s.",
        asked.comparisons,
    )
    return text % {
        "count": asked.comparisons,
        "level": short(asked.level),
        "alpha": percent(asked.alpha, _language()),
    }


FURTHER: Final[Sequence[Callable[[Asked, Found], str]]] = (_groups, _beginning, _clusters, _comparisons)
WARNINGS: Final[Mapping[str, str | Promise]] = {
    "small": gettext_lazy(
        "A group is small. With fewer than 20 people the answers should be nearly normally distributed, and "
        "one unusual person can decide the result. Look at every answer, and speak of single people, not of "
        "means."
    ),
    "model": gettext_lazy(
        "With fewer than 100 people in a group the test of a model rejects good models too often, and this "
        "calculation is too hopeful."
    ),
    "clusters": gettext_lazy(
        "There are fewer than ten organisations in a group. This calculation counts people, not "
        "organisations, and is then too hopeful: more organisations help more than more people in each."
    ),
    "rare": gettext_lazy(
        "Fewer than five people are expected with one of the answers. The chi-square test is then only "
        "roughly right; plan for Fisher’s exact test, which needs more people."
    ),
    "attrition": gettext_lazy(
        "So many are expected to drop out that those who stay may be different people. Numbers do not help "
        "against that; reminders and short questionnaires do."
    ),
}


def warnings(found: Found) -> list[str]:
    """Return what to be careful about."""
    return [str(WARNINGS[name]) for name in found.warnings if name in WARNINGS]


def facts(asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield what the calculation rests on, name by name."""
    language = _language()
    yield _("Question"), str(Kind(asked.kind).label)
    if asked.effect is not None and asked.wanted != Wanted.EFFECT:
        yield str(EFFECTS[asked.kind]), size_of(asked, asked.effect)
    if asked.wanted != Wanted.PEOPLE:
        yield _("People who begin"), str(asked.n)
    if asked.wanted != Wanted.POWER:
        yield _("Chance to find it (power)"), chance(asked.power)
    yield _("Level of the test (alpha)"), f"{short(100 * asked.alpha)}\u00a0%"
    if asked.comparisons > 1:
        yield _("Comparisons"), str(asked.comparisons)
    if asked.ratio != 1:
        yield _("People in the second group for one in the first"), short(asked.ratio)
    if asked.cluster_size > 1:
        yield _("People per organisation"), short(asked.cluster_size)
        yield _("Intraclass correlation"), short(asked.icc)
    if asked.attrition:
        yield _("Share that drops out"), percent(asked.attrition, language)


Table = tuple[list[str], list[list[str]]]


def table(asked: Asked, found: Found) -> Table:
    """Return what happens with fewer and with more people: heads and rows."""
    heads = [_("People who begin"), _("Who answer at the end")]
    both = asked.wanted != Wanted.EFFECT
    heads += [pgettext("statistic", "Power")] if both else []
    heads.append(_("Found with a chance of %(power)s: from") % {"power": chance(asked.power)})
    rows = [
        [str(row.begin), str(row.end), *([chance(row.power)] if both else []), size_of(asked, row.effect)]
        for row in found.rows
    ]
    return heads, rows
