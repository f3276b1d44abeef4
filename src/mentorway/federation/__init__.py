"""A country keeps its answers: signed packages of sums, what is asked, who may send, and what is refused."""

from mentorway.federation.calls import Call, Floor, SeenCall, check_floor, made_call, seen_call
from mentorway.federation.cards import Card, Cards, Why, made_card, made_revocation, made_rotation, read_card
from mentorway.federation.desk import Asked, Known, Last, Register, Taken, check
from mentorway.federation.envelopes import Sending, made_envelope, read_envelope
from mentorway.federation.guarding import too_close, without
from mentorway.federation.keys import NodeKey, fingerprint, read_key, write_key
from mentorway.federation.making import prepare
from mentorway.federation.receipts import Receipt, made_receipt, read_receipt
from mentorway.federation.refusing import EndedKeyError, Reason, RefusedError

__all__ = [
    "Asked",
    "Call",
    "Card",
    "Cards",
    "EndedKeyError",
    "Floor",
    "Known",
    "Last",
    "NodeKey",
    "Reason",
    "Receipt",
    "RefusedError",
    "Register",
    "SeenCall",
    "Sending",
    "Taken",
    "Why",
    "check",
    "check_floor",
    "fingerprint",
    "made_call",
    "made_card",
    "made_envelope",
    "made_receipt",
    "made_revocation",
    "made_rotation",
    "prepare",
    "read_card",
    "read_envelope",
    "read_key",
    "read_receipt",
    "seen_call",
    "too_close",
    "without",
    "write_key",
]
