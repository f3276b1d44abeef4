"""What is kept about people whom a directory of their organisation tells of."""

from django.utils.translation import gettext_lazy as _

from mentorway.web.api.models import ExternalMark
from mentorway.web.core.personal import Basis, Kept, Viewer, columns, deleting, of_person

PERSONAL = (
    Kept(
        model="api.ExternalMark",
        about=_("By which mark the directory of your organisation knows you"),
        fields=("user", "mark"),
        purpose=_("So that your organisation can tell us when you come and go."),
        basis=Basis.INTEREST,
        kept=_("Until you leave the partner, or delete your account."),
        seen_by=(Viewer.ADMINS, Viewer.COORDINATORS),
        found=of_person(ExternalMark, users=("user",)),
        told=columns("mark", "partner"),
        erase=deleting(of_person(ExternalMark, users=("user",))),
    ),
)
