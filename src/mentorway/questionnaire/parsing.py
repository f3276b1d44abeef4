"""Files into workbooks and workbooks into XForms, both by the limited worker."""

from __future__ import annotations

import base64
import itertools
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from typing import Any, Final

from mentorway.questionnaire.columns import TEXTS, columns_of, header_of
from mentorway.questionnaire.limits import Limits
from mentorway.questionnaire.packed import DAMAGED
from mentorway.questionnaire.plaintext import read_plain
from mentorway.questionnaire.workbook import FORM_SHEETS, SURVEY, Workbook
from mentorway.questionnaire.worker import HIDDEN
from mentorway.wording import InvalidInputError, Message

WORKER: Final = "mentorway.questionnaire.worker"
ROOTS: Final = ("data", "form")
KEPT_VARIABLES: Final = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT")


@dataclass(frozen=True)
class Converted:
    """The XForm, or why pyxform made none; what it warns of. Its sentences are in English."""

    xform: str
    warnings: tuple[str, ...] = ()
    reason: str = ""
    row: int = 0


def read_workbook(data: bytes, filename: str, *, limits: Limits | None = None) -> Workbook:
    """Read the file of a questionnaire.

    Parameters
    ----------
    data : bytes
        The file.
    filename : str
        Its name, which says the kind: .xlsx or .csv.
    limits : Limits, optional
        How much it may hold.

    Raises
    ------
    InvalidInputError
        It is of another kind, too large, damaged, or a trap.
    """
    limits = limits or Limits()
    limits.admit_size(len(data))
    if data.startswith(b"\xd0\xcf\x11\xe0") or filename.lower().endswith(".xls"):
        raise InvalidInputError(
            Message(
                "This is an old Excel workbook (.xls) or one with a password. Open it, and save it as "
                ".xlsx without "
                "a password."
            )
        )
    if data.startswith(b"PK"):
        found = _worker("read", {"data": base64.b64encode(data).decode()}, limits, TOO_HEAVY)
        if "message" in found:
            raise InvalidInputError(Message(**found["message"]))
        return Workbook.from_json(found["found"])
    if filename.lower().endswith((".csv", ".tsv", ".txt")):
        return read_plain(data, limits)
    if filename.lower().endswith(".xlsx"):
        raise InvalidInputError(DAMAGED)
    raise InvalidInputError(
        Message("A questionnaire is an Excel workbook (.xlsx) or a .csv file, and this is neither.")
    )


def convert(workbook: Workbook, *, limits: Limits | None = None) -> Converted:
    """Let pyxform make the XForm.

    Raises
    ------
    InvalidInputError
        It took too long or too much memory.
    """
    found = _worker("convert", asked_of(workbook), limits or Limits(), TOO_MUCH)
    if "found" not in found:
        reason = found["reason"] or f"pyxform stopped with {found['kind']}"
        return Converted("", reason=reason, row=found["row"])
    return Converted(found["found"], tuple(found["warnings"]))


def asked_of(workbook: Workbook) -> dict[str, Any]:
    """Return the workbook as pyxform takes it: the sheets as rows of named cells."""
    sheets: dict[str, Any] = {"sheet_names": [sheet.name for sheet in workbook.sheets]}
    for name in FORM_SHEETS:
        sheet = workbook.sheet(name)
        if sheet.header:
            texts = [column.header for column in columns_of(sheet) if column.meaning in TEXTS.get(name, ())]
            records = {
                number: {**cells, **{text: cells[text].translate(HIDDEN) for text in texts if text in cells}}
                for number, cells in sheet.records()
            }
            sheets[name] = [records.get(number, {}) for number in range(2, max(records, default=1) + 1)]
            sheets[f"{name}_header"] = [dict.fromkeys(column for column in sheet.header if column)]
    return {"sheets": sheets, "root": _root(workbook)}


def _root(workbook: Workbook) -> str:
    """Return a name for the form's outermost element that no question has."""
    survey = workbook.sheet(SURVEY)
    named = header_of(survey, "name")
    names = {cells.get(named) for _, cells in survey.records()}
    return next(
        root for root in itertools.chain(ROOTS, map("data{}".format, itertools.count())) if root not in names
    )


def _worker(task: str, asked: dict[str, Any], limits: Limits, failed: Message) -> dict[str, Any]:
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="mentorway-") as folder:
        try:
            child = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-B", "-m", WORKER, task],
                input=json.dumps({**asked, "limits": asdict(limits)}).encode(),
                capture_output=True,
                check=False,
                timeout=limits.seconds,
                env={**environment, "TMPDIR": folder},
            )
            answer = json.loads(child.stdout) if child.returncode == 0 else None
        except (subprocess.TimeoutExpired, ValueError):
            answer = None
    if not isinstance(answer, dict):
        raise InvalidInputError(failed)
    return answer


TOO_HEAVY: Final = Message(
    "The file takes too long or too much memory to read. Remove sheets, rows and pictures that are not "
    "part of the "
    "questionnaire, and save it again."
)
TOO_MUCH: Final = Message(
    "The questionnaire takes too long or too much memory to convert. Make it smaller: fewer questions, "
    "shorter "
    "lists, simpler expressions."
)
