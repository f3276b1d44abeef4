"""Which items people answered, batch by batch: patterns numbered as they come."""

from __future__ import annotations

import numpy as np

from mentorway.moments.cells import Block
from mentorway.moments.cube import Flags
from mentorway.moments.facts import Numbers
from mentorway.moments.reading import Codes
from mentorway.wording import InvalidInputError, Message

MOST_PATTERNS = 2_000
COMPLETE, REST = 0, 1


class Patterns:
    """Which items people answered, numbered as met: first everybody with all, then the others."""

    def __init__(self, block: Block, *, apart: bool) -> None:
        self.block, self._apart = block, apart
        self._numbers: dict[bytes, int] = {}
        size = len(block.items)
        self.observed: list[Flags | None] = (
            [np.ones(size, np.bool_)] if apart else [np.ones(size, np.bool_), None]
        )

    def number(self, codes: Codes, *, holes: bool) -> Numbers:
        """Number of each person's pattern."""
        numbers = np.full(codes.shape[1], COMPLETE, dtype=np.intp)
        if not holes:
            return numbers
        missing = codes == self.block.levels
        some = np.flatnonzero(missing.any(axis=0))
        if not self._apart or not some.size:
            numbers[some] = REST
            return numbers
        packed = np.ascontiguousarray(np.packbits(missing[:, some], axis=0).T)
        met, places = np.unique(packed.view(f"V{packed.shape[1]}").ravel(), return_inverse=True)
        known = [self._number_of(one.tobytes()) for one in met]
        numbers[some] = np.array(known, dtype=np.intp)[places.ravel()]
        return numbers

    def _number_of(self, packed: bytes) -> int:
        number = self._numbers.get(packed)
        if number is None:
            number = self._numbers[packed] = len(self.observed)
            bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=len(self.block.items))
            self.observed.append(bits == 0)
        if number >= MOST_PATTERNS:
            raise too_many_patterns(self.block)
        return number


def too_many_patterns(block: Block) -> InvalidInputError:
    """What is wrong with a scale that was left incomplete in so many ways."""
    return InvalidInputError(
        Message(
            "Scale %(scale)s was left incomplete in more than %(most)d different ways, too many to "
            "keep apart. Use people who answered every item, or fewer items at once.",
            {"scale": block.name, "most": MOST_PATTERNS},
        )
    )
