"""What is kept about people on a journey: who put the example back. Tours are kept in the session only."""

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import Viewer, authored
from mentorway.web.journey.models import Reset

PERSONAL = (
    authored(
        Reset,
        _("That you put the example back"),
        ("by",),
        tells=("created",),
        texts=("lost",),
        seen_by=(Viewer.SELF,),
    ),
)
