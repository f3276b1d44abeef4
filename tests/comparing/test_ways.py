"""Each way of fitting is that of the evidence on the same rows; facts choose groups and people."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.comparing.making import make_codebook, make_facts, make_table

from mentorway.answers import store
from mentorway.comparing import Missing, Plan, compare, reading
from mentorway.comparing.changes import changes
from mentorway.evidence.psychometrics.factors.models import FactorModel
from mentorway.evidence.psychometrics.incomplete.fiml import ladder_incomplete
from mentorway.evidence.psychometrics.incomplete.missing import patterns_of
from mentorway.evidence.psychometrics.invariance.licence import Rules, Verdict
from mentorway.evidence.psychometrics.ordinal.categorical_answers import categorical_group
from mentorway.evidence.psychometrics.ordinal.ladder import ordinal_ladder
from mentorway.evidence.psychometrics.robust.clustered_answers import organisations_with_holes
from mentorway.evidence.psychometrics.robust.ladder import robust_ladder, robust_ladder_incomplete
from mentorway.evidence.psychometrics.robust.units import PeopleGroup, clusters_of
from mentorway.wording import InvalidInputError, Message

SIZES = {"LT": 300, "SE": 320}
ITEMS = ("A1", "A2", "A3", "A4")
MODEL = FactorModel.one_factor("A", ITEMS)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return make_facts(SIZES, {"A": 4}, tmp_path_factory.mktemp("facts"), weight="weight")


def rows_of(table, country):
    """The answers of one country, reversed ones turned."""
    own = table.filter(pc.equal(table["country"], country))
    columns = [own[item].to_numpy(zero_copy_only=False).astype(float) for item in ITEMS]
    columns[2] = 6 - columns[2]
    return own, np.column_stack(columns)


def indices_of(ladder):
    return [(one.indices.chi_square, one.indices.cfi, one.indices.rmsea) for one in ladder.fits]


def close(found, expected):
    assert len(found.fits) == len(expected.fits) == 4
    for mine, other in zip(indices_of(found), indices_of(expected), strict=True):
        assert mine == pytest.approx(other, rel=1e-6, abs=1e-8)


def test_groups_by_a_fact_are_those_of_answers_stored_by_it(asked, tmp_path):
    snapshot, table = asked
    found = compare(snapshot, Plan(by="sector"))
    other = store(table, make_codebook({"A": 4}), group="sector", folder=tmp_path)
    expected = compare(other)
    assert (found.group, found.groups) == ("sector", ("art", "food", "tech"))
    assert indices_of(found.scales[0].ladder) == indices_of(expected.scales[0].ladder)
    assert [one.message.text for one in changes(expected, found)] == [
        "The comparison was done in another way than before."
    ]


def test_only_people_with_these_facts_are_compared(asked, tmp_path):
    snapshot, table = asked
    found = compare(snapshot, Plan(where={"wave": ("2",), "sector": ("art", "food")}))
    kept = table.filter(
        pc.and_(pc.equal(table["wave"], "2"), pc.is_in(table["sector"], pa.array(["art", "food"])))
    )
    expected = compare(store(kept, make_codebook({"A": 4}), group="country", folder=tmp_path))
    assert found.rows == len(kept)
    assert [one.mean for one in found.scales[0].groups] == [one.mean for one in expected.scales[0].groups]


def test_by_organisation_errors_and_indices_are_robust(asked):
    snapshot, table = asked
    found = compare(snapshot, Plan(cluster="school")).scales[0]
    groups = []
    for country in SIZES:
        own, rows = rows_of(table, country)
        groups.append(clusters_of(country, rows, own["school"].to_pylist()))
    expected = robust_ladder(groups, MODEL)
    close(found.ladder, expected)
    errors = [one.fits[0].groups[0].intercept_errors for one in (found.ladder, expected)]
    assert errors[0] == pytest.approx(errors[1], rel=1e-6)
    plain = compare(snapshot).scales[0]
    assert plain.mean_differences[0].difference == pytest.approx(found.mean_differences[0].difference)
    assert plain.mean_differences[0].error != found.mean_differences[0].error
    assert any("independent" in str(one) for one in found.scores.warnings)


def test_weights_move_the_models_and_their_errors(asked):
    snapshot, table = asked
    found = compare(snapshot, Plan(weight=True)).scales[0]
    groups = []
    for country in SIZES:
        own, rows = rows_of(table, country)
        groups.append(PeopleGroup(country, rows, own["weight"].to_numpy(zero_copy_only=False)))
    close(found.ladder, robust_ladder(groups, MODEL))
    assert found.licences[0].verdict is Verdict.MEANS


def test_weights_and_organisations_go_together(asked):
    snapshot, table = asked
    found = compare(snapshot, Plan(weight=True, cluster="school")).scales[0]
    groups = []
    for country in SIZES:
        own, rows = rows_of(table, country)
        weights = own["weight"].to_numpy(zero_copy_only=False)
        groups.append(clusters_of(country, rows, own["school"].to_pylist(), weights))
    close(found.ladder, robust_ladder(groups, MODEL))


def test_ordered_steps_are_fitted_as_such(asked):
    snapshot, table = asked
    found = compare(snapshot, Plan(ordinal=True)).scales[0]
    groups = [categorical_group(country, rows_of(table, country)[1]) for country in SIZES]
    expected = ordinal_ladder(groups, MODEL).ladder
    close(found.ladder, expected)


def holed(tmp_path):
    codebook = make_codebook({"A": 4})
    table = make_table(SIZES, codebook)
    rng = np.random.default_rng(11)
    for place, item in enumerate(ITEMS, start=table.column_names.index("A1")):
        values = [
            None if gone else one
            for one, gone in zip(table[item].to_pylist(), rng.random(620) < 0.2, strict=True)
        ]
        table = table.set_column(place, item, pa.array(values))
    return store(table, codebook, group="country", folder=tmp_path), table


def test_people_who_left_some_out_count_where_the_plan_says_so(tmp_path):
    snapshot, table = holed(tmp_path)
    found = compare(snapshot, Plan(missing=Missing.FIML)).scales[0]
    groups = [patterns_of(country, rows_of(table, country)[1]) for country in SIZES]
    close(found.ladder, ladder_incomplete(groups, MODEL))
    people = [one.n for one in found.ladder.fits[0].groups]
    assert people == [one.n for one in groups]
    assert all(n > one.complete for n, one in zip(people, found.groups, strict=True))


def test_organisations_and_people_who_left_some_out_go_together(tmp_path):
    _, table = holed(tmp_path)
    schools = [None if row < 4 else f"s{row % 41}" for row in range(620)]
    table = table.append_column("school", pa.array(schools))
    snapshot = store(table, make_codebook({"A": 4}), group="country", folder=tmp_path, facts=("school",))
    found = compare(snapshot, Plan(cluster="school", missing=Missing.FIML)).scales[0]
    groups = []
    for country in SIZES:
        own, rows = rows_of(table.filter(pc.is_valid(table["school"])), country)
        groups.append(organisations_with_holes(country, rows, own["school"].to_pylist()))
    expected = robust_ladder_incomplete(groups, MODEL)
    close(found.ladder, expected)
    errors = [one.fits[0].groups[0].intercept_errors for one in (found.ladder, expected)]
    assert errors[0] == pytest.approx(errors[1], rel=1e-6)
    assert all(
        one.n > own.complete for one, own in zip(found.ladder.fits[0].groups, found.groups, strict=True)
    )
    assert "4 people have no “school” and are left out of the models." in map(str, found.warnings)


def test_a_single_organisation_with_holes_is_the_reason_people_read(tmp_path):
    _, table = holed(tmp_path)
    schools = ["one" if row < 300 else f"s{row % 37}" for row in range(620)]
    table = table.append_column("school", pa.array(schools))
    snapshot = store(table, make_codebook({"A": 4}), group="country", folder=tmp_path, facts=("school",))
    plan = Plan(cluster="school", missing=Missing.FIML)
    (licence,) = compare(snapshot, plan).scales[0].licences
    assert licence.verdict is Verdict.NONE
    assert "single organisation" in str(licence.reasons[0])


def test_a_group_too_small_even_with_holes_is_said_so(tmp_path):
    snapshot, _ = holed(tmp_path)
    plan = Plan(missing=Missing.FIML, rules=Rules(fewest=310))
    (licence,) = compare(snapshot, plan).scales[0].licences
    assert licence.too_few
    assert "people answered any item; at least 310 are needed" in str(licence.reasons[0])


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(by="age"), "hold no “age”"),
        (Plan(where={"age": ("9",)}), "hold no “age”"),
        (Plan(cluster="age"), "hold no “age”"),
        (Plan(cluster="country"), "cannot name the organisations"),
        (Plan(by="school", cluster="school"), "cannot name the organisations"),
        (Plan(where={"wave": ("3",)}), "3"),
        (Plan(where={"sector": ()}), "Its values are: art, food, tech"),
        (Plan(missing=Missing.FIML, weight=True), "cannot be used together with weights"),
        (Plan(ordinal=True, weight=True), "cannot heed weights"),
        (Plan(ordinal=True, cluster="school"), "cannot heed organisations"),
        (Plan(ordinal=True, missing=Missing.FIML), "answered every item"),
        (Plan(matters=-1), "cannot be below 0"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(asked, plan, said):
    with pytest.raises(InvalidInputError, match=said):
        compare(asked[0], plan)


def test_weights_that_are_not_there_are_refused(tmp_path):
    snapshot, _ = make_facts(SIZES, {"A": 4}, tmp_path)
    with pytest.raises(InvalidInputError, match="hold no weights"):
        compare(snapshot, Plan(weight=True))


def test_people_without_an_organisation_are_left_out_and_counted(tmp_path):
    codebook = make_codebook({"A": 4})
    table = make_table(SIZES, codebook)
    schools = [None if row < 10 else f"s{row % 37}" for row in range(len(table))]
    table = table.append_column("school", pa.array(schools))
    snapshot = store(table, codebook, group="country", folder=tmp_path, facts=("school",))
    found = compare(snapshot, Plan(cluster="school")).scales[0]
    assert [str(one) for one in found.warnings] == [
        "10 people have no “school” and are left out of the models."
    ]
    assert sum(one.n for one in found.ladder.fits[0].groups) == 610


def test_one_organisation_in_a_group_is_the_reason_people_read(tmp_path):
    codebook = make_codebook({"A": 4})
    table = make_table(SIZES, codebook)
    table = table.append_column(
        "school", pa.array(["one" if row < 300 else f"s{row % 37}" for row in range(620)])
    )
    snapshot = store(table, codebook, group="country", folder=tmp_path, facts=("school",))
    (licence,) = compare(snapshot, Plan(cluster="school")).scales[0].licences
    assert licence.verdict is Verdict.NONE
    assert "has 1 organisation" in str(licence.reasons[0])


def test_people_whom_no_combination_of_facts_fits_are_said_to_be_nobody(tmp_path):
    codebook = make_codebook({"A": 4})
    table = make_table(SIZES, codebook)
    table = table.append_column("wave", pa.array(["1" if row < 300 else "2" for row in range(620)]))
    snapshot = store(table, codebook, group="country", folder=tmp_path, facts=("wave",))
    with pytest.raises(InvalidInputError, match="Nobody is left"):
        compare(snapshot, Plan(where={"wave": ("1",), "country": ("SE",)}))


@pytest.mark.parametrize(
    ("plan", "name"),
    [
        (Plan(missing=Missing.FIML), "reduce_finely"),
        (Plan(cluster="school"), "reduce_finely"),
        (Plan(cluster="school", missing=Missing.FIML), "reduce_finely"),
        (Plan(weight=True), "rows_of"),
        (Plan(ordinal=True), "responses_of"),
    ],
)
def test_answers_that_cannot_be_had_in_a_way_are_refused_with_the_reason(tmp_path, monkeypatch, plan, name):
    snapshot, _ = make_facts(SIZES, {"A": 4, "B": 3}, tmp_path, weight="weight")

    def refuse(*_args, **_more):
        raise InvalidInputError(Message("There is too much of it."))

    monkeypatch.setattr(reading, name, refuse)
    found = compare(snapshot, replace(plan, sensitivity=True))
    for scale in (*found.scales, found.several_factors):
        assert [str(one) for one in scale.warnings] == ["There is too much of it."]
        assert [str(one) for licence in scale.licences for one in licence.reasons] == [
            "There is too much of it."
        ]
        assert scale.ladder is None
    assert all(group.alpha for scale in found.scales for group in scale.groups)
    plain = compare(snapshot, Plan(sensitivity=True)).scales[0].sensitivity
    failed = {one.key for one in plain.variants if str(one.failed) == "There is too much of it."}
    assert failed == {"reduce_finely": {"fiml"}, "rows_of": {"weighted"}, "responses_of": {"ordinal"}}[name]


def test_a_group_in_which_nobody_names_an_organisation_has_nobody(tmp_path):
    codebook = make_codebook({"A": 4})
    table = make_table(SIZES, codebook)
    schools = [None if row < 300 else f"s{row % 37}" for row in range(620)]
    table = table.append_column("school", pa.array(schools))
    snapshot = store(table, codebook, group="country", folder=tmp_path, facts=("school",))
    for missing in Missing:
        (licence,) = compare(snapshot, Plan(cluster="school", missing=missing)).scales[0].licences
        assert licence.too_few
        assert "In group LT 0 people" in str(licence.reasons[0])
