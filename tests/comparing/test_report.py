import datetime as dt
import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.comparing.making import example, make_codebook, make_snapshot, make_table

from mentorway.answers import store
from mentorway.comparing import (
    PRESETS,
    Missing,
    Plan,
    charts,
    compare,
    parts,
    report,
    scale_parts,
    sentences,
    view_parts,
)
from mentorway.comparing.definitions import DEFINITIONS
from mentorway.evidence.psychometrics.factors.models import Release
from mentorway.language import LANGUAGES, Words
from mentorway.wording import Message

EN = Words.of("en")
A4_WIDTH, MARGIN = 595.3, 56
DAY = dt.date(2026, 1, 2)
MARKUP = '# = [x] *y* $z$ _w_ `v` @a <b> "q" \\ // /* #panic("no") é'
PDFTOTEXT = shutil.which("pdftotext")
reads_pdf = pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext (poppler-utils) is not installed")


@cache
def printed(language):
    """The example's report, set once for each language."""
    return report.pdf(example(), language=language, when=DAY)


def said(content):
    """All words of a report, in one line, without the places where a line may break."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(content)
        command = [PDFTOTEXT, "-enc", "UTF-8", str(path), "-"]
        out = subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603
    return squeezed(out)


def squeezed(text):
    return re.sub(r"[\s\u200b\u2060\u00ad-]+", "", text)


@cache
def one_group():
    return compare(make_snapshot({"SE": 60}, {"trust": 4, "hope": 3}, Path(tempfile.mkdtemp())))


def test_the_report_is_a_tagged_pdf_with_title_and_language():
    content = printed("lt")
    assert content.startswith(b"%PDF")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Lang(lt)" in content
    assert b"/MarkInfo" in content


@pytest.mark.long
def test_the_same_comparison_gives_the_same_bytes():
    assert printed("en") == report.pdf(example(), language="en", when=DAY)


@pytest.mark.long
@reads_pdf
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_stands_in_the_report_in_every_language(language):
    words, text = Words.of(language), said(printed(language))
    expected = [
        example().title,
        example().data_hash,
        sentences.size(words, example()),
        *(one for scale in example().scales for one in sentences.in_short(words, scale)),
        *sentences.methods_text(words, example()).split("\n\n"),
        *(sentences.verdict_meaning(words, verdict) for verdict in sentences.BEST_FIRST),
    ]
    # a paragraph may be broken by a page's foot and head: each half of a sentence is looked for
    lacking = [one for one in expected if squeezed(one)[:40] not in text or squeezed(one)[-20:] not in text]
    assert lacking == []


@reads_pdf
def test_the_reasons_of_every_pair_stand_in_the_report():
    text = said(printed("en"))
    reasons = {EN.say(one) for scale in example().scales for pair in scale.licences for one in pair.reasons}
    assert [one for one in reasons if squeezed(one)[:30] not in text] == []


@reads_pdf
def test_one_group_alone_is_described_and_not_compared():
    text = said(report.pdf(one_group(), language="en", when=DAY))
    assert squeezed("There is one group only: it can be described, not compared.") in text
    assert squeezed("How reliable the scale is") in text
    assert squeezed("Pair by pair") not in text


@reads_pdf
def test_what_people_wrote_is_printed_letter_by_letter(tmp_path):
    codebook = make_codebook({"#trust *x*": 3})
    table = make_table({MARKUP: 60, "LT": 55}, codebook)
    found = compare(store(table, codebook, group="country", folder=tmp_path))
    content = report.pdf(replace(found, title=MARKUP, source=MARKUP), language="sv", when=DAY)
    text = said(content)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert text.count(squeezed(MARKUP)) > 3
    assert squeezed("#trust *x*") in text


def test_letters_that_no_typeface_shows_do_not_stop_the_report():
    content = report.pdf(replace(one_group(), title="漢字 \x07"), language="en", when=DAY)
    assert content.startswith(b"%PDF")
    assert b"/MarkInfo" in content


def test_a_report_stands_without_reliability():
    scale = one_group().scales[0]
    groups = tuple(replace(group, alpha=None, omega=None) for group in scale.groups)
    found = replace(one_group(), scales=(replace(scale, groups=groups),), several_factors=None)
    table = list(scale_parts._reliability(found.scales[0], EN))[1]
    assert table["rows"][0][-2:] == ["–", "–"]
    assert report.pdf(found, language="fi", when=DAY).startswith(b"%PDF")


def test_pairs_with_the_same_reasons_share_a_row_and_none_is_lost():
    scale = example().scales[0]
    made = list(scale_parts._licences(scale, EN))
    named = [pair for row in made[1]["rows"] for pair in row[0]["lines"][0].split(", ")]
    assert named
    small = made[-1]["text"].split(", ")
    assert sorted([*named, *small]) == sorted(parts.pair_name(licence) for licence in scale.licences)
    assert sorted(small) == sorted(parts.pair_name(one) for one in scale.licences if one.too_few)


def test_what_is_said_of_a_group_that_is_too_small_stands_there_once():
    made = list(scale_parts._licences(example().several_factors, EN))
    assert [part["kind"] for part in made[:2]] == ["heading", "heading"]
    assert made[1]["text"] == "28 pairs have too few people to say anything"
    said = [part["text"] for part in made if part["kind"] == "text"]
    assert len(said) == len(set(said)) == 7
    assert made[-1]["text"].count(sentences.DASH) == 28


@reads_pdf
def test_no_long_word_leaves_the_page():
    scale = one_group().scales[0]
    group = replace(scale.groups[0], name="G" * 100)
    long = replace(scale, name="S" * 100, groups=(group,))
    found = replace(one_group(), title="T" * 300, source="h" * 300, scales=(long,), several_factors=None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(report.pdf(found, language="fi", when=DAY))
        command = [PDFTOTEXT, "-bbox", str(path), "-"]
        out = subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603
    assert max(map(float, re.findall(r'xMax="([0-9.]+)"', out))) < A4_WIDTH - MARGIN
    assert found.data_hash in said(report.pdf(found, language="fi", when=DAY))


def test_differences_between_means_are_those_of_licensed_pairs():
    scale = example().scales[0]
    table = [part for part in scale_parts._means(scale, EN) if part["kind"] == "table"][0]  # noqa: RUF015
    assert [row[0] for row in table["rows"]] == [
        f"{one.second} − {one.first}" for one in scale.mean_differences
    ]


def test_a_scale_without_licensed_pairs_shows_no_difference():
    scale = next(scale for scale in example().scales if not scale.mean_differences)
    assert [part["kind"] for part in scale_parts._means(scale, EN)] == ["heading", "notice"]


def test_a_ladder_that_stopped_says_so_and_names_no_items():
    scale = example().scales[0]
    stopped = replace(scale.ladder, stopped=Message("It did not settle."), score_tests=())
    made = list(scale_parts._models(replace(scale, ladder=stopped), EN))
    assert {"kind": "notice", "text": "It did not settle."} in made
    assert "Which items differ most" not in [part.get("text") for part in made]


def test_many_groups_and_many_scales_are_set_a_few_abreast():
    scale = example().scales[0]
    many = replace(scale, groups=scale.groups * 3)
    tables = [part for part in scale_parts._items(many, EN) if part["kind"] == "table"]
    assert [len(table["heads"]) for table in tables] == [9, 9, 9]
    matrices = list(report._matrices(example().scales * 2, EN))
    assert [len(table["heads"]) for table in matrices] == [6, 6]


def test_a_long_scale_is_drawn_on_several_sheets():
    scale = one_group().scales[0]
    long = replace(
        scale,
        items=scale.items * 10,
        groups=tuple(replace(group, items=group.items * 10) for group in scale.groups),
    )
    drawn = [part for part in scale_parts._items(long, EN) if part["kind"] == "chart"]
    assert len(drawn) == len(charts.pieces(long, height=parts.DRAWN_HEIGHT)) > 1


def test_every_chart_has_words_for_those_who_do_not_see_it():
    drawn = [part for part in scale_parts.whole_scale(example().scales[0], EN) if part["kind"] == "chart"]
    assert len(drawn) == 5
    assert all("the same numbers" in part["alt"] for part in drawn)


def test_what_may_differ_is_said_on_the_first_page():
    free = {"Extraversion": (Release("intercept", "E3"),)}
    said_first = [part["text"] for part in report._released(Plan(releases=free), EN)]
    assert said_first == [
        "In this version, some parameters may differ between the groups: Intercept E3 (Extraversion)."
    ]


def test_the_command_repeats_the_plan_and_quotes_what_a_shell_would_read():
    plan = Plan(
        scales=("Big; rm",),
        groups=("SE", "LT"),
        several_factors=False,
        releases={"Big; rm": (Release("loading", "E 1"),)},
    )
    assert report.command(replace(one_group(), plan=plan), "lt") == (
        "mentorway compare answers.csv --codebook codebook.csv --group country --groups SE LT "
        "--scales 'Big; rm' --release 'Big; rm' loading 'E 1' --one-by-one --language lt --out comparison"
    )


@cache
def rich():
    """Four groups, one of them small and one with a moved question, in every way and with what matters."""
    sizes = {"FI": 300, "LT": 280, "LV": 260, "SE": 20}
    scales, moved = {"trust": 5, "hope": 4}, {("LV", "trust2"): 0.5}
    snapshot = make_snapshot(sizes, scales, Path(tempfile.mkdtemp()), shift=moved)
    return compare(snapshot, Plan(sensitivity=True, matters=0.2))


@reads_pdf
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_licensed_and_what_hangs_on_the_way_stand_in_the_report(language):
    words = Words.of(language)
    text = said(report.pdf(rich(), language=language, when=DAY))
    expected = [
        *(sentences.means_refused(words, scale) for scale in rich().scales),
        *(one for scale in rich().scales for one in sentences.sensitivity(words, scale.sensitivity)),
        *(words.say(one.name).split()[0] for one in DEFINITIONS.values()),  # a cell may be broken after it
    ]
    assert [one for one in expected if squeezed(one)[:30] not in text] == []


def test_means_stand_beside_each_other_only_where_every_pair_is_licensed():
    trust = rich().scales[0]
    (table,) = [part for part in scale_parts._reliability(trust, EN) if part["kind"] == "table"]
    assert "Mean" not in table["heads"]
    tables = [part for part in view_parts.scores(trust, EN) if part["kind"] == "table"]
    assert [[row[0] for row in one["rows"]] for one in tables] == [["FI", "LT"], ["LT − FI"]]
    two = replace(trust, groups=trust.groups[:2], licences=trust.licences[:1])
    (table,) = [part for part in scale_parts._reliability(two, EN) if part["kind"] == "table"]
    assert "Mean" in table["heads"]


def test_items_stand_in_for_means_that_may_not_be_compared():
    made = list(view_parts.answers(rich().scales[0], EN))
    assert made[0]["text"] == "Answers to each item"
    pairs = made[-1]
    assert pairs["heads"][:3] == ["Item", "Pair", "Cliff's delta"]
    assert pairs["rows"][0][0] == "trust2"
    assert list(view_parts.answers(replace(rich().scales[0], answers=(), items=()), EN)) == []


def test_a_way_that_failed_stands_in_the_report_with_its_reason():
    scale = rich().scales[0]
    variants = scale.sensitivity.variants
    failed = replace(variants[1], pairs=(), failed=Message("It did not settle."))
    spoilt = replace(scale, sensitivity=replace(scale.sensitivity, variants=(variants[0], failed)))
    made = list(view_parts.sensitivity(spoilt, EN))
    assert made[-1]["text"].endswith(": It did not settle.")
    assert list(view_parts.sensitivity(replace(scale, sensitivity=None), EN)) == []


def test_correlations_stand_with_the_pairs_that_may_compare_them():
    together = rich().several_factors
    table = list(view_parts.associations(together, EN))[-1]
    assert len(table["rows"]) == len(together.associations) > 0
    assert list(view_parts.associations(rich().scales[0], EN)) == []


def test_the_command_names_groups_people_and_ways():
    plan = Plan(
        by="sector",
        where={"wave": ("1", "2")},
        cluster="school",
        weight=True,
        rules=PRESETS["strict"].rules,
        sensitivity=True,
        matters=0.25,
    )
    line = report.command(replace(rich(), plan=plan, group="sector"), "en")
    for part in (
        "--group sector",
        "--where wave 1 2",
        "--cluster school --weight weight",
        "--cut-offs strict",
        "--matters 0.25 --sensitivity",
    ):
        assert part in line
    fiml = report.command(replace(rich(), plan=Plan(missing=Missing.FIML)), "en")
    assert "--missing fiml" in fiml
    assert "--ordinal" in report.command(replace(rich(), plan=Plan(ordinal=True)), "en")
