"""Whether pages are valid HTML, by html-validate (a program for node, pinned in package-lock.json)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
INSTALLED = ROOT / "var" / "looking"
PROGRAM = INSTALLED / "node_modules" / ".bin" / "html-validate"
SETTINGS = HERE / "htmlvalidate.cjs"


def is_there() -> bool:
    """Whether html-validate can be asked; `make look` installs it where node is."""
    return PROGRAM.exists() and shutil.which("node") is not None


def problems(folder: Path) -> list[tuple[str, str, str]]:
    """Return (file, rule, what) of everything that is not valid in the pages of ``folder``."""
    answer = folder / "judged.json"  # a file, as the program ends before a long answer went through a pipe
    answer.unlink(missing_ok=True)
    command = [
        str(PROGRAM),
        "--config",
        str(SETTINGS),
        "--formatter",
        f"json={answer}",
        str(folder / "*.html"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if not answer.exists():
        raise RuntimeError(done.stderr or done.stdout)
    return [
        (
            Path(page["filePath"]).name,
            one["ruleId"],
            f"line {one['line']}: {one['message']} ({one['selector']})",
        )
        for page in json.loads(answer.read_text("utf-8"))
        for one in page["messages"]
    ]
