"""Why a document of the federation is refused: a reason for programs, a sentence for people."""

from __future__ import annotations

from enum import StrEnum

from mentorway.wording import InvalidInputError, Message


class Reason(StrEnum):
    """What is wrong, as programs are told."""

    TOO_LARGE = "too-large"
    MALFORMED = "malformed"
    NEWER = "newer-protocol"
    OTHER_KIND = "other-kind"
    UNKNOWN_NODE = "unknown-node"
    WRONG_SIGNATURE = "wrong-signature"
    REVOKED = "revoked"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    OTHER_CALL = "other-call"
    CALL_CLOSED = "call-closed"
    OTHER_CODING = "other-coding"
    BELOW_THRESHOLD = "below-threshold"
    CHANGED = "changed"
    REPLAYED = "replayed"
    CONTRADICTS_ITSELF = "contradicts-itself"
    TOO_FINE = "too-fine"
    TOO_CLOSE = "too-close"


class EndedKeyError(InvalidInputError):
    """Our own key has ended: nobody would believe what it signs."""


class RefusedError(InvalidInputError):
    """A document is refused; `reason` is one of few, the message says it to people."""

    def __init__(self, reason: Reason, message: Message) -> None:
        """Keep the reason beside the message."""
        super().__init__(message)
        self.reason = reason
