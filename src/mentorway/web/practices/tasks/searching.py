"""What practices are found by, set anew after something else was renamed."""

from mentorway.web.core.tasks import repeatable, task
from mentorway.web.practices.analysis import searching
from mentorway.web.practices.models import Practice


@repeatable
@task()
def reindex_topic(topic: int) -> None:
    """Let practices be found by the new names of a topic."""
    searching.reindex(Practice.objects.filter(topics=topic))
