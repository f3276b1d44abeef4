"""How gunicorn serves the installation: its command, and its settings, which it reads from this module.

The parent process loads everything once, before the processes that answer are forked from it. So the first
page is as quick as the hundredth, and they share the memory of what never changes.
"""

import gc
import sys
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from mentorway.web.core.logs import Secrets

preload_app = True
worker_class = "gthread"
threads = 4
timeout = 120
max_requests = 10_000
max_requests_jitter = 1_000
loglevel = "warning"
control_socket_disable = True  # its thread would be there whenever a process is forked anew


class logger_class(Logger):  # type: ignore[misc]  # noqa: N801 - gunicorn gives the name, and has no types
    """Gunicorn's own logs, without secrets."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.addFilter(Secrets())


def web_command(bind: str, port: int, workers: int) -> list[str]:
    """Return the command line of the web server."""
    return [
        *(sys.executable, "-m", "gunicorn", "mentorway.web.wsgi", "--config", f"python:{__name__}"),
        *("--bind", f"{bind}:{port}", "--workers", str(workers)),
    ]


def on_starting(server: Any) -> None:
    """Warm up before anybody can come: gunicorn asks this before it listens."""
    from mentorway.web.management import warming  # noqa: PLC0415 - only now is Django set up

    warming.warm(server.app.wsgi())
    gc.collect()
    gc.freeze()  # what is there now stays: looking at it would copy it into every process
