"""Take the pictures of the documentation: pages of the example programme, all of it made up.

python tools/screenshots.py [--address http://localhost:8000] [--out docs/images] [NAME …]

Without an address a server with the example is started, as `make screenshots` does.
"""

from __future__ import annotations

import argparse
import io
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from looking.browsing import browser, sign_in
from looking.serving import served
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1120, 760
MOST = 150_000  # bytes: a page of the documentation stays light
COLOURS = (256, 128, 64, 32)


@dataclass(frozen=True)
class Picture:
    """A picture: where it begins, which links are pressed, and from which heading on it is taken."""

    name: str
    start: str
    links: tuple[str, ...] = ()
    heading: str = ""
    height: int = HEIGHT


STUDY = "Mentoring in four countries (synthetic)"
EVALUATION = "Example: did two pilots help mentors?"
PICTURES = (
    Picture("network", "/network/"),
    Picture("study", "/study/", (STUDY,)),
    Picture("comparison", "/comparison/", ("Big Five in eight countries", "Big Five in eight countries")),
    Picture("scale", "/comparison/", (STUDY, "Support and usefulness by country", "Organisational support")),
    Picture("training", "/training/", ("Mentoring colleagues: an open model programme",), "Modules"),
    Picture("cohort", "/pilots/", ("Example: mentors in Vilnius, autumn",)),
    Picture("matching", "/mentoring/", ("Example: mentors and mentees in spring", "Matchings", "Matching 1")),
    Picture("evaluation", "/evaluation/", (EVALUATION, "Results", "Version 1"), "What was found"),
    Picture("claim", "/en/results/", ("Example: how far the pilots moved people",)),
    Picture("plan", "/plan/", ("Example: mentoring in four countries", "Chart"), "Chart of the plan"),
)


def main() -> int:
    """Read the command line, take every picture that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--address", help="of a server that runs already")
    parser.add_argument("--out", default=ROOT / "docs" / "images", type=Path)
    asked = parser.parse_args()
    wanted = [one for one in PICTURES if not asked.names or one.name in asked.names]
    with nullcontext(asked.address) if asked.address else served() as address, browser() as program:
        context = program.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en")
        sign_in(context, address, "coordinator")
        page = context.new_page()
        for picture in wanted:
            file = asked.out / f"{picture.name}.png"
            file.write_bytes(small(taken(page, address, picture)))
            print(f"{file.name}: {file.stat().st_size // 1000} kB")
    return 0


def taken(page: Page, address: str, picture: Picture) -> bytes:
    """Go where the picture is and take it."""
    page.goto(address + picture.start)
    for link in picture.links:
        page.locator("main").get_by_role("link", name=link).first.click()
    page.wait_for_load_state("networkidle")
    page.set_viewport_size({"width": WIDTH, "height": picture.height})
    if picture.heading:
        heading = page.get_by_role("heading", name=picture.heading).first
        heading.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 24)")
    return page.screenshot()


def small(png: bytes) -> bytes:
    """Return the picture with as few colours as make it light enough.

    >>> white = io.BytesIO()
    >>> Image.new("RGB", (40, 20), "white").save(white, "PNG")
    >>> len(small(white.getvalue())) < MOST
    True
    """
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        file = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if len(file.getvalue()) < MOST:
            return file.getvalue()
    raise ValueError(
        f"The picture has {len(file.getvalue())} bytes, more than {MOST}; show less of the page."
    )


if __name__ == "__main__":
    sys.exit(main())
