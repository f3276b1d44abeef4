"""What to say where few clusters were asked."""

from __future__ import annotations

from mentorway.wording import Message


def few(groups: int, kind: str) -> tuple[Message, ...]:
    """Say whether there are too few clusters for their kind of error.

    Parameters
    ----------
    groups : int
        How many clusters.
    kind : str
        Of error.

    Returns
    -------
    tuple of Message
        Empty from 40 clusters, or from 30 with CR2.

    Examples
    --------
    >>> few(50, "CR1"), len(few(12, "CR1"))
    ((), 1)
    """
    told = {"clusters": groups}
    if groups < 10:
        return (
            Message(
                "%(clusters)d clusters are very few: errors and p values are rough whichever way they are "
                "found. Read the wild cluster bootstrap beside them, and do not lean on any one of them.",
                told,
            ),
        )
    if groups < 30:
        return (
            Message(
                "%(clusters)d clusters are few. Use the bias-reduced errors (CR2) or the wild cluster "
                "bootstrap.",
                told,
            ),
        )
    if groups < 40 and kind != "CR2":
        return (
            Message(
                "With %(clusters)d clusters these errors come out a little too small on average; the "
                "bias-reduced ones (CR2) do not.",
                told,
            ),
        )
    return ()
