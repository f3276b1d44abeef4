"""All about money in one evaluation: costs, what one costs, what returned, and pilots side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mentorway.evaluating.asking import Asked
from mentorway.evaluating.benefits import BenefitCost, benefit_cost
from mentorway.evaluating.drawing import Drawing
from mentorway.evaluating.frontier import PilotsCompared
from mentorway.evaluating.mentoring_models import ModelsCompared, models_compared
from mentorway.evaluating.money import ALL_PILOTS, Sheet, Total, total
from mentorway.evaluating.people import Arm, Measured, People, Vector
from mentorway.evaluating.pilots import PilotTotal, compared, pilot_totals, rows_of
from mentorway.evaluating.plane import AgainstUsual, against_usual, each_cost
from mentorway.evaluating.progress import Steps
from mentorway.evaluating.worth import CostOfOne, costs_of_change, costs_of_people
from mentorway.wording import InvalidInputError, Message, listed


@dataclass(frozen=True, eq=False)
class Spending:
    """Costs of the programme and what they bought; each part says for itself what cannot be said.

    `beside_usual` has one for each outcome, or none without a comparison group that has costs. `models` are
    None where no pilot names the mentoring model by which it works.
    """

    total: Total
    pilots: tuple[PilotTotal, ...]
    people: tuple[CostOfOne, ...]
    changes: tuple[CostOfOne, ...]
    beside_usual: tuple[AgainstUsual | Message, ...]
    returned: BenefitCost | Message
    compared: PilotsCompared | Message
    messages: tuple[Message, ...] = ()
    models: ModelsCompared | Message | None = None


STEPS = 2  # besides one for each outcome


def spending(people: People, asked: Asked, *, rng: np.random.Generator, steps: Steps) -> Spending | Message:
    """Reckon all that costs allow to say.

    Parameters
    ----------
    people : People
        Of both arms.
    asked : Asked
        With the cost sheet, what the comparison group cost, and benefits in money.
    rng : numpy.random.Generator
        The only source of chance.
    steps : Steps
        Told of each piece.

    Returns
    -------
    Spending or Message
        A message where there is no cost sheet, or nobody took the programme.

    Examples
    --------
    >>> from mentorway.evaluating.progress import untold
    >>> nobody = People((), (), (), (), (), ())
    >>> str(spending(nobody, Asked(), rng=np.random.default_rng(1), steps=Steps(untold, 2)))
    'There is no cost sheet, so nothing can be said of costs.'
    """
    sheet = asked.sheet
    if sheet is None or not sheet.lines:
        return Message("There is no cost sheet, so nothing can be said of costs.")
    took = people.only(people.in_arm(Arm.PROGRAMME))
    if not len(took):
        return Message("Nobody took the programme, so what one costs cannot be said.")
    steps.next(Message("Costs"))
    all_costs, pilots = total(sheet), pilot_totals(sheet, took)
    drawing = Drawing(asked.draws, asked.confidence)
    each_one: tuple[CostOfOne, ...] = ()
    changes: list[CostOfOne] = []
    beside: list[AgainstUsual | Message] = []
    costs, told = _each(people, asked, pilots)
    if all_costs.all is not None:
        each_one = costs_of_people(all_costs.all, took, rng=rng, drawing=drawing)
    for measured, own in zip(people.measured, took.measured, strict=True):
        steps.next(Message("What change costs: %(outcome)s", {"outcome": measured.outcome.title}))
        if all_costs.all is not None:
            changes += costs_of_change(all_costs.all, took, own, rng=rng, drawing=drawing)
        if costs is not None:
            beside.append(_beside(people, measured, costs, (rng, drawing)))
    steps.next(Message("Pilots beside each other"))
    chance = (rng, steps.again)
    beside_each_other = _compared(took, pilots, asked, chance)
    return Spending(
        total=all_costs,
        pilots=pilots,
        people=each_one,
        changes=tuple(changes),
        beside_usual=tuple(beside),
        returned=_returned(asked, sheet),
        compared=beside_each_other,
        messages=(*_told(sheet, all_costs, took), *told),
        models=_models(took, pilots, asked, beside_each_other, chance=chance),
    )


_NOT_ALL = Message(
    "Not all lines of the cost sheet can be counted, so nothing is divided by people or change: it would "
    "come out too cheap."
)
_SPREAD = Message("What all pilots share is spread over them by their participants, one part for each.")
_NO_USUAL = Message(
    "What the comparison group cost was not said, so the programme is not laid beside it. A group that cost "
    "nothing has a cost sheet without lines."
)


def _told(sheet: Sheet, all_costs: Total, took: People) -> list[Message]:
    strangers = sorted({line.pilot for line in sheet.lines} - set(took.pilot) - {ALL_PILOTS})
    found = [] if all_costs.all is not None else [_NOT_ALL]
    if any(line.pilot == ALL_PILOTS for line in sheet.lines) and len(set(took.pilot)) > 1:
        found.append(_SPREAD)
    if strangers:
        found.append(
            Message(
                "Costs are named for pilots of which no participant is known: %(pilots)s. They count in the "
                "total, and in no pilot.",
                {"pilots": listed(strangers)},
            )
        )
    return found


def _each(
    people: People, asked: Asked, pilots: tuple[PilotTotal, ...]
) -> tuple[Vector | None, tuple[Message, ...]]:
    """Cost of each person of both arms; None where the arms cannot be laid side by side."""
    is_usual = people.in_arm(Arm.COMPARISON)
    if not is_usual.any() or asked.sheet is None:
        return None, ()
    if asked.usual is None:
        return None, (_NO_USUAL,)
    if (asked.usual.currency, asked.usual.price_year) != (asked.sheet.currency, asked.sheet.price_year):
        differ = Message(
            "The programme is in %(currency)s of %(year)d and the comparison group in %(other)s of %(then)d; "
            "bring both sheets to one currency and price year.",
            {
                "currency": asked.sheet.currency,
                "year": asked.sheet.price_year,
                "other": asked.usual.currency,
                "then": asked.usual.price_year,
            },
        )
        return None, (differ,)
    usual = people.only(is_usual)
    costs = np.full(len(people), np.nan)
    costs[~is_usual] = each_cost(people.only(~is_usual), {one.pilot: one.all for one in pilots})
    costs[is_usual] = each_cost(usual, {one.pilot: one.all for one in pilot_totals(asked.usual, usual)})
    return costs, ()


def _beside(
    people: People, measured: Measured, costs: Vector, chance: tuple[np.random.Generator, Drawing]
) -> AgainstUsual | Message:
    try:
        return against_usual(people, measured, costs, rng=chance[0], drawing=chance[1])
    except InvalidInputError as error:
        return error.message


def _returned(asked: Asked, sheet: Sheet) -> BenefitCost | Message:
    try:
        return benefit_cost(sheet, asked.benefits, discount=asked.discount)
    except InvalidInputError as error:
        return error.message


def _compared(
    took: People,
    pilots: tuple[PilotTotal, ...],
    asked: Asked,
    chance: tuple[np.random.Generator, Callable[[], None]],
) -> PilotsCompared | Message:
    totals = {one.pilot: one for one in pilots}
    return compared(took, totals, rng=chance[0], confidence=asked.confidence, heed=chance[1])


def _models(
    took: People,
    pilots: tuple[PilotTotal, ...],
    asked: Asked,
    beside: PilotsCompared | Message,
    *,
    chance: tuple[np.random.Generator, Callable[[], None]],
) -> ModelsCompared | Message | None:
    """Mentoring models side by side, after pilots, so that naming models changes no number of pilots."""
    if not asked.models:
        return None
    rows = rows_of(took, {one.pilot: one for one in pilots}, asked.confidence)
    return models_compared(rows, asked.models, beside, rng=chance[0], heed=chance[1])
