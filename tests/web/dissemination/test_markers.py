"""Figures in running text, and texts that mean harm."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorway.web.dissemination.analysis.markers import markers_in, naked_figures, rendered, said_plainly


def reading(slug):
    """Return a claim whose words are hostile: what is published is written by people, too."""
    known = {
        "sound": SimpleNamespace(slug="sound", figure="35 %", title='"><script>', stands=True),
        "fallen": SimpleNamespace(
            slug="fallen", figure="<b>1</b>", title="", stands=False, is_withdrawn=False
        ),
    }
    return known.get(slug)


def test_a_figure_stands_in_the_text_with_the_way_to_its_evidence():
    html = rendered("So many: [[claim:sound]].", "lt", reading)
    assert '<a class="figure-mark" href="/lt/results/sound/"' in html
    assert ">35 %</a>" in html
    assert "<script>" not in html


def test_a_figure_that_fell_is_crossed_out_and_one_that_is_not_there_says_so():
    html = rendered("[[claim:fallen]] and [[claim:none]]", "en", reading)
    assert "<s>&lt;b&gt;1&lt;/b&gt;</s> (evidence broken)" in html
    assert "(figure not published)" in html
    assert said_plainly("[[claim:fallen]], [[claim:sound]]", reading) == "–, 35 %"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        "<a href='javascript:alert(1)'>x</a>",
        "[[claim:sound]](javascript:alert(1))",
        "[[[claim:sound]]](javascript:alert(1))",
        "```\n<script>\n",
        "*_**[[claim:",
        "<svg/onload=alert(1)>",
    ],
)
def test_what_means_harm_becomes_text(text):
    html = str(rendered(text, "en", reading))
    tags = {part.split(">")[0].split(" ")[0].strip("/") for part in html.split("<")[1:]}
    assert tags <= {"p", "a", "em", "strong", "code", "pre", "br", "s"}
    assert 'href="j' not in html.lower()


def test_a_marker_within_a_link_gives_no_address_of_its_own():
    html = str(rendered("[see](https://example.org/[[claim:sound]])", "en", reading))
    assert html.count("<a ") <= 2
    assert "<script" not in html


@given(st.text(max_size=300))
def test_no_text_makes_a_tag_that_prose_does_not_make(text):
    html = str(rendered(text, "en", reading))
    assert "<script" not in html.lower()
    assert "<img" not in html.lower()


@given(st.lists(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,5})?", fullmatch=True), max_size=6))
def test_markers_are_found_once_each_and_are_no_naked_figures(slugs):
    text = " ".join(f"[[claim:{slug}]]" for slug in slugs)
    assert markers_in(text) == list(dict.fromkeys(slugs))
    assert naked_figures(text) == []
