"""Where each part of a programme lies in a folder: short, plain paths that no part shares with another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from mentorway.courses.marks import outside
from mentorway.courses.structure import (
    Assessment,
    AssessmentKind,
    Material,
    MaterialKind,
    Module,
    Programme,
    from_facts,
)

# Neither XML nor a page may hold these; those that turn the direction of letters could hide what is said.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
LONGEST = 40
ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True)
class Place:
    """One part of a module, its identifier and its path without an ending."""

    identifier: str
    stem: str
    thing: Material | Assessment
    lacking: bool = False  # the file was not at hand, or the link has no address that a browser opens

    @property
    def path(self) -> str:
        """The path with the ending that shows what it is; of what is lacking a page says so."""
        return self.stem + (".html" if self.lacking else _ending(self.thing))


@dataclass(frozen=True)
class Placed:
    """A module with its folder and its parts in order: what to read, then what to do."""

    number: int
    module: Module
    places: tuple[Place, ...]

    @property
    def folder(self) -> str:
        """The folder of the module."""
        return f"module-{self.number}"


def placed(programme: Programme, files: Container[str] = (), *, trainers: bool = False) -> tuple[Placed, ...]:
    """Return every module with the places of its parts.

    Parameters
    ----------
    programme : Programme
    files : container of str
        The fingerprints of the files that are at hand.
    trainers : bool
        Whether materials for trainers are among them.

    Returns
    -------
    tuple of Placed
        In the order of the programme. Two parts never get the same place, even if they have the same key.

    Examples
    --------
    >>> page = Material("Kaip klausytis?", MaterialKind.PAGE, "Listening")
    >>> module = Module("m", "Talking", "", (), (), (page,))
    >>> placed(Programme("T", "en", "", "", (module,)))[0].places[0].path
    'module-1/01-kaip-klausytis.html'
    """
    return tuple(
        Placed(
            number,
            module,
            tuple(
                Place(
                    f"m{number}-{place:02}",
                    f"module-{number}/{place:02}-{plain(thing.key)}",
                    thing,
                    _lacks(thing, files),
                )
                for place, thing in enumerate(_things(module, trainers=trainers), 1)
            ),
        )
        for number, module in enumerate(programme.modules, 1)
    )


def _things(module: Module, *, trainers: bool) -> list[Material | Assessment]:
    return [*(one for one in module.materials if trainers or not one.for_trainers), *module.assessments]


def _lacks(thing: Material | Assessment, files: Container[str]) -> bool:
    if isinstance(thing, Assessment) or thing.kind is MaterialKind.PAGE:
        return False
    return not outside(thing.address) if thing.kind is MaterialKind.LINK else thing.sha256 not in files


def plain(name: str) -> str:
    """Return a name that every system takes as that of a file.

    >>> plain("Įsiklausyk į mane!"), plain("שלום")
    ('isiklausyk-i-mane', 'part')
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].strip("-") or "part"


def _ending(thing: Material | Assessment) -> str:
    if isinstance(thing, Assessment):
        return ".xml" if thing.kind in (AssessmentKind.QUIZ, AssessmentKind.REFLECTION) else ".html"
    if thing.kind is MaterialKind.FILE:
        ending = PurePosixPath(thing.address).suffix.lower()
        return ending if ENDING.fullmatch(ending) else ".bin"
    return ".xml" if thing.kind is MaterialKind.LINK else ".html"


def printable(programme: Programme) -> Programme:
    r"""Return the programme without characters that neither XML nor a printed page may hold.

    >>> printable(Programme("Ta\x00lk", "en", "", "", ())).title
    'Talk'
    """
    return from_facts(_clean(asdict(programme)))


def _clean(value: Any) -> Any:
    if type(value) is str:
        return CONTROL.sub("", value)
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_clean(one) for one in value]
    return value
