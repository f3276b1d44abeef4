"""Whatever is done to a package on its way, it is refused with a sentence and nothing breaks."""

import contextlib
import hashlib
import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.federation.making import TODAY, key_of, register, small

from mentorway.federation import RefusedError, check
from mentorway.federation.canonical import written
from mentorway.federation.signing import Kind, signed
from mentorway.wording import InvalidInputError

CALM = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.text(max_size=12),
    st.lists(st.integers(-5, 5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)


@CALM
@given(st.binary(max_size=300))
def test_any_bytes(data):
    with pytest.raises(RefusedError):
        check(data, register([1]), TODAY)


@CALM
@given(place=st.integers(0, 10**9), byte=st.integers(0, 255), cut=st.booleans())
def test_one_byte_changed_or_the_rest_lost(place, byte, cut):
    data = small().data
    place %= len(data)
    changed = data[:place] if cut else data[:place] + bytes([byte]) + data[place + 1 :]
    if changed == data:
        return
    with pytest.raises(RefusedError):
        check(changed, register([1]), TODAY)


def _places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _places(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _places(one, (*path, number))


def _at(value, path):
    for step in path:
        value = value[step]
    return value


@CALM
@given(seed=st.integers(0, 10**9), odd=ODD, drop=st.booleans())
def test_a_part_changed_by_the_node_itself_with_a_right_signature(seed, odd, drop):
    """The worst sender has a known key: their package may be taken, or is refused with a sentence."""
    body = json.loads(small().data)["body"]
    rng = random.Random(seed)  # noqa: S311 - a test
    path = rng.choice(list(_places(body))[1:])
    holder = _at(body, path[:-1])
    if drop:
        del holder[path[-1]]
    else:
        holder[path[-1]] = odd
    if path[0] == "payload":
        try:
            body["digest"] = hashlib.sha256(written(body["payload"])).hexdigest()
        except (KeyError, ValueError):
            return
    try:
        document = signed(Kind.PACKAGE, body, key_of(1))
    except ValueError:  # lone surrogates cannot be written at all
        return
    with contextlib.suppress(InvalidInputError):
        assert check(document.data, register([1]), TODAY).package.fewest >= 10
