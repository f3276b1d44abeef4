"""What the federation keeps about people: who did something. Sums name nobody."""

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import Viewer, authored
from mentorway.web.federation.models import Asked, Call, Gathering, Identity, Node, Received, Sent

INSIDE = (Viewer.COORDINATORS,)

PERSONAL = (
    authored(
        Identity,
        _("Keys of this installation that you made"),
        ("by",),
        texts=("title", "card", "rotation", "revocation"),
        tells=("title", "begins", "ends"),
        seen_by=INSIDE,
    ),
    authored(
        Node,
        _("Cards of other installations that you registered or decided about"),
        ("by",),
        texts=("title", "country", "group", "card", "earlier", "why"),
        tells=("title", "standing", "decided"),
        seen_by=INSIDE,
    ),
    authored(
        Call,
        _("Calls for sums that you made"),
        ("by",),
        texts=("title", "document"),
        tells=("title", "opens", "closes"),
        seen_by=INSIDE,
    ),
    authored(
        Received,
        _("Packages of sums that you brought as files"),
        ("by",),
        texts=("people", "withheld", "receipt"),
        tells=("call", "number", "created"),
        related=("call",),
        seen_by=INSIDE,
    ),
    authored(
        Gathering,
        _("Packages that you put together"),
        ("by",),
        tells=("call", "created"),
        related=("call",),
        seen_by=INSIDE,
    ),
    authored(
        Asked,
        _("Calls of others that you took"),
        ("by",),
        texts=("title", "document"),
        tells=("title", "created"),
        seen_by=INSIDE,
    ),
    authored(
        Sent,
        _("Packages of sums that you signed"),
        ("by",),
        texts=("people", "withheld", "receipt"),
        tells=("asked", "number", "created"),
        related=("asked",),
        seen_by=INSIDE,
    ),
)
