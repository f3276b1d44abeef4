"""A look at the example network."""

import datetime as dt

from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.network.actions import ties as actions
from mentorway.web.network.analysis.ties_read import KINDS
from mentorway.web.network.example.people import COORDINATOR, known
from mentorway.web.network.models import NetworkFinding, Partner, Role

YEAR = dt.timedelta(days=364)


def load(partner: Partner) -> None:
    """Look at the last year, if nobody has looked yet."""
    coordinators = User.objects.filter(memberships__partner=partner, memberships__role=Role.COORDINATOR)
    coordinator = known(COORDINATOR) or coordinators.first()
    if coordinator is None or NetworkFinding.objects.exists():
        return
    today = timezone.localdate()
    actions.look(coordinator, first_day=today - YEAR, last_day=today, kinds=list(KINDS))
