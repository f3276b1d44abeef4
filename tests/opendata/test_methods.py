"""Methods against numbers worked out by hand, and all of them against R where R is installed."""

import shutil
import subprocess
import zipfile

import numpy as np
import pytest
from tests.opendata.making import (
    ASKED,
    COMPARED,
    PAIR,
    SCALE,
    answers,
    saved,
    whole,
)

from mentorway.opendata.methods import METHODS, computed
from mentorway.opendata.scripts import IN_R
from mentorway.opendata.tables import Frame, frame_of
from mentorway.wording import InvalidInputError

FRAME = Frame(
    6,
    {"a": np.array([1.0, 2, 3, 4, 5, np.nan]), "b": np.array([5.0, 4, 3, 2, 2, 1])},
    {"g": ("x", "x", "x", "y", "y", None)},
    {},
)


def made(name, **options):
    return computed(FRAME, name, options)


def test_people_are_counted():
    assert made("n") == {"value": 6}
    assert made("n", columns=["a", "g"]) == {"value": 5}
    assert made("n", where={"g": ["x"], "b": [5, 3]}) == {"value": 2}


def test_shares_are_of_those_who_answered():
    assert made("count", column="a", codes=[1, 2]) == {"value": 2, "n": 5}
    found = made("share", column="a", codes=[1, 2])
    assert found["value"] == 0.4
    assert found["low"] == pytest.approx(0.1176, abs=1e-4)  # Wilson, 2 of 5
    assert found["high"] == pytest.approx(0.7693, abs=1e-4)


def test_means_leave_out_whoever_left_out_an_item_and_turn_items_round():
    found = made("mean", items=["a", "b"], reverse=["b"], low=1, high=5)
    assert found["value"] == pytest.approx(np.mean([1, 2, 3, 4, 4.5]))
    assert found["n"] == 5
    assert found["sd"] == pytest.approx(np.std([1, 2, 3, 4, 4.5], ddof=1))


def test_differences_are_the_first_group_minus_the_second():
    found = made("mean_difference", items=["a"], by="g", first="x", second="y")
    assert found["value"] == -2.5
    found = made("hedges_g", items=["a"], by="g", first="y", second="x")
    assert found["value"] == pytest.approx(2.5 / np.sqrt(2.5 / 3) * 0.7236, abs=1e-3)  # J of 3 df


def test_change_is_after_minus_before():
    found = made("change", before=["a"], after=["b"])
    assert found["value"] == pytest.approx(np.mean([4, 2, 0, -2, -3]))
    assert found["n"] == 5


def test_alpha_of_items_that_say_the_same_is_one():
    frame = Frame(4, {"a": np.array([1.0, 2, 3, 5]), "b": np.array([1.0, 2, 3, 5])}, {}, {})
    assert computed(frame, "alpha", {"items": ["a", "b"]})["value"] == pytest.approx(1)


def test_a_difference_of_latent_means_turns_round_with_its_groups():
    frame = frame_of(answers())
    options = dict(COMPARED[2][3])
    found = computed(frame, "latent_difference", options)
    turned = computed(frame, "latent_difference", {**options, "first": 2, "second": 1})
    assert turned["value"] == -found["value"]
    assert (turned["low"], turned["high"]) == (-found["high"], -found["low"])
    assert turned["p"] == found["p"]


def test_latent_means_without_a_licence_are_refused():
    options = {**SCALE, **PAIR, "items": ["E1", "E5", "E9"], "reverse": []}
    with pytest.raises(InvalidInputError, match="may not be compared, so there is no difference"):
        computed(frame_of(answers()), "latent_difference", options)


def test_every_method_has_its_counterpart_in_r_and_a_test():
    assert set(IN_R) == set(METHODS)
    assert {method for _, method, _, _ in (*ASKED, *COMPARED)} | {"cell"} == set(METHODS)


@pytest.mark.oracle
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_makes_the_same_numbers_without_anything_of_ours(tmp_path):
    with zipfile.ZipFile(saved(whole())) as archive:
        archive.extractall(tmp_path)
    found = subprocess.run(  # noqa: S603 - our own script
        [shutil.which("Rscript"), tmp_path / "reproduce" / "reproduce.R"],
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip
    assert "DIFFERS" not in found.stdout
    assert found.returncode == 0
    asked = (*ASKED, *COMPARED)
    by_search = sum(method in ("omega", "latent_difference", "licence") for _, method, _, _ in asked)
    left = [line for line in found.stdout.splitlines() if line.startswith("not made")]
    assert {line.partition(": ")[2] for line in left} <= {
        "the verdict needs Mentorway",
        "needs the package lavaan",
    }
    assert found.stdout.count("agrees ") >= len(asked) + 1 - by_search
