"""Keys, cards, a new key signed by the old one, the end of a key, receipts."""

import datetime as dt
import json

import pytest
from tests.federation.making import HUB, HUB_KEY, TODAY, card_of, key_of

from mentorway.federation import (
    Cards,
    EndedKeyError,
    NodeKey,
    Reason,
    Receipt,
    RefusedError,
    Why,
    made_receipt,
    read_key,
    read_receipt,
    write_key,
)
from mentorway.federation.canonical import written
from mentorway.federation.cards import (
    made_card,
    made_revocation,
    made_rotation,
    read_card,
    read_revocation,
    read_rotation,
)
from mentorway.federation.keys import fingerprint
from mentorway.wording import InvalidInputError

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("passphrase", ["", "ąžuolas ir liepa"])
def test_a_key_file_is_for_its_owner_only_and_opens_with_its_passphrase(tmp_path, passphrase):
    path, key = tmp_path / "key.pem", NodeKey.made()
    write_key(key, path, passphrase)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path, passphrase).public == key.public
    assert (b"ENCRYPTED" in path.read_bytes()) == bool(passphrase)
    assert key.public in repr(key)


def test_a_key_is_never_written_over(tmp_path):
    write_key(key_of(1), tmp_path / "key.pem")
    with pytest.raises(InvalidInputError, match="never written over"):
        write_key(key_of(2), tmp_path / "key.pem")


def test_a_key_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "key.pem"
    write_key(key_of(1), path)
    path.chmod(0o640)
    with pytest.raises(InvalidInputError, match="Others may read"):
        read_key(path)


def test_a_wrong_passphrase_a_missing_file_and_something_else(tmp_path):
    write_key(key_of(1), tmp_path / "key.pem", "one")
    for passphrase in ("two", ""):
        with pytest.raises(InvalidInputError, match="cannot be opened"):
            read_key(tmp_path / "key.pem", passphrase)
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_key(tmp_path / "none.pem")
    (tmp_path / "text.pem").write_text("hello")
    (tmp_path / "text.pem").chmod(0o600)
    with pytest.raises(InvalidInputError, match="holds no key"):
        read_key(tmp_path / "text.pem")


def test_fingerprints_differ_and_are_thirty_digits_which_are_more_than_eighty_bits():
    found = {fingerprint(key_of(number).public) for number in range(20)}
    assert len(found) == 20
    assert 10**30 > 2**80
    assert all(len(one.replace(" ", "")) == 30 and one.replace(" ", "").isdigit() for one in found)


def test_a_card_is_signed_with_its_own_key_and_no_other():
    card = card_of("lt", 1)
    assert read_card(made_card(card, key_of(1)).data) == card
    with pytest.raises(InvalidInputError, match="another one"):
        made_card(card, key_of(2))
    value = json.loads(made_card(card, key_of(1)).data)
    value["body"]["name"] = "Somebody else"
    with pytest.raises(RefusedError, match="signature"):
        read_card(written(value))


def test_a_new_key_that_the_old_one_signed():
    old, new = card_of("lt", 1), card_of("lt", 2)
    assert read_rotation(made_rotation(key_of(1), new, key_of(2)).data, old).card == new
    with pytest.raises(RefusedError, match="not signed with the key"):
        read_rotation(made_rotation(key_of(3), new, key_of(2)).data, old)
    with pytest.raises(RefusedError, match="or the same key"):
        read_rotation(made_rotation(key_of(1), card_of("lv", 2), key_of(2)).data, old)
    with pytest.raises(RefusedError, match="or the same key"):
        read_rotation(made_rotation(key_of(1), old, key_of(1)).data, old)


def test_the_end_of_a_key():
    card = card_of("lt", 1)
    assert read_revocation(made_revocation("lt", key_of(1), TODAY, Why.LOST).data, card) is Why.LOST
    with pytest.raises(RefusedError, match="not signed with the key"):
        read_revocation(made_revocation("lt", key_of(2), TODAY, Why.LOST).data, card)


def test_a_receipt_is_of_one_package_and_one_coordinator():
    moment = dt.datetime(2026, 3, 1, 14, 30, 5, 77, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    document = made_receipt(Receipt("trust-2026", "lt", 2, "a" * 64, moment), HUB_KEY)
    assert read_receipt(document.data, HUB, "a" * 64, TODAY).at == moment.replace(microsecond=0)
    with pytest.raises(RefusedError, match="another package"):
        read_receipt(document.data, HUB, "b" * 64, TODAY)
    with pytest.raises(RefusedError, match="not signed by"):
        read_receipt(document.data, Cards(card_of("hub", 5)), "a" * 64, TODAY)


def at(day):
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def receipt(day, key=HUB_KEY):
    return made_receipt(Receipt("trust-2026", "lt", 2, "a" * 64, at(day)), key).data


REPLACED = dt.date(2026, 6, 1)
ROTATED = Cards(card_of("hub", 98), ((card_of("hub", 99), REPLACED),))


def test_a_receipt_of_a_key_that_had_ended_by_then_is_refused():
    hub = Cards(card_of("hub", 99, ends=dt.date(2026, 4, 1)))
    assert read_receipt(receipt(dt.date(2026, 4, 2)), hub, "a" * 64, TODAY).at == at(dt.date(2026, 4, 2))
    with pytest.raises(RefusedError, match="in use from 2026-01-01 to 2026-04-01") as caught:
        read_receipt(receipt(dt.date(2026, 4, 3)), hub, "a" * 64, TODAY)
    assert caught.value.reason is Reason.EXPIRED
    with pytest.raises(RefusedError, match="One day is tolerated") as caught:
        read_receipt(receipt(dt.date(2025, 12, 30)), hub, "a" * 64, dt.date(2025, 12, 30))
    assert caught.value.reason is Reason.NOT_YET_VALID


def test_a_receipt_from_before_the_key_was_replaced_is_still_right_and_a_later_one_is_not():
    assert read_receipt(receipt(REPLACED), ROTATED, "a" * 64, TODAY).number == 2
    assert read_receipt(receipt(dt.date(2026, 6, 9), key_of(98)), ROTATED, "a" * 64, TODAY).number == 2
    with pytest.raises(RefusedError, match="to 2026-06-01"):
        read_receipt(receipt(REPLACED + 2 * DAY), ROTATED, "a" * 64, TODAY)


def test_a_receipt_older_than_its_package_is_refused_so_an_old_key_cannot_sign_one_with_an_old_date():
    assert read_receipt(receipt(TODAY - DAY), ROTATED, "a" * 64, TODAY).number == 2
    with pytest.raises(RefusedError, match="the package was made on 2026-08-01"):
        read_receipt(receipt(REPLACED), ROTATED, "a" * 64, dt.date(2026, 8, 1))


def test_what_our_own_key_signs_after_its_end():
    card = card_of("lt", 1, ends=dt.date(2026, 4, 1))
    card.check_signing(dt.date(2026, 4, 1))
    with pytest.raises(EndedKeyError, match="Replace the key first"):
        card.check_signing(dt.date(2026, 4, 2))
