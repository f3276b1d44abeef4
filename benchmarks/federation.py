"""Packages of sums of eight countries and fifty items: how large, and how long signing and checking take.

The mark is the plain exchange without signatures (`mentorway pack`) of the same sums. Checking may take twice
as long as reading, signing three times as long as writing, and a package may have a fifth more bytes.

Run: python -m benchmarks.federation
"""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from mentorway.answers import Codebook, Item, Snapshot, store
from mentorway.federation import (
    Asked,
    Call,
    Card,
    Floor,
    Known,
    NodeKey,
    Register,
    Sending,
    check,
    made_call,
    made_envelope,
    prepare,
    too_close,
)
from mentorway.federation.making import block_of
from mentorway.moments import combined, read_package, write_package

COUNTRIES = ("DK", "EE", "FI", "IS", "LT", "LV", "NO", "SE")
SCALES, ITEMS, PEOPLE, RUNS = 5, 10, 2_000, 5
TODAY = dt.date(2026, 3, 1)


def main() -> None:
    """Measure, print, and fail where a mark is missed."""
    codebook = Codebook(
        tuple(
            Item(f"s{scale}i{item}", f"s{scale}", "", reverse=item % 3 == 0, low=1, high=5)
            for scale in range(SCALES)
            for item in range(ITEMS)
        )
    )
    hub = NodeKey.made()
    blocks = tuple(block_of(name, items) for name, items in codebook.scales().items())
    until = dt.date(2026, 12, 31)
    call = Call("eight", "Eight", "hub", ("country", "sector"), blocks, 10, False, TODAY, until)  # noqa: FBT003
    document = made_call(call, hub)
    keys = {country: NodeKey.made() for country in COUNTRIES}
    cards = {
        country: Card(country.lower(), country, country, key.public, TODAY, until)
        for country, key in keys.items()
    }
    known = Register(
        {card.id: Known(card, country) for country, card in cards.items()},
        {call.id: Asked(call, document.digest)},
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = {country: _answers(country, codebook, folder) for country in COUNTRIES}
        prepared = {country: prepare(answers[country], call, Floor()).package for country in COUNTRIES}
        paths = [folder / f"{country}.json" for country in COUNTRIES]

        def sign() -> list[bytes]:
            return [
                made_envelope(
                    prepared[country],
                    call,
                    document.digest,
                    Sending(country.lower(), 1, 0, TODAY),
                    keys[country],
                ).data
                for country in COUNTRIES
            ]

        def plain_write() -> None:
            for country, path in zip(COUNTRIES, paths, strict=True):
                write_package(prepared[country], path)

        files = sign()
        plain_write()
        taken = [check(data, known, TODAY).package for data in files]
        times = {
            "sum up one country": _median(lambda: prepare(answers["LT"], call, Floor())),
            "sign eight": _median(sign),
            "write eight, plain": _median(plain_write),
            "check eight": _median(lambda: [check(data, known, TODAY) for data in files]),
            "read eight, plain": _median(lambda: [read_package(path) for path in paths]),
            "put eight together": _median(lambda: combined(taken)),
            "lay beside ten earlier": _median(
                lambda: too_close(prepared["LT"], dict.fromkeys(range(1, 11), prepared["LT"]))
            ),
        }
        size = sum(map(len, files)) / len(files)
        plain = sum(path.stat().st_size for path in paths) / len(paths)
    _print(times, size, plain)


def _answers(country: str, codebook: Codebook, folder: Path) -> Snapshot:
    rng = np.random.default_rng(COUNTRIES.index(country))
    columns: dict[str, object] = {
        "country": [country] * PEOPLE,
        "sector": np.array(["school", "firm", "town"])[rng.integers(0, 3, PEOPLE)],
    }
    columns |= {item.name: rng.integers(1, 6, PEOPLE) for item in codebook.items}
    return store(pa.table(columns), codebook, group="country", folder=folder, facts=("sector",))


def _median(work: object) -> float:
    found = []
    for _run in range(RUNS):
        began = time.perf_counter()
        work()  # type: ignore[operator]
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def _print(times: dict[str, float], size: float, plain: float) -> None:
    print(f"{len(COUNTRIES)} countries, {SCALES * ITEMS} items, {PEOPLE} people each, medians of {RUNS}")
    for name, seconds in times.items():
        print(f"  {name:28} {seconds * 1000:8.1f} ms")
    print(f"  a package                    {size / 1000:8.1f} kB, plain sums {plain / 1000:.1f} kB")
    checks = times["check eight"] <= 2 * times["read eight, plain"]
    signs = times["sign eight"] <= 3 * times["write eight, plain"] + 0.1
    if not (checks and signs and size <= 1.2 * plain):
        raise SystemExit("A mark was missed.")


if __name__ == "__main__":
    main()
