"""Commands that are about an installation: Django does them, in the settings of the web."""

import argparse
import os
import sys
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

from django.core.management import execute_from_command_line

from mentorway.language import Words
from mentorway.wording import Message

SETTINGS: Final = "mentorway.web.settings"
# What is typed after «mentorway», and the command of the web that does it.
COMMANDS: Final = MappingProxyType(
    {
        "backup": "backup",
        "restore": "restore",
        "export": "export_programme",
        "import": "import_programme",
    }
)
TELLS: Final = MappingProxyType(
    {
        "backup": Message("write everything an installation keeps into one file"),
        "restore": Message("put such a file back"),
        "export": Message("write a whole programme into one file for another installation"),
        "import": Message("take a programme over from such a file"),
    }
)


def is_asked(arguments: Sequence[str]) -> bool:
    """Whether the command line is about an installation.

    >>> is_asked(["backup", "/backups"]), is_asked(["compare", "answers.csv"]), is_asked([])
    (True, False, False)
    """
    return bool(arguments) and arguments[0] in COMMANDS


def run(arguments: Sequence[str]) -> int:
    """Do what the command line asks of an installation; return the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    name, *rest = arguments
    try:
        execute_from_command_line([f"mentorway {name}", COMMANDS[name], *rest])
    except SystemExit as end:
        return _status(end)
    return 0


def _status(end: SystemExit) -> int:
    if isinstance(end.code, int):
        return end.code
    if end.code is not None:
        sys.stderr.write(f"{end.code}\n")
    return int(end.code is not None)


def add_parsers(commands: "argparse._SubParsersAction[Any]", words: Words) -> None:
    """Let the list of commands tell of these too; what they take, each of them says with --help."""
    for name, tells in TELLS.items():
        commands.add_parser(name, help=words.say(tells), add_help=False)
