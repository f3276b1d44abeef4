"""Light marks become HTML that does no harm and blocks that can be printed."""

import pytest
from lxml import etree

from mentorway.courses.marks import MOST_MARKED, relinked, to_blocks, to_html


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/pixel.png)",
        "[x](javascript:alert(1)) [y](data:text/html;base64,x) <javascript:alert(1)>",
        '[x](https://example.org/" onclick="alert(1))',
        "[x]: javascript:alert(1)\n\n[x]",
        "a\nb  \nc\n\n---\n\n> q\n>\n> > r\n\n1. a\n   - b\n\n```\n<b>\n```\n\n`<i>` &amp; &lt;",
        "> " * 200 + "deep",
    ],
)
def test_any_text_is_well_formed_and_harmless(text):
    root = etree.fromstring(f"<div>{to_html(text)}</div>")
    assert {one.tag for one in root.iter()} <= {
        "div", "p", "a", "br", "hr", "blockquote", "ol", "ul", "li", "pre", "code", "em", "strong",
    }  # fmt: skip
    assert all(set(one.attrib) <= {"href"} for one in root.iter("a"))
    assert all(one.get("href").startswith("https://") for one in root.iter("a"))


def test_headings_begin_where_they_are_told():
    assert to_html("# a\n\n###### b", heading=3) == "<h3>a</h3>\n<h6>b</h6>\n"


def test_a_text_beyond_the_limit_keeps_its_letters_but_not_its_marks():
    text = "*a* <b>\n\n" * (MOST_MARKED // 4)
    assert to_html(text).count("<p>*a* &lt;b&gt;</p>") == MOST_MARKED // 4
    assert [block["runs"][0]["text"] for block in to_blocks(text)] == ["*a* <b>"] * (MOST_MARKED // 4)


def test_lists_hold_lists_and_quotations_hold_paragraphs():
    (numbered, quoted) = to_blocks("1. a\n   - b\n2. c\n\n> d **e**")
    assert numbered["ordered"]
    assert [[block["kind"] for block in item] for item in numbered["items"]] == [["prose", "list"], ["prose"]]
    assert [run["style"] for run in quoted["blocks"][0]["runs"]] == ["", "bold"]


def test_links_in_print_lead_only_to_the_web():
    (block,) = to_blocks("[a](https://example.org) [b](page)")
    assert [run["link"] for run in block["runs"]] == ["https://example.org", "", ""]


def test_only_links_to_parts_are_changed():
    assert (
        relinked("[a](p) [b](https://e.org) (p)", {"p": "../x.md"}.get)
        == "[a](../x.md) [b](https://e.org) (p)"
    )
