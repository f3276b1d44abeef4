"""How gunicorn serves the installation: its command, and its settings, which it reads from this module.

The parent process loads everything once, before the processes that answer are forked from it. So the first
page is as quick as the hundredth, and they share the memory of what never changes.

Loading everything takes longer than people like to wait. Where ``serve`` has noted the addresses
(``core.later``), processes that have loaded little answer at once; meanwhile their parent loads the rest, and
forks from itself, one by one, those that take their place.
"""

import gc
import os
import signal
import sys
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from mentorway.web.core.later import FILE
from mentorway.web.core.logs import Json, Secrets

preload_app = True
worker_class = "mentorway.web.management.patient.Worker"  # its threads, once a request is there
threads = 4
keepalive = 20  # longer than most clients keep an idle line, so that they close it; it holds no thread
timeout = 120
max_requests = 10_000
max_requests_jitter = 1_000
loglevel = "warning"
control_socket_disable = True  # its thread would be there whenever a process is forked anew
FIRST_PAGES = 3.0  # seconds in which the processes that came first have the machine for themselves


class logger_class(Logger):  # type: ignore[misc]  # noqa: N801 - gunicorn gives the name, and has no types
    """Gunicorn's own logs, without secrets."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.addFilter(Secrets())
            for handler in log.handlers if os.environ.get("MENTORWAY_LOGS") == "json" else ():
                handler.setFormatter(Json())


def web_command(bind: str, port: int, workers: int) -> list[str]:
    """Return the command line of the web server."""
    return [
        *(sys.executable, "-m", "gunicorn", "mentorway.web.wsgi", "--config", f"python:{__name__}"),
        *("--bind", f"{bind}:{port}", "--workers", str(workers)),
    ]


class Generations:
    """Which processes answer: at first those that have loaded little, then those that share everything."""

    def __init__(self) -> None:
        self.is_loaded = False
        self.to_replace = 0

    def load(self, server: Any) -> None:
        """Load everything, once."""
        if self.is_loaded:
            return
        from mentorway.web.management import warming  # noqa: PLC0415 - only now is Django set up

        self.is_loaded = True
        warming.warm(server.app.wsgi())
        gc.collect()
        gc.freeze()  # what is there now stays: looking at it would copy it into every process


generations = Generations()


def on_starting(server: Any) -> None:
    """Warm up before anybody can come: gunicorn asks this before it listens."""
    if not os.environ.get(FILE):
        generations.load(server)
        return
    generations.to_replace = server.cfg.workers


def when_ready(server: Any) -> None:
    """Begin to replace the first processes a little later."""
    if generations.to_replace:
        signal.signal(signal.SIGALRM, lambda _number, frame: server.signal(signal.SIGTTIN, frame))
        signal.setitimer(signal.ITIMER_REAL, FIRST_PAGES)


def pre_fork(server: Any, worker: Any) -> None:
    """Load everything before the first process that comes in the place of another."""
    if worker.age > server.cfg.workers:
        generations.load(server)


def child_exit(server: Any, worker: Any) -> None:
    """Let what a process counted go on without it; once it is gone comes the next that replaces another."""
    from mentorway.web.core import metrics  # noqa: PLC0415 - only now is Django set up

    metrics.bury(worker.pid)
    if generations.to_replace:
        server.signal(signal.SIGTTIN, None)


def nworkers_changed(server: Any, new: int, old: int | None) -> None:
    """After one process more, the oldest goes."""
    if old is not None and new > old and generations.to_replace:
        generations.to_replace -= 1
        server.signal(signal.SIGTTOU, None)
