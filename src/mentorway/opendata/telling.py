"""A report on a package for people, in their language, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mentorway.language import Words
from mentorway.opendata.reproducing import Finding, Outcome, Report
from mentorway.opendata.saying import said
from mentorway.wording import Message

AGREED, NOT_AGREED, NO_PACKAGE = 0, 1, 2


def status(report: Report) -> int:
    """Return the exit status: 0 where all is as published, 1 where something is not.

    A package that cannot be opened has the status 2, and no report.
    """
    return AGREED if report.sound else NOT_AGREED


def lines(words: Words, report: Report, *, every: bool = False) -> Iterator[str]:
    """Yield what was found, one sentence a line.

    Parameters
    ----------
    words : Words
        The reader's language.
    report : Report
        As `reproducing.reproduce` returns it.
    every : bool
        Whether numbers that agree are listed too.
    """
    title = said(report.titles, words.language)
    if title:
        yield f"{title} ({report.release})"
    yield words.say(
        Message(
            "%(count)d file was checked.",
            {"count": report.files},
            plural="%(count)d files were checked.",
            count=report.files,
        )
    )
    for problem in report.problems:
        yield words.say(problem)
    shown = [*((Outcome.AGREES,) if every else ()), Outcome.DIFFERS, Outcome.FAILED, Outcome.CLOSED]
    for outcome in shown:
        for one in report.having(outcome):
            yield _line(words, one)
    yield from _counts(words, report)


def _line(words: Words, one: Finding) -> str:
    name = f"{one.id} ({said(one.said, words.language)})" if one.said else one.id
    if one.outcome is Outcome.AGREES:
        return words.say(
            Message("%(name)s agrees: %(published)s.", {"name": name, "published": _plain(one.published)})
        )
    if one.outcome is Outcome.DIFFERS and one.difference is not None:
        return words.say(
            Message(
                "%(name)s differs by %(difference)s: %(published)s was published, %(found)s is found.",
                {
                    "name": name,
                    "difference": f"{one.difference:+.6g}",
                    "published": _plain(one.published),
                    "found": _plain(one.found),
                },
            )
        )
    if one.outcome is Outcome.DIFFERS:
        return words.say(
            Message(
                "%(name)s differs: “%(published)s” was published, “%(found)s” is found.",
                {"name": name, "published": _plain(one.published), "found": _plain(one.found)},
            )
        )
    why = words.say(one.why) if one.why else ""
    return words.say(Message("%(name)s cannot be made again. %(why)s", {"name": name, "why": why}))


def _plain(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _counts(words: Words, report: Report) -> Iterator[str]:
    agreeing, differing = (len(report.having(one)) for one in (Outcome.AGREES, Outcome.DIFFERS))
    left = len(report.having(Outcome.CLOSED)) + len(report.having(Outcome.FAILED))
    yield words.say(
        Message(
            "%(count)d published number agrees.",
            {"count": agreeing},
            plural="%(count)d published numbers agree.",
            count=agreeing,
        )
    )
    if differing:
        yield words.say(
            Message(
                "%(count)d published number differs.",
                {"count": differing},
                plural="%(count)d published numbers differ.",
                count=differing,
            )
        )
    if left:
        yield words.say(
            Message(
                "%(count)d published number cannot be made again from open data.",
                {"count": left},
                plural="%(count)d published numbers cannot be made again from open data.",
                count=left,
            )
        )


def to_json(report: Report, words: Words) -> str:
    """Return a report as JSON for programs; reasons are in the language of the words.

    Parameters
    ----------
    report : Report
        As `reproducing.reproduce` returns it.
    words : Words
        The language of the sentences in it.

    Returns
    -------
    str
    """
    facts: dict[str, Any] = {
        "title": dict(report.titles),
        "release": report.release,
        "sound": report.sound,
        "files": report.files,
        "problems": [words.say(one) for one in report.problems],
        "made_with": dict(report.made_with),
        "counts": {outcome.value: len(report.having(outcome)) for outcome in Outcome},
        "numbers": [_facts(one, words) for one in report.findings],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1)


def _facts(one: Finding, words: Words) -> dict[str, Any]:
    return {
        "id": one.id,
        "said": dict(one.said),
        "shown": one.shown,
        "outcome": one.outcome.value,
        "published": one.published,
        "found": one.found,
        "difference": one.difference,
        "tolerance": one.tolerance,
        "why": words.say(one.why) if one.why else None,
    }
