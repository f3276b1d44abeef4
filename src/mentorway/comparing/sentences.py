"""What was found, in whole sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mentorway.comparing.models import Comparison, ScaleComparison
from mentorway.evidence.psychometrics.licence import Rules, Verdict
from mentorway.evidence.psychometrics.models import Kind, Level
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


def methods_text(words: Words, found: Comparison) -> str:
    """Say how the numbers were made, as paragraphs that a publication can use."""
    paragraphs = [
        words.gettext(
            "Only people who answered every item of a scale enter its models (complete cases). Reverse-keyed "
            "items were turned round as the codebook says. Answers were reduced in one pass to whole-number "
            "sums per group, from which every estimate was made."
        ),
        words.gettext(
            "Reliability is Cronbach's alpha with Feldt's 95 % interval and McDonald's omega (total, "
            "one factor) with a 95 % interval by the delta method."
        ),
        words.gettext(
            "Confirmatory factor models with one factor for each scale were fitted by maximum likelihood to "
            "the means and covariances of all groups at once, treating answers as continuous. Four models "
            "were compared: the same structure (configural), the same loadings (metric), the same intercepts "
            "(scalar) and the same residual variances (strict). Indices follow the conventions of R lavaan. "
            "Score tests say by about how much chi-square would fall if one equality were given up."
        ),
        _rules(words, found.plan.rules),
        words.gettext(
            "Latent means are compared only in pairs that have a licence for it; the interval of each "
            "difference stands for itself and is not adjusted for the number of pairs. Groups are not ranked."
        ),
    ]
    if any(found.plan.releases.values()):
        paragraphs.append(
            words.gettext(
                "Parameters named in the plan may differ between groups (partial invariance); they were "
                "chosen by people, with a reason, not by the program."
            )
        )
    return "\n\n".join(paragraphs)


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
