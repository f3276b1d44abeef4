"""The distribution's Chromium, for every test that needs a real browser."""

import os
import shutil

import pytest

PROGRAM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def check_it_is_there():
    """Skip where it is not; in CI fail."""
    if PROGRAM is None:
        text = "no Chromium found; `make browser` installs it on Debian, or name one in CHROMIUM"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(text)
