"""Make the SYNTHETIC answers to the mentoring study in `src/mentorway/example`: nobody was asked.

PYTHONPATH=src python tools/make_study_answers.py

The same every time. Each scale has one factor; besides it, its first two items have a little in common, and
so have all reversed items. In Latvia people with the same standing agree less with the item os1, so the means
of its scale may not be compared with Latvia unless the item is let go; everywhere else only the standing
differs. Sampling error is made smaller than chance makes it, so that chance does not decide what the example
shows. Every answer sheet is judged, and must be complete.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mentorway.questionnaire import Context, Form, Question, judge, plain, publish, read_workbook

EXAMPLE: Final = Path(__file__).resolve().parent.parent / "src" / "mentorway" / "example"
STUDY, ANSWERS, CODEBOOK = (EXAMPLE / f"mentoring_{name}.csv" for name in ("study", "answers", "codebook"))
SYNTHETIC: Final = "synthetic"
SEED: Final = 20_140_078
NOON: Final = dt.datetime(2026, 9, 7, 12, 0, tzinfo=dt.UTC)
DAYS: Final = 28
CELLS: Final = {
    ("FI", "education"): 142, ("FI", "business"): 130, ("SE", "education"): 136, ("SE", "business"): 138,
    ("LV", "education"): 130, ("LV", "business"): 139, ("LT", "education"): 144, ("LT", "business"): 134,
}  # fmt: skip
LANGUAGES: Final = {
    "FI": {"fi": 0.82, "sv": 0.1, "en": 0.08}, "SE": {"sv": 0.92, "en": 0.08},
    "LV": {"lv": 0.92, "en": 0.08}, "LT": {"lt": 0.94, "en": 0.06},
}  # fmt: skip
ROLES: Final = {"mentor": 0.36, "mentee": 0.36, "both": 0.18, "neither": 0.1}
SCALES: Final = {
    "mc": "Listening and speaking (mentors)", "mg": "Goals and feedback (mentors)",
    "mr": "Relationship and trust (mentors)", "mi": "Independence (mentors)",
    "ec": "Listening and speaking (mentees)", "eg": "Goals and feedback (mentees)",
    "er": "Relationship and trust (mentees)", "ei": "Independence (mentees)",
    "os": "Organisational support", "us": "Usefulness of mentoring",
}  # fmt: skip
ITEMS: Final = 5
PAIR: Final = 2
REVERSED: Final = frozenset({"mc4", "ec4", "mg5", "eg5", "mr5", "er5", "mi5", "ei5", "os5", "us5"})
LOADINGS: Final = (0.78, 0.72, 0.66, 0.74, 0.62)
MEANS: Final = (3.6, 3.4, 3.7, 3.3, 3.5)
SPREAD: Final = 0.95
AGREEABLE: Final = 0.18  # how much of a reversed item is readiness to agree
ALIKE: Final = 0.3  # how much the first two items of a scale have in common besides its factor
STANDING: Final = {  # of the second letter's scale, in standard deviations
    "FI": {"c": 0.0, "g": 0.1, "r": 0.15, "i": 0.3, "s": 0.25},
    "SE": {"c": 0.15, "g": 0.25, "r": 0.1, "i": 0.2, "s": 0.2},
    "LV": {"c": 0.05, "g": 0.0, "r": 0.0, "i": -0.1, "s": -0.1},
    "LT": {"c": 0.2, "g": -0.05, "r": 0.05, "i": 0.0, "s": 0.1},
}
OF_SECTOR: Final = {"education": {"g": 0.15, "i": 0.1}, "business": {"s": 0.1}}
SHIFTED: Final = {("LV", "os1"): -0.8}  # in points of the answer scale
CALM: Final = 0.6  # what is left of sampling error
NOT_SAID: Final = 0.012
HASTY, HASTY_NOT_SAID = 0.04, 0.2
AGES: Final = {
    "under_25": 4,
    "25_34": 12,
    "35_44": 22,
    "45_54": 32,
    "55_64": 42,
    "65": 48,
}  # most years at work
MULTIPLE: Final = {"forms": 2, "challenges": 3, "barriers": 2, "needs": 3}
WRITTEN: Final = {
    "en": "Synthetic text {number}: nobody wrote this.",
    "lt": "Sintetinis tekstas {number}: jo niekas neparašė.",
    "lv": "Sintētisks teksts {number}: to neviens nav rakstījis.",
    "sv": "Syntetisk text {number}: ingen har skrivit detta.",
    "fi": "Synteettinen teksti {number}: kukaan ei kirjoittanut tätä.",
}
Answers = dict[str, str]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    number: int
    country: str
    sector: str
    role: str
    perspective: str
    language: str
    age: str


def main() -> int:
    """Write the answers and the codebook."""
    form = form_of_study()
    rng = np.random.default_rng(SEED)
    people = list(everybody(rng))
    answered = scale_answers(people, rng)
    names = [question.name for question in asked_of(form)]
    with ANSWERS.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(["data", "number", "language", "day", *names])
        for person, scales in zip(people, answered, strict=True):
            row = sheet_of(form, person, scales, rng)
            day = (NOON + dt.timedelta(days=int(rng.integers(DAYS)))).date()
            facts = [SYNTHETIC, str(person.number), person.language, day.isoformat()]
            sheet.writerow([*facts, *(row.get(name, "") for name in names)])
    write_codebook(form)
    print(f"{len(people)} synthetic people, {len(names)} questions, {len(SCALES)} scales")
    return 0


def form_of_study() -> Form:
    """Return the compiled questionnaire."""
    published = publish(read_workbook(STUDY.read_bytes(), STUDY.name), name="mentoring_study", version="1")
    if published.form is None:
        raise ValueError([str(problem.message) for problem in published.problems])
    return published.form


def asked_of(form: Form) -> list[Question]:
    """Return the questions that people answer."""
    return [one for one in form.questions if one.asked and "label" not in one.appearances]


def everybody(rng: np.random.Generator) -> Iterator[Person]:
    """Yield the people of every country and sector, with roles in fixed shares."""
    number = 0
    for (country, sector), count in CELLS.items():
        edges = np.cumsum(list(ROLES.values()))
        drawn = np.searchsorted(edges, (np.arange(count) + 0.5) / count * edges[-1])
        roles = [list(ROLES)[place] for place in rng.permutation(drawn)]
        spoken = LANGUAGES[country]
        for role in roles:
            number += 1
            recent = ("mentor", "mentee")[number % 2] if role == "both" else role
            language = str(rng.choice(list(spoken), p=list(spoken.values())))
            age = str(rng.choice(list(AGES), p=[0.06, 0.2, 0.27, 0.27, 0.17, 0.03]))
            yield Person(number, country, sector, role, recent, language, age)


def scale_answers(people: Sequence[Person], rng: np.random.Generator) -> list[Answers]:
    """Return everybody's answers to the scales that they are asked."""
    found: list[Answers] = [{} for _ in people]
    groups: dict[tuple[str, str], list[int]] = {}
    for place, person in enumerate(people):
        groups.setdefault((person.country, person.perspective), []).append(place)
    for (_country, perspective), places in groups.items():
        codes = [code for code in SCALES if is_asked(code, perspective)]
        drawn = calm(rng.standard_normal((len(places), len(codes) * (ITEMS + 2) + 2)))
        for row, place in enumerate(places):
            values = points(people[place], codes, drawn[row])
            skipping = HASTY_NOT_SAID if rng.random() < HASTY else NOT_SAID
            found[place] = {name: value for name, value in values.items() if rng.random() >= skipping}
    return found


def is_asked(code: str, perspective: str) -> bool:
    """Whether people in a role are asked a scale."""
    return code[0] in "ou" or {"m": "mentor", "e": "mentee"}[code[0]] == perspective


def calm(drawn: Matrix) -> Matrix:
    """Return draws whose means and covariances are nearer to none and one than chance put them."""
    centre = drawn.mean(axis=0)
    covariance = np.cov(drawn, rowvar=False)
    wanted = np.eye(len(covariance)) * (1 - CALM) + covariance * CALM
    turn = np.linalg.solve(np.linalg.cholesky(covariance).T, np.linalg.cholesky(wanted).T)
    calmed: Matrix = (drawn - centre) @ turn + centre * CALM
    return calmed


def points(person: Person, codes: Sequence[str], drawn: Matrix) -> Answers:
    """Return answers on the five points, from common to special causes."""
    together, agreeing, rest = drawn[0], drawn[1], drawn[2:].reshape(len(codes), ITEMS + 2)
    values = {}
    for code, own in zip(codes, rest, strict=True):
        shift = STANDING[person.country][code[1]] + OF_SECTOR[person.sector].get(code[1], 0.0)
        standing = np.sqrt(0.4) * together + np.sqrt(0.6) * own[0] + shift
        for place in range(ITEMS):
            name = f"{code}{place + 1}"
            weight = LOADINGS[place]
            side, aside = (AGREEABLE, agreeing) if name in REVERSED else (ALIKE * (place < PAIR), own[1])
            error = np.sqrt(1 - weight**2 - side**2) * own[place + 2]
            value = MEANS[place] + SPREAD * (weight * standing + side * aside + error)
            value += SHIFTED.get((person.country, name), 0.0)
            point = int(np.clip(np.rint(value), 1, 5))
            values[name] = str(6 - point if name in REVERSED else point)
    return values


def sheet_of(form: Form, person: Person, scales: Mapping[str, str], rng: np.random.Generator) -> Answers:
    """Return a whole answer sheet, judged and complete."""
    given: dict[str, Any] = {"consent": "OK", "country": person.country, "sector": person.sector}
    given |= {"role": person.role, "age": person.age, **scales}
    if person.role == "both":
        given["recent_role"] = person.perspective
    context = Context(NOON, str(person.number), person.language)
    decided = {*given, *(question.name for question in form.questions if question.choices == "agree")}
    while True:
        judged = judge(form, given, context)
        opened = [
            one for one in asked_of(form) if one.name not in decided and judged.states[one.name].relevant
        ]
        if not opened:
            break
        for question in opened:
            answer = answer_to(question, judged.states[question.name].choices or (), person, rng)
            given |= {question.name: answer} if answer and rng.random() >= NOT_SAID else {}
            decided.add(question.name)
    if not judged.complete or judged.hidden:
        raise ValueError(person, judged.faults, judged.hidden)
    return {name: " ".join(text) if isinstance(text, list) else text for name, text in given.items()}


def answer_to(
    question: Question, offered: Sequence[str], person: Person, rng: np.random.Generator
) -> str | list[str]:
    """Return an answer to a question outside the scales; an empty one where nothing is said."""
    if question.name in MULTIPLE:
        return several_of(offered, MULTIPLE[question.name], rng)
    if offered:
        weights = 1 / (np.arange(len(offered)) + 2.5)
        return str(rng.choice(list(offered), p=weights / weights.sum()))
    if question.name == "years":
        return str(int(rng.integers(AGES[person.age] + 1)))
    if question.name == "mentees":
        return str(1 + int(rng.poisson(2.0)))
    if question.name == "challenges_other" or rng.random() < 0.3:
        return WRITTEN[person.language].format(number=person.number)
    return ""


def several_of(offered: Sequence[str], most: int, rng: np.random.Generator) -> list[str]:
    """Return some choices, the first ones more often, or “none” alone where that can be said."""
    several = [value for value in offered if value != "none"]
    if len(several) < len(offered) and rng.random() < 0.1:
        return ["none"]
    weights = 1 / np.arange(1, len(several) + 1)
    count = int(rng.integers(1, most + 1))
    picked = set(rng.choice(several, count, replace=False, p=weights / weights.sum()))
    return [value for value in offered if value in picked]


def write_codebook(form: Form) -> None:
    """Write the codebook of the scales, in every language of the questionnaire."""
    others = [language.code for language in form.languages if language.code != form.default_language]
    with CODEBOOK.open("w", encoding="utf-8", newline="") as file:
        file.write("# title: Mentoring in four countries (synthetic answers)\n")
        file.write("# source: Synthetic: made by tools/make_study_answers.py; nobody was asked\n")
        sheet = csv.writer(file, lineterminator="\n")
        texts = ["text", *(f"text_{code}" for code in others)]
        sheet.writerow(["item", "scale", *texts, "reverse", "low", "high", "missing"])
        for code, scale in SCALES.items():
            for place in range(1, ITEMS + 1):
                labels = form.by_name[f"{code}{place}"].labels
                said = [plain(labels[language]) for language in (form.default_language, *others)]
                reverse = "yes" if f"{code}{place}" in REVERSED else "no"
                sheet.writerow([f"{code}{place}", scale, *said, reverse, 1, 5, ""])


if __name__ == "__main__":
    sys.exit(main())
