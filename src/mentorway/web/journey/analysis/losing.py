"""What goes with the example, in words."""

from collections.abc import Mapping

from django.apps import apps


def named(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return how many rows of which kind, as people call it, in the order of the alphabet."""
    found = []
    for label, count in counts.items():
        options = apps.get_model(label)._meta  # noqa: SLF001 - Django's own word for it
        name = options.verbose_name if count == 1 else options.verbose_name_plural
        found.append((str(name), count))
    return sorted(found)
