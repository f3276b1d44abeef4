"""How one page is looked at: by axe, by a probe of ours, on several screens."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROBE = (Path(__file__).parent / "probe.js").read_text("utf-8")
EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast",)
PLACES = ("target-size", "scrollable-region-focusable")  # what a width changes
PAPER = 718  # A4 less its margins, in pixels of a browser
ON_PAPER = frozenset({"scrolls sideways", "cut off"})
PLAIN: dict[str, Any] = {
    "media": "screen",
    "color_scheme": "light",
    "forced_colors": "none",
    "contrast": "no-preference",
    "reduced_motion": "reduce",  # colours on their way from one screen to the next would be judged else
}


@dataclass(frozen=True)
class Rules:
    """What axe is asked for."""

    run: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


@dataclass(frozen=True)
class Screen:
    """A way of reading: what the browser is told, which rules axe applies, how large letters are."""

    name: str
    media: tuple[tuple[str, str], ...] = ()
    rules: Rules = Rules()
    letters: str = ""
    width: int = 0  # 0: as asked

    def set(self, page: Page, width: int) -> None:
        """Have the page shown this way."""
        page.set_viewport_size({"width": self.width or width, "height": 900})
        page.emulate_media(**{**PLAIN, **dict(self.media)})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", self.letters)


SCREENS = {
    one.name: one
    for one in (
        Screen("screen", rules=Rules(EVERYTHING)),
        Screen("dark", (("color_scheme", "dark"),), Rules(COLOURS)),
        Screen("contrast", (("contrast", "more"),), Rules(COLOURS)),
        Screen("dark-contrast", (("color_scheme", "dark"), ("contrast", "more")), Rules(COLOURS)),
        Screen("forced", (("forced_colors", "active"),)),
        Screen("zoom", width=640),  # a desk of 1280 pixels at 200 %
        Screen("letters", letters="200%", width=1280),
        Screen("print", (("media", "print"),), width=PAPER),
    )
}


def rules_of(screen: Screen, *, again: bool, narrow: bool) -> Rules:
    """Return what axe is asked for on a page that was looked at in another language (``again``).

    Colours are the same in every language, and names do not hang on the width: only places are judged anew.
    """
    if not again or screen.rules.run != EVERYTHING:
        return screen.rules
    return Rules(EVERYTHING, COLOURS) if narrow else Rules(PLACES)


@dataclass(frozen=True)
class Finding:
    """Something that is not right, and where."""

    page: str
    path: str
    person: str
    language: str
    screen: str
    width: int
    kind: str
    what: str

    def as_row(self) -> dict[str, object]:
        """Return what is written to JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Seen:
    """What one look found: kinds with what they are about, and every text of the page."""

    found: list[tuple[str, str]]
    texts: list[str]


def look(page: Page, screen: Screen, width: int, language: str, *, rules: Rules) -> Seen:
    """Look at the page that is open."""
    screen.set(page, width)
    told = page.evaluate(PROBE, language)
    found = [(kind, what) for kind, what in told["found"] if screen.name != "print" or kind in ON_PAPER]
    return Seen([*found, *_barriers(page, rules)], told["texts"])


def _barriers(page: Page, rules: Rules) -> list[tuple[str, str]]:
    if not rules.run:
        return []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": list(rules.run),
        "rules": {one: {"enabled": False} for one in rules.but},
        "resultTypes": ["violations"],
    }
    violations = page.evaluate("options => axe.run(options).then(answer => answer.violations)", options)
    return [(f"axe {one['id']}", node["html"][:150]) for one in violations for node in one["nodes"]]
