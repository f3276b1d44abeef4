"""Tasks for tests with workers in processes of their own."""

import time
from pathlib import Path

from mentorway.web.core.tasks import progress, repeatable, task


@repeatable
@task()
def sleepy(folder, seconds):
    """Note each beginning, sleep the first time only, and note the end."""
    begun = len(list(Path(folder).glob("begun-*")))
    (Path(folder) / f"begun-{begun}").touch()
    until = time.monotonic() + (seconds if begun == 0 else 0)
    while time.monotonic() < until:
        time.sleep(0.05)
        progress(0.5)
    (Path(folder) / "ended").touch()
