"""Published figures worked out again, against R, psych and counting; and what is said of them."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorway.evidence.figures.effects import d_from_means, d_from_t, percent_change
from mentorway.evidence.figures.fit import (
    chi_square_ratio,
    rmsea,
    rmsea_from_ratio,
    rmsea_interval,
    tli_from_cfi,
)
from mentorway.evidence.figures.means import grim
from mentorway.evidence.figures.p_values import p_of_chi_square, p_of_f, p_of_t, p_of_z
from mentorway.evidence.figures.printed import Span, printed, reach
from mentorway.evidence.figures.reliability import (
    alpha_from_correlation,
    alpha_from_loadings,
    alpha_interval,
    correlation_from_alpha,
    correlation_interval,
)
from mentorway.evidence.figures.verdicts import Verdict, judged
from mentorway.wording import InvalidInputError

ORACLES = json.loads((Path(__file__).parents[1] / "oracles" / "published_figures.json").read_text())


def close(value):
    return pytest.approx(value, rel=1e-6, abs=1e-9)


def test_the_mentor_form_of_the_competency_assessment_agrees_with_itself():
    estimate = rmsea("663.20", 284, 283, claimed=".069")
    ends = rmsea_interval("663.20", 284, 283, claimed=(".069", ".062", ".076"))
    assert estimate.verdict is Verdict.AGREES
    assert ends.verdict is Verdict.AGREES
    assert [f"{each:.3f}" for each in (estimate.value, ends.low.value, ends.high.value)] == [
        "0.069",
        "0.062",
        "0.076",
    ]


def test_the_mentee_form_of_the_competency_assessment_is_flagged():
    estimate = rmsea("840.62", 284, 283, claimed=".080")
    ends = rmsea_interval("840.62", 284, 283, claimed=(".080", ".063", ".077"))
    assert estimate.verdict is Verdict.DISAGREES
    assert "0.083" in str(estimate.message)
    assert ends.verdict is Verdict.DISAGREES
    assert "does not hold" in str(ends.message)
    assert [f"{each:.3f}" for each in (ends.low.value, ends.high.value)] == ["0.077", "0.090"]


def test_a_ratio_and_people_are_enough_for_rmsea():
    found = rmsea_from_ratio("3.75", 403, claimed=".083")
    assert found.verdict is Verdict.AGREES
    assert found.low < math.sqrt(2.75 / 403) < found.high


def test_tli_follows_from_cfi_with_the_degrees_of_freedom_of_both_models():
    assert tli_from_cfi(".85", 284, 26, claimed=".83").verdict is Verdict.AGREES
    assert tli_from_cfi(".87", 284, 26, claimed=".85").verdict is Verdict.AGREES
    assert tli_from_cfi(".85", 284, 26, claimed=".86").verdict is Verdict.DISAGREES
    assert tli_from_cfi("1.00", 24, 9, claimed="1.02").verdict is not Verdict.DISAGREES
    with pytest.raises(InvalidInputError):
        tli_from_cfi("1.2", 24, 9)


def test_rmsea_and_its_interval_equal_uniroot_for_both_divisors():
    for case in ORACLES["fit"]:
        chi_square, df, people, groups = case["given"]
        told = f"{chi_square:.9f}"  # hardly rounded, so the range is that of the two divisors
        estimate = rmsea(told, df, people, groups=groups)
        ends = rmsea_interval(told, df, people, groups=groups)
        every, less = case["found"]["all"], case["found"]["less"]
        assert estimate.value == close(every["value"])
        assert (estimate.low, estimate.high) == (close(every["value"]), close(less["value"]))
        assert (ends.low.value, ends.high.value) == (close(every["low"]), close(every["high"]))
        assert ends.high.high == close(less["high"])


def test_p_values_equal_those_of_r():
    p = ORACLES["p"]
    assert [p_of_chi_square(str(x), df).value for x, df, _ in p["chi_square"]] == close(
        [value for *_, value in p["chi_square"]]
    )
    assert [p_of_t(str(x), df).value for x, df, _ in p["t"]] == close([value for *_, value in p["t"]])
    assert [p_of_f(str(x), *dfs).value for x, *dfs, _ in p["f"]] == close([value for *_, value in p["f"]])
    assert [p_of_z(str(x)).value for x, _ in p["z"]] == close([value for _, value in p["z"]])


def test_intervals_of_alpha_and_of_correlations_equal_psych():
    for case in ORACLES["feldt"]:
        alpha, items, people = case["given"]
        found = alpha_interval(str(alpha), int(items), int(people))
        assert (found.low.value, found.high.value) == (close(case["low"]), close(case["high"]))
    for case in ORACLES["correlations"]:
        r, people = case["given"]
        found = correlation_interval(str(r), int(people))
        assert [found.low.value, found.high.value] == close(case["interval"])


def test_alpha_of_items_that_correlate_alike_is_that_of_their_matrix_and_leads_back():
    for case in ORACLES["mean_r"]:
        r, items = case["given"]
        found = alpha_from_correlation(str(r), items)
        assert found.value == close(case["alpha"])
        assert correlation_from_alpha(f"{found.value:.12f}", items).value == pytest.approx(r, abs=1e-9)


def test_an_alpha_above_what_the_largest_loading_allows_is_flagged():
    found = alpha_from_loadings(".66", ".83", 6, claimed=".96")
    assert found.verdict is Verdict.DISAGREES
    assert "unless errors of items are correlated" in str(found.message)
    assert alpha_from_loadings(".66", ".83", 6, claimed=".89").verdict is not Verdict.DISAGREES
    same = alpha_from_loadings("0.700", "0.700", 6)
    assert same.value == pytest.approx(alpha_from_correlation("0.4900", 6).value)


def test_d_equals_psych_and_the_definition():
    for t, first, second, d in ORACLES["d"]["t"]:
        assert d_from_t(str(t), (first, second)).value == close(d)
    found = d_from_means(("4.75", "5.71"), ("1.38", "0.91"), (139, 144), claimed="-0.82")
    assert found.value == close(ORACLES["d"]["means"])
    assert found.verdict is Verdict.AGREES


def test_grim_finds_the_means_that_counting_finds():
    for case in ORACLES["grim"]:
        found = grim(case["mean"], case["n"])
        assert (found.verdict is Verdict.AGREES) == case["possible"], case


def test_grim_counts_every_item_and_gives_up_where_all_means_are_possible():
    assert grim("3.47", 20).verdict is Verdict.DISAGREES
    assert grim("3.47", 20, items=5).verdict is Verdict.UNKNOWN
    assert grim("3.5", 20).verdict is Verdict.UNKNOWN
    assert "3.4500" in str(grim("3.47", 20).message)


def test_a_change_in_per_cent_is_checked_as_it_is_printed():
    assert percent_change("4.75", "5.71", claimed="+20 %").verdict is Verdict.AGREES
    assert percent_change("5.55", "5.92", claimed="7").verdict is Verdict.AGREES
    assert percent_change("4.75", "5.71", claimed="21.0").verdict is Verdict.DISAGREES
    assert percent_change("5.71", "4.75").value < 0


def test_bounds_are_judged_whole():
    assert p_of_t("2.20", 28, claimed="< .05").verdict is Verdict.AGREES
    assert p_of_t("2.20", 28, claimed="< .01").verdict is Verdict.DISAGREES
    assert p_of_t("2.0", 28, claimed="< .05").verdict is Verdict.UNKNOWN
    assert p_of_t("0.3", 28, claimed="> .05").verdict is Verdict.AGREES
    assert p_of_t("0.00", 28).high == 1


def test_numbers_rounded_too_far_confirm_nothing():
    found = percent_change("1", "2", claimed="100.0")
    assert found.verdict is Verdict.UNKNOWN
    assert "says nothing" in str(found.message)


def test_a_figure_that_is_not_printed_is_worked_out_and_not_judged():
    found = chi_square_ratio("663.20", 284)
    assert found.claimed is None
    assert found.verdict is Verdict.UNKNOWN
    assert found.low < found.value < found.high


def test_commas_signs_and_zeros_at_the_end_are_read_as_printed():
    assert printed("0,080").span == printed(".080").span
    assert printed(".08").span.width == pytest.approx(0.01)
    assert printed("−0.5").value == -0.5
    assert printed("20 %").value == 20
    assert printed(" < .001 ").is_bound


@pytest.mark.parametrize("text", ["", "many", ".", "1.2.3", "0.5 to 0.6", "<", "9" * 40, "1e5"])
def test_what_is_no_number_is_refused_with_what_came(text):
    with pytest.raises(InvalidInputError, match="no number"):
        printed(text)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: rmsea("663.20", 0, 283),
        lambda: rmsea("663.20", 284, 4, groups=4),
        lambda: rmsea("-3.2", 284, 283),
        lambda: rmsea("> 600", 284, 283),
        lambda: rmsea_interval("840.62", 284, 283, claimed=(".080", ".077", ".063")),
        lambda: p_of_f("-1.0", 2, 30),
        lambda: p_of_t("2.2", 0),
        lambda: alpha_from_correlation(".3", 1),
        lambda: alpha_from_correlation("-.9", 9),
        lambda: alpha_from_loadings(".8", ".6", 6),
        lambda: alpha_from_loadings(".8", "1.6", 6),
        lambda: correlation_from_alpha("1.2", 9),
        lambda: correlation_interval(".5", 3),
        lambda: alpha_interval(".8", 5, 1),
        lambda: d_from_means(("1", "2"), ("0", "0"), (10, 10)),
        lambda: d_from_t("2", (1, 10)),
        lambda: percent_change("0.0", "2"),
        lambda: grim("3.2", 0),
    ],
)
def test_what_cannot_be_is_refused(ask):
    with pytest.raises(InvalidInputError):
        ask()


@pytest.mark.parametrize("text", ["1.00", "-1.00"])
def test_a_perfect_correlation_has_an_interval_within_bounds(text):
    found = correlation_interval(text, 20)
    assert -1 <= found.low.low <= found.high.high <= 1


def test_the_lowest_possible_mean_correlation_means_an_alpha_without_end():
    assert alpha_from_correlation("-.50", 3).value == -math.inf
    assert alpha_from_correlation("-.49", 3).value == pytest.approx(-73.5)


@given(chi_square=st.floats(1, 5000), df=st.integers(1, 900), people=st.integers(10, 5000))
@settings(max_examples=60, deadline=None)
def test_what_is_rounded_from_a_value_always_agrees_with_it(chi_square, df, people):
    exact = math.sqrt(max(chi_square - df, 0) / df / people)
    assert rmsea(f"{chi_square:.2f}", df, people, claimed=f"{exact:.3f}").verdict is not Verdict.DISAGREES


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_a_value_lies_within_what_is_printed_of_it(value, places):
    span = printed(f"{value:.{places}f}").span
    assert Span(value, value).meets(span)


def test_the_reach_of_a_formula_takes_every_corner():
    assert reach(lambda a, b: a - b, Span(1, 2), Span(3, 5)) == Span(-4, -1)


def test_a_verdict_names_the_range_when_it_is_not_one_number():
    assert "between 0.100 and 0.200" in str(judged(0.15, Span(0.1, 0.2), "0.3").message)
