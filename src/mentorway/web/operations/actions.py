"""What those who run the installation can do with work."""

from typing import Any

from mentorway.web.core.work import keeping, schedule
from mentorway.web.core.work.models import Job


def stop(row: Any) -> bool:
    """Ask a task to stop; False if it is over already."""
    return keeping.cancel(row)


def try_again(row: Any) -> bool:
    """Put a failed task into the queue once more; False if it did not fail."""
    return keeping.try_again(row)


def run_now(key: str) -> bool:
    """Put a job into the queue at once; False if it is there already."""
    row, _is_new = Job.objects.get_or_create(pk=key)
    return schedule.run_soon(row, keeping.database_clock())
