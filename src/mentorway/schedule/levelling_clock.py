"""How long a search may take: in the solver's own units, by the clock, and as long as somebody wants it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from dataclasses import dataclass

from ortools.sat.python import cp_model

NEAT = 0.1  # share of the limit for leaving tasks where they are when nothing else depends on it
BETWEEN = 0.5  # seconds between two looks at whether it is still wanted
LEAST = 0.05  # seconds that the solver gets in any case


class StoppedError(Exception):
    """Nobody wants the dates any more."""


class Clock:
    """The seconds of one search, from when it is made on."""

    def __init__(self, seconds: float | None, watch: Callable[[float], bool] | None) -> None:
        self.seconds, self.watch = seconds, watch
        self.began = time.monotonic()

    def look(self) -> None:
        """Say how much of the time has passed; StoppedError where that is the end of it."""
        share = min((time.monotonic() - self.began) / self.seconds, 1.0) if self.seconds else 0.0
        if self.watch and not self.watch(share):
            raise StoppedError

    def part(self, limit: float, share: float, *, spared: bool = True) -> Part:
        """A part of the time that is left; unless `spared` is false, some is kept for the last aim."""
        if self.seconds is None:
            return Part(self, limit, None)
        whole = self.seconds * (1 - NEAT if spared else 1.0)
        return Part(self, limit, max((self.began + whole - time.monotonic()) * share, LEAST))


@dataclass(frozen=True)
class Part:
    """What one run of the solver may take."""

    clock: Clock
    limit: float
    seconds: float | None

    def solved(
        self,
        solver: cp_model.CpSolver,
        model: cp_model.CpModel,
        teller: cp_model.CpSolverSolutionCallback | None,
    ) -> int:
        """Let the solver work and return how it ended; StoppedError where nobody waits for it any more.

        The solver works in a thread of its own, as this one has to hear whether it is still wanted.
        """
        if self.seconds is not None:
            solver.parameters.max_time_in_seconds = self.seconds
        if not self.clock.watch:
            return int(solver.solve(model, teller))
        with ThreadPoolExecutor(1) as worker:
            running: Future[int] = worker.submit(lambda: int(solver.solve(model, teller)))
            try:
                return self._awaited(running)
            except BaseException:
                while not running.done():  # what is stopped before it has begun would not hear it
                    solver.stop_search()
                    time.sleep(LEAST)
                raise

    def _awaited(self, running: Future[int]) -> int:
        while True:
            self.clock.look()
            try:
                return running.result(BETWEEN)
            except NotYetError:
                continue
