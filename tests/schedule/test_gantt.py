import datetime as dt
import gzip
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from PIL import ImageFont

import mentorway
from mentorway.schedule.gantt import EDGE, HEAD, SAMPLE, drawn, drawn_apart, standalone
from mentorway.schedule.gantt_chart import Chart, Row, RowKind, Words
from mentorway.schedule.gantt_parts import ROW, elbow, width_of
from mentorway.schedule.gantt_scale import AxisWords, Zoom, lower_ticks, scale_of, upper_ticks
from mentorway.schedule.gantt_style import SHEET, file_style
from mentorway.schedule.plan import Dependency, Link
from mentorway.typesetting import TYPEFACE
from mentorway.wording import InvalidInputError

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ("janv.", "febr.", "marts", "apr.", "maijs", "jūn.", "jūl.", "aug.", "sept.", "okt.", "nov.", "dec.")
AXIS = AxisWords(MONTHS, "{}. ned.", "{}. cet.")
LEGEND = {
    name: f"Means {name}"
    for name in ("package", "task", "milestone", "deliverable", "done", "critical", "baseline", "today")
}
WORDS = Words(AXIS, "Plāns", "Četras rindas", "lv", "Šodien", legend=LEGEND)
DAY = dt.date(2026, 11, 2)


def day(number):
    return DAY + dt.timedelta(days=number)


ROWS = (
    Row("w", "WP1", "Preparing", RowKind.PACKAGE, day(0), day(17), critical=True, lane="Riga"),
    Row(
        "a",
        "T1",
        "Ask & <listen>",
        RowKind.TASK,
        day(0),
        day(10),
        0.5,
        critical=True,
        depth=1,
        link="/t/1?x=1&y=2",
    ),
    Row(
        "b", "T2", "Build", RowKind.TASK, day(11), day(17), agreed=(day(8), day(12)), lane="Åbo", link="/t/2"
    ),
    Row(
        "m",
        "M1",
        "Ready",
        RowKind.MILESTONE,
        day(17),
        day(17),
        1.0,
        text="M1 Ready on 19 November",
        link="/t/3",
    ),
)
LINKS = (Dependency("a", "b"), Dependency("b", "m"), Dependency("gone", "a"))


def chart(**changes):
    return Chart(ROWS, WORDS, LINKS, day(12), **changes)


def tree(text):
    return etree.fromstring(text.encode())


def with_class(root, name):
    return [one for one in root.iter() if name in (one.get("class") or "").split()]


def number(element, name):
    return float(element.get(name))


@pytest.mark.parametrize("zoom", Zoom)
@pytest.mark.parametrize("by_lane", [False, True])
def test_a_chart_has_neither_styles_nor_scripts_that_a_strict_policy_stops(zoom, by_lane):
    root = tree(drawn(chart(zoom=zoom, by_lane=by_lane)))
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "a", "rect", "path", "text"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert all(name.startswith("gantt") for name in (element.get("class") or "gantt").split())


def test_every_class_that_is_drawn_has_a_rule_or_marks_a_row():
    root = tree(standalone(chart(by_lane=True)).decode().partition("\n")[2])
    used = {name for one in root.iter() for name in (one.get("class") or "").split()}
    ruled = set(re.findall(r"\.(gantt[a-z-]*)", file_style()))
    assert used - ruled == {"gantt-task", "gantt-package", "gantt-milestone", "gantt-legend"}


def test_bars_are_links_with_titles_and_a_name_for_those_who_listen():
    root = tree(drawn(chart()))
    links = root.findall(f".//{SVG}a")
    assert [one.get("href") for one in links] == ["/t/1?x=1&y=2", "/t/2", "/t/3"]
    assert [one.findtext(f"{SVG}title") for one in links] == [
        "T1 Ask & <listen>, 2026-11-02 – 2026-11-12",
        "T2 Build, 2026-11-13 – 2026-11-19",
        "M1 Ready on 19 November",
    ]
    names = {one.get("id"): one.text for one in root if one.get("id")}
    assert [root.get(name) for name in ("role", "lang", "aria-labelledby", "aria-describedby")] == [
        "group", "lv", "gantt-title", "gantt-desc",
    ]  # fmt: skip
    assert names == {"gantt-title": "Plāns", "gantt-desc": "Četras rindas"}


def test_a_chart_without_links_is_one_picture():
    rows = tuple(replace(row, link="") for row in ROWS)
    root = tree(drawn(Chart(rows, WORDS)))
    assert (root.get("role"), root.findall(f".//{SVG}a")) == ("img", [])


def test_bars_begin_and_end_with_their_days():
    root = tree(drawn(chart(zoom=Zoom.DAY, width=1500)))
    scale = scale_of(day(0), day(17), Zoom.DAY, 1200)
    bars = [one for one in with_class(root, "gantt-bar") if number(one, "y") < HEAD + ROW * 4]
    assert [(number(one, "x"), number(one, "width")) for one in bars] == [
        (round(scale.morning(first), 1), round(scale.evening(last) - scale.morning(first), 1))
        for first, last in ((day(0), day(10)), (day(11), day(17)))
    ]
    done = with_class(root, "gantt-done")[0]
    assert number(done, "width") == pytest.approx(number(bars[0], "width") / 2, abs=0.1)
    agreed = with_class(root, "gantt-agreed")[0]
    assert number(agreed, "x") == pytest.approx(scale.morning(day(8)), abs=0.05)


@pytest.mark.parametrize("width", [240, 360, 480, 960, 2000])
def test_texts_stay_in_their_columns_and_rows_when_set_in_the_typeface_of_the_pages(width):
    long = tuple(
        Row(
            f"r{place}",
            f"T{place}.1",
            letters * 40,
            RowKind.TASK,
            day(place),
            day(place + 30),
            depth=place % 7,
        )
        for place, letters in enumerate(("W", "ij", "Mentorystė ", "Äpfel-", "ŽĀĒ", "— ", "漢字", "il1"))
    )
    apart = drawn_apart(Chart(long, WORDS, width=width, today=day(3)))
    labels, plot = tree(apart.labels), tree(apart.plot)
    column = number(labels, "width")
    fonts = {
        name: ImageFont.truetype(str(TYPEFACE / f"Inter-{name}.otf"), 48) for name in ("Regular", "SemiBold")
    }
    for one in labels.iter(f"{SVG}text"):
        wide = 12 / 48 * fonts["Regular"].getlength(one.text.replace("漢", "W").replace("字", "W"))
        assert number(one, "x") + wide <= column
        assert one.findtext(f"{SVG}title").rstrip() or not one.text.endswith("…")
    for one in plot.iter(f"{SVG}text"):
        if "gantt-label" not in one.get("class"):
            assert number(one, "y") < HEAD  # rows hold bars and no texts
            half = 11 / 48 * fonts["SemiBold"].getlength(one.text) / 2
            assert half <= number(one, "x") <= number(plot, "width") - half or "today" in one.get("class")


@pytest.mark.parametrize(("name", "size"), [("Regular", 100), ("SemiBold", 106)])
def test_no_letter_of_european_languages_is_taken_for_narrower_than_it_is(name, size):
    font = ImageFont.truetype(str(TYPEFACE / f"Inter-{name}.otf"), 100, layout_engine=ImageFont.Layout.BASIC)
    letters = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA1, 0x180), *range(0x400, 0x460), 0x20AC)]
    wrong = [one for one in letters if one != "\xad" and font.getlength(one) > width_of(one, size)]
    assert wrong == []


def test_the_axis_tells_days_weeks_months_and_quarters_in_the_readers_language():
    first, last = dt.date(2026, 12, 21), dt.date(2027, 1, 31)
    found = {}
    for zoom in (Zoom.DAY, Zoom.WEEK, Zoom.MONTH, Zoom.QUARTER):
        scale = scale_of(first, last, zoom, 300)
        found[zoom.value] = [[one.label for one in row(scale, AXIS)] for row in (upper_ticks, lower_ticks)]
        for row in (upper_ticks, lower_ticks):
            edges = [edge for one in row(scale, AXIS) for edge in (one.left, one.right)]
            assert edges[0] == 0
            assert edges[-1] == pytest.approx(scale.width)
            assert edges == sorted(edges)
    assert found["day"][0] == ["dec. 2026", "janv. 2027", "febr. 2027"]
    assert found["day"][1][:3] == ["20", "21", "22"]
    assert found["week"][1][1:5] == ["52. ned.", "53. ned.", "1. ned.", "2. ned."]
    assert found["month"] == [["2026", "2027"], ["dec.", "janv.", "febr."]]
    assert found["quarter"][1][:2] == ["4. cet.", "1. cet."]


def test_auto_takes_the_finest_zoom_that_fits():
    ends = {10: "day", 100: "week", 500: "month", 1400: "quarter", 9000: "quarter"}
    assert {days: scale_of(DAY, day(days), Zoom.AUTO, 640).zoom.value for days in ends} == ends
    for days in ends:
        scale = scale_of(DAY, day(days), Zoom.AUTO, 640)
        assert scale.width == pytest.approx(640) or days == 9000


def test_the_line_of_today_is_drawn_only_where_today_is_in_the_chart():
    assert with_class(tree(drawn(chart())), "gantt-today")
    away = Chart(ROWS, WORDS, today=day(4000))
    assert "gantt-today" not in drawn(away)


def test_lanes_have_headings_and_nobodys_rows_come_last():
    root = tree(drawn(chart(by_lane=True)))
    column = root.find(f"{SVG}svg")
    texts = [one.text for one in column.iter(f"{SVG}text")]
    assert texts == ["Riga", "WP1 Preparing", "Åbo", "T2 Build", "–", "T1 Ask & <listen>", "M1 Ready"]


def test_the_legend_explains_what_occurs_and_nothing_else():
    texts = [
        one.text for one in tree(drawn(chart())).find(f"{SVG}g[@class='gantt-legend']").iter(f"{SVG}text")
    ]
    assert texts == [
        f"Means {name}" for name in ("package", "task", "milestone", "done", "critical", "baseline", "today")
    ]
    assert "gantt-legend" not in drawn(Chart(ROWS, replace(WORDS, legend={})))


def corners(steps):
    """Points of a path of M, H and V."""
    points = []
    for step, one, other in re.findall(r"([MHV])(-?[\d.]+)(?: (-?[\d.]+))?", steps):
        x, y = points[-1] if points else (0.0, 0.0)
        points.append(
            {"M": (float(one), float(other or 0)), "H": (float(one), y), "V": (x, float(one))}[step]
        )
    return points


@pytest.mark.parametrize("link", Link)
@pytest.mark.parametrize("shift", [-90, -20, -5, 0, 5, 20, 90])
@pytest.mark.parametrize("down", [1, -1, 5])
def test_elbows_leave_and_come_from_outside_of_the_bars(link, shift, down):
    before, after = (100.0, 140.0, 300.0), (100.0 + shift, 160.0 + shift, 300.0 + down * ROW)
    points = corners(elbow(link, before, after)[0])
    start = 0 if link in (Link.START_START, Link.START_FINISH) else 1
    end = 1 if link in (Link.FINISH_FINISH, Link.START_FINISH) else 0
    assert points[0] == (before[start], before[2])
    assert points[-1] == (after[end], after[2])
    assert (points[1][0] - points[0][0]) * (1 if start else -1) > 0
    assert (points[-2][0] - points[-1][0]) * (1 if end else -1) > 0
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))


def test_links_between_critical_rows_stand_out():
    rows = tuple(replace(row, critical=row.key != "m") for row in ROWS)
    root = tree(drawn(Chart(rows, WORDS, LINKS)))
    assert (len(with_class(root, "gantt-arrow")), len(with_class(root, "gantt-arrow-critical"))) == (1, 1)


def test_a_file_has_its_colours_and_the_same_bytes_each_time():
    content = standalone(chart())
    assert content == standalone(chart())
    root = etree.fromstring(content)
    assert "var(" not in root.findtext(f"{SVG}style")
    pages = (Path(mentorway.__file__).parent / "web/static/css/app.css").read_text(encoding="utf-8")
    assert all(f"--{name}:" in pages for name in re.findall(r"var\(--([a-z-]+)\)", SHEET.read_text()))


def test_a_thousand_tasks_stay_small():
    rows = tuple(
        Row(
            f"t{n}",
            f"T{n}",
            f"Task {n} of the plan",
            RowKind.TASK,
            day(n),
            day(n + 20),
            0.3,
            agreed=(day(n), day(n + 15)),
            link=f"/plan/{n}",
        )
        for n in range(1000)
    )
    links = tuple(Dependency(f"t{n}", f"t{n + 9}") for n in range(991))
    text = drawn(Chart(rows, WORDS, links, day(30)))
    assert len(gzip.compress(text.encode())) < 300_000


def with_first(**changes):
    return {"rows": (replace(ROWS[0], **changes),)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rows": ()}, "There is nothing to draw: the plan has no tasks."),
        ({"rows": ROWS * 1300}, "A chart can have 5000 rows, not 5200; draw a part of the plan."),
        ({"width": 100}, "A chart is from 240 to 20000 pixels wide, not 100."),
        ({"name": 'x" onload="'}, 'x" onload=" cannot name a chart; use letters.'),
        (with_first(last=day(-1)), "Preparing cannot end on 2026-11-01, before it begins on 2026-11-02."),
        (with_first(link="javascript:alert(1)"), "javascript:alert(1) is no address of a page."),
        (with_first(done=1.2), "Preparing: what is done is a share from 0 to 1, not 1.2."),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(changes, message):
    with pytest.raises(InvalidInputError) as caught:
        Chart(**{"rows": ROWS, "words": WORDS, **changes})
    assert str(caught.value) == message


def test_dates_far_apart_are_refused_and_the_last_day_of_all_is_drawn():
    far = replace(ROWS[0], last=dt.date(2226, 1, 1))
    with pytest.raises(InvalidInputError, match="there are more days than a chart can show; check the dates"):
        drawn(Chart((far,), WORDS))
    for ends in ((dt.date.min, dt.date(1, 1, 3)), (dt.date(9999, 12, 30), dt.date.max)):
        for zoom in Zoom:
            assert drawn(Chart((replace(ROWS[0], first=ends[0], last=ends[1]),), WORDS, zoom=zoom))


def test_texts_that_svg_cannot_hold_are_cleaned():
    row = replace(ROWS[1], title='a\x00b\u202ec"<script>', text="\x0b")
    root = tree(drawn(Chart((row,), WORDS)))
    assert "a b c" in etree.tostring(root, encoding="unicode")


@pytest.mark.parametrize("width", [240, 480, 960])
def test_the_legend_of_a_plot_apart_is_as_wide_as_what_is_seen_of_it(width):
    made = drawn_apart(chart(width=width))
    root = tree(made.plot)
    seen = min(float(root.get("width")), width - float(tree(made.labels).get("width")))
    signs = root.find(f"{SVG}g[@class='gantt-legend']")
    texts = list(signs.iter(f"{SVG}text"))
    wide = [float(one.get("x")) + width_of(one.text, 12) for one in texts]
    alone = [EDGE + SAMPLE + 6 + width_of(one.text, 12) for one in texts]
    assert all(end <= max(seen, least) for end, least in zip(wide, alone, strict=True))
    assert max(float(one.get("y")) for one in texts) < float(root.get("height"))
