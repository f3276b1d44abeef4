"""One browser, and how a person of the example gets in."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from looking import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESSES = {"coordinator": "coordinator@example.org", "member": "member@example.org"}
FLAGS = ["--no-sandbox", "--disable-gpu"]


@contextmanager
def browser() -> Iterator[Browser]:
    """Give the browser of the machine."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield one
        one.close()


def sign_in(context: BrowserContext, address: str, person: str) -> None:
    """Open a session of ``person``; a visitor stays outside."""
    if person not in ADDRESSES:
        return
    page = context.new_page()
    page.goto(f"{address}/account/login/")
    page.locator("main input[type=email]").fill(ADDRESSES[person])
    page.locator("input[type=password]").fill(kinds.password())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    page.close()
