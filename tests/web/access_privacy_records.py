"""Who may see and do what with records about data: public ones, those of the network, of coordinators."""

import datetime as dt
import uuid

from django.utils import timezone
from tests.conftest import make_partner, make_user
from tests.web.access_table import Address

from mentorway.web.privacy.models import Arrangement, ArrangementFile, Hold, Processor, Request

PUBLIC = "200 200 200 200 200 200"
ALL = "login 200 200 200 200 200"
ANSWERS = "login 403 403 403 200 200"
# What belongs to somebody else is not found; who answers for the data finds everything.
OF_SOMEBODY = "login 404 404 404 200 200"
CHECKED = "login 403 403 403 302 302"


def request(_world):
    day = timezone.now().date()
    return {"pk": Request.objects.create(person=make_user(), right="question", text="Why?", due=day).pk}


def hold(_world):
    until = timezone.localdate() + dt.timedelta(days=90)
    return {"pk": Hold.objects.create(person=make_user(), reason="Audit of the grant", until=until).pk}


def arrangement(world):
    row = Arrangement.objects.create(
        title="Common study", covers="Answers", essence={"en": "Ask us."}, contact="a@example.org",
        begins=dt.date(2026, 1, 1),
    )  # fmt: skip
    row.parties.set([world.partner, make_partner()])
    return {"pk": row.pk}


def file(world):
    values = {"name": "signed.pdf", "media_type": "application/pdf", "size": 3}
    path = f"privacy/{uuid.uuid4().hex}.pdf"
    row = ArrangementFile.objects.create(arrangement_id=arrangement(world)["pk"], path=path, **values)
    return {"pk": row.pk}


def processor(_world):
    return {"pk": Processor.objects.create(name="Host", what="Runs the servers", country="FI").pk}


OF_RECORDS = {
    "requests": Address(ANSWERS),
    "answer_request": Address(OF_SOMEBODY, request),
    "holds": Address(ANSWERS),
    "set_hold": Address(ANSWERS),
    "extend_hold": Address(OF_SOMEBODY, hold),
    "lift_hold": Address(OF_SOMEBODY, hold),
    "who_answers": Address(PUBLIC),
    "arrangements": Address(ALL),
    "new_arrangement": Address(ANSWERS),
    "arrangement": Address(ALL, arrangement),
    "change_arrangement": Address(ANSWERS, arrangement),
    "attach_to_arrangement": Address(ANSWERS, arrangement),
    # The row is there without its file.
    "arrangement_file": Address("login 404 404 404 404 404", file),
    "remove_arrangement_file": Address(ANSWERS, file),
    "processors": Address(ALL),
    "new_processor": Address(ANSWERS),
    "change_processor": Address(ANSWERS, processor),
    "retention": Address(ANSWERS),
    "run_retention": Address(ANSWERS),
    "record": Address(ALL),
    "record_csv": Address(ALL),
    "record_pdf": Address(ALL),
    "audit_log": Address(ANSWERS),
    "check_log": Address(CHECKED, method="post"),
    "audit_csv": Address(ANSWERS),
    "who_sees": Address(PUBLIC),
}
ADDRESSES = {f"privacy:{name}": address for name, address in OF_RECORDS.items()}
