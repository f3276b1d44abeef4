"""Nodes, calls and packages that tests start from."""

import datetime as dt
import functools
import json
import math
from pathlib import Path

import pyarrow.compute as pc
from tests.comparing.making import make_codebook, make_table

from mentorway.answers import store
from mentorway.comparing import records
from mentorway.comparing.choosing import blocks_of
from mentorway.federation import (
    Asked,
    Call,
    Card,
    Cards,
    Floor,
    Known,
    NodeKey,
    Register,
    Sending,
    made_call,
    made_envelope,
    prepare,
)
from mentorway.moments import Package, write_package

TODAY = dt.date(2026, 3, 1)
CLOSES = dt.date(2026, 6, 30)
COUNTRIES = ("LT", "LV", "FI", "SE")
SCALES = {"A": 5, "B": 4}
SIZES = {"LT": 320, "LV": 280, "FI": 340, "SE": 300}


def key_of(number):
    return NodeKey.of_seed(bytes([number]) * 32)


def card_of(node, number, *, country="SE", begins=dt.date(2026, 1, 1), ends=dt.date(2027, 12, 31)):
    return Card(node, node.upper(), country, key_of(number).public, begins, ends)


HUB, HUB_KEY = Cards(card_of("hub", 99)), key_of(99)


def call_of(codebook, *, fewest=10, by=("country",), **more):
    blocks = tuple(blocks_of(codebook.scales(), several=False))
    values = {"patterns": False, "opens": TODAY, "closes": CLOSES, "address": ""}
    return Call("trust-2026", "Trust", "hub", by, blocks, fewest, **{**values, **more})


@functools.cache
def signed_call(fewest=10, by=("country",)):
    call = call_of(make_codebook(SCALES), fewest=fewest, by=by)
    return call, made_call(call, HUB_KEY)


def split(folder, *, sizes=SIZES, facts=(), table=None):
    """Return all answers stored in one place, and those of each country stored on their own."""
    codebook = make_codebook(SCALES)
    table = make_table(sizes, codebook, seed=5) if table is None else table
    whole = store(table, codebook, group="country", folder=folder, facts=facts)
    own = {
        country: store(
            table.filter(pc.equal(table["country"], country)),
            codebook,
            group="country",
            folder=folder,
            facts=facts,
        )
        for country in sizes
    }
    return whole, own


def sent_by(snapshot, number, *, fewest=10, by=("country",), sequence=1):
    """Return the package of a node as it is sent, and what was withheld."""
    call, document = signed_call(fewest, by)
    prepared = prepare(snapshot, call, Floor(fewest=1))
    sending = Sending(f"node-{number}", sequence, sequence - 1, TODAY)
    return made_envelope(prepared.package, call, document.digest, sending, key_of(number)), prepared


def register(  # noqa: PLR0913 - each is something that a desk may know
    numbers, *, fewest=10, by=("country",), last=None, groups=None, revoked=()
):
    call, document = signed_call(fewest, by)
    known = {
        f"node-{one}": Known(
            Cards(card_of(f"node-{one}", one)), (groups or {}).get(one, ""), revoked=one in revoked
        )
        for one in numbers
    }
    return Register(known, {call.id: Asked(call, document.digest)}, last or {})


@functools.cache
def small():
    """Return one country's package of one small scale: quick to change and to check."""
    import tempfile  # noqa: PLC0415

    _whole, own = split(Path(tempfile.mkdtemp()), sizes={"LT": 60})
    return sent_by(own["LT"], 1)[0]


def as_file(package: Package, path):
    write_package(package, path)
    return path


def furthest(one, other, path=""):
    """Return the largest difference of two results' numbers, and where words or shapes differ."""
    if isinstance(one, bool) or not isinstance(one, int | float) or one is None:
        return _furthest_within(one, other, path)
    if not isinstance(other, int | float):
        return 0.0, [path]
    if math.isnan(one) or math.isnan(other):
        return 0.0, [] if math.isnan(one) and math.isnan(other) else [path]
    return abs(one - other) / max(1.0, abs(one)), []


def _furthest_within(one, other, path):
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        parts = [furthest(one[key], other[key], f"{path}.{key}") for key in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        parts = [furthest(a, b, f"{path}[{n}]") for n, (a, b) in enumerate(zip(one, other, strict=True))]
    else:
        return 0.0, [] if one == other else [path]
    return max((part[0] for part in parts), default=0.0), [where for part in parts for where in part[1]]


def result(found):
    """Return a comparison as plain facts, without what names the file it was made of."""
    facts = json.loads(records.to_json(found))
    return {name: value for name, value in facts.items() if name not in {"data_hash", "title", "source"}}
