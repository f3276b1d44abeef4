"""Texts that people write with light marks (Markdown), as safe HTML and as plain text."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MOST_MARKED = 50_000  # letters up to which marks are read; marks can be made to cost time
LOWEST_HEADING = 6
SCHEMES = ("http://", "https://", "mailto:")
# The last letter is not one that ends the sentence around the address.
ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?'’)\]*_]")
BLOCKS = ("paragraph_close", "heading_close", "code_block", "fence", "hr", "hardbreak", "softbreak")


def prose(text: str, *, heading: int = 3) -> SafeString:
    r"""Return ``text`` as HTML that does no harm; its highest heading becomes one of level ``heading``.

    >>> prose("# Kas tai?\n*Labas*, <b>you</b>: [x](javascript:alert(1))")  # doctest: +NORMALIZE_WHITESPACE
    '<h3>Kas tai?</h3>\n<p><em>Labas</em>, &lt;b&gt;you&lt;/b&gt;: [x](javascript:alert(1))</p>\n'
    """
    if len(text) > MOST_MARKED:
        return mark_safe(str(linebreaks(text, autoescape=True)))  # noqa: S308 - linebreaks has escaped it
    tokens = _reader().parse(text)
    _place_headings(tokens, heading)
    reader = _reader()
    html = str(reader.renderer.render(tokens, reader.options, {}))
    return mark_safe(html)  # noqa: S308 - what looks like HTML was read as text


def plain(text: str) -> str:
    r"""Return ``text`` without its marks, for search and previews.

    >>> plain("## Kas?\n\n* [Labas](https://example.org) `rytas`")
    'Kas?\nLabas rytas'
    """
    if len(text) > MOST_MARKED:
        return text
    words = "".join(_words(_reader().parse(text)))
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True, "typographer": False})
    reader.disable(["image", "html_block", "html_inline"])
    reader.validateLink = _may_link  # type: ignore[assignment, method-assign]
    reader.core.ruler.push("addresses", _link_addresses)
    reader.core.ruler.push("strangers", _mark_links)
    return reader


def _may_link(address: str) -> bool:
    """Whether a link may go there: only to another page or a mailbox, said in full."""
    return address.strip().lower().startswith(SCHEMES)


def _link_addresses(state: StateCore) -> None:
    """Make links of addresses that stand in the text as they are."""
    for block in state.tokens:
        if not block.children or "://" not in block.content:
            continue
        depth, found = 0, list[Token]()
        for token in block.children:
            depth += token.nesting if token.type.startswith("link_") else 0
            found.extend([token] if depth or token.type != "text" else _split(token.content))
        block.children = found


def _split(text: str) -> Iterator[Token]:
    end = 0
    for match in ADDRESS.finditer(text):
        yield _text(text[end : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": match.group()})
        yield _text(match.group())
        yield Token("link_close", "a", -1)
        end = match.end()
    yield _text(text[end:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _mark_links(state: StateCore) -> None:
    """Say on every link that we do not vouch for it, and tell its page nothing about ours."""
    for block in state.tokens:
        for token in block.children or []:
            if token.type == "link_open":
                token.attrSet("rel", "nofollow noopener")


def _place_headings(tokens: Sequence[Token], highest: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    first = min((int(token.tag[1]) for token in headings), default=0)
    for token in headings:
        token.tag = f"h{min(highest + int(token.tag[1]) - first, LOWEST_HEADING)}"


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children is not None:
            yield from _words(token.children)
        elif token.type != "hr":
            yield token.content
        if token.type in BLOCKS:
            yield "\n"
