"""Texts with light marks (Markdown) as safe HTML, with other links, and as blocks to be printed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

Block = dict[str, Any]
Follow = Callable[[str], str]  # where a link leads; empty where it leads nowhere
MOST_MARKED = 50_000  # letters up to which marks are read; marks can be made to cost time
LOWEST_HEADING = 6
SCHEMES = ("http://", "https://", "mailto:")
SHORT_NAME = re.compile(r"[\w.-]+")
LINK = re.compile(r"\]\(([\w.-]+)\)")
STYLES = {"strong": "bold", "em": "italic"}


def outside(address: str) -> str:
    """Return the address where it leads to another page or a mailbox, said in full; else nothing.

    >>> outside("https://example.org"), outside("javascript:alert(1)"), outside("page")
    ('https://example.org', '', '')
    """
    return address if address.strip().lower().startswith(SCHEMES) else ""


def to_html(text: str, follow: Follow = outside, *, heading: int = 2) -> str:
    r"""Return ``text`` as HTML that does no harm and is well-formed XML.

    Parameters
    ----------
    text : str
        Markdown; what looks like HTML in it is shown, not obeyed. Beyond 50,000 letters, marks are too.
    follow : callable
        Takes the address of a link, or the short name of a part of the programme, and returns where to go.
    heading : int
        The level of the highest heading.

    Examples
    --------
    >>> to_html("# Kas?\n*Labas* <b>: [a](page) [b](lost)", {"page": "p.html", "lost": ""}.get)
    '<h2>Kas?</h2>\n<p><em>Labas</em> &lt;b&gt;: <a href="p.html">a</a> b</p>\n'
    """
    if len(text) > MOST_MARKED:
        return "".join(f"<p>{html.escape(part)}</p>\n" for part in _paragraphs(text))
    tokens = _reader().parse(text)
    _place_headings(tokens, heading)
    for token in tokens:
        if token.children:
            token.children = list(_followed(token.children, follow))
    reader = _reader()
    return str(reader.renderer.render(tokens, reader.options, {}))


def relinked(text: str, follow: Follow) -> str:
    """Return the same Markdown with links to parts of the programme turned into links to files.

    >>> relinked("See [this](page), [that](lost).", {"page": "02-page.md"}.get)
    'See [this](02-page.md), [that](lost).'
    """
    return LINK.sub(lambda found: f"]({follow(found[1]) or found[1]})", text)


def to_blocks(text: str) -> list[Block]:
    """Return ``text`` as headings, paragraphs, lists, quotations and code for a printed page.

    >>> to_blocks("Look at **this**.")[0]["runs"]  # doctest: +NORMALIZE_WHITESPACE
    [{'text': 'Look at ', 'style': '', 'link': ''}, {'text': 'this', 'style': 'bold', 'link': ''},
     {'text': '.', 'style': '', 'link': ''}]
    """
    if len(text) > MOST_MARKED:
        return [{"kind": "prose", "runs": [_run(part)]} for part in _paragraphs(text)]
    return _blocks(iter(_reader().parse(text)))


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True, "typographer": False, "xhtmlOut": True})
    reader.disable(["image", "html_block", "html_inline"])
    reader.validateLink = _may_link  # type: ignore[assignment, method-assign]
    return reader


def _may_link(address: str) -> bool:
    return bool(outside(address)) or bool(SHORT_NAME.fullmatch(address))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _place_headings(tokens: Sequence[Token], highest: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    first = min((int(token.tag[1]) for token in headings), default=0)
    for token in headings:
        token.tag = f"h{min(highest + int(token.tag[1]) - first, LOWEST_HEADING)}"


def _followed(tokens: Sequence[Token], follow: Follow) -> Iterator[Token]:
    """Give every link where it leads; of one that leads nowhere only the words stay."""
    leads = True
    for token in tokens:
        if token.type == "link_open":
            goal = follow(str(token.attrGet("href") or ""))
            leads = bool(goal)
            token.attrSet("href", goal or "")
        if leads or not token.type.startswith("link_"):
            yield token


def _blocks(tokens: Iterator[Token]) -> list[Block]:
    """Read up to the end of what is open."""
    found: list[Block] = []
    for token in tokens:
        if token.nesting < 0:
            return found
        found.extend(_block(token, tokens))
    return found


def _block(token: Token, tokens: Iterator[Token]) -> list[Block]:
    if token.type in ("bullet_list_open", "ordered_list_open"):
        items = [_blocks(tokens) for _ in _items(tokens)]
        return [{"kind": "list", "ordered": token.type.startswith("ordered"), "items": items}]
    if token.type == "heading_open":
        return [{**block, "kind": "subheading"} for block in _blocks(tokens)]
    if token.type == "blockquote_open":
        return [{"kind": "quote", "blocks": _blocks(tokens)}]
    if token.type == "paragraph_open":
        return _blocks(tokens)
    if token.type == "inline":
        return [{"kind": "prose", "runs": _runs(token.children or [])}]
    return [{"kind": "code", "text": token.content.rstrip()}] if token.type in ("fence", "code_block") else []


def _items(tokens: Iterator[Token]) -> Iterator[Token]:
    """Yield the opening of each item of a list; whoever takes it reads up to its end."""
    for token in tokens:
        if token.type != "list_item_open":
            return
        yield token


def _runs(tokens: Sequence[Token]) -> list[Block]:
    """Return pieces of text, each with one style."""
    found: list[Block] = []
    style, link = "", ""
    for token in tokens:
        if token.tag in STYLES:
            style = STYLES[token.tag] if token.nesting > 0 else ""
        elif token.tag == "a":
            link = outside(str(token.attrGet("href") or "")) if token.nesting > 0 else ""
        elif token.type in ("softbreak", "hardbreak"):
            found.append(_run("\n"))
        else:
            found.append(_run(token.content, "code" if token.type == "code_inline" else style, link))
    return [one for one in found if one["text"]]


def _run(text: str, style: str = "", link: str = "") -> Block:
    return {"text": text, "style": style, "link": link}
