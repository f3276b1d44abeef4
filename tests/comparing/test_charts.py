import json
import re
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import typst
from tests.comparing.making import example, make_snapshot

from mentorway.comparing import answers_chart, charts, compare, drawing, forest_chart
from mentorway.comparing.dividing import divided
from mentorway.language import LANGUAGES, Words

EN, LT = Words.of("en"), Words.of("lt")
SVG = "{http://www.w3.org/2000/svg}"
MARKUP = '<b> & "x" ]]> \x07'


@cache
def licensed():
    """Three groups whose means may be compared."""
    sizes = {"SE": 150, "LT": 140, "FI": 130}
    return compare(make_snapshot(sizes, {"trust": 5}, Path(tempfile.mkdtemp()))).scales[0]


def texts(svg):
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    return [" ".join(" ".join(one.itertext()).split()) for one in root.iter(f"{SVG}text")]


def marks(svg):
    """Paths with a fill and a stroke: the marks, those of the legend with them."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    return [one for one in root.iter(f"{SVG}path") if one.get("fill") and one.get("stroke")]


def renamed(scale, name):
    """Return a scale whose groups, items and texts all carry a name."""
    items = tuple(replace(item, name=f"{name}{item.name}", text=name) for item in scale.items)
    groups = tuple(replace(group, name=f"{name}{group.name}") for group in scale.groups)
    return replace(scale, name=name, items=items, groups=groups)


@pytest.mark.parametrize("language", LANGUAGES)
def test_profiles_hold_every_group_and_every_item_in_every_language(language):
    scale = example().scales[0]
    shown = texts(charts.item_profiles(scale, Words.of(language)))
    assert [one.split()[0] for one in shown if one.split()[0] in {item.name for item in scale.items}] == [
        item.name for item in scale.items
    ]
    legend = [one for one in shown if one.split(" (")[0] in {group.name for group in scale.groups}]
    assert [one.split(" (")[0] for one in legend] == [group.name for group in scale.groups]


def test_an_item_is_shown_in_the_readers_language_where_the_codebook_has_it():
    scale = licensed()
    item = replace(scale.items[0], text="I trust", texts={"lt": "Pasitikiu žmonėmis"})
    scale = replace(scale, items=(item, *scale.items[1:]))
    assert f"{item.name} Pasitikiu žmonėmis" in texts(charts.item_profiles(scale, LT))
    assert f"{item.name} I trust" in texts(charts.item_profiles(scale, EN))


def test_groups_of_fewer_than_fifty_are_hollow_and_named_so():
    svg = charts.item_profiles(example().scales[0], EN)
    small = [group for group in example().scales[0].groups if group.rows < 50]
    named = [one for one in texts(svg) if "(n = " in one]
    assert named == [f"{group.name} (n = {group.rows})" for group in small]
    assert "Hollow marks: groups of fewer than 50 people." in texts(svg)
    hollow = [mark for mark in marks(svg) if mark.get("fill") == drawing.PAPER]
    items = len(example().scales[0].items)
    assert len(hollow) == len(small) * (items + 1)


def test_nothing_is_said_of_hollow_marks_where_there_are_none():
    assert not any("Hollow" in one for one in texts(charts.item_profiles(licensed(), EN)))


def test_no_two_groups_look_alike_however_many_there_are():
    looks = [charts._look(place, few=False) for place in range(40)]
    assert len({(look["colour"], look["shape"]) for look in looks}) == 40


def test_an_item_that_nobody_answered_has_no_mark():
    scale = licensed()
    empty = replace(scale.groups[0].items[0], n=0, mean=float("nan"), sd=float("nan"))
    group = replace(scale.groups[0], items=(empty, *scale.groups[0].items[1:]))
    with_gap = replace(scale, groups=(group, *scale.groups[1:]))
    assert len(marks(charts.item_profiles(with_gap, EN))) == len(marks(charts.item_profiles(scale, EN))) - 1


def test_the_forest_holds_licensed_pairs_only_and_in_their_order():
    scale = example().scales[0]
    assert scale.mean_differences
    expected = [f"{one.second} − {one.first}" for one in scale.mean_differences]
    assert [one for one in texts(charts.forest(scale, EN)) if re.fullmatch(r"\w\w − \w\w", one)] == expected


def test_where_no_pair_is_licensed_the_forest_says_so_and_draws_nothing():
    scale = next(scale for scale in example().scales if not scale.mean_differences)
    svg = charts.forest(scale, EN)
    assert texts(svg)[0].startswith("No differences between means are shown")
    assert marks(svg) == []


def test_numbers_have_the_decimal_sign_of_the_language():
    one = licensed().mean_differences[0]
    figure = f"{one.standardised:.2f}".replace("-", "−")
    assert any(text.startswith(figure) for text in texts(charts.forest(licensed(), EN)))
    in_lithuanian = texts(charts.forest(licensed(), LT))
    assert any(text.startswith(figure.replace(".", ",")) for text in in_lithuanian)
    assert not any(re.search(r"\d\.\d", text) for text in in_lithuanian)


def test_the_axis_of_a_forest_has_round_numbers_around_all_intervals_and_zero():
    found = [
        forest_chart._Distance("A", "B", one.standardised, one.standardised_low, one.standardised_high)
        for one in licensed().mean_differences
    ]
    ticks = forest_chart._ticks(found)
    assert any(tick == pytest.approx(0) for tick in ticks)
    assert ticks[0] <= min(one.standardised_low for one in licensed().mean_differences)
    assert ticks[-1] >= max(one.standardised_high for one in licensed().mean_differences)


def test_many_pairs_are_drawn_on_several_sheets_with_one_axis():
    sheets = charts.forests(licensed(), EN, most=2)
    axes = [[text for text in texts(sheet) if re.fullmatch(r"−?\d(\.\d+)?", text)] for sheet in sheets]
    assert len(sheets) == 2
    assert axes[0] == axes[1] != []


def test_a_long_scale_is_drawn_in_pieces_that_lose_no_item():
    scale = licensed()
    pieces = charts.pieces(scale, height=100)
    assert len(pieces) > 1
    assert tuple(item for piece in pieces for item in piece.items) == scale.items
    assert all(len(group.items) == len(piece.items) for piece in pieces for group in piece.groups)


@pytest.mark.parametrize("draw", [charts.item_profiles, charts.forest])
def test_the_same_findings_give_the_same_bytes_and_a_drawing_that_shrinks(draw):
    svg = draw(licensed(), EN)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert svg == draw(licensed(), EN)
    assert root.get("viewBox").split()[2] == str(drawing.WIDTH)
    assert "max-width:100%" in root.get("style")
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}rect").get("fill") == drawing.PAPER


@pytest.mark.parametrize("draw", [charts.item_profiles, charts.forest])
def test_what_people_wrote_is_text_and_never_markup(draw):
    svg = draw(renamed(licensed(), MARKUP), EN)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert not list(root.iter(f"{SVG}b"))
    assert root.find(f"{SVG}title").text.count('<b> & "x" ]]>') == 1


def test_one_group_alone_is_drawn(tmp_path):
    scale = compare(make_snapshot({"SE": 60}, {"trust": 3}, tmp_path)).scales[0]
    assert "SE" in texts(charts.item_profiles(scale, EN))
    assert texts(charts.forest(scale, EN))


def wide(said):
    """How wide a line of an axis title is, in a drawing's own units."""
    line = f'text(font: "Inter", size: {drawing.SMALL}pt, "{said}")'
    mark = f"#context [#metadata(measure({line}).width.pt()) <w>]"
    fonts = {"font_paths": [str(drawing.TYPEFACE)], "ignore_system_fonts": True}
    return json.loads(typst.query(mark.encode(), "<w>", field="value", one=True, **fonts))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_the_axis_of_profiles_fits_the_drawing_in_every_language(language):
    words = Words.of(language)
    lines = [words.gettext("Mean answer"), words.gettext("(lines: 95 % intervals)")]
    shown = texts(charts.item_profiles(licensed(), words))
    assert [line for line in lines if any(line in one for one in shown)] == lines
    right = drawing.EDGE + 4
    middle = (charts.LABELS + drawing.WIDTH - right) / 2
    assert max(map(wide, lines)) / 2 < drawing.WIDTH - middle - 4


def test_signs_that_turn_the_direction_are_not_drawn():
    assert drawing.plain("S\u202eE\u2069") == "S E "


def test_long_names_lose_their_middle():
    assert drawing.cut("Vilnius university of applied sciences", 12) == "Vilnius…nces"


def test_the_forest_of_scores_holds_g_of_every_licensed_pair():
    shown = texts(charts.score_forest(licensed(), EN))
    for pair in licensed().scores.pairs:
        figure = f"{pair.g:.2f}".replace("-", "−")
        assert any(text.startswith(f"{figure} [") for text in shown)
    nothing = texts(charts.score_forest(replace(licensed(), scores=None), EN))
    assert "No differences between means are shown" in " ".join(nothing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_drawn_for_every_item_and_group_in_every_language(language):
    scale = example().scales[0]
    shown = texts(answers_chart.item_answers(scale, Words.of(language)))
    assert [one.split()[0] for one in shown if one.split()[0] in {item.name for item in scale.items}] == [
        item.name for item in scale.items
    ]
    small = [group for group in scale.answers[0].groups if not group.tested]
    assert small
    for group in small:
        assert f"{group.group} (n = {group.n})" in shown


def test_bars_hold_every_answer_that_was_given_and_part_at_the_middle():
    scale = licensed()
    rows = list(answers_chart._rows(scale, EN))
    bars, most = answers_chart._bars(scale, rows), answers_chart._reach(scale)
    given = sum(bool(count) for item in scale.answers for group in item.groups for count in group.counts)
    assert len(bars) == given
    first = scale.answers[0].groups[0]
    own = [bar for bar in bars if bar["top"] == bars[0]["top"]]
    assert own[-1]["to"] - own[0]["from"] == pytest.approx(1)
    at_middle = next(bar for bar in own if bar["colour"] == answers_chart._colours(5)[2])
    assert at_middle["from"] == pytest.approx(-at_middle["to"])
    assert at_middle["to"] == pytest.approx(first.counts[2] / first.n / 2)
    longest = max(max(abs(bar["from"]), abs(bar["to"])) for bar in bars)
    assert longest <= most <= min(longest + 0.25, 1)


def test_answers_are_divided_into_pieces_that_lose_no_item():
    pieces = answers_chart.pieces(licensed(), height=200)
    assert len(pieces) > 1
    assert tuple(item for piece in pieces for item in piece.answers) == licensed().answers
    assert answers_chart.pieces(replace(licensed(), answers=(), items=()), height=200) == []


def test_pieces_of_answers_that_stand_side_by_side_have_one_axis():
    scale = licensed()
    even = replace(scale.answers[0].groups[0], n=8, counts=(2, 2, 0, 2, 2))
    lowest = replace(even, counts=(8, 0, 0, 0, 0))
    found = [replace(one, groups=(even,)) for one in scale.answers]
    found[-1] = replace(found[-1], groups=(lowest,))
    whole = replace(scale, answers=tuple(found))
    first, second = divided(whole, 2)
    axes = [
        [text for text in texts(answers_chart.item_answers(one, EN, whole=whole)) if "%" in text]
        for one in (first, second)
    ]
    assert axes[0] == axes[1] == ["100 %", "50 %", "0 %", "50 %", "100 %"]
    alone = texts(answers_chart.item_answers(first, EN))
    assert "100 %" not in alone


def test_percentages_on_the_axis_never_touch():
    assert answers_chart._ticks(1.0) == [-1, -0.5, 0, 0.5, 1]
    assert answers_chart._ticks(0.75) == [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75]
    assert answers_chart._reach(replace(licensed(), answers=())) == 0.25


@pytest.mark.parametrize("count", [0, 1, 2, 3, 99])
def test_a_divided_scale_loses_no_item_group_or_answer(count):
    scale = licensed()
    found = divided(scale, count)
    assert len(found) <= max(count, 1)
    assert tuple(item for one in found for item in one.items) == scale.items
    assert tuple(item for one in found for item in one.answers) == scale.answers
    assert [item for one in found for item in one.groups[0].items] == list(scale.groups[0].items)
    assert divided(replace(scale, items=(), answers=()), count) == []


def test_a_range_of_two_and_one_of_a_hundred_answers_have_colours_for_each():
    assert len(set(answers_chart._colours(2))) == 2
    assert answers_chart._below((3, 1)) == 0.75
    assert len(answers_chart._colours(101)) == 101
    assert answers_chart._below(()) == answers_chart._below((0, 0, 0)) == 0.0
