"""A page walked by keyboard alone, as WCAG 2.2 asks: Tab to its end and back, what opens, the skip link."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

JUDGE = (Path(__file__).parent / "keys.js").read_text("utf-8")
MOST = 1_000  # stops, each way
SHIFT = 8
# What listens to a mouse is known before scripts of the page run.
LISTEN = """(() => {
  const heard = (window.lookedClicks = new Set());
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...rest) {
    if (/^(click|mousedown|mouseup|pointerdown)$/.test(kind) && this instanceof Element) heard.add(this);
    return add.call(this, kind, ...rest);
  };
})()"""


@dataclass(frozen=True)
class Walked:
    """What a walk found, and how many stops it made."""

    found: list[tuple[str, str]]
    stops: int


def listen(page: Page) -> None:
    """Have every page that is opened from now on remember what listens to a mouse."""
    page.add_init_script(LISTEN)


def walk(page: Page, most: int = MOST) -> Walked:
    """Walk through the page that is open, and leave it as it was."""
    page.evaluate(JUDGE)
    walking = _Walk(page, page.context.new_cdp_session(page), most)
    end = walking.way("forth")
    back = end == "out" and walking.way("back") == "out"
    if walking.ask("isSkip()"):
        walking.skip()
    told = walking.ask(f"finish({{ whole: {str(end == 'out').lower()}, back: {str(back).lower()} }})")
    found = [(kind, what) for kind, what in told["found"]]
    if end == "on":
        found.append(("no end of the keys", f"after {most} stops"))
    return Walked(found, told["stops"])


@dataclass(frozen=True)
class _Walk:
    """The keys of one walk."""

    page: Page
    session: CDPSession
    most: int

    def ask(self, what: str) -> Any:
        """Ask the judge in the page."""
        return self.page.evaluate(f"lookedKeys.{what}")

    def way(self, way: str) -> str:
        """Press Tab until the focus is out or trapped; say which, or "on" where there was no end."""
        self.ask(f"start('{way}')")
        for _press in range(self.most):
            self._tab(backward=way == "back")
            where = self.ask("step()")
            if where in {"out", "trap"}:
                return str(where)
            if where == "opens":
                self._open()
        return "on"

    def skip(self) -> None:
        """Take the skip link."""
        self.ask("start('forth')")
        self._tab()
        self.page.keyboard.press("Enter")
        self.ask("skipped()")

    def _tab(self, *, backward: bool = False) -> None:
        """Press Tab, and leave out letting go of it: that takes as long, and nothing hangs on it."""
        key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "modifiers": SHIFT if backward else 0}
        self.session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})

    def _open(self) -> None:
        """Open what the focus is on; where it lies over the page, walk through it, and close it by Escape."""
        self.page.keyboard.press("Enter")
        if self.ask("opened('Enter')") != "sheet":
            return
        inside = self._inside()
        self.ask("again()")
        self.page.keyboard.press("Space")
        if self.ask("opened('Space')") == "sheet":
            if inside:
                self._tab()
            self.page.keyboard.press("Escape")
            self.ask("closed()")
        self.ask("again()")

    def _inside(self) -> int:
        """Press Tab until the focus leaves what opened; return how many stops that has."""
        for number in range(self.most):
            self._tab()
            if not self.ask("within()"):
                return number
        return self.most
