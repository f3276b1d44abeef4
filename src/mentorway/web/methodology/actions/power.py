"""What can happen to the power analyses of a methodology."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

import mentorway
from mentorway.web.accounts.models import User
from mentorway.web.methodology.analysis.power import Asked, Found
from mentorway.web.methodology.models import Methodology, PowerAnalysis

MOST = 100


def keep(methodology: Methodology, user: User, *, title: str, asked: Asked, found: Found) -> PowerAnalysis:
    """Keep a power analysis with what was asked and with the version of the library."""
    if methodology.power_analyses.count() >= MOST:
        raise ValidationError(
            _("A methodology keeps at most %(most)d power analyses. Remove one first.") % {"most": MOST}
        )
    row = PowerAnalysis(
        methodology=methodology,
        title=title,
        asked=asked.stored(),
        found=found.stored(),
        library_version=mentorway.__version__,
        by=user,
    )
    row.full_clean()
    row.save()
    return row


def remove(row: PowerAnalysis) -> None:
    """Remove a power analysis; versions that were published with it keep it."""
    row.delete()
