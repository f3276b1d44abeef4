"""Write the reference of the libraries from their docstrings: one page a library in docs/reference.

Run: python tools/api_reference.py [FOLDER]
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
LIBRARIES = {
    "evidence.psychometrics": "How well questions measure, and whether they measure the same everywhere",
    "evidence.comparisons": "Groups, differences, effect sizes, and how many people a study needs",
    "evidence.effectiveness": "What changed, and whether the programme did it",
    "evidence.efficiency": "What it takes: frontiers, costs, cost-effectiveness",
    "evidence.figures": "Published figures, computed again",
    "evidence.networks": "Who works with whom",
    "moments": "Answers as sums that add up",
    "answers": "Files of answers, read and checked",
    "comparing": "A comparison of groups as a whole",
    "indicators": "Formulas of indicators, with units",
    "questionnaire": "Questionnaires: XLSForm in, one judge of answers",
    "datasets": "Responses as files for analysis",
    "opendata": "One study as open data, and its published numbers made again",
    "courses": "A training programme, and what is made of it",
    "credentials": "Certificates that travel",
    "frames": "Results as rows and data frames",
}
FUNCTION = re.compile(r"<function (\w+) at 0x\w+>")  # a default; where it lies in memory says nothing
SECTION = re.compile(r"^(?P<name>[A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)


def main() -> int:
    """Write the pages."""
    parser = argparse.ArgumentParser(description="Write the reference of the libraries.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")
    return 0


def pages() -> dict[str, str]:
    """Return every page by the name of its file."""
    written = {f"{name}.md": page_of(name, about) for name, about in LIBRARIES.items()}
    return {**written, "README.md": index_of()}


def index_of() -> str:
    """Return the page that lists the libraries."""
    rows = "\n".join(f"| [`mentorway.{name}`]({name}.md) | {about} |" for name, about in LIBRARIES.items())
    return f"{INTRODUCTION}| library | what it is for |\n|---|---|\n{rows}\n"


INTRODUCTION = """\
# Reference of the libraries

Everything here can be used without the web application and without Django:
`from mentorway.evidence.comparisons.groups import welch_t`. Names that begin with `_` are not public.
Results are frozen dataclasses in full precision; `mentorway.frames` makes rows or data frames of them.
What a function refuses it says in an `InvalidInputError`. Worked examples: the
[notebooks](../notebooks/README.md).

These pages are written by `tools/api_reference.py` from the docstrings, whose examples run as tests.

"""


def page_of(name: str, about: str) -> str:
    """Return the page of one library."""
    parts = [f"# `mentorway.{name}`\n\n{about}.\n"]
    for module in modules_of(importlib.import_module(f"mentorway.{name}")):
        members = list(public(module))
        if members:
            summary = (inspect.getdoc(module) or "").partition("\n\n")[0]
            parts.append(f"## {module.__name__.removeprefix('mentorway.')}\n\n{summary}\n")
            parts += [entry(member) for member in members]
    return "\n".join(parts)


def modules_of(library: ModuleType) -> Iterator[ModuleType]:
    """Yield a library's modules, in the order of their names."""
    yield library
    for found in pkgutil.walk_packages(getattr(library, "__path__", []), f"{library.__name__}."):
        if not found.name.rpartition(".")[2].startswith("_") and not found.name.endswith(".worker"):
            yield importlib.import_module(found.name)


def public(module: ModuleType) -> Iterator[object]:
    """Yield the functions and classes that a module defines for others, in the order of the source."""
    own = [
        member
        for name, member in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(member) or inspect.isclass(member))
        and member.__module__ == module.__name__
        and inspect.getdoc(member)
    ]
    yield from sorted(own, key=lambda member: inspect.getsourcelines(member)[1])


def entry(member: object) -> str:
    """Return what is said of a function or class."""
    name = getattr(member, "__name__", "")
    text = inspect.getdoc(member) or ""
    if inspect.isclass(member):
        return f"### `{name}`\n\n{body(text)}\n"
    return f"### `{name}{signature_of(member)}`\n\n{body(text)}\n"


def signature_of(member: object) -> str:
    """Return names and defaults of the arguments; their types stand in the text.

    >>> signature_of(signature_of)
    '(member)'
    """
    found = inspect.signature(member)  # type: ignore[arg-type]
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in found.parameters.values()]
    told = str(found.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    return FUNCTION.sub(r"\1", told)


def body(text: str) -> str:
    """Return a docstring as Markdown: its sections in bold, what is indented as it is."""
    pieces = SECTION.split(text)
    out = [shown(part) for part in pieces[0].strip().split("\n\n")]
    for title, content in zip(pieces[1::2], pieces[2::2], strict=True):
        fence = "pycon" if title == "Examples" else "text"
        said = content.strip()
        if title == "References":
            out.append(f"**{title}.** {' '.join(said.split())}")
        else:
            out.append(f"**{title}**\n\n```{fence}\n{said}\n```")
    return "\n\n".join(out)


def shown(paragraph: str) -> str:
    r"""Return a paragraph, fenced if it is an example.

    >>> shown("Words."), shown(">>> 1 + 1")
    ('Words.', '```pycon\n>>> 1 + 1\n```')
    """
    return f"```pycon\n{paragraph}\n```" if paragraph.startswith(">>>") else paragraph


if __name__ == "__main__":
    sys.exit(main())
