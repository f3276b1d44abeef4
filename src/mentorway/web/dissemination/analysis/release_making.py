"""A version of open data, from the answers to the packed file: nothing is kept before all of it is sound."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mentorway.disclosure.rules import IN_THE_OPEN
from mentorway.disclosure.showing import NOT_SHOWN
from mentorway.opendata.describing import Protection, Risk, Step
from mentorway.opendata.reproducing import Outcome, Report, reproduce
from mentorway.opendata.writing import write
from mentorway.web.core.wording import kept
from mentorway.web.dissemination.analysis.release_checks import problems_of
from mentorway.web.dissemination.analysis.release_choices import Choices, choices_of
from mentorway.web.dissemination.analysis.release_coarse import kept_recoding, said_of
from mentorway.web.dissemination.analysis.release_numbers import Numbers, numbers_of
from mentorway.web.dissemination.analysis.release_offers import layout_of, offers_of
from mentorway.web.dissemination.analysis.release_open import (
    NotSafeError,
    Opened,
    Work,
    coded,
    opened,
    refuse_few_left,
)
from mentorway.web.dissemination.analysis.release_package import answers_of, package_of, programs, table_of
from mentorway.web.dissemination.analysis.release_rows import Gathered, gathered
from mentorway.web.dissemination.analysis.release_tables import Protected, kept_tables, protected
from mentorway.web.dissemination.models import Release
from mentorway.web.dissemination.queries import releases as queries
from mentorway.wording import InvalidInputError, Message

MOST_SENTENCES: Final = 200
SAFE: Final = Message(
    "Nobody can be recognised by what is open, as far as can be checked: at least %(count)d people look "
    "alike in what could be known of them, and no hidden number can be found from all that has been "
    "published.",
    {"count": IN_THE_OPEN.fewest},
)
SAFE_TABLES: Final = Message(
    "Nobody can be recognised by the tables, as far as can be checked: no shown number is about fewer than "
    "%(count)d people, and no hidden one can be found from all that has been published.",
    {"count": IN_THE_OPEN.fewest},
)
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Made:
    """The packed file, what was found, and what later versions have to know."""

    content: bytes
    verdict: dict[str, Any]
    tables: dict[str, Any]


def earlier_of(release: Release, choices: Choices) -> tuple[Release, ...]:
    """Return the versions that everybody could read before, of the same wave."""
    rows = queries.public_before(release)
    return tuple(one for one in rows if (one.tables or {}).get("wave") == choices.wave)


def made(release: Release, tell: Tell) -> Made:
    """Gather, protect, attack, pack, and make every published number again from the packed file.

    Raises
    ------
    NotSafeError
        Somebody could be found; it says by what, and what would help.
    InvalidInputError
        Something else is in the way, and it says what.
    """
    tell(1)
    choices = choices_of(release.choices)
    earlier = earlier_of(release, choices)
    layout = layout_of(release.study)
    offers = {one.name: one for one in offers_of(release.study, layout)}
    for problem in problems_of(choices, offers, earlier):
        raise InvalidInputError(problem)
    rows = gathered(release.study, layout, choices.wave, tell)
    codes = coded(rows, offers, choices, earlier)
    tell(10)
    people = opened(rows, codes, choices, earlier) if choices.is_open else _all(rows, earlier)
    work = Work(release, choices, earlier, rows, codes, people)
    tell(20)
    found = protected(work, tell)
    _refuse_breaches(found)
    tell(55)
    return _packed(work, found, tell)


def _all(rows: Gathered, earlier: Sequence[Release]) -> Opened:
    """Return that everybody is counted, where only tables are open."""
    before = (earlier[-1].tables or {}).get("people", 0) if earlier else 0
    refuse_few_left(max(before - rows.people, 0))
    return Opened(tuple(range(rows.people)), None, None, 0, 0, left=max(before - rows.people, 0))


def _refuse_breaches(found: Protected) -> None:
    breaches = found.proof.breaches
    if not breaches:
        return
    raise NotSafeError(
        Message(
            "%(count)d number could be found out by putting together everything that is published, earlier "
            "versions too.",
            {"count": len(breaches)},
            plural="%(count)d numbers could be found out by putting together everything that is published, "
            "earlier versions too.",
            count=len(breaches),
        ),
        {"breaches": [kept(one.said) for one in breaches[:MOST_SENTENCES]]},
    )


def _packed(work: Work, found: Protected, tell: Tell) -> Made:
    answers = answers_of(work) if work.choices.is_open else None
    tables = [table_of(work, one) for one in found.tables]
    numbers = numbers_of(work, answers, tables)
    tell(75)
    guard = _protection(work, found)
    content = write(package_of(work, answers, tables, numbers.found, guard))
    tell(85)
    report = _reproduced(content)
    tell(95)
    return Made(content, _verdict(work, found, numbers, (guard, report)), kept_tables(found, work))


def _reproduced(content: bytes) -> Report:
    """Make every number again from the file itself.

    Raises
    ------
    InvalidInputError
        The file is not sound.
    """
    with tempfile.TemporaryDirectory(prefix="mentorway-") as place:
        path = Path(place) / "package.zip"
        path.write_bytes(content)
        report = reproduce(path)
    if not report.sound:
        differ = [one.id for one in (*report.having(Outcome.DIFFERS), *report.having(Outcome.FAILED))]
        raise InvalidInputError(
            Message(
                "The package was made, but these numbers could not be made again from it: %(names)s. It is "
                "not kept.",
                {"names": ", ".join(differ[:10]) or "–"},
            )
        )
    return report


def _protection(work: Work, found: Protected) -> Protection:
    people = work.opened
    steps = [
        Step((name,), done)
        for name, recoding in work.coded.recodings.items()
        if name in work.choices.columns and (done := said_of(recoding))
    ]
    if people.left_out:
        steps.append(Step((), _left_out(people), people.left_out))
    if people.held_back:
        steps.append(Step((), _held_back(people), people.held_back))
    if found.hidden:
        steps.append(Step((), _hidden(found), len(found.hidden)))
    return Protection(
        allowed=found.proof.safe,
        verdict=SAFE if work.choices.is_open else SAFE_TABLES,
        steps=tuple(steps),
        risks=tuple(_risks(people)),
        remaining=tuple(_remaining(work)),
        decided_by=work.release.study.partner.name,
    )


def _risks(people: Opened) -> list[Risk]:
    if people.before is None or people.after is None:
        return []
    alike = Message("Fewest people who look alike")
    alone = Message("People whom nobody looks like")
    return [
        Risk(alike, people.before.k, people.after.k, IN_THE_OPEN.fewest),
        Risk(alone, people.before.alone, people.after.alone, 0),
    ]


def _left_out(people: Opened) -> Message:
    return Message(
        "%(count)d person was left out, as too few others looked alike.",
        {"count": people.left_out},
        plural="%(count)d people were left out, as too few others looked alike.",
        count=people.left_out,
    )


def _held_back(people: Opened) -> Message:
    return Message(
        "%(count)d person who joined is held back until enough others of the same kind have joined.",
        {"count": people.held_back},
        plural="%(count)d people who joined are held back until enough others of the same kind have joined.",
        count=people.held_back,
    )


def _hidden(found: Protected) -> Message:
    return Message(
        "%(count)d cell of the tables is hidden.",
        {"count": len(found.hidden)},
        plural="%(count)d cells of the tables are hidden.",
        count=len(found.hidden),
    )


def _remaining(work: Work) -> list[Message]:
    found = []
    if work.choices.is_open:
        found.append(
            Message(
                "Who knows exactly how somebody answered many of the questions can find that person's row. "
                "It then tells the other answers. Answers to questions of opinion are known to others only "
                "if people tell them."
            )
        )
    if work.opened.left:
        found.append(
            Message(
                "%(count)d people have taken their answers out since the version before. Who has kept that "
                "one still has them.",
                {"count": work.opened.left},
            )
        )
    return found


def _verdict(
    work: Work, found: Protected, numbers: Numbers, made: tuple[Protection, Report]
) -> dict[str, Any]:
    guard, report = made
    people = work.opened
    after = people.after
    return {
        "people": work.gathered.people,
        "open": len(people.rows),
        "left_out": people.left_out,
        "held_back": people.held_back,
        "k": after.k if after else None,
        "fewest": IN_THE_OPEN.fewest,
        "said": kept(guard.verdict),
        "steps": [kept(one.what) for one in guard.steps],
        "before": kept(people.before.said) if people.before else None,
        "diversity": _diversity(people),
        "remaining": [kept(one) for one in guard.remaining],
        "notes": [kept(one) for one in numbers.notes],
        "hidden": [
            {"table": one.table, "cell": list(one.cell), "said": kept(NOT_SHOWN),
             "because": kept(one.because.said(IN_THE_OPEN))}
            for one in found.hidden[:MOST_SENTENCES]
        ],
        "hidden_count": len(found.hidden),
        "attacked": len(found.proof.cells),
        "checked_with": [one.number for one in work.earlier],
        "numbers": len(report.findings),
        "agree": len(report.having(Outcome.AGREES)),
        "files": report.files,
        "recoding": {name: kept_recoding(one) for name, one in work.coded.recodings.items()},
        "facts": list(people.facts),
        "variables": _variables(work),
        "tables": [one.name for one in found.tables],
        "data_hash": work.gathered.data_hash,
        "versions": programs(),
    }  # fmt: skip


def _diversity(people: Opened) -> int | None:
    """Return in how many opinions some group that looks alike answered all the same."""
    if people.after is None:
        return None
    return sum(one.distinct == 1 for one in people.after.diversity.values())


def _variables(work: Work) -> list[dict[str, Any]]:
    """What each column of the open answers is called, in every language that it has."""
    return [
        {"name": name, "labels": dict(work.coded.offers[name].variable.labels)}
        for name in work.choices.columns
    ]
