"""Who may see what is new: everybody their own; letters are stopped by who has the address."""

from django.utils import timezone
from tests.conftest import make_user
from tests.web.access_table import Address

from mentorway.web.notices.analysis.digest import signed
from mentorway.web.notices.models import Reader

OWN = "login 200 200 200 200 200"
SENT = "login 302 302 302 302 302"
PUBLIC = "200 200 200 200 200 200"


def letter(_world):
    now = timezone.now()
    return {"sign": signed(Reader.objects.create(user=make_user(), seen=now, looked=now))}


ADDRESSES = {
    "notices:news": Address(OWN),
    "notices:mark_read": Address(SENT, method="post"),
    "notices:settings": Address(OWN),
    "notices:leave": Address(PUBLIC, letter),
}
