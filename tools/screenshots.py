"""Take pictures of a served installation, to look at.

python tools/screenshots.py http://localhost:8000 OUT / /account/login/ [--sign-in EMAIL PASSWORD]
"""

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

SIZES = {360: 740, 1280: 900}


def main() -> None:
    """Read the command line, visit every page in two sizes and two colour schemes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--sign-in", nargs=2, metavar=("EMAIL", "PASSWORD"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        if options.sign_in:
            sign_in(page, options.address, *options.sign_in)
        for path in options.paths:
            take(page, options.address, path, options.folder)
        browser.close()


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    """Open a session."""
    page.goto(f"{address}/account/login/")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def take(page: Page, address: str, path: str, folder: Path) -> None:
    """Keep pictures of one page."""
    name = path.strip("/").replace("/", "-") or "home"
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(address + path)
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)


if __name__ == "__main__":
    main()
