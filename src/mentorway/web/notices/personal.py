"""What is kept about people who are told of news."""

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import Basis, Kept, Viewer, columns, deleting, of_person
from mentorway.web.notices.models import Reader

PERSONAL = (
    Kept(
        model="notices.Reader",
        about=_("How far you have read what is new, and which letters about it you want"),
        fields=("user", "rhythm", "left_out", "told"),
        purpose=_("So that you see what is new to you, and get letters as often as you choose."),
        basis=Basis.CONTRACT,
        kept=_("Until you delete your account."),
        seen_by=(Viewer.SELF,),
        found=of_person(Reader, users=("user",)),
        told=columns("seen", "rhythm", "hour", "left_out", "looked"),
        erase=deleting(of_person(Reader, users=("user",))),
    ),
)
