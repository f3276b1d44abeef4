"""The tools lie beside the tests, not among the packages; a real browser only where a test asks for it."""

import sys
from pathlib import Path

import pytest
from tests import chromium

sys.path.append(str(Path(__file__).parent.parent.parent / "tools"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium.check_it_is_there()
    return {
        **browser_type_launch_args,
        "executable_path": chromium.PROGRAM,
        "args": ["--no-sandbox", "--disable-gpu"],
    }


@pytest.fixture(scope="session")
def base_url():
    """Stand in for the plugin's own fixture, which pytest 9 deprecates; pages are planted here."""
