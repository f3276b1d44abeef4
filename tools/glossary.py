"""Write docs/glossary.md: the words of Mentorway in five languages, as they stand in the catalogues.

python tools/glossary.py            write the page from docs/glossary.csv
python tools/glossary.py --differ   list words that the catalogues translate in more than one way
"""

from __future__ import annotations

import argparse
import csv
import itertools
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "glossary.csv"
PAGE = ROOT / "docs" / "glossary.md"
CATALOGUES = ROOT / "src" / "mentorway" / "locale"
# A word is short, so it stands on one line; reading only those is quick.
ENTRY = re.compile(r'^(?:msgctxt "(.*)"\n)?msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)
LANGUAGES = {"lt": "lietuvių", "lv": "latviešu", "sv": "svenska", "fi": "suomi"}
INTRODUCTION = """\
# Glossary

The words of Mentorway, in the order in which a programme goes. The other four languages are taken from the
catalogues, so they are the words that people read on the pages. They are drafts until a native reader has
read them.

`tools/glossary.py` writes this page from `docs/glossary.csv`; a test fails when it is not up to date.
"""


@dataclass(frozen=True)
class Word:
    """One word: where it belongs, what it means, and under which text the catalogues have it."""

    area: str
    term: str
    msgid: str
    context: str
    meaning: str


class NotInCatalogueError(Exception):
    """A word is not in a catalogue, or is not translated there."""


def main() -> int:
    """Write, or list; return the exit status."""
    parser = argparse.ArgumentParser(description="Write the glossary.")
    parser.add_argument("--differ", action="store_true", help="list words with more than one translation")
    asked = parser.parse_args()
    try:
        words, catalogues = read_words(), read_catalogues()
        if asked.differ:
            return _say(list(differing(words, catalogues)))
        text = page(words, catalogues)
    except NotInCatalogueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    PAGE.write_text(text, "utf-8")
    return 0


def _say(lines: list[str]) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def read_words(source: Path = SOURCE) -> list[Word]:
    """Return the words of the list, in its order."""
    with source.open(encoding="utf-8", newline="") as file:
        return [Word(**row) for row in csv.DictReader(file)]


def read_catalogues(folder: Path = CATALOGUES) -> dict[str, dict[tuple[str, str], str]]:
    """Return, for each language, what every short text is in it, by context and text."""
    found = {}
    for language in LANGUAGES:
        text = (folder / language / "LC_MESSAGES" / "django.po").read_text("utf-8")
        found[language] = {(context, msgid): said for context, msgid, said in ENTRY.findall(text)}
    return found


def page(words: list[Word], catalogues: dict[str, dict[tuple[str, str], str]]) -> str:
    """Return the page: one table an area."""
    parts = [INTRODUCTION]
    for area, rows in itertools.groupby(words, lambda word: word.area):
        parts += [f"\n## {area}\n\n{_heading()}", *(_row(word, catalogues) for word in rows)]
    return "".join(parts)


def _heading() -> str:
    names = " | ".join(LANGUAGES.values())
    return f"| English | what it is | {names} |\n|---|---|{'---|' * len(LANGUAGES)}\n"


def _row(word: Word, catalogues: dict[str, dict[tuple[str, str], str]]) -> str:
    cells = [_small(_translated(word, language, texts)) for language, texts in catalogues.items()]
    return f"| **{word.term}** | {word.meaning} | {' | '.join(cells)} |\n"


def _translated(word: Word, language: str, texts: dict[tuple[str, str], str]) -> str:
    try:
        return texts[word.context, word.msgid]
    except KeyError:
        text = f"“{word.msgid}”" + (f" in the context “{word.context}”" if word.context else "")
        raise NotInCatalogueError(f"{text} has no translation into {language}.") from None


def _small(text: str) -> str:
    """Begin with a small letter, as a word in a sentence does.

    >>> _small("Partneris"), _small("ESCO-taito")
    ('partneris', 'ESCO-taito')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def differing(words: list[Word], catalogues: dict[str, dict[tuple[str, str], str]]) -> list[str]:
    """Return a line for each word and language where the same English text is translated in several ways."""
    lines = []
    for word, (language, texts) in itertools.product(words, catalogues.items()):
        ways: dict[str, list[str]] = {}
        for (context, msgid), text in texts.items():
            if msgid.casefold() == word.msgid.casefold():
                ways.setdefault(text.casefold(), []).append(f"{context or '–'}: {msgid}")
        if len(ways) > 1:
            told = "; ".join(f"{text} ({', '.join(places)})" for text, places in ways.items())
            lines.append(f"{language}  {word.term}: {told}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
