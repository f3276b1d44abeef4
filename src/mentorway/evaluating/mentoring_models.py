"""Mentoring models beside each other: each stands as the mean of the pilots that work by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from mentorway.evaluating.frontier import PilotsCompared, units_compared
from mentorway.evaluating.frontier_words import Units
from mentorway.evaluating.people import Vector
from mentorway.evaluating.pilots import Rows
from mentorway.evidence.efficiency.bootstrap import unheeded
from mentorway.wording import InvalidInputError, Message, listed

TWO = 2


@dataclass(frozen=True)
class PilotsOfModel:
    """How the pilots of one model did beside all pilots: means of their scores (0 to 1).

    Means are None where pilots have no scores; `corrected` also where they have no corrected ones.
    """

    model: str
    pilots: tuple[str, ...]
    score: float | None
    corrected: float | None


@dataclass(frozen=True)
class ModelsCompared:
    """Models against the frontier of the models, and how the pilots of each did beside all pilots."""

    compared: PilotsCompared | Message
    pilots: tuple[PilotsOfModel, ...]
    messages: tuple[Message, ...] = ()


_NO_TWO = Message(
    "No two mentoring models can be laid side by side: each needs a pilot that may be shown, and all pilots "
    "that name it have to be."
)


def models_compared(
    rows: Rows | Message,
    models: Mapping[str, str],
    beside: PilotsCompared | Message,
    *,
    rng: np.random.Generator,
    heed: Callable[[], None] = unheeded,
) -> ModelsCompared | Message:
    """Lay mentoring models side by side: what a pilot of each uses and reaches, on average.

    Parameters
    ----------
    rows : Rows or Message
        What pilots that may be shown used and reached, as `pilots.rows_of` gives it.
    models : mapping of pilot to model
        By which model each works; also of pilots that are not shown.
    beside : PilotsCompared or Message
        Pilots beside each other, for the means of their scores.
    rng : numpy.random.Generator
        The only source of chance.
    heed : callable, optional
        Called now and then; what it raises ends the work.

    Returns
    -------
    ModelsCompared or Message
        Means of pilots, not sums, so that a model is not called large because many work by it. A model is
        left out as long as one of its pilots is not shown: what is shown of models is then made of what is
        shown of pilots, and nothing can be reckoned from both.

    References
    ----------
    Charnes, Cooper & Rhodes (1981), Management Science 27:668-697, doi:10.1287/mnsc.27.6.668, on programmes.
    Førsund & Hjalmarsson (1979), Generalised Farrell measures of efficiency, Economic Journal 89:294-315, on
    the average unit.

    Examples
    --------
    >>> none = np.zeros(3, dtype=bool)
    >>> money, done = np.array([2.0, 4.0, 6.0]), np.array([8.0, 10.0, 12.0])
    >>> rows = Rows(("A", "B", "C"), {"cost": money}, {"completed": done}, {"completed": none}, 0)
    >>> by_model = {"A": "one to one", "B": "group", "C": "group"}
    >>> found = models_compared(rows, by_model, Message("Too few."), rng=np.random.default_rng(1))
    >>> [(one.model, one.pilots) for one in found.pilots]
    [('group', ('B', 'C')), ('one to one', ('A',))]
    >>> found.compared.ratios[0].values, len(found.compared.pilots)
    ((0.45454545454545453, 0.25), 0)
    """
    if isinstance(rows, Message):
        return rows
    shown = set(rows.names)
    kept = sorted({model for model in models.values() if model} - _hidden(shown, models))
    places = {
        model: [place for place, name in enumerate(rows.names) if models.get(name) == model] for model in kept
    }
    if len(kept) < TWO:
        return _NO_TWO
    told = tuple(_told(rows, models))
    means = _of_models(rows, places)
    try:
        found: PilotsCompared | Message = units_compared(
            (means.inputs, means.outputs), kept, units=Units.MODELS, rng=rng, heed=heed
        )
    except InvalidInputError as error:
        found = error.message
    if isinstance(found, PilotsCompared):
        found = replace(found, ratios=means.only_shown(found.ratios))
    pilots = tuple(
        _pilots_of(model, [rows.names[place] for place in places[model]], beside) for model in kept
    )
    return ModelsCompared(found, pilots, told)


def _hidden(shown: set[str], models: Mapping[str, str]) -> set[str]:
    return {model for pilot, model in models.items() if pilot not in shown}


def _told(rows: Rows, models: Mapping[str, str]) -> list[Message]:
    found = []
    hidden = sorted(_hidden(set(rows.names), models) - {""})
    if hidden:
        found.append(
            Message(
                "These mentoring models are left out, because a pilot that works by them is not shown, and "
                "could be reckoned from the others: %(names)s.",
                {"names": listed(hidden)},
            )
        )
    nameless = [name for name in rows.names if not models.get(name)]
    if nameless:
        found.append(
            Message(
                "Of these pilots the mentoring model was not said, so they count in none: %(names)s.",
                {"names": listed(nameless)},
            )
        )
    return found


def _of_models(rows: Rows, places: Mapping[str, list[int]]) -> Rows:
    """Means of the pilots of each model; an output is hidden where it is of one of them."""

    def means(columns: Mapping[str, Vector]) -> dict[str, Vector]:
        return {
            name: np.array([values[those].mean() for those in places.values()])
            for name, values in columns.items()
        }

    few = {
        name: np.array([bool(mask[those].any()) for those in places.values()])
        for name, mask in rows.is_few.items()
    }
    return Rows(tuple(places), means(rows.inputs), means(rows.outputs), few, 0)


def _pilots_of(model: str, names: list[str], beside: PilotsCompared | Message) -> PilotsOfModel:
    scored = [] if isinstance(beside, Message) else [one for one in beside.pilots if one.name in names]
    corrected = [one.corrected for one in scored if one.corrected is not None]
    return PilotsOfModel(
        model,
        tuple(names),
        float(np.mean([one.score for one in scored])) if scored else None,
        float(np.mean(corrected)) if corrected and len(corrected) == len(scored) else None,
    )
