"""Longer texts about what was found: the method, how to cite it."""

from mentorway.comparing import PRESETS, Comparison, ScaleComparison, preset_of, sentences
from mentorway.web.comparison.models import Finding
from mentorway.web.core.wording import said, words


def methods(found: Comparison) -> list[str]:
    """Return the paragraphs that say how the numbers were made."""
    return sentences.methods_text(words(), found).split("\n\n")


def citation(found: Comparison, finding: Finding) -> str:
    """Return how to name these results in a publication."""
    title = finding.comparison.analysis.dataset.title
    return sentences.citation(words(), found, title=title, when=finding.created.date())


def sizes(found: Comparison) -> list[tuple[str, int]]:
    """Return how many people each group has."""
    if not found.scales:
        return []
    return [(group.name, group.rows) for group in found.scales[0].groups]


def size(found: Comparison) -> str:
    """Say in one sentence how much there is."""
    return sentences.size(words(), found)


def design(found: Comparison) -> list[str]:
    """Say in what the comparison differs from the plainest one."""
    return sentences.design(words(), found)


def means_refused(scale: ScaleComparison) -> str:
    """Say why there is no ranking, where there is none."""
    return sentences.means_refused(words(), scale)


def sensitivity(scale: ScaleComparison) -> list[str]:
    """Say in short what hangs on the way of doing it."""
    return sentences.sensitivity(words(), scale.sensitivity) if scale.sensitivity else []


def cutoffs(found: Comparison) -> str:
    """Return the name of the cut-offs that decided, or nothing where they are nobody's but the plan's."""
    preset = PRESETS.get(preset_of(found.plan.rules))
    return said(preset.name) if preset else ""
