"""A look at the network is taken and kept."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.network.analysis import ties as analysis
from mentorway.web.network.models import NetworkFinding
from mentorway.web.network.queries import ties as queries


def look(user: User, *, first_day: dt.date, last_day: dt.date, kinds: Sequence[str]) -> NetworkFinding:
    """Compute how the network is knit from ``first_day`` to ``last_day``, and keep it with its data."""
    partners = list(queries.partners_at_work())
    if len(partners) < 2:  # noqa: PLR2004 - nobody can be tied to nobody
        raise ValidationError(_("There are fewer than two partners, so there is nothing to look at yet."))
    before = analysis.time_before(first_day, last_day)
    facts = analysis.snapshot(
        analysis.Look(
            partners,
            list(queries.ties_between(first_day, last_day, kinds)),
            list(queries.ties_between(*before, kinds)),
        )
    )
    finding = NetworkFinding(
        first_day=first_day,
        last_day=last_day,
        kinds=list(kinds),
        ties=facts,
        result=analysis.result(facts),
        fingerprint=analysis.fingerprint(facts),
        version=analysis.version(),
        by=user,
    )
    finding.full_clean()
    finding.save()
    return finding
