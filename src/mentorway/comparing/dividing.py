"""A scale divided by its items, so that its drawings stand side by side or on several pages."""

from __future__ import annotations

import math
from dataclasses import replace

from mentorway.comparing.models import ScaleComparison


def divided(scale: ScaleComparison, count: int) -> list[ScaleComparison]:
    """Divide a scale by its items into so many pieces of about one length.

    Parameters
    ----------
    scale : ScaleComparison
        To be drawn.
    count : int
        How many pieces there shall be; fewer come back where there are not enough items.

    Returns
    -------
    list of ScaleComparison
        In order, with the items of each piece in its texts, groups and answers; never one without items.
        Nothing where the scale has none.
    """
    share = max(math.ceil(len(scale.items) / max(count, 1)), 1)
    return [_piece(scale, slice(start, start + share)) for start in range(0, len(scale.items), share)]


def _piece(scale: ScaleComparison, part: slice) -> ScaleComparison:
    return replace(
        scale,
        items=scale.items[part],
        groups=tuple(replace(one, items=one.items[part]) for one in scale.groups),
        answers=scale.answers[part],
    )
