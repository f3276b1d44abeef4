"""Each package that is locked was looked at, and its licence lets us use it."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tool():
    spec = importlib.util.spec_from_file_location(
        "dependencies", ROOT / "tools" / "security" / "dependencies.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reviewed():
    rows = re.findall(
        r"^\| ([\w.-]+) \| (\S+) \| (.+) \|$",
        (ROOT / "docs/security/dependencies.md").read_text(),
        re.MULTILINE,
    )
    return {name: version for name, version, _licence in rows if name not in {"package", "---"}}


def test_every_locked_package_is_reviewed():
    locked = dict(tool().PINNED.findall((ROOT / "requirements.lock").read_text()))
    assert len(locked) > 50
    assert reviewed() == locked


def test_licences_that_bind_the_whole_are_refused():
    package = tool().Package
    said = {
        licence: package("a", "1", licence).is_allowed
        for licence in (
            "GPL-3.0-only",
            "AGPL-3.0-or-later",
            "LGPL-3.0-or-later",
            "MIT",
            "unknown",
            "Proprietary",
        )
    }
    assert said == {
        "GPL-3.0-only": False,
        "AGPL-3.0-or-later": False,
        "LGPL-3.0-or-later": True,
        "MIT": True,
        "unknown": False,
        "Proprietary": False,
    }
