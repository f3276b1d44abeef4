"""What happens is passed on to the programs of whoever may hear of it."""

from mentorway.web.api.queries import webhooks as queries
from mentorway.web.api.tasks import webhooks as tasks
from mentorway.web.core.models import Happening


def heard(happening: Happening) -> None:
    """Have messages made, if anybody wants to be told; it is asked here, as it is cheap."""
    if queries.is_wanted(happening.name):
        tasks.spread.enqueue(happening.pk)
