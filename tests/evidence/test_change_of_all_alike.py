"""Change of people who all changed by the same, which takes no time and has no width."""

import numpy as np
import pytest
from tests.counting import at_most

from mentorway.evidence.effectiveness.paired_change import paired_change

BEFORE = np.array([3.3, 4.1, 2.7, 3.9, 3.1, 2.2, 4.4, 3.6])


@pytest.mark.parametrize("by", [0.7, -1.1])
def test_a_change_of_all_by_the_same_has_no_width(by):
    with at_most(2_000):
        found = paired_change(BEFORE, BEFORE + by)
    assert found.change.difference == pytest.approx(by)
    assert found.change.low == found.change.high == found.change.difference
    assert found.g_av.low == found.g_av.value == found.g_av.high
    assert found.g_av.value == pytest.approx(0.8882 * by / BEFORE.std(ddof=1), abs=1e-3)


def test_rounding_is_no_change():
    found = paired_change(BEFORE, (BEFORE + 0.1) - 0.1)
    assert found.change.difference == 0
    assert found.change.low == found.change.high == 0


def test_nothing_varies_at_all():
    found = paired_change(np.full(6, 3.0), np.full(6, 4.0))
    assert found.g_av.value is None
    assert found.change.difference == 1
