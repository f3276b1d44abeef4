"""The tools lie beside the tests, not among the packages; a real browser only where a test asks for it."""

import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent.parent / "tools"))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        text = "no Chromium found; `make browser` installs it on Debian, or name one in CHROMIUM"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(text)
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu"],
    }


@pytest.fixture(scope="session")
def base_url():
    """Stand in for the plugin's own fixture, which pytest 9 deprecates; pages are planted here."""
