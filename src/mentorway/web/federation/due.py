"""What happens to packages by itself: those on their way are sent again, files nobody signed are removed."""

import datetime as dt

from mentorway.web.federation import queries, tasks
from mentorway.web.federation.analysis import files

SILENCE = dt.timedelta(hours=6)


def do_due_work(now: dt.datetime) -> None:
    """Send again what waits and of which nothing was heard for hours: its worker is gone, or gave up."""
    for sent in queries.waiting(now, SILENCE):
        tasks.deliver.enqueue(sent.pk)
    files.forget_prepared(now)
