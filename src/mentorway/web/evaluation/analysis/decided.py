"""What was decided for an evaluation, as plain values that are kept, and what is other than before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from mentorway.evaluating.asking import Asked
from mentorway.evaluating.money import Sheet
from mentorway.web.core.wording import kept
from mentorway.web.evaluation.analysis import costs
from mentorway.web.evaluation.analysis.mentoring_models import models_by_pilot
from mentorway.web.evaluation.analysis.outcomes import Defined
from mentorway.web.evaluation.models import Asking, Evaluation, Others
from mentorway.web.evaluation.queries import gathering as queries
from mentorway.wording import Message, listed

Decided = Mapping[str, Any]
CONFIDENCE: Final = 0.95
DRAWS: Final = 2000
WAITING_COSTS_NOTHING: Final = Message(
    "People on the waiting lists are taken to have cost nothing, as nothing has been done for them yet."
)
MOVED_UP_COST: Final = Message(
    "%(count)d person of the waiting list took part later. What that cost is reckoned with the programme, "
    "which looks somewhat dearer than it was.",
    plural="%(count)d people of the waiting list took part later. What that cost is reckoned with the "
    "programme, which looks somewhat dearer than it was.",
)
_ANSWERS: Final = {
    Asking.BEFORE: Message("Answers from before the programme: %(now)d, and %(then)d in version %(number)d."),
    Asking.THEN: Message(
        "Answers from afterwards about the time before: %(now)d, and %(then)d in version %(number)d."
    ),
    Asking.AFTER: Message("Answers from after the programme: %(now)d, and %(then)d in version %(number)d."),
    Asking.FOLLOW_UP: Message("Answers from some months later: %(now)d, and %(then)d in version %(number)d."),
}
_PARTS: Final = {
    "study": Message("Another study asks before and after than in version %(number)d."),
    "waves": Message("Other waves of the study are used than in version %(number)d."),
    "follow_ups": Message(
        "Follow-ups, or which of them counts, or questions about the time before, are other than in version "
        "%(number)d."
    ),
    "others": Message("People are compared with others than in version %(number)d."),
    "mentee_study": Message("Another study asks mentees than in version %(number)d."),
    "round": Message("Another mentoring round says who is whose mentor than in version %(number)d."),
    "costs": Message("The costs are other than in version %(number)d."),
    "benefits": Message("The benefits are other than in version %(number)d."),
    "models": Message("Pilots name other mentoring models than in version %(number)d."),
    "confidence": Message("Intervals are of another confidence than in version %(number)d."),
}


def asked_of(whole: Evaluation, outcomes: Sequence[Defined], seed: int) -> Asked:
    """Return what the library is asked for, besides the people."""
    lines = costs.sheet_of(whole)
    sheet = lines if lines.lines else None
    licences = {one.key: one.licence for one in outcomes if one.licence is not None}
    usual = None
    if sheet is not None and whole.others == Others.WAITING:
        usual = Sheet((), sheet.currency, sheet.price_year)
    return Asked(
        sheet=sheet,
        usual=usual,
        benefits=tuple(costs.benefits_of(whole)),
        licences=licences,
        confidence=CONFIDENCE,
        draws=DRAWS,
        seed=seed,
        models=models_by_pilot(whole),
    )


def decided(whole: Evaluation, outcomes: Sequence[Defined]) -> dict[str, Any]:
    """Return everything that was decided, and how much there is, as JSON can hold it."""
    cohorts, asked = queries.cohorts_of(whole), asked_of(whole, outcomes, 0)
    waves = {one.key: str(one.wave) for one in whole.waves.select_related("wave")}
    return {
        "study": str(whole.study or ""),
        "mentee_study": str(whole.mentee_study or ""),
        "round": str(whole.round or ""),
        "pilots": [one.title for one in cohorts],
        "others": whole.others,
        "waves": dict(sorted(waves.items())),
        "follow_ups": queries.follow_ups_decided(whole),
        "answers": queries.answered_by_wave(whole),
        "outcomes": [_outcome(one) for one in outcomes],
        "costs": None if asked.sheet is None else _sheet(asked.sheet),
        "benefits": [{name: _plain(part) for name, part in asdict(one).items()} for one in asked.benefits],
        "models": dict(sorted(asked.models.items())),
        "confidence": asked.confidence,
        "draws": asked.draws,
    }


def _outcome(one: Defined) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "level": one.level,
        "scoring": one.scoring,
        "higher_is_better": one.higher_is_better,
        "main": one.is_main,
        "questions": [[name, turned] for name, turned in one.names],
        "mentee_questions": [[item.name, item.reverse] for item in one.mentee_items],
        "low": one.low,
        "high": one.high,
        "licence": kept(one.licence) if isinstance(one.licence, Message) else one.licence,
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "currency": sheet.currency,
        "price_year": sheet.price_year,
        "lines": [{name: _plain(part) for name, part in asdict(one).items()} for one in sheet.lines],
        "rates": {name: str(rate) for name, rate in sorted(sheet.rates.items())},
        "price_levels": {str(year): str(level) for year, level in sorted(sheet.deflators.items())},
    }


def _plain(part: object) -> object:
    """Money is text with all its digits; numbers, truths and nothing stay what they are."""
    return part if part is None or isinstance(part, bool | int | float) else str(part)


def differences(before: Decided, now: Decided, number: int) -> list[Message]:
    """Say what was decided, or came in, since version ``number``."""
    return [
        *_of_pilots(before, now, number),
        *(
            Message(text.text, {"number": number})
            for part, text in _PARTS.items()
            if (before.get(part) or None) != (now.get(part) or None)
        ),
        *_of_outcomes(before, now, number),
        *_of_answers(before, now, number),
    ]


def _of_pilots(before: Decided, now: Decided, number: int) -> Iterator[Message]:
    old, new = before.get("pilots", []), now.get("pilots", [])
    if added := [one for one in new if one not in old]:
        yield Message(
            "Pilots that were not in version %(number)d: %(names)s.",
            {"number": number, "names": listed(added)},
        )
    if gone := [one for one in old if one not in new]:
        yield Message(
            "Pilots of version %(number)d that are not in it any more: %(names)s.",
            {"number": number, "names": listed(gone)},
        )


def _of_outcomes(before: Decided, now: Decided, number: int) -> Iterator[Message]:
    old, new = ({one["key"]: one for one in facts.get("outcomes", [])} for facts in (before, now))
    for key, one in new.items():
        values = {"outcome": one["title"], "number": number}
        if key not in old:
            yield Message("%(outcome)s: it is not in version %(number)d.", values)
            continue
        told = old[key]
        if {**told, "licence": None, "title": None} != {**one, "licence": None, "title": None}:
            yield Message("%(outcome)s: it is defined otherwise than in version %(number)d.", values)
        if told["licence"] != one["licence"]:
            yield Message(
                "%(outcome)s: whether countries may be laid side by side is other than in version "
                "%(number)d.",
                values,
            )
    for key, one in old.items():
        if key not in new:
            yield Message(
                "%(outcome)s: it is in version %(number)d, and not any more.",
                {"outcome": one["title"], "number": number},
            )


def _of_answers(before: Decided, now: Decided, number: int) -> Iterator[Message]:
    old, new = before.get("answers", {}), now.get("answers", {})
    keys = sorted({*old, *new}, key=lambda key: (_asking_of(key) != Asking.BEFORE, key))
    for key in keys:
        text = _ANSWERS[_asking_of(key)]
        then, came = old.get(key, 0), new.get(key, 0)
        if then != came:
            yield Message(text.text, {"now": came, "then": then, "number": number})


def _asking_of(key: str) -> Asking:
    """Return what a wave asks about, by its key: every follow-up has one of its own."""
    return Asking.FOLLOW_UP if key.startswith(Asking.FOLLOW_UP) else Asking(key)
