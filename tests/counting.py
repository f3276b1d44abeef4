"""Limits of work instead of limits of time: how many calls something takes is the same on every machine."""

import sys
from contextlib import contextmanager


class TooMuchWorkError(AssertionError):
    """Said while the work goes on, so that what would take for ever ends here."""


class Calls:
    """How many calls were made, of functions in Python and of those that are built in."""

    def __init__(self, most):
        self.number, self._most = 0, most

    def heard(self, _frame, event, _what):
        if event in {"call", "c_call"}:
            self.number += 1
            if self.number > self._most:
                sys.setprofile(None)
                raise TooMuchWorkError(f"More than {self._most} calls were made.")


@contextmanager
def at_most(calls):
    """Fail as soon as more calls are made inside than this."""
    counted, before = Calls(calls), sys.getprofile()
    sys.setprofile(counted.heard)
    try:
        yield counted
    finally:
        sys.setprofile(before)
