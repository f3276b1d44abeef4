"""What the desk refuses, each with one reason and a sentence."""

import datetime as dt
import json

import pytest
from tests.federation.making import (
    CLOSES,
    HUB,
    HUB_KEY,
    TODAY,
    call_of,
    card_of,
    key_of,
    make_codebook,
    register,
    sent_by,
    signed_call,
    small,
    split,
)

from mentorway.federation import (
    Cards,
    Floor,
    Last,
    Reason,
    RefusedError,
    Sending,
    check,
    made_call,
    made_envelope,
    prepare,
)
from mentorway.federation.calls import check_floor, seen_call
from mentorway.federation.canonical import read, written
from mentorway.federation.desk import Asked, Known, Register
from mentorway.federation.signing import DOMAIN, Kind, signed
from mentorway.wording import InvalidInputError


@pytest.fixture(scope="module")
def lt(tmp_path_factory):
    _whole, own = split(tmp_path_factory.mktemp("lt"), sizes={"LT": 60})
    return own["LT"]


def refused(data, known=None, today=TODAY, **more):
    with pytest.raises(RefusedError) as caught:
        check(data, known or register([1]), today, **more)
    assert str(caught.value).strip()
    return caught.value.reason


def signed_anew(change, number=1):
    """Return the small package with its body changed, signed again by the same node."""
    body = json.loads(small().data)["body"]
    change(body)
    return signed(Kind.PACKAGE, body, key_of(number)).data


def test_a_right_package_is_taken_and_again_is_the_same():
    taken = check(small().data, register([1]), TODAY)
    assert (taken.envelope.node, taken.envelope.number, taken.again) == ("node-1", 1, False)
    last = {("trust-2026", "node-1"): Last(1, small().digest)}
    assert check(small().data, register([1], last=last), TODAY).again


def test_the_same_file_again_is_acknowledged_after_the_call_has_closed():
    last = {("trust-2026", "node-1"): Last(1, small().digest)}
    assert check(small().data, register([1], last=last), dt.date(2028, 1, 1)).again


def test_one_changed_digit_is_a_wrong_signature():
    data = small().data
    place = data.index(b'"rows":') + len(b'"rows":')
    changed = data[:place] + (b"9" if data[place : place + 1] != b"9" else b"8") + data[place + 1 :]
    assert refused(changed) is Reason.WRONG_SIGNATURE


def test_an_unknown_node_and_one_whose_key_is_another():
    assert refused(small().data, register([2])) is Reason.UNKNOWN_NODE
    call, document = signed_call()
    other = Register({"node-1": Known(Cards(card_of("node-1", 7)))}, {call.id: Asked(call, document.digest)})
    assert refused(small().data, other) is Reason.UNKNOWN_NODE


def test_a_revoked_key():
    assert refused(small().data, register([1], revoked=[1])) is Reason.REVOKED


@pytest.mark.parametrize(
    ("begins", "ends", "reason"),
    [
        (dt.date(2026, 3, 3), dt.date(2026, 12, 31), Reason.NOT_YET_VALID),
        (dt.date(2025, 1, 1), dt.date(2026, 2, 27), Reason.EXPIRED),
    ],
)
def test_a_key_outside_its_time(begins, ends, reason):
    call, document = signed_call()
    card = card_of("node-1", 1, begins=begins, ends=ends)
    known = Register({"node-1": Known(Cards(card))}, {call.id: Asked(call, document.digest)})
    assert refused(small().data, known) is reason


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_one_day_off_is_tolerated(days):
    call, document = signed_call()
    card = card_of(
        "node-1",
        1,
        begins=TODAY + dt.timedelta(days=max(days, 0)),
        ends=TODAY + dt.timedelta(days=min(days, 0) + 1),
    )
    known = Register({"node-1": Known(Cards(card))}, {call.id: Asked(call, document.digest)})
    assert check(small().data, known, TODAY).envelope.number == 1


def test_a_package_before_and_after_its_time():
    assert refused(small().data, today=TODAY - dt.timedelta(days=2)) is Reason.CALL_CLOSED
    early = signed_anew(lambda body: body.update({"from": "2026-03-05"}))
    assert refused(early) is Reason.NOT_YET_VALID
    late = signed_anew(lambda body: body.update({"until": "2026-03-05"}))
    assert refused(late, today=dt.date(2026, 3, 7)) is Reason.EXPIRED
    assert check(late, register([1]), dt.date(2026, 3, 6)).envelope.number == 1


def test_after_the_call_has_closed():
    late = signed_anew(lambda body: body.update({"until": "2026-12-31"}))
    assert refused(late, today=CLOSES + dt.timedelta(days=1)) is Reason.CALL_CLOSED


def test_another_call():
    assert refused(signed_anew(lambda body: body.update({"call": "other"}))) is Reason.OTHER_CALL
    assert refused(signed_anew(lambda body: body.update({"call_digest": "0" * 64}))) is Reason.OTHER_CALL


@pytest.mark.parametrize(("number", "replaces"), [(1, 0), (2, 1), (3, 1)])
def test_an_older_package_or_one_that_knows_less(number, replaces):
    last = {("trust-2026", "node-1"): Last(2, "0" * 64)}
    data = signed_anew(lambda body: body.update({"number": number, "replaces": replaces}))
    assert refused(data, register([1], last=last)) is Reason.REPLAYED


def test_a_newer_package_is_taken():
    last = {("trust-2026", "node-1"): Last(2, "0" * 64)}
    data = signed_anew(lambda body: body.update({"number": 3, "replaces": 2}))
    assert check(data, register([1], last=last), TODAY).envelope.number == 3


def test_a_package_that_replaces_itself():
    data = signed_anew(lambda body: body.update({"number": 3, "replaces": 3}))
    assert refused(data) is Reason.CONTRADICTS_ITSELF


def test_a_threshold_below_the_agreed_one(lt):
    call, document = signed_call(fewest=1)
    package = prepare(lt, call, Floor(fewest=1)).package
    data = made_envelope(package, call, document.digest, Sending("node-1", 1, 0, TODAY), key_of(1))
    _strict, agreed = signed_call()
    body = {**data.body, "call_digest": agreed.digest}
    assert refused(signed(Kind.PACKAGE, body, key_of(1)).data) is Reason.BELOW_THRESHOLD


def test_another_coding_and_a_missing_scale():
    def recoded(body):
        body["codings"]["A"] = "0" * 64

    def without(body):
        del body["codings"]["A"]

    assert refused(signed_anew(recoded)) is Reason.OTHER_CODING
    assert refused(signed_anew(without)) is Reason.OTHER_CODING


def test_sums_that_are_not_those_on_the_envelope():
    def changed(body):
        body["payload"]["blocks"][0]["withheld"] = 5

    assert refused(signed_anew(changed)) is Reason.CHANGED


def test_numbers_of_people_that_are_not_those_of_the_sums():
    assert refused(signed_anew(lambda body: body["people"].update({"A": 61}))) is Reason.CONTRADICTS_ITSELF


def test_impossible_sums_with_a_right_signature():
    import hashlib  # noqa: PLC0415

    def forged(body):
        body["payload"]["blocks"][0]["cells"][0]["sums"][0] += 1
        body["digest"] = hashlib.sha256(written(body["payload"])).hexdigest()

    assert refused(signed_anew(forged)) is Reason.CONTRADICTS_ITSELF


def test_a_node_speaks_for_its_own_country_only():
    assert refused(small().data, register([1], groups={1: "LV"})) is Reason.CONTRADICTS_ITSELF


def test_too_large_is_refused_before_it_is_read():
    assert refused(b"x" * 1001, most=1000) is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"a":1,"a":2}',
        b"[" * 100_000,
        b'{"a":1.5}',
        b'{"a":NaN}',
        b'"\\ud800"',
    ],
)
def test_what_is_no_package(data):
    assert refused(data) is Reason.MALFORMED


def test_spaces_make_it_another_file():
    assert refused(small().data.replace(b'":', b'": ', 1)) is Reason.MALFORMED


def test_a_newer_protocol_is_said():
    value = json.loads(small().data)
    value["protocol"] = 2
    assert refused(written(value)) is Reason.NEWER


def test_a_signature_of_one_kind_is_none_of_another():
    receipt = signed(Kind.RECEIPT, json.loads(small().data)["body"], key_of(1))
    assert refused(receipt.data) is Reason.OTHER_KIND
    value = json.loads(receipt.data)
    value["kind"] = "package"
    assert refused(written(value)) is Reason.WRONG_SIGNATURE
    assert DOMAIN.endswith(b"\x00")


def test_a_call_of_somebody_else_or_with_another_coding():
    call, document = signed_call()
    assert seen_call(document.data).asked_by(HUB, TODAY) == call
    with pytest.raises(RefusedError, match="not signed by HUB"):
        seen_call(made_call(call, key_of(3)).data).asked_by(HUB, TODAY)
    body = json.loads(document.data)["body"]
    body["blocks"][0]["reverse"][0] = True
    with pytest.raises(RefusedError, match="fingerprint of scale A"):
        seen_call(signed(Kind.CALL, body, HUB_KEY).data)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"fewest": 9}, "none of fewer than 10"),
        ({"by": ("country", "sector", "role")}, "at most 2 facts"),
        ({"patterns": True}, "left out which items"),
    ],
)
def test_a_node_gives_nothing_finer_than_its_floor(more, words):
    call = call_of(make_codebook({"A": 3}), **more)
    with pytest.raises(RefusedError, match=words):
        check_floor(call, Floor())


@pytest.mark.parametrize(
    "more",
    [{"by": ()}, {"by": tuple("abcde")}, {"closes": dt.date(2025, 1, 1)}, {"fewest": 0}],
)
def test_calls_that_cannot_be(more):
    with pytest.raises(InvalidInputError):
        made_call(call_of(make_codebook({"A": 3}), **more), HUB_KEY)


def test_answers_that_lack_a_fact_or_are_coded_otherwise(lt):
    call = call_of(make_codebook({"A": 5, "B": 4}), by=("country", "sector"))
    with pytest.raises(InvalidInputError, match="tells people apart by sector"):
        prepare(lt, call, Floor())
    wider = call_of(make_codebook({"A": 5, "B": 4}, high=7))
    with pytest.raises(RefusedError, match="coded otherwise"):
        prepare(lt, wider, Floor())
    more = call_of(make_codebook({"A": 6, "B": 4}))
    with pytest.raises(InvalidInputError, match="do not hold: A6"):
        prepare(lt, more, Floor())


def test_nobody_left_is_said(lt):
    call, _document = signed_call(61)
    with pytest.raises(InvalidInputError, match="Nothing would be left"):
        prepare(lt, call, Floor())


def test_the_canonical_form_is_one():
    assert read(written({"b": 1, "a": ["ž", None, True]})) == {"a": ["ž", None, True], "b": 1}


def test_sent_by_another_key_of_a_known_node(lt):
    package, _prepared = sent_by(lt, 2)
    body = {**package.body, "node": "node-1"}
    assert refused(signed(Kind.PACKAGE, body, key_of(2)).data, register([1, 2])) is Reason.UNKNOWN_NODE


def test_a_call_signed_with_a_key_that_has_ended_is_refused():
    seen = seen_call(signed_call()[1].data)
    hub = Cards(card_of("hub", 99, ends=TODAY))
    assert seen.asked_by(hub, TODAY + dt.timedelta(days=1)).id == "trust-2026"
    with pytest.raises(RefusedError, match="ended on 2026-03-01") as caught:
        seen.asked_by(hub, TODAY + dt.timedelta(days=2))
    assert caught.value.reason is Reason.EXPIRED


def test_a_call_signed_before_its_key_was_replaced_is_still_a_call_until_that_key_would_have_ended():
    seen = seen_call(signed_call()[1].data)
    old = card_of("hub", 99, ends=dt.date(2026, 9, 1))
    hub = Cards(card_of("hub", 98), ((old, dt.date(2026, 4, 1)),))
    assert seen.asked_by(hub, dt.date(2026, 5, 1)).id == "trust-2026"
    with pytest.raises(RefusedError, match="ended on 2026-09-01"):
        seen.asked_by(hub, dt.date(2026, 9, 3))


def rotated(replaced):
    call, document = signed_call()
    cards = Cards(card_of("node-1", 8), ((card_of("node-1", 1), replaced),))
    return Register({"node-1": Known(cards)}, {call.id: Asked(call, document.digest)})


def test_a_package_made_before_its_key_was_replaced_is_taken_and_one_made_later_is_not():
    later = TODAY + dt.timedelta(days=20)
    assert check(small().data, rotated(TODAY), later).envelope.number == 1
    assert refused(small().data, rotated(TODAY - dt.timedelta(days=2)), later) is Reason.EXPIRED
    new = signed_anew(lambda body: body, number=8)
    assert check(new, rotated(TODAY - dt.timedelta(days=2)), later).envelope.number == 1


def test_sums_below_the_agreed_threshold_do_not_hide_behind_the_envelope(lt):
    """Threshold and codings are looked at once, on the envelope: it must say what the sums say."""
    call, document = signed_call(fewest=1)
    package = prepare(lt, call, Floor(fewest=1)).package
    body = made_envelope(package, call, document.digest, Sending("node-1", 1, 0, TODAY), key_of(1)).body
    lying = {**body, "call_digest": signed_call()[1].digest, "fewest": 10}
    assert refused(signed(Kind.PACKAGE, lying, key_of(1)).data) is Reason.CONTRADICTS_ITSELF
