"""What was found, in whole sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mentorway.comparing.models import Comparison, Missing, Plan, ScaleComparison
from mentorway.comparing.rules import PRESETS, preset_of
from mentorway.comparing.views import Sensitivity, Variant
from mentorway.evidence.comparisons.equivalence import Verdict as Smallness
from mentorway.evidence.psychometrics.factors.models import Kind, Level
from mentorway.evidence.psychometrics.invariance.licence import DEFAULT, Rules, Verdict
from mentorway.figures import figure
from mentorway.language import Words
from mentorway.wording import N_

BEST_FIRST = (Verdict.MEANS, Verdict.PARTIAL_MEANS, Verdict.ASSOCIATIONS, Verdict.FORM, Verdict.NONE)
SIGNS = {
    Verdict.MEANS: "●",
    Verdict.PARTIAL_MEANS: "◕",
    Verdict.ASSOCIATIONS: "◑",
    Verdict.FORM: "○",
    Verdict.NONE: "✕",
}
DASH = "–\u2060"  # lines do not break within a pair
MOST_PAIRS_NAMED = 12
_MEANINGS = {
    Verdict.MEANS: N_("Who scores higher, and by how much, may be compared."),
    Verdict.PARTIAL_MEANS: N_(
        "Means may be compared, with the items that differ set free. Say which ones when you publish."
    ),
    Verdict.ASSOCIATIONS: N_(
        "What goes together with the scale may be compared: correlations, effects. Not who scores higher."
    ),
    Verdict.FORM: N_("The same questions belong together. Neither means nor associations may be compared."),
    Verdict.NONE: N_("Too few people, or the questions do not belong together in the same way."),
}
_LEVELS = {
    Level.CONFIGURAL: N_("Same structure (configural)"),
    Level.METRIC: N_("Same loadings (metric)"),
    Level.SCALAR: N_("Same intercepts (scalar)"),
    Level.STRICT: N_("Same residual variances (strict)"),
}
_KINDS: dict[Kind, str] = {
    "loading": N_("Loading"),
    "intercept": N_("Intercept"),
    "uniqueness": N_("Residual variance"),
}


def verdict_word(words: Words, verdict: Verdict) -> str:
    """Return a verdict in a word or two.

    >>> verdict_word(Words.of("en"), Verdict.MEANS)
    'Means'
    """
    return {
        Verdict.MEANS: words.pgettext("may be compared", "Means"),
        Verdict.PARTIAL_MEANS: words.pgettext("may be compared", "Means, partly"),
        Verdict.ASSOCIATIONS: words.pgettext("may be compared", "Associations"),
        Verdict.FORM: words.pgettext("may be compared", "Structure"),
        Verdict.NONE: words.pgettext("may be compared", "Nothing"),
    }[verdict]


def verdict_meaning(words: Words, verdict: Verdict) -> str:
    """Return what a verdict allows."""
    return words.gettext(_MEANINGS[verdict])


def equivalence_word(words: Words, found: Smallness) -> str:
    """Return in a few words whether a difference is smaller than what matters.

    >>> equivalence_word(Words.of("en"), Smallness.UNDECIDED)
    'cannot be told'
    """
    return {
        Smallness.EQUIVALENT: words.gettext("smaller than what matters"),
        Smallness.DIFFERENT: words.gettext("there, and perhaps large enough to matter"),
        Smallness.BOTH: words.gettext("there, but smaller than what matters"),
        Smallness.UNDECIDED: words.gettext("cannot be told"),
    }[found]


def level_name(words: Words, level: Level) -> str:
    """Return how a model is called."""
    return words.gettext(_LEVELS[level])


def kind_name(words: Words, kind: Kind) -> str:
    """Return how a kind of parameter is called."""
    return words.gettext(_KINDS[kind])


def size(words: Words, found: Comparison) -> str:
    """Say in one sentence how much there is."""
    counts = {"people": found.rows, "groups": len(found.groups), "scales": len(found.scales)}
    people = words.ngettext("%(count)d person", "%(count)d people", counts["people"])
    groups = words.ngettext("%(count)d group", "%(count)d groups", counts["groups"])
    scales = words.ngettext("%(count)d scale", "%(count)d scales", counts["scales"])
    return words.gettext("%(people)s, %(groups)s, %(scales)s.") % {
        "people": people % {"count": counts["people"]},
        "groups": groups % {"count": counts["groups"]},
        "scales": scales % {"count": counts["scales"]},
    }


def in_short(words: Words, scale: ScaleComparison) -> list[str]:
    """Say in whole sentences what may be compared between which groups; nothing where there is one group."""
    total = len(scale.licences)
    if not total:
        return []
    pairs: dict[Verdict, list[str]] = {}
    for licence in scale.licences:
        pairs.setdefault(licence.verdict, []).append(f"{licence.first}{DASH}{licence.second}")
    if len(pairs.get(Verdict.NONE, ())) == total:
        text = words.ngettext(
            "Nothing may be compared between the two groups.",
            "Nothing may be compared in any of the %(total)d pairs of groups.",
            total,
        )
        return [text % {"total": total}]
    return [_one_sentence(words, verdict, pairs[verdict]) for verdict in BEST_FIRST if verdict in pairs]


def _one_sentence(words: Words, verdict: Verdict, pairs: Sequence[str]) -> str:
    count = len(pairs)
    if verdict is Verdict.MEANS:
        text = words.ngettext(
            "Means may be compared in %(count)d pair: %(pairs)s.",
            "Means may be compared in %(count)d pairs: %(pairs)s.",
            count,
        )
    elif verdict is Verdict.PARTIAL_MEANS:
        text = words.ngettext(
            "Means may be compared with some items set free in %(count)d pair: %(pairs)s.",
            "Means may be compared with some items set free in %(count)d pairs: %(pairs)s.",
            count,
        )
    elif verdict is Verdict.ASSOCIATIONS:
        text = words.ngettext(
            "Associations, but not means, may be compared in %(count)d pair: %(pairs)s.",
            "Associations, but not means, may be compared in %(count)d pairs: %(pairs)s.",
            count,
        )
    elif verdict is Verdict.FORM:
        text = words.ngettext(
            "Only the structure is the same in %(count)d pair: %(pairs)s.",
            "Only the structure is the same in %(count)d pairs: %(pairs)s.",
            count,
        )
    else:
        text = words.ngettext(
            "Nothing may be compared in %(count)d pair.",
            "Nothing may be compared in %(count)d pairs.",
            count,
        )
    return text % {"count": count, "pairs": ", ".join([*pairs[:MOST_PAIRS_NAMED], *_rest(pairs)])}


def _rest(pairs: Sequence[str]) -> list[str]:
    return ["…"] if len(pairs) > MOST_PAIRS_NAMED else []


def means_refused(words: Words, scale: ScaleComparison) -> str:
    """Say why the means of a scale do not stand side by side; nothing where they do."""
    total = len(scale.licences)
    if not total or scale.all_means_licensed:
        return ""
    refused = sum(one.verdict is not Verdict.MEANS for one in scale.licences)
    if refused == total:
        return words.gettext(
            "Groups are not ranked on %(scale)s, and their means do not stand side by side: in no pair of "
            "groups may means be compared in full, so that a difference could come from the questions as "
            "well as from the people. Look at the items one by one instead: they show how people answered, "
            "not why."
        ) % {"scale": scale.name}
    text = words.ngettext(
        "Groups are not ranked on %(scale)s: in %(count)d of %(total)d pairs means may not be compared in "
        "full. Means stand side by side only within groups of which every pair may; for the others, look at "
        "the items one by one.",
        "Groups are not ranked on %(scale)s: in %(count)d of %(total)d pairs means may not be compared in "
        "full. Means stand side by side only within groups of which every pair may; for the others, look at "
        "the items one by one.",
        refused,
    )
    return text % {"scale": scale.name, "count": refused, "total": total}


def design(words: Words, found: Comparison) -> list[str]:
    """Say in what the comparison differs from the plainest one: groups, people, way of fitting."""
    plan = found.plan
    said = []
    if plan.by:
        said.append(words.gettext("Groups are made by %(fact)s.") % {"fact": plan.by})
    for fact, values in plan.where.items():
        text = words.gettext("Only people with %(fact)s: %(values)s.")
        said.append(text % {"fact": fact, "values": ", ".join(values)})
    if plan.cluster:
        text = words.gettext(
            "People of one %(fact)s may answer alike: standard errors and tests allow for that (CR1, scaled "
            "chi-square, robust CFI and RMSEA)."
        )
        said.append(text % {"fact": plan.cluster})
    if plan.weight:
        said.append(
            words.gettext(
                "People are weighted in the models; standard errors and tests allow for that. Descriptions "
                "and observed scores count everyone once."
            )
        )
    if plan.missing is Missing.FIML:
        said.append(
            words.gettext(
                "In the models everyone counts with what they answered (full-information maximum "
                "likelihood). It is right if who left out what hangs only on answers that were given."
            )
        )
    if plan.ordinal:
        said.append(
            words.gettext(
                "Answers are taken as ordered steps, not as numbers: polychoric correlations, weighted least "
                "squares, mean- and variance-adjusted tests (WLSMV)."
            )
        )
    return said


def sensitivity(words: Words, found: Sensitivity) -> list[str]:
    """Say what hangs on the way of doing it: steady pairs together, then the others."""
    planned, *others = [one for one in found.variants if one.failed is None]
    if not others:
        return []
    alike: dict[tuple[str, ...], list[str]] = {}
    for place, pair in enumerate(planned.pairs):
        unlike = tuple(one.key for one in others if one.pairs[place].verdict is not pair.verdict)
        if unlike or pair.verdict is not Verdict.NONE:
            alike.setdefault(unlike, []).append(f"{pair.first}{DASH}{pair.second}")
    steady = alike.pop((), [])
    changed = sorted(alike.items(), key=lambda one: len(one[0]))
    return [
        *_steady(words, steady, len(others)),
        *(
            _hangs(words, pairs, [one for one in others if one.key in keys], len(others))
            for keys, pairs in changed
        ),
    ]


def _steady(words: Words, pairs: Sequence[str], ways: int) -> list[str]:
    if not pairs:
        return []
    text = words.ngettext(
        "The verdict is the same in all %(ways)d other ways for: %(pairs)s.",
        "The verdict is the same in all %(ways)d other ways for: %(pairs)s.",
        ways,
    )
    shown = ", ".join([*pairs[:MOST_PAIRS_NAMED], *_rest(pairs)])
    return [text % {"ways": ways, "pairs": shown}]


def _hangs(words: Words, pairs: Sequence[str], unlike: Sequence[Variant], ways: int) -> str:
    text = words.ngettext(
        "The verdict is the same in %(same)d of %(ways)d other way for: %(pairs)s. It changes with: "
        "%(changes)s.",
        "The verdict is the same in %(same)d of %(ways)d other ways for: %(pairs)s. It changes with: "
        "%(changes)s.",
        ways,
    )
    return text % {
        "same": ways - len(unlike),
        "ways": ways,
        "pairs": ", ".join([*pairs[:MOST_PAIRS_NAMED], *_rest(pairs)]),
        "changes": "; ".join(words.say(one.name) for one in unlike),
    }


def methods_text(words: Words, found: Comparison) -> str:
    """Say how the numbers were made, as paragraphs that a publication can use."""
    complete = [
        words.gettext("Only people who answered every item of a scale enter its models (complete cases).")
    ]
    reduced = words.gettext(
        "Reverse-keyed items were turned round as the codebook says. Answers were reduced to counts and sums "
        "per group first."
    )
    paragraphs = [
        " ".join([*([] if found.plan.missing is Missing.FIML else complete), reduced]),
        *design(words, found),
        words.gettext(
            "Reliability is Cronbach's alpha with Feldt's 95 % interval and McDonald's omega (total, "
            "one factor) with a 95 % interval by the delta method."
        ),
        _models(words, found.plan),
        " ".join([_rules(words, found.plan.rules), *_named_rules(words, found.plan.rules)]),
        words.gettext(
            "Latent means are compared only in pairs that have a licence for it; the interval of each "
            "difference stands for itself and is not adjusted for the number of pairs. Groups are not ranked."
        ),
        words.gettext(
            "Observed scores are compared only in pairs that have the full licence for means: Welch's "
            "tests, Games and Howell's intervals for all pairs together, Hedges' g, and p raised by Holm's "
            "way. Items are compared by Kruskal and Wallis's test, p raised for all items of the scale, and "
            "by Cliff's delta, in groups of at least %(fewest)d people."
        )
        % {"fewest": found.plan.rules.fewest},
    ]
    if any(found.plan.releases.values()):
        paragraphs.append(
            words.gettext(
                "Parameters named in the plan may differ between groups (partial invariance); they were "
                "chosen by people, with a reason, not by the program."
            )
        )
    return "\n\n".join(paragraphs)


def _models(words: Words, plan: Plan) -> str:
    if plan.ordinal:
        fitted = words.gettext(
            "Confirmatory factor models with one factor for each scale were fitted to the thresholds and "
            "polychoric correlations of all groups at once, by weighted least squares."
        )
    else:
        fitted = words.gettext(
            "Confirmatory factor models with one factor for each scale were fitted by maximum likelihood to "
            "the means and covariances of all groups at once, treating answers as continuous."
        )
    compared = words.gettext(
        "Four models were compared: the same structure (configural), the same loadings (metric), the same "
        "intercepts (scalar) and the same residual variances (strict). Indices follow the conventions of R "
        "lavaan. Score tests say by about how much chi-square would fall if one equality were given up."
    )
    return f"{fitted} {compared}"


def _rules(words: Words, rules: Rules) -> str:
    def shown(value: float, places: int = 3) -> str:
        return figure(value, places, words.language)

    return words.gettext(
        "What may be compared is decided pair by pair. Each group needs at least %(fewest)d people, and "
        "%(per_item)d for each item. The structure must fit with CFI of at least %(cfi)s and SRMR of at most "
        "%(srmr)s, and RMSEA must not be surely above %(rmsea)s. From one model to the next CFI may fall by "
        "%(fall)s, RMSEA rise by %(rise)s and SRMR by %(metric)s (loadings) or %(scalar)s (intercepts); with "
        "%(small)d people or fewer, or groups of very unequal size, the limits are %(strict_fall)s, "
        "%(strict_rise)s, %(strict_metric)s and %(strict_scalar)s (Chen 2007, "
        "doi:10.1080/10705510701301834). Where only RMSEA or SRMR passes its limit, the difference of "
        "chi-square decides (p below %(chance)s). These limits are conventions: near them the verdict could "
        "have been another."
    ) % {
        "fewest": rules.fewest,
        "per_item": rules.fewest_per_item,
        "cfi": shown(rules.cfi, 2),
        "srmr": shown(rules.srmr, 2),
        "rmsea": shown(rules.rmsea, 2),
        "fall": shown(rules.limits.cfi),
        "rise": shown(rules.limits.rmsea),
        "metric": shown(rules.limits.srmr_metric),
        "scalar": shown(rules.limits.srmr_scalar),
        "small": rules.small,
        "strict_fall": shown(rules.strict_limits.cfi),
        "strict_rise": shown(rules.strict_limits.rmsea),
        "strict_metric": shown(rules.strict_limits.srmr_metric),
        "strict_scalar": shown(rules.strict_limits.srmr_scalar),
        "chance": shown(rules.chance, 2),
    }


def _named_rules(words: Words, rules: Rules) -> list[str]:
    """What is to be said of cut-offs other than the usual ones."""
    said = []
    if rules.limits.cfi_metric is not None:
        text = words.gettext(
            "In the step to equal loadings CFI may fall by %(fall)s and RMSEA rise by %(rise)s."
        )
        loadings = rules.limits.of_loadings
        shown = {"fall": loadings.cfi, "rise": loadings.rmsea}
        said.append(text % {name: figure(value, 3, words.language) for name, value in shown.items()})
    preset = PRESETS.get(preset_of(rules))
    if preset and rules != DEFAULT:
        text = words.gettext("Cut-offs: %(name)s; %(source)s.")
        said.append(text % {"name": words.say(preset.name), "source": words.say(preset.source)})
    return said


def citation(words: Words, found: Comparison, *, title: str, when: date) -> str:
    """Return how to name these results in a publication."""
    return words.gettext(
        "%(title)s. Comparison of %(groups)s with Mentorway %(version)s, %(year)d. "
        "Answers: %(source)s SHA-256 %(hash)s."
    ) % {
        "title": title or found.title,
        "groups": ", ".join(found.groups),
        "version": found.versions["mentorway"],
        "year": when.year,
        "source": f"{found.source}." if found.source else "",
        "hash": found.data_hash,
    }
