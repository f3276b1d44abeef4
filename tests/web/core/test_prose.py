"""Light marks become safe HTML."""

import pytest
from django.template import Context, Template
from tests.counting import at_most

from mentorway.web.core.prose import MOST_MARKED, plain, prose

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//example.org)",
    "[x](/accounts/logout/)",
    "[x](  javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](https://example.org/a.png)",
    "![x][y]\n\n[y]: data:image/svg+xml,x",
    '[x](https://example.org "\\" onmouseover=\\"alert(1)")',
    '[x](https://example.org/"onmouseover="alert(1))',
    '```"><script>\n</script>\n```',
    "<!-- --><style>*{}</style>",
    "&lt;script&gt;",
    'https://example.org/"onclick="x',
    "*<b onclick=x>*",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_shows_as_text(text):
    html = prose(text)
    tags = [piece.split(">")[0] for piece in html.split("<")[1:]]
    assert [tag for tag in tags if tag.split()[0].strip("/") in ("script", "style", "img", "b")] == []
    links = [tag for tag in tags if tag.startswith("a ")]
    assert [tag for tag in links if not tag.startswith('a href="https://example.org')] == []
    assert [tag for tag in tags if " on" in tag.replace("&quot; on", "") and "title=" not in tag] == []


def test_pasted_html_shows_as_it_was_pasted():
    assert prose("a <b>c</b> &amp; d") == "<p>a &lt;b&gt;c&lt;/b&gt; &amp; d</p>\n"


def test_marks_are_read():
    assert prose("**a** *b* `c`\nd\n\n1. x\n2. y") == (
        "<p><strong>a</strong> <em>b</em> <code>c</code><br />\nd</p>\n<ol>\n<li>x</li>\n<li>y</li>\n</ol>\n"
    )


def test_links_vouch_for_nothing():
    html = prose("[a](https://example.org/x?y=1&z=2) <mailto:me@example.org>")
    assert html == (
        '<p><a href="https://example.org/x?y=1&amp;z=2" rel="nofollow noopener">a</a> '
        '<a href="mailto:me@example.org" rel="nofollow noopener">mailto:me@example.org</a></p>\n'
    )


def test_an_address_in_the_text_becomes_a_link_without_the_end_of_the_sentence():
    assert prose("(See https://example.org/a_(b).) `https://x.org`") == (
        '<p>(See <a href="https://example.org/a_(b" rel="nofollow noopener">https://example.org/a_(b</a>).) '
        "<code>https://x.org</code></p>\n"
    )


def test_an_address_in_a_link_is_no_second_link():
    assert prose("[https://example.org/](https://example.org/)").count("<a ") == 1


def test_headings_begin_where_the_page_wants_them():
    assert prose("## A\n### B") == "<h3>A</h3>\n<h4>B</h4>\n"
    assert prose("# A\n###### B", heading=4) == "<h4>A</h4>\n<h6>B</h6>\n"


def test_plain_text_has_no_marks():
    text = "# A\n\n* [b](https://example.org) **c**\n* d\n\n```\ne\n```\n\n---\nf  \ng & <h>"
    assert plain(text) == "A\nb c\nd\ne\nf\ng & <h>"


def test_the_filters_take_nothing_for_an_empty_text():
    page = Template("{% load core_words %}[{{ none|prose }}|{{ text|prose:4 }}|{{ text|plain }}]")
    assert page.render(Context({"none": None, "text": "# *a*"})) == "[|<h4><em>a</em></h4>\n|a]"


@pytest.mark.parametrize(
    "piece", ["labas ", "[", "*a **b ", "> ", "- ", "[a](b ", "<", "![", "`", "\n", "https://a.b/ "]
)
def test_a_megabyte_takes_little_work(piece):
    with at_most(2_000):
        html = prose(piece * (2**20 // len(piece)))
        plain(piece * (2**20 // len(piece)))
    assert "<script" not in html


def test_a_very_long_text_keeps_its_paragraphs():
    text = f"<b>a\n\n{'x ' * MOST_MARKED}"
    assert prose(text).startswith("<p>&lt;b&gt;a</p>\n\n<p>x x")
    assert plain(text) == text
