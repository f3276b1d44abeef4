"""What is not in order with who works with data (article 28, and chapter V for other countries)."""

import datetime as dt

from django.utils.translation import gettext as _

from mentorway.web.privacy.models import Processor


def troubles_of(processor: Processor, day: dt.date) -> list[str]:
    """Return what must be mended, each as a sentence; nothing for one whose work has ended."""
    if processor.ends is not None and processor.ends < day:
        return []
    found = []
    if processor.agreement_on is None:
        found.append(
            _("No day is noted on which an agreement was signed. Data may be given only after that.")
        )
    elif processor.agreement_on > day:
        found.append(_("The agreement is not signed yet: its day is still to come."))
    if processor.is_outside and not processor.safeguards.strip():
        found.append(
            _(
                "Data lies outside the European Economic Area, and nothing is noted that protects it there: "
                "a decision of the European Commission about that country, or standard clauses."
            )
        )
    return found
