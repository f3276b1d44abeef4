"""Why somebody cannot go on, so that the page can say it plainly."""

from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """What stands in the way."""

    UNKNOWN = "unknown"  # no such link
    WRONG_CODE = "wrong_code"
    EARLY = "early"  # not open yet
    CLOSED = "closed"
    FULL = "full"
    USED = "used"  # the code
    ANSWERED = "answered"  # the person
    SIGN_IN = "sign_in"
    OLDER = "older"  # the draft is of an earlier version of the questionnaire
    LANGUAGE = "language"  # the draft's language is not offered any more
    GONE = "gone"  # sent, or deleted
    BUSY = "busy"  # too many wrong codes


class RefusalError(Exception):
    """Somebody cannot go on; ``about`` is the study or draft, when it is known."""

    def __init__(self, reason: Reason, about: Any = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = about
