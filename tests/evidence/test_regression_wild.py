"""The wild cluster bootstrap from sums against refitted rows in R with every change of signs."""

import json
from pathlib import Path

import numpy as np
import pytest

from mentorway.evidence.effectiveness.cluster_sums import cluster_sums
from mentorway.evidence.effectiveness.rows import rows
from mentorway.evidence.effectiveness.wild_bootstrap import Draws, wild_bootstrap
from mentorway.wording import InvalidInputError

ORACLE = json.loads((Path(__file__).parents[1] / "oracles" / "regression.json").read_text())
DATA = {name: np.array(column) for name, column in ORACLE["data"].items()}
SUMS = cluster_sums(
    rows(DATA["y"], {name: DATA[name] for name in ("treat", "age", "pre")}, clusters=DATA["cluster"])
)


def found(null=0.0, draws=None, seed=1, name="treat"):
    return wild_bootstrap(SUMS, name, null=null, draws=draws or Draws(), rng=np.random.default_rng(seed))


def test_every_change_of_signs_gives_the_p_of_refitted_rows():
    one = found()
    assert (one.draws, one.every) == (512, True)
    assert [one.t, one.p] == pytest.approx([ORACLE["wild"]["t"], ORACLE["wild"]["p"]], rel=1e-9)
    assert found(null=0.5).p == ORACLE["wild"]["p_half"]


def test_the_interval_ends_where_the_test_begins_to_refuse():
    one = found()
    width = one.high - one.low
    for end, inside in ((one.low, 1), (one.high, -1)):
        assert found(null=end + inside * 1e-6 * width).p > 0.05
        assert found(null=end - inside * 1e-6 * width).p <= 0.05


def test_webbs_points_give_nearly_the_same_and_the_same_rng_the_same():
    webb = Draws(count=3999, points="webb")
    assert found(draws=webb).p == pytest.approx(ORACLE["wild"]["p"], abs=0.05)
    assert found(draws=webb, seed=4) == found(draws=webb, seed=4)
    assert not found(draws=webb).every


def test_the_test_holds_its_level_with_eight_clusters_where_clustered_errors_do_not():
    """No effect, half of eight clusters treated: about one of twenty is refused at 5 %."""
    rng = np.random.default_rng(5)
    clusters = np.repeat(np.arange(8), 10)
    treated = (clusters < 4).astype(float)
    ps = []
    for _ in range(300):
        y = rng.normal(size=8)[clusters] + rng.normal(size=80)
        sums = cluster_sums(rows(y, {"treated": treated}, clusters=clusters))
        ps.append(wild_bootstrap(sums, "treated", rng=rng).p)
    assert 0.02 < np.mean(np.array(ps) <= 0.05) < 0.085


def test_with_too_few_clusters_to_refuse_anything_the_interval_is_open_and_it_is_said():
    taken = rows([1, 2, 4, 3, 3, 6, 2, 5], {"a": [0, 0, 1, 1, 0, 1, 0, 1]}, clusters=[1, 1, 2, 2, 3, 3, 4, 4])
    one = wild_bootstrap(cluster_sums(taken), "a", rng=np.random.default_rng(1))
    assert (one.low, one.high) == (None, None)
    assert "no end" in str(one.warnings[-1])


@pytest.mark.parametrize(
    ("name", "draws", "said"),
    [
        ("nobody", Draws(), "no column “nobody”"),
        ("treat", Draws(count=10, points="webb"), "at least 99 draws; 10"),
        ("treat", Draws(points="coin"), "Webb's six points"),
        ("treat", Draws(confidence=95), "between 0 and 1"),
    ],
)
def test_what_cannot_be_drawn_is_explained(name, draws, said):
    with pytest.raises(InvalidInputError, match=said):
        found(name=name, draws=draws)


def test_a_coefficient_without_error_is_refused():
    taken = rows([0.0, 0, 1, 1], {"a": [0, 0, 1, 1]}, clusters=[0, 1, 2, 3])
    with pytest.raises(InvalidInputError, match="no error to test"):
        wild_bootstrap(cluster_sums(taken), "a", rng=np.random.default_rng(1))


def test_signs_of_many_clusters_are_drawn():
    rng = np.random.default_rng(8)
    clusters = np.repeat(np.arange(20), 5)
    x = rng.normal(size=100)
    sums = cluster_sums(rows(x + rng.normal(size=100), {"x": x}, clusters=clusters))
    one = wild_bootstrap(sums, "x", draws=Draws(count=499), rng=rng)
    assert (one.draws, one.every) == (499, False)
    assert one.p < 0.01 < one.low < 1 < one.high
