"""A package → every published number made again from its data: which agree, which differ, which cannot be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from mentorway.opendata.describing import Closed, Hidden, Labels, Value
from mentorway.opendata.methods import Parts, check_options, computed
from mentorway.opendata.opening import Opened, open_package
from mentorway.opendata.tables import Frame, read
from mentorway.opendata.writing import DESCRIBED, EXPECTED, FORMAT, VERSION
from mentorway.wording import InvalidInputError, Message, shown

CLOSED: Final = {
    Closed.HIDDEN: Message("It is hidden, because too few people stand behind it."),
    Closed.WITHHELD: Message("What it is made from is not open."),
    Closed.PROTECTED: Message("It was made from the answers before they were protected."),
}


FARTHEST: Final = 1e300


class Outcome(StrEnum):
    """What came of making a number again."""

    AGREES = "agrees"
    DIFFERS = "differs"
    CLOSED = "closed"  # it says itself that open data do not give it
    FAILED = "failed"  # it should have been possible


@dataclass(frozen=True)
class Finding:
    """One published number and what came of it; `difference` is found minus published."""

    id: str
    said: Labels
    shown: str
    outcome: Outcome
    published: Value | None
    found: Value | None = None
    difference: float | None = None
    tolerance: float = 0.0
    why: Message | None = None


@dataclass(frozen=True)
class Report:
    """What was found about a package: its files, and each published number."""

    titles: Labels
    release: str
    files: int
    problems: tuple[Message, ...]
    findings: tuple[Finding, ...]
    made_with: Mapping[str, str]

    def having(self, outcome: Outcome) -> tuple[Finding, ...]:
        """Return the numbers of which this came."""
        return tuple(one for one in self.findings if one.outcome is outcome)

    @property
    def sound(self) -> bool:
        """Whether no file is changed and every number that can be made again agrees."""
        poor = (Outcome.DIFFERS, Outcome.FAILED)
        return not self.problems and not any(one.outcome in poor for one in self.findings)


def reproduce(path: Path) -> Report:
    """Check the files of a package and make every published number again from its data.

    Parameters
    ----------
    path : Path
        The zip that `writing.write` made, or the folder that it was unpacked into.

    Returns
    -------
    Report
        A changed file or a number that differs is part of the report, not an error.

    Raises
    ------
    InvalidInputError
        It is no such package, it is made for a newer Mentorway, or its descriptions cannot be read.
    """
    opened = open_package(path)
    problems = tuple(opened.problems())
    expected = _json_of(opened, EXPECTED)
    if expected.get("format") != FORMAT or not isinstance(expected.get("numbers"), list):
        raise _unreadable(EXPECTED)
    version = expected.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise InvalidInputError(
            Message(
                "This package has format version %(version)s; this Mentorway knows up to %(known)d. "
                "Use a newer one.",
                {"version": shown(version), "known": VERSION},
            )
        )
    work = _Work(opened, _json_of(opened, DESCRIBED))
    return Report(
        titles=_labels(expected.get("title")),
        release=str(expected.get("release", "")),
        files=len(opened.files),
        problems=problems,
        findings=tuple(work.finding(_facts(one)) for one in expected["numbers"]),
        made_with=_labels(expected.get("made_with")),
    )


def _json_of(opened: Opened, path: str) -> dict[str, Any]:
    if path not in opened.files:
        raise InvalidInputError(
            Message(
                "This is no package of open data that Mentorway made: “%(file)s” is lacking.", {"file": path}
            )
        )
    try:
        found = json.loads(opened.files[path])
    except (ValueError, RecursionError) as error:
        raise _unreadable(path) from error
    if not isinstance(found, dict):
        raise _unreadable(path)
    return found


def _unreadable(path: str) -> InvalidInputError:
    return InvalidInputError(
        Message("“%(file)s” in the package cannot be read: it is not of the form needed.", {"file": path})
    )


def _labels(value: object) -> Labels:
    return {str(key): str(one) for key, one in value.items()} if isinstance(value, dict) else {}


def _facts(one: object) -> dict[str, Any]:
    needed = ("id", "method", "value", "options", "data")
    if not isinstance(one, dict) or any(key not in one for key in needed):
        raise _unreadable(EXPECTED)
    closed = one.get("closed")
    if not isinstance(one["options"], dict) or closed not in (None, *(each.value for each in Closed)):
        raise _unreadable(EXPECTED)
    tolerance = one.get("tolerance", 0.0)
    if not _finite(tolerance) or tolerance < 0 or not (_finite(one["value"]) or _is_text(one["value"])):
        raise _unreadable(EXPECTED)
    return one


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < FARTHEST


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


class _Work:
    """The tables of one package, each read once, and each method computed once."""

    def __init__(self, opened: Opened, described: Mapping[str, Any]) -> None:
        self.opened = opened
        self.schemas = _schemas(described)
        self.frames: dict[str, Frame] = {}
        self.found: dict[str, Parts] = {}

    def finding(self, facts: Mapping[str, Any]) -> Finding:
        """Make one number again."""
        about: dict[str, Any] = {
            "id": str(facts["id"]),
            "said": _labels(facts.get("said")),
            "shown": str(facts.get("shown", "")),
            "published": facts["value"],
            "tolerance": float(facts.get("tolerance", 0.0)),
        }
        if facts.get("closed"):
            return Finding(**about, outcome=Outcome.CLOSED, why=CLOSED[Closed(facts["closed"])])
        try:
            value = self._value(facts)
        except InvalidInputError as error:
            return Finding(**about, outcome=Outcome.FAILED, why=error.message)
        if value is None or isinstance(value, Hidden):
            why = CLOSED[Closed.HIDDEN] if value else Message("The open data give no value for it.")
            return Finding(**about, outcome=Outcome.FAILED, why=why)
        return _judged(about, value)

    def _value(self, facts: Mapping[str, Any]) -> Value | Hidden | None:
        name, part, options = str(facts["method"]), str(facts.get("part", "value")), facts["options"]
        check_options(name, options, part)
        key = json.dumps([name, facts["data"], options], sort_keys=True)
        if key not in self.found:
            self.found[key] = computed(self._frame(str(facts["data"])), name, options)
        return self.found[key].get(part)

    def _frame(self, path: str) -> Frame:
        if path not in self.frames:
            if path not in self.opened.files or path not in self.schemas:
                raise InvalidInputError(
                    Message("The package holds no table “%(file)s”.", {"file": shown(path)})
                )
            self.frames[path] = read(self.opened.files[path], self.schemas[path], path)
        return self.frames[path]


def _schemas(described: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    try:
        return {
            str(one["path"]): [_field(field) for field in one["schema"]["fields"]]
            for one in described["resources"]
            if "schema" in one
        }
    except (LookupError, TypeError, AttributeError) as error:
        raise _unreadable(DESCRIBED) from error


def _field(facts: Mapping[str, Any]) -> dict[str, Any]:
    missing = [str(one) for one in facts.get("missingValues", ())]
    return {"name": str(facts["name"]), "type": str(facts["type"]), "missingValues": missing}


def _judged(about: dict[str, Any], value: Value) -> Finding:
    published = about["published"]
    if isinstance(value, str) or not isinstance(published, int | float):
        agrees = str(value) == str(published)
        return Finding(**about, outcome=Outcome.AGREES if agrees else Outcome.DIFFERS, found=value)
    apart = float(value) - float(published)
    agrees = abs(apart) <= about["tolerance"]
    outcome = Outcome.AGREES if agrees else Outcome.DIFFERS
    return Finding(**about, outcome=outcome, found=value, difference=apart)
