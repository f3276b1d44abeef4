"""A walk by keyboard finds each fault where it is planted, and nothing where all is well."""

from pathlib import Path

import pytest
from look_at_pages import Wanted
from looking import keys
from looking.looking import SCREENS

pytestmark = pytest.mark.e2e

STYLE = """
  body { margin: 0; }
  :focus-visible { outline: 3px solid #b45309; outline-offset: 2px; }
  .skip { position: absolute; top: -5rem; z-index: 2; }
  .skip:focus { top: 0; }
  .menu { position: relative; }
  .sheet { position: absolute; background: white; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .long { height: 3000px; }
"""
# As menus.js of ours.
MENUS = """
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
"""
MENU = """<details class="menu"><summary>Menu</summary>
  <p class="sheet"><a href="#a">A</a> <a href="#b">B</a></p></details>"""
SKIP = '<a class="skip" href="#main">Skip</a>'
GOOD = """
  <h1>Good</h1>
  <p>A <a href="#here">link that is as long as two lines of a narrow page, its middle being nowhere</a></p>
  <form><label>Name <input name="name"></label> <label>Day <input type="date"></label>
    <input type="time" aria-label="Time"> <select aria-label="One of"><option>1<option>2</select>
    <label><input type="radio" name="way"> One</label> <label><input type="radio" name="way"> Two</label>
    <label><input class="hidden" type="checkbox"> <span>Drawn by its label</span></label>
    <button disabled>Not now</button> <textarea aria-label="Text"></textarea></form>
  <style>label:has(.hidden:focus) { outline: 3px solid #b45309 }</style>
  <details><summary>More</summary> <a href="#more">In it</a>
    <details><summary>Yet more</summary><button>Deep</button></details></details>
  <div role="toolbar"><button>Bold</button><button tabindex="-1">Italic</button></div>
  <div style="overflow: auto; width: 200px; height: 4em" tabindex="0">
    <p style="width: 900px">Wide <a href="#w">far</a></p></div>
  <p hidden><a href="#hidden">Hidden</a></p>
  <div class="long"></div>
  <ul id="list"><li><button>In a list that listens</button></li></ul>
  <div style="position: sticky; bottom: 0; background: white"><button>Save</button></div>
  <script>document.getElementById("list").addEventListener("click", () => {});</script>
"""


def document(main, *, above=SKIP + MENU, script=MENUS):
    return (
        f'<!DOCTYPE html><html lang="en"><title>Planted</title><style>{STYLE}</style><body>{above}'
        f'<main id="main" tabindex="-1">{main}<a href="#end">End</a></main><script>{script}</script></html>'
    )


@pytest.fixture
def walked(page):
    """Return a function that walks through a page and says what was found."""
    keys.listen(page)

    def walk(html, width=800, most=keys.MOST):
        page.set_viewport_size({"width": width, "height": 600})
        page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto("http://planted.example/")
        return keys.walk(page, most)

    return walk


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_found_where_all_is_well(walked, width):
    told = walked(document(GOOD), width)
    assert told.found == []
    assert told.stops == 22


def test_the_page_is_left_as_it_was(walked, page):
    walked(document(GOOD))
    assert page.evaluate("document.querySelectorAll('details[open]').length") == 0
    assert page.evaluate("[scrollY, document.activeElement.tagName]") == [0, "BODY"]


def kinds_of(told):
    return {kind for kind, _what in told.found}


PLANTED = {
    "a button that Tab leaves out": ("met by no key", '<button tabindex="-1">No</button>'),
    "a field that only its label shows": (
        "met by no key",
        '<label><input type="checkbox" style="display: none"> Drawn</label>',
    ),
    "a link without anything to see": ("focus on what is hidden", '<a href="#no" class="hidden">No</a>'),
    "a link that is as clear as glass": (
        "focus on what is hidden",
        '<a href="#no" style="opacity: 0">No</a>',
    ),
    "a link beside the page": (
        "focus on what is hidden",
        '<a href="#no" style="position: absolute; left: -9999px">No</a>',
    ),
    "a link that a box cuts off": (
        "focus out of view",
        '<div style="overflow: clip; height: 10px"><p style="height: 90px"></p><a href="#no">No</a></div>',
    ),
    "a button without a ring": ("focus not seen", '<button style="outline: 0">No</button>'),
    "a ring in the colour of its ground": (
        "focus not seen",
        '<button style="outline-color: #eee">No</button>',
    ),
    "a ring that a box cuts off": (
        "focus not seen",
        '<div style="overflow: hidden; width: 9em"><a href="#no" style="display: block">No</a></div>',
    ),
    "a link beneath a bar": (
        "focus covered",
        """<p style="height: 560px"></p><p><a href="#no">No</a></p><p class="long"></p>
        <div style="position: fixed; bottom: 0; height: 90px; width: 100%; background: white">Bar</div>""",
    ),
    "a field that holds the focus": (
        "keys are trapped",
        """<input id="no"><script>document.getElementById("no").addEventListener("keydown", (event) =>
        event.key === "Tab" && event.preventDefault());</script>""",
    ),
    "a field that lets nobody back": (
        "keys are trapped",
        """<button>One</button><input id="no"><script>document.getElementById("no")
        .addEventListener("keydown", (event) => event.shiftKey && event.preventDefault());</script>""",
    ),
    "two fields that send the focus to and fro": (
        "keys are trapped",
        """<button>One</button><button id="no">Two</button><script>document.getElementById("no")
        .addEventListener("blur", (event) => event.target.previousElementSibling.focus());</script>""",
    ),
    "a field from where one goes back too far": (
        "keys do not go back",
        """<button>One</button><input id="no"><script>document.getElementById("no")
        .addEventListener("keydown", (event) => { if (event.shiftKey) {
        event.preventDefault(); document.querySelector("a").focus(); } });</script>""",
    ),
    "a link that stands far above": (
        "leaps up",
        """<p class="long"></p><a href="#one">One</a>
        <a href="#no" style="position: absolute; top: 60px; left: 0">No</a>""",
    ),
    "a number of its own": ("order by number", '<button tabindex="3">No</button>'),
    "a word that listens to a mouse": (
        "only for the mouse",
        """<span id="no">No</span><script>document.getElementById("no")
        .addEventListener("click", () => {});</script>""",
    ),
    "a word that is told to listen": ("only for the mouse", '<span onclick="close()">No</span>'),
    "more that stays shut": (
        "does not open by key",
        '<details><summary onclick="event.preventDefault()">No</summary>More</details>',
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_what_is_planted_is_found_and_nothing_else(walked, fault):
    kind, html = PLANTED[fault]
    assert kinds_of(walked(document(html))) == {kind}


def test_a_page_without_a_skip_link_is_found(walked):
    assert kinds_of(walked(document("", above=MENU))) == {"no skip link first"}


def test_a_page_with_nothing_above_needs_no_skip_link(walked):
    assert walked(document("", above="")).found == []


@pytest.mark.parametrize("goal", ["#", "#nowhere", "#aside"])
def test_a_skip_link_that_does_not_skip_is_found(walked, goal):
    skip = f'<a class="skip" href="{goal}">Skip</a><p id="aside" tabindex="-1">Aside</p>'
    found = kinds_of(walked(document("", above=skip + MENU)))
    assert found == {"no skip link first" if goal == "#" else "skip link leads nowhere"}


def test_a_menu_that_stays_open_is_found(walked):
    assert kinds_of(walked(document("", script=" "))) == {"Escape does not close"}


def test_a_menu_of_a_page_without_scripts_is_the_browsers_own(walked):
    assert walked(document("").replace(f"<script>{MENUS}</script>", "")).found == []


def test_a_menu_that_keeps_the_focus_is_found(walked):
    script = MENUS.replace('open.querySelector("summary").focus()', "")
    assert kinds_of(walked(document("", script=script))) == {"focus not given back"}


DIALOG = """<button popovertarget="window">Open</button>
  <p id="window" {popover}>In a window <button>Do</button></p>"""


def test_a_window_that_closes_is_walked(walked):
    told = walked(document(DIALOG.format(popover="popover")))
    assert told.found == []
    assert told.stops == 7


def test_a_window_that_stays_is_found(walked):
    assert kinds_of(walked(document(DIALOG.format(popover='popover="manual"')))) == {"Escape does not close"}


def test_what_is_wrong_in_a_menu_is_found(walked):
    menu = MENU.replace('<a href="#b"', '<a style="outline: 0" href="#b"')
    assert walked(document("", above=SKIP + menu)).found == [
        ("focus not seen", '<a style="outline: 0" href="#b">B</a>')
    ]


def test_a_walk_without_end_is_given_up(walked):
    assert kinds_of(walked(document("<button>1</button>" * 9), most=5)) == {"no end of the keys"}


@pytest.mark.parametrize(("languages", "walked_in"), [(["lt", "en"], "en"), (["lt"], "lt")])
def test_one_language_is_enough(languages, walked_in):
    screen = SCREENS["screen"]
    wanted = Wanted("", [], languages, [360], [screen], [], Path(), *[False, [], 2, False, False], keys=True)
    assert [one for one in languages if wanted.is_walked(screen, one, languages)] == [walked_in]
