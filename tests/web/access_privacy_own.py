"""Who may see and do what with their own data; receipts are shown to whoever has their number."""

from django.utils import timezone
from tests.web.access_table import Address

from mentorway.web.privacy.models import Act, Receipt

OWN = "login 200 200 200 200 200"
PUBLIC = "200 200 200 200 200 200"


def receipt(_world):
    row, _is_new = Receipt.objects.get_or_create(
        number="AAAAA-CCCCC-DDDDD-EEEEE", act=Act.TOLD, audit="0" * 64, at=timezone.now().date()
    )
    return {"number": row.number}


ADDRESSES = {
    "privacy:own": Address(OWN),
    # Who is signed in is asked once more who they are.
    "privacy:take": Address("login 302 302 302 302 302"),
    "privacy:delete": Address(OWN),
    "privacy:ask": Address(OWN),
    "privacy:receipt": Address(PUBLIC, receipt),
}
