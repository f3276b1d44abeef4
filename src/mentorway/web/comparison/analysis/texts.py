"""Longer texts about what was found: the method, how to cite it."""

from mentorway.comparing import Comparison, sentences
from mentorway.web.comparison.models import Finding
from mentorway.web.core.wording import words


def methods(found: Comparison) -> list[str]:
    """Return the paragraphs that say how the numbers were made."""
    return sentences.methods_text(words(), found).split("\n\n")


def citation(found: Comparison, finding: Finding) -> str:
    """Return how to name these results in a publication."""
    title = finding.comparison.dataset.title
    return sentences.citation(words(), found, title=title, when=finding.created.date())


def sizes(found: Comparison) -> list[tuple[str, int]]:
    """Return how many people each group has."""
    if not found.scales:
        return []
    return [(group.name, group.rows) for group in found.scales[0].groups]


def size(found: Comparison) -> str:
    """Say in one sentence how much there is."""
    return sentences.size(words(), found)
