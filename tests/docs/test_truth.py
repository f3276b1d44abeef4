"""What the documentation says is there: pages, anchors, targets of make, commands, buttons, words."""

import re
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import polib
import pytest
from django.core.management import get_commands

from mentorway.cli import _parser
from mentorway.language import Words

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
OUTSIDE = [
    ROOT / f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING", "SECURITY", "CHANGELOG")
]
PAGES = [*OUTSIDE, *sorted(page for page in DOCS.rglob("*.md") if "reference" not in page.parts)]
FENCE = re.compile(r"^(?P<mark> *(?:```|~~~)).*?^(?P=mark)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+(?:\n[^`\n]+)?`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
BOLD = re.compile(r"\*\*([^*]+)\*\*")
TARGET = re.compile(r"^([a-z][a-z0-9-]*):", re.MULTILINE)
MADE = re.compile(r"(?<![\w/.-])make ([a-z][a-z0-9-]*)")
MENTORWAY = re.compile(r"(?<![\w/.-])mentorway ([a-z][a-z-]+)")
MANAGE = re.compile(r"manage\.py ([a-z][a-z_]+)|-m django ([a-z][a-z_]+)")


def name_of(page):
    return page.relative_to(ROOT).as_posix()


@cache
def code_of(page):
    """Return what stands in a page as code, and as nothing else."""
    text = page.read_text("utf-8")
    indented = "\n".join(re.findall(r"^(?: {4,}|\t)\S.*$", text, re.MULTILINE))
    fenced = "\n".join(found.group() for found in FENCE.finditer(text))
    return "\n".join([fenced, indented, *CODE.findall(FENCE.sub("", text))])


@cache
def prose_of(page):
    return CODE.sub("", FENCE.sub("", page.read_text("utf-8")))


@cache
def anchors_of(page):
    """Return the anchors that GitHub and the site give to a page's headings."""
    bare = (
        re.sub(r"[`*]|\]\([^)]*\)|\[", "", title)
        for title in HEADING.findall(FENCE.sub("", page.read_text("utf-8")))
    )
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in bare}


def faults_of(page):
    """Yield the links of a page that lead nowhere."""
    for link in LINK.findall(prose_of(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        there = target.is_relative_to(ROOT) and target.exists()
        if not there or (anchor and anchor not in anchors_of(target)):
            yield link


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path):
    assert list(faults_of(path)) == []


def test_a_link_or_an_anchor_that_leads_nowhere_is_found(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "# One, *two*\n[a](page.md#one-two) [b](page.md#three) [c](gone.md) `[d](code)` [e](../out.md)\n"
    )
    (tmp_path.parent / "out.md").write_text("# Out\n")
    assert list(faults_of(page)) == ["page.md#three", "gone.md", "../out.md"]


def test_every_target_that_is_named_is_in_the_makefile():
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    named = {(name_of(page), target) for page in PAGES for target in MADE.findall(code_of(page))}
    assert len(named) > 20
    assert [told for told in sorted(named) if told[1] not in targets] == []


def test_every_command_that_is_named_is_there():
    parts = next(part for part in _parser(Words.of("en"))._actions if part.choices)
    named = {(name_of(page), command) for page in PAGES for command in MENTORWAY.findall(code_of(page))}
    assert len(named) > 10
    mark = ("docs/federation-protocol.md", "federation")  # what its packages begin with
    assert [told for told in sorted(named - {mark}) if told[1] not in parts.choices] == []


def test_every_command_of_django_that_is_named_is_there():
    known = get_commands()
    named = {(name_of(page), one or other) for page in PAGES for one, other in MANAGE.findall(code_of(page))}
    assert len(named) > 10
    assert [told for told in sorted(named) if told[1] not in known] == []


def test_what_the_tutorial_tells_to_press_is_a_text_of_the_pages():
    entries = polib.pofile(str(ROOT / "src/mentorway/locale/en/LC_MESSAGES/django.po"))
    texts = {re.sub(r"%\(number\)[sd]", "1", entry.msgid) for entry in entries if "\n" not in entry.msgid}
    pressed = [" ".join(name.split()) for name in BOLD.findall((DOCS / "tutorial.md").read_text("utf-8"))]
    assert len(pressed) > 30
    assert [name for name in pressed if name not in texts] == []


@pytest.mark.parametrize("folder", ["how-to", "methods", "decisions", "notebooks"])
def test_every_page_of_a_folder_stands_in_its_list(folder):
    listed = LINK.findall((DOCS / folder / "README.md").read_text("utf-8"))
    there = {path.name for path in (DOCS / folder).iterdir() if path.suffix in {".md", ".ipynb"}} - {
        "README.md"
    }
    assert sorted(there - set(listed)) == []
    assert len(listed) == len(set(listed))


@pytest.fixture(scope="module")
def glossary():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import glossary  # noqa: PLC0415 - it lies among the tools

        yield glossary
    finally:
        sys.path.remove(str(ROOT / "tools"))


def test_the_glossary_has_the_words_of_the_catalogues(glossary):
    text = glossary.page(glossary.read_words(), glossary.read_catalogues())
    assert glossary.PAGE.read_text("utf-8") == text
    assert text.count("| **") > 80


def test_a_word_that_no_catalogue_has_is_refused(glossary):
    word = glossary.Word("Network", "friend", "friend", "", "Nobody of ours.")
    with pytest.raises(glossary.NotInCatalogueError, match="“friend” has no translation into lt"):
        glossary.page([word], {"lt": {("role", "friend"): "draugas"}})


def test_words_with_two_translations_are_listed(glossary):
    word = glossary.Word("Network", "visit", "visit", "", "A meeting.")
    texts = {("", "visit"): "vizitas", ("", "Visit"): "Apsilankymas", ("past", "Visit"): "Vizitas"}
    assert glossary.differing([word], {"lt": texts}) == [
        "lt  visit: vizitas (–: visit, past: Visit); apsilankymas (–: Visit)"
    ]
