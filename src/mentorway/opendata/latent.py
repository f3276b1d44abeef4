"""Published numbers of a comparison: whether means may be compared, and how far latent means lie apart."""

from __future__ import annotations

import csv
import functools
import io
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from mentorway.answers import Codebook, Item, check, read_table, store
from mentorway.comparing import Comparison, Plan, compare
from mentorway.comparing.records import plan_from_facts
from mentorway.opendata.choosing import chosen, mask_of
from mentorway.opendata.describing import Value
from mentorway.opendata.tables import Frame
from mentorway.wording import InvalidInputError, Message, shown

Options = Mapping[str, Any]
SCALE: Final = "scale"
PARTS: Final = (
    "value", "low", "high", "error", "z", "p", "standardised", "standardised_low", "standardised_high",
)  # fmt: skip


def licence(frame: Frame, options: Options) -> Mapping[str, Value]:
    """The verdict on two groups, and whether it is a cautious one (1) or not (0)."""
    first, second = str(options["first"]), str(options["second"])
    found = _compared(frame, options).scales[0].licensed(first, second)
    if found is None:
        raise _no_pair(first, second)
    return {"value": found.verdict.value, "cautious": int(found.cautious)}


def latent_difference(frame: Frame, options: Options) -> Mapping[str, Value]:
    """The latent mean of the second group minus that of the first, where they may be compared."""
    first, second = str(options["first"]), str(options["second"])
    found = _compared(frame, options).scales[0].mean_differences
    one = next((each for each in found if {each.first, each.second} == {first, second}), None)
    if one is None:
        raise InvalidInputError(
            Message(
                "Latent means of “%(first)s” and “%(second)s” may not be compared, so there is no "
                "difference.",
                {"first": shown(first), "second": shown(second)},
            )
        )
    if one.first == first:
        return {"value": one.difference, **{name: getattr(one, name) for name in PARTS[1:]}}
    return {
        "value": -one.difference, "low": -one.high, "high": -one.low, "error": one.error, "z": -one.z,
        "p": one.p, "standardised": -one.standardised, "standardised_low": -one.standardised_high,
        "standardised_high": -one.standardised_low,
    }  # fmt: skip


def _no_pair(first: str, second: str) -> InvalidInputError:
    return InvalidInputError(
        Message(
            "The comparison has no pair “%(first)s” and “%(second)s”.",
            {"first": shown(first), "second": shown(second)},
        )
    )


def _compared(frame: Frame, options: Options) -> Comparison:
    """Compare as the command line does, once for all numbers of the same scale and plan."""
    asked = {key: value for key, value in options.items() if key not in ("first", "second")}
    pair = tuple(sorted((str(options["first"]), str(options["second"]))))
    facts = {"several_factors": False, **options.get("plan", {})}
    if not facts.get("groups"):
        facts["groups"] = list(pair)
    names = [options["by"], *options["items"]]
    return _done(_sheet(frame, names, options.get("where", {})), json.dumps(asked), json.dumps(facts))


@functools.lru_cache(maxsize=64)
def _done(sheet: bytes, asked: str, facts: str) -> Comparison:
    options = json.loads(asked)
    plan: Plan = plan_from_facts(json.loads(facts))
    turned = set(options.get("reverse", ()))
    low, high = int(options["low"]), int(options["high"])
    items = [Item(name, SCALE, name, reverse=name in turned, low=low, high=high) for name in options["items"]]
    codebook = Codebook(tuple(items))
    with tempfile.TemporaryDirectory(prefix="mentorway-") as place:
        path = Path(place) / "answers.csv"
        path.write_bytes(sheet)
        table = read_table(path)
        preview = check(table, codebook, group=options["by"])
        if not preview.usable:
            raise InvalidInputError(Message("The answers cannot be compared as they are."))
        return compare(store(table, codebook, group=options["by"], folder=Path(place)), plan)


def _sheet(frame: Frame, names: list[str], where: Options) -> bytes:
    """Return the columns needed, of the people who are kept, as a file that answers are read from."""
    places = np.flatnonzero(mask_of(frame, where)).tolist()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    columns = [_texts(frame, name) for name in names]
    writer.writerows([column[place] for column in columns] for place in places)
    return text.getvalue().encode()


def _texts(frame: Frame, name: str) -> list[str]:
    values = chosen(frame, name).values
    if isinstance(values, tuple):
        return ["" if one is None else one for one in values]
    return ["" if np.isnan(one) else f"{one:.0f}" for one in values]
