import csv
import datetime as dt
import io
import math
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from tests.comparing.making import example, make_snapshot

from mentorway.cells import safe
from mentorway.comparing import Plan, compare, exports, lines, workbook
from mentorway.comparing.definitions import DEFINITIONS
from mentorway.evidence.psychometrics.factors.models import Release
from mentorway.language import LANGUAGES, Words
from mentorway.wording import Message

EN, LT = Words.of("en"), Words.of("lt")
SHEETS = [
    "What may be compared",
    "Pairs",
    "Groups",
    "Items",
    "Models",
    "Steps",
    "Score tests",
    "Mean differences",
    "Observed scores",
    "Score differences",
    "Answers",
    "Item tests",
    "Item pairs",
    "Method",
    "Definitions",
]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


@cache
def table(language="en"):
    """The example as a CSV table, read back: heads and lines."""
    text = exports.csv_bytes(example(), Words.of(language)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return rows[0], rows[1:]


def line(*, section, statistic, **where):
    """The one line of the table at a place."""
    places = {"scale": 1, "model": 2, "group": 3, "second": 4, "parameter": 5}
    found = [
        row
        for row in table()[1]
        if row[0] == section
        and row[6] == statistic
        and all(row[places[name]] == at for name, at in where.items())
    ]
    assert len(found) == 1
    return found[0]


@cache
def book():
    return openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(example(), EN)))


def rows_of(sheet):
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


@cache
def one_group():
    return compare(make_snapshot({"SE": 60}, {"trust": 4, "hope": 3}, Path(tempfile.mkdtemp())))


def test_the_table_is_utf_8_with_a_mark_and_rectangular():
    assert exports.csv_bytes(example(), EN).startswith(b"\xef\xbb\xbf")
    heads, rows = table()
    assert heads[0] == "Section"
    assert {len(row) for row in rows} == {len(heads)} == {12}


def test_groups_and_their_reliability_read_back_exactly():
    for scale in example().scales:
        for group in scale.groups:
            at = {"section": "group", "scale": scale.name, "group": group.name}
            assert float(line(statistic="sd", **at)[7]) == group.sd
            assert int(line(statistic="rows", **at)[7]) == group.rows
            for name in ("alpha", "omega"):
                found = getattr(group, name)
                if found is None:
                    continue
                shown = line(statistic=name, **at)
                assert [float(one) for one in shown[7:10]] == [found.value, found.low, found.high]


def test_items_read_back_exactly():
    scale = example().scales[1]
    for group in scale.groups:
        for item in group.items:
            at = {"section": "item", "scale": scale.name, "group": group.name, "parameter": item.name}
            assert float(line(statistic="mean", **at)[7]) == item.mean
            assert float(line(statistic="alpha_if_dropped", **at)[7]) == item.alpha_if_dropped


def test_models_steps_and_score_tests_read_back_exactly():
    scale = example().scales[0]
    for fit in scale.ladder.fits:
        at = {"section": "model", "scale": scale.name, "model": fit.level.value}
        assert float(line(statistic="chi_square", **at)[7]) == fit.indices.chi_square
        rmsea = [float(one) for one in line(statistic="rmsea", **at)[7:10]]
        assert rmsea == [fit.indices.rmsea, fit.indices.rmsea_low, fit.indices.rmsea_high]
        loading = line(
            section="estimate",
            statistic="loading",
            scale=scale.name,
            model=fit.level.value,
            group=fit.groups[1].name,
            parameter=fit.model.items[2],
        )
        assert float(loading[7]) == fit.groups[1].loadings[2, 0]
    for step in scale.ladder.steps:
        at = {"section": "step", "scale": scale.name, "model": step.tighter.value}
        assert float(line(statistic="cfi", **at)[7]) == step.cfi
    test = scale.ladder.score_tests[3]
    at = {"scale": scale.name, "group": test.group or "", "parameter": f"{test.kind} {test.item}"}
    assert float(line(section="score_test", statistic="chi_square", **at)[7]) == test.chi_square


def test_verdicts_have_codes_and_differences_only_where_licensed():
    for scale in example().scales:
        for one in scale.licences:
            at = {"scale": scale.name, "group": one.first, "second": one.second}
            assert line(section="licence", statistic="verdict", **at)[11] == one.verdict.value
    expected = [
        (scale.name, one.first, one.second, repr(one.standardised))
        for scale in example().scales
        for one in scale.mean_differences
    ]
    shown = [row for row in table()[1] if row[0] == "mean_difference" and row[6] == "standardised"]
    assert [(row[1], row[3], row[4], row[7]) for row in shown] == expected


def test_latent_means_are_not_shown_beside_their_licensed_differences():
    assert not any("latent_mean" in row[6] for row in table()[1])


def test_codes_are_the_same_in_every_language_and_so_are_numbers():
    for language in LANGUAGES:
        assert [[*row[:1], *row[2:11]] for row in table(language)[1]] == [
            [*row[:1], *row[2:11]] for row in table()[1]
        ]


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_not_known_is_empty(value):
    assert lines._number(value) == ""


def test_what_could_not_be_found_leaves_no_line_but_its_reason():
    scale = example().scales[0]
    groups = tuple(replace(one, alpha=None, omega=None, fit=None) for one in scale.groups)
    ladder = replace(scale.ladder, stopped=Message("It did not settle."))
    found = replace(scale, groups=groups, ladder=ladder)
    found_lines = list(exports._of_scale(found, "trust", EN))
    assert not {"alpha", "omega"} & {line.statistic for line in found_lines}
    assert "one_factor" not in {line.place.model for line in found_lines}
    assert [line.note for line in found_lines if line.statistic == "stopped"] == ["It did not settle."]


def test_what_people_released_is_in_the_table():
    plan = Plan(releases={"trust": (Release("intercept", "trust1"),)})
    text = exports.csv_bytes(replace(one_group(), plan=plan), EN).decode("utf-8-sig")
    assert "release,trust,,,,trust1,intercept,,,,,\r\n" in text


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_text(text):
    scale = one_group().scales[0]
    groups = tuple(replace(group, name=text) for group in scale.groups)
    items = tuple(replace(item, text=text) for item in scale.items)
    found = replace(one_group(), title=text, scales=(replace(scale, name=text, groups=groups, items=items),))
    content = exports.csv_bytes(found, EN).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]
    numbers = [cell for cell in cells if cell.startswith("-") and is_number(cell)]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == numbers
    assert f"'{text}" in cells
    read = openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(found, EN)))
    assert read["Groups"]["A2"].data_type == "s"
    assert read["Groups"]["B2"].value.startswith("'")


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_harmless_texts_are_left_alone():
    assert safe("E1 – Sweden") == "E1 – Sweden"


def test_the_workbook_has_a_sheet_for_each_kind_of_finding_with_fixed_heads():
    assert book().sheetnames == SHEETS
    for sheet in book():
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].font.bold


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_opens_in_every_language_with_sheets_of_different_names(language):
    content = io.BytesIO(exports.xlsx_bytes(example(), Words.of(language)))
    names = openpyxl.load_workbook(content, read_only=True).sheetnames
    assert len({name.casefold() for name in names}) == len(SHEETS)


def test_numbers_in_the_workbook_are_numbers_at_full_precision():
    groups = rows_of(book()["Groups"])
    expected = [
        [scale.name, group.name, group.rows, group.complete, group.missing_share, None, group.sd]
        for scale in example().scales
        for group in scale.groups
    ]
    assert [row[:7] for row in groups] == expected
    assert groups[0][7] == example().scales[0].groups[0].alpha.value
    assert book()["Groups"]["G2"].number_format == "0.00"


def test_items_models_and_tests_in_the_workbook_equal_what_was_found():
    items = rows_of(book()["Items"])
    found = example().scales[0].groups[0].items[0]
    assert items[0][5:] == [
        found.n,
        found.missing,
        found.mean,
        found.sd,
        found.floor,
        found.ceiling,
        found.corrected_item_total,
        found.alpha_if_dropped,
    ]
    ladder = example().scales[0].ladder
    models = [
        row for row in rows_of(book()["Models"]) if row[0] == "Extraversion" and row[2] == "DK, FI, NO, SE"
    ]
    assert [row[4] for row in models] == [fit.indices.chi_square for fit in ladder.fits]
    tests = [test for scale in example().scales if scale.ladder for test in scale.ladder.score_tests]
    assert [row[4] for row in rows_of(book()["Score tests"])] == [test.chi_square for test in tests]
    steps = [step for scale in example().scales if scale.ladder for step in scale.ladder.steps]
    assert [row[5] for row in rows_of(book()["Steps"])] == [step.cfi for step in steps]


def test_pairs_and_differences_in_the_workbook_equal_what_was_found():
    together = len(example().several_factors.licences)
    assert len(rows_of(book()["Pairs"])) == sum(len(scale.licences) for scale in example().scales) + together
    differences = [one for scale in example().scales for one in scale.mean_differences]
    assert [row[7] for row in rows_of(book()["Mean differences"])] == [
        one.standardised for one in differences
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_of_a_sheet_have_the_same_name(language):
    book = openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(example(), Words.of(language))))
    for page in book:
        heads = [cell.value for cell in page[1]]
        assert len(heads) == len(set(heads)), page.title


def test_a_number_that_is_none_is_an_empty_cell():
    scale = one_group().scales[0]
    groups = tuple(replace(group, mean=math.nan, sd=math.inf, alpha=None) for group in scale.groups)
    found = replace(one_group(), scales=(replace(scale, groups=groups),), several_factors=None)
    sheet = openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(found, EN)))["Groups"]
    assert [sheet.cell(2, column).value for column in (6, 7, 8, 9, 10)] == [None] * 5


def test_the_same_comparison_gives_the_same_bytes():
    assert exports.xlsx_bytes(example(), LT) == exports.xlsx_bytes(example(), LT)
    assert exports.csv_bytes(example(), LT) == exports.csv_bytes(example(), LT)
    assert book().properties.created == dt.datetime(2000, 1, 1)  # noqa: DTZ001 - as openpyxl reads it


def test_scales_that_were_compared_one_by_one_have_no_lines_together():
    alone = replace(
        one_group(), several_factors=None, scales=(replace(one_group().scales[0], ladder_note=None),)
    )
    assert exports.ALL_SCALES in exports.csv_bytes(one_group(), EN).decode()
    assert exports.ALL_SCALES not in exports.csv_bytes(alone, EN).decode()


def test_one_group_alone_has_all_sheets_and_no_pairs():
    read = openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(one_group(), EN)))
    assert read.sheetnames == SHEETS
    assert rows_of(read["Pairs"]) == []
    assert "licence" not in exports.csv_bytes(one_group(), EN).decode()


def test_a_sheets_name_fits_what_spreadsheets_allow():
    assert workbook._sheet_name("Mitä/voi: [vertailla]? " + "x" * 40) == "Mitä voi   vertailla   xxxxxxxx"


@cache
def rich():
    """Four groups, one of them small and one with a moved question, in every way and with what matters."""
    sizes = {"FI": 300, "LT": 280, "LV": 260, "SE": 20}
    scales, moved = {"trust": 5, "hope": 4}, {("LV", "trust2"): 0.5}
    snapshot = make_snapshot(sizes, scales, Path(tempfile.mkdtemp()), shift=moved)
    return compare(snapshot, Plan(sensitivity=True, matters=0.2))


@cache
def rich_lines():
    text = exports.csv_bytes(rich(), EN).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def shown(section, statistic, column=7):
    return [row[column] for row in rich_lines() if (row[0], row[6]) == (section, statistic)]


def test_means_of_scales_stand_only_in_families_of_which_every_pair_is_licensed():
    assert shown("group", "mean") == []
    trust, hope = rich().scales
    families = [*trust.scores.families, *hope.scores.families]
    assert shown("score_family", "mean") == [repr(one.mean) for family in families for one in family.groups]
    assert [len(family.groups) for family in families] == [2, 3]
    alone = exports.csv_bytes(one_group(), EN).decode()
    assert ",mean," in alone


def test_scores_and_their_differences_read_back_exactly():
    pairs = [pair for scale in rich().scales for pair in scale.scores.pairs]
    assert shown("score_pair", "hedges_g") == [repr(pair.g) for pair in pairs]
    assert shown("score_pair", "equivalence", 11) == [pair.equivalence.verdict.value for pair in pairs]
    families = [family for scale in rich().scales for family in scale.scores.families]
    assert shown("score_family", "welch_f") == [repr(family.statistic) for family in families]


def test_every_count_of_every_item_and_its_test_read_back_exactly():
    items = [item for scale in rich().scales for item in scale.answers]
    counts = [count for item in items for group in item.groups for count in group.counts]
    read = [int(row[7]) for row in rich_lines() if row[0] == "answers"]
    assert read == counts
    assert shown("item_test", "kruskal_wallis") == [repr(item.statistic) for item in items]
    assert shown("item_pair", "cliffs_delta") == [repr(pair.delta) for item in items for pair in item.pairs]


def test_correlations_and_other_ways_read_back_exactly():
    together = rich().several_factors.associations
    assert shown("association", "difference") == [repr(one.difference) for one in together]
    variants = [one for scale in rich().scales for one in scale.sensitivity.variants]
    assert shown("sensitivity", "verdict", 11) == [
        pair.verdict.value for one in variants for pair in one.pairs
    ]
    failed = replace(variants[1], pairs=(), failed=Message("It did not settle."))
    scale = rich().scales[0]
    spoilt = replace(scale, sensitivity=replace(scale.sensitivity, variants=(variants[0], failed)))
    found = replace(rich(), scales=(spoilt,))
    assert "It did not settle." in exports.csv_bytes(found, EN).decode()
    book = openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(found, EN)))
    assert rows_of(book["Other ways"])[-1][-1] == "It did not settle."


def test_the_plan_stands_in_the_table():
    plan = Plan(where={"wave": ("1",)}, cluster="school", rules=replace(Plan().rules, fewest=30))
    text = exports.csv_bytes(replace(rich(), plan=plan), EN).decode()
    for part in ("plan,,,,,,cluster,,,,,school", "plan,,,,,wave,where,,,,,1", "cut_offs,,,,,own"):
        assert part in text


def test_sheets_of_scores_answers_correlations_and_other_ways_equal_what_was_found():
    book = openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(rich(), EN)))
    names = [*SHEETS[:13], "Correlations", "Other ways", *SHEETS[13:]]
    assert book.sheetnames == names
    pairs = [pair for scale in rich().scales for pair in scale.scores.pairs]
    assert [row[11] for row in rows_of(book["Score differences"])] == [pair.g for pair in pairs]
    families = [family for scale in rich().scales for family in scale.scores.families]
    assert [row[4] for row in rows_of(book["Observed scores"])] == [
        one.mean for family in families for one in family.groups
    ]
    items = [item for scale in rich().scales for item in scale.answers]
    assert [row[4] for row in rows_of(book["Answers"])] == [
        count for item in items for group in item.groups for count in group.counts
    ]
    assert [row[3] for row in rows_of(book["Item tests"])] == [item.statistic for item in items]
    assert [row[4] for row in rows_of(book["Item pairs"])] == [
        pair.delta for item in items for pair in item.pairs
    ]
    assert rows_of(book["Correlations"])[0][4] == rich().several_factors.associations[0].of_first
    ways = rows_of(book["Other ways"])
    assert len(ways) == sum(len(one.pairs) for scale in rich().scales for one in scale.sensitivity.variants)
    assert len(rows_of(book["Definitions"])) == len(DEFINITIONS)
