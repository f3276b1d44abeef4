"""What the judgements of several partners say about the use of a practice elsewhere."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mentorway.web.practices.models import Transfer, Verdict

USABLE = frozenset({Verdict.AS_IS, Verdict.ADAPTED})


@dataclass(frozen=True)
class Summary:
    """In how many countries it was judged, and in how many of them it is usable."""

    judged: int
    usable: int


def summary(judgements: Iterable[Transfer]) -> Summary:
    """Count countries. One is usable if at least half of its partners say so: as it is, or with changes."""
    verdicts: dict[str, list[bool]] = defaultdict(list)
    for one in judgements:
        verdicts[one.country].append(one.verdict in USABLE)
    return Summary(len(verdicts), sum(2 * sum(said) >= len(said) for said in verdicts.values()))
