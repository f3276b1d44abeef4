"""Look at every kind of page of a served installation that has the example programme.

python tools/look_at_pages.py --people coordinator,visitor --languages en,lt --widths 360,1280 --out FOLDER

Follows links from the first page of each person, keeps one page of each kind, and looks at it in every
language and width: axe, sideways scrolling, what is cut off, errors of the browser, headings, ids, images,
small targets, texts left in English, and, where node is, valid HTML. --screens names other ways of reading;
--keys walks each page by keyboard as well, at every width, in one language (English where it is asked for).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from looking import keys, kinds, valid
from looking.browsing import browser, sign_in
from looking.english import Catalogue
from looking.gathering import Answer, Gathering, in_language
from looking.looking import SCREENS, Finding, Screen, look, rules_of
from looking.serving import served
from playwright.sync_api import Error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "src" / "mentorway" / "locale"
ENGLISH = "en"
HINT = "in English"  # what people of the example wrote may be the same as a text of ours
LANGUAGES = (ENGLISH, "lt", "lv", "sv", "fi")
EACH_HAS_ONE = frozenset({"home", "search"})  # pages that differ from person to person


@dataclass(frozen=True)
class Wanted:
    """What is to be looked at."""

    address: str
    people: list[str]
    languages: list[str]
    widths: list[int]
    screens: list[Screen]
    kinds: list[str]
    out: Path
    pictures: bool
    starts: list[str]
    each: int
    thorough: bool
    turns: bool
    keys: bool

    def languages_of(self, number: int) -> list[str]:
        """Return the languages in which the page of this number is looked at."""
        return [self.languages[number % len(self.languages)]] if self.turns else self.languages

    def is_walked(self, screen: Screen, language: str, languages: list[str]) -> bool:
        """Say whether a page that is looked at in these languages is walked by keyboard in this one.

        Where the focus goes is the same in every language: one is enough, English where it is among them.
        """
        once = ENGLISH if ENGLISH in languages else languages[0]
        return self.keys and language == once and screen is self.screens[0]


@dataclass
class Notes:
    """What was found, and what the browser complained of since the last look."""

    findings: list[Finding] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    looks: int = 0
    stops: int = 0

    def listen(self, page: Page) -> None:
        """Hear what the browser complains of."""
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on(
            "console",
            lambda line: self.complaints.append(line.text) if line.type in {"error", "warning"} else None,
        )


def main() -> int:
    """Look at the server that is named, else at one that is started for it."""
    wanted = _wanted()
    with nullcontext(wanted.address) if wanted.address else served() as address:
        return _whole(replace(wanted, address=address))


def _whole(wanted: Wanted) -> int:
    """Gather, look, tell; 1 where something was found."""
    shutil.rmtree(wanted.out / "html", ignore_errors=True)  # pages of an earlier time
    (wanted.out / "html").mkdir(parents=True)
    notes = Notes()
    looked: dict[str, str] = {}
    leads: dict[str, str] = {}
    with browser() as program:
        for person in wanted.people:
            with program.new_context() as context:
                _Visit(wanted, person, context, notes).look_at_what_is_new(looked, leads)
    _keep(wanted, notes, looked)  # before others are asked, who may fail
    _judge_html(wanted, notes, looked)
    return _tell(wanted, notes, looked)


def _wanted() -> Wanted:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--address", default="", help="of a server; else one is started with the example")
    parser.add_argument("--people", default="coordinator,member,visitor", type=_words)
    parser.add_argument("--languages", default=",".join(LANGUAGES), type=_words)
    parser.add_argument("--widths", default="360,1280", type=_words)
    parser.add_argument("--screens", default="screen", type=_words, help=f"of {', '.join(SCREENS)}")
    parser.add_argument("--kinds", default=[], type=_words, help="only these, such as network:partners")
    parser.add_argument("--out", default=ROOT / "var" / "looked", type=Path)
    parser.add_argument("--pictures", action="store_true", help="keep a picture of every look")
    parser.add_argument("--start", action="append", default=[], help="one more address to begin at")
    parser.add_argument("--each", type=int, default=2, help="pages of a kind that are compared in length")
    parser.add_argument(
        "--thorough", action="store_true", help="every rule of axe in every language and width"
    )
    parser.add_argument("--turns", action="store_true", help="each page in one of the languages, by turns")
    parser.add_argument("--keys", action="store_true", help="walk each page by keyboard too")
    asked = parser.parse_args()
    return Wanted(
        address=asked.address.rstrip("/"),
        people=asked.people,
        languages=asked.languages,
        widths=[int(one) for one in asked.widths],
        screens=[SCREENS[one] for one in asked.screens],
        kinds=asked.kinds,
        out=asked.out,
        pictures=asked.pictures,
        starts=asked.start,
        each=asked.each,
        thorough=asked.thorough,
        turns=asked.turns,
        keys=asked.keys,
    )


def _words(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


@dataclass
class _Visit:
    """One person goes through the pages."""

    wanted: Wanted
    person: str
    context: BrowserContext
    notes: Notes

    def look_at_what_is_new(self, looked: dict[str, str], leads: dict[str, str]) -> None:
        """Look at pages of kinds that nobody has looked at; ``leads`` are addresses that others saw."""
        sign_in(self.context, self.wanted.address, self.person)
        gathering = Gathering(self._ask, kinds.kind, self.wanted.each)
        for number, kind in enumerate(gathering.walk(["/", "/en/", *self.wanted.starts, *leads.values()]), 1):
            _progress(f"{self.person}: {number} addresses asked, now {kind}")
        leads.update(gathering.links)
        new = {kind: answer for kind, answer in gathering.fullest.items() if kind not in looked}
        fresh = {
            f"{kind} ({self.person})" if kind in EACH_HAS_ONE else kind: one for kind, one in new.items()
        }
        if self.wanted.kinds:
            fresh = {
                kind: answer for kind, answer in fresh.items() if kind.split(" ")[0] in self.wanted.kinds
            }
        page = self.context.new_page()
        self.notes.listen(page)
        if self.wanted.keys:
            keys.listen(page)
        for number, (kind, answer) in enumerate(sorted(fresh.items()), 1):
            _progress(f"{self.person}: page {number} of {len(fresh)}, {kind}")
            looked[kind] = f"{self.person} {answer.path}"
            self._keep(kind, answer)
            self._look(page, kind, answer.path, self.wanted.languages_of(number))

    def _ask(self, path: str) -> Answer:
        answer = self.context.request.get(self.wanted.address + path, timeout=120_000)
        is_page = answer.ok and answer.headers.get("content-type", "").startswith("text/html")
        came = answer.url.removeprefix(self.wanted.address).split("?")[0]
        # Who is sent elsewhere sees a page of another kind, which is met on its own way.
        is_here = kinds.kind(came) == kinds.kind(path)
        return Answer(came, answer.text() if is_page and is_here else None)

    def _keep(self, kind: str, answer: Answer) -> None:
        file = self.wanted.out / "html" / f"{_stem(kind)}.html"
        file.write_text(answer.html or "", "utf-8")

    def _look(self, page: Page, kind: str, path: str, languages: list[str]) -> None:
        for language in languages:
            self.context.add_cookies(
                [{"name": "django_language", "value": language, "url": self.wanted.address}]
            )
            self.notes.complaints.clear()
            try:
                there = in_language(path, language, LANGUAGES)
                _open(page, self.wanted.address + there)
                self._look_on_screens(page, kind, path, language, languages)
            except Error as error:
                self._note(
                    kind, path, (language, SCREENS["screen"], 0), [("not to be seen", str(error)[:150])]
                )

    def _look_on_screens(self, page: Page, kind: str, path: str, language: str, languages: list[str]) -> None:
        texts: list[str] = []
        for screen in self.wanted.screens:
            for width in [screen.width] if screen.width else self.wanted.widths:
                again = language != ENGLISH and not self.wanted.thorough
                rules = rules_of(screen, again=again, narrow=width == self.wanted.widths[0])
                seen = look(page, screen, width, language, rules=rules)
                self.notes.looks += 1
                self._note(kind, path, (language, screen, width), seen.found)
                texts = texts or seen.texts
                if self.wanted.pictures:
                    name = f"{_stem(kind)}-{language}-{screen.name}-{width}.png"
                    page.screenshot(path=self.wanted.out / name, full_page=True)
                if self.wanted.is_walked(screen, language, languages):
                    walked = keys.walk(page)
                    self.notes.stops += walked.stops
                    self._note(kind, path, (language, screen, width), walked.found)
        once = (language, self.wanted.screens[0], self.wanted.widths[0])
        self._note(kind, path, once, [("browser", one[:200]) for one in dict.fromkeys(self.notes.complaints)])
        if language != ENGLISH:
            self._note(kind, path, once, [(HINT, one[:120]) for one in _catalogue(language)(texts)])

    def _note(self, kind: str, path: str, way: tuple[str, Screen, int], found: list[tuple[str, str]]) -> None:
        language, screen, width = way
        for what, where in found:
            self.notes.findings.append(
                Finding(kind, path, self.person, language, screen.name, width, what, where)
            )


def _open(page: Page, address: str) -> None:
    """Open the page, or say why that did not go."""
    answer = page.goto(address, timeout=120_000)
    if answer is None or not answer.ok:
        raise Error(f"the server answered {answer.status if answer else 'nothing'}")


def _stem(kind: str) -> str:
    """Return how files of a page are called."""
    return kind.replace(":", ".").replace(" (", "-").removesuffix(")")


@cache
def _catalogue(language: str) -> Callable[[list[str]], list[str]]:
    return Catalogue.read(CATALOGUES / language / "LC_MESSAGES" / "django.po").left_in_english


def _judge_html(wanted: Wanted, notes: Notes, looked: dict[str, str]) -> None:
    """Ask html-validate about the English pages."""
    if not valid.is_there():
        print(
            "html-validate is not installed: the HTML was not judged (make look installs it where node is)."
        )
        return
    for file, rule, what in valid.problems(wanted.out / "html"):
        kind = next((one for one in looked if f"{_stem(one)}.html" == file), file)
        person, _space, path = looked.get(kind, "").partition(" ")
        notes.findings.append(Finding(kind, path, person, ENGLISH, "html", 0, f"html {rule}", what))


def _tell(wanted: Wanted, notes: Notes, looked: dict[str, str]) -> int:
    """Print a table; 1 where there is something to mend. What people wrote in English is only a hint."""
    _keep(wanted, notes, looked)
    _progress("")
    for line in _table(notes.findings):
        print(line)
    wrong = [one for one in notes.findings if one.kind != HINT]
    hints = len(notes.findings) - len(wrong)
    print(
        f"{len(looked)} kinds of pages, {notes.looks} looks, {len(wrong)} findings, {hints} texts in English"
    )
    if wanted.keys:
        print(f"{notes.stops} stops by keyboard")
    print(f"All of it stands in {wanted.out / 'findings.json'}.")
    return 1 if wrong else 0


def _keep(wanted: Wanted, notes: Notes, looked: dict[str, str]) -> None:
    """Write everything as JSON."""
    rows = [one.as_row() for one in notes.findings]
    told = {"pages": looked, "looks": notes.looks, "stops": notes.stops, "findings": rows}
    (wanted.out / "findings.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")


def _table(findings: list[Finding]) -> Iterator[str]:
    """Yield a line for each kind of finding on each page."""
    counted = Counter((one.kind, one.page) for one in findings)
    ways: dict[tuple[str, str], set[str]] = {}
    for one in findings:
        ways.setdefault((one.kind, one.page), set()).add(f"{one.language}/{one.screen}/{one.width}")
    for (kind, page), count in sorted(counted.items()):
        yield f"{count:5}  {kind:28} {page:44} {', '.join(sorted(ways[kind, page])[:3])}"


def _progress(text: str) -> None:
    """Show how far it is, on one line."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
