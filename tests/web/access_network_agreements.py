import datetime as dt

from django.utils import timezone
from tests.conftest import make_partner
from tests.web.access_table import Address

from mentorway.web.network.models import (
    Agreement,
    AgreementFile,
    AgreementState,
    AgreementVersion,
    NetworkFinding,
    Party,
)

OWN = "login 200 200 200 200 200"
OF_PARTIES = "login 404 200 200 200 200"
WRITERS = "login 404 200 200 200 200"
LEADERS = "login 404 403 200 200 200"
DAY = dt.date(2026, 1, 1)


def make_agreement(world, **fields):
    """Return an agreement that the partner of the world keeps."""
    row = Agreement.objects.create(title="Visits", owner=world.partner, **fields)
    other = world.things.setdefault("other", make_partner(sector="business"))
    for partner in (world.partner, other):
        Party.objects.create(agreement=row, partner=partner)
    AgreementVersion.objects.create(
        agreement=row,
        number=1,
        text="We visit.",
        starts=DAY,
        offered=timezone.now(),
        fingerprint="0" * 64,
    )
    return row


def agreement(world):
    row = world.things.get("agreement") or make_agreement(world)
    world.things["agreement"] = row
    return {"pk": row.pk}


def withdrawn(world):
    return {"pk": make_agreement(world, state=AgreementState.WITHDRAWN).pk}


def deleted(world):
    return {"pk": make_agreement(world, deleted=timezone.now()).pk}


def party(world):
    return {**agreement(world), "partner": world.things["other"].pk}


def version(world):
    return {"pk": Agreement.objects.get(**agreement(world)).versions.get().pk}


def own_answer(world):
    return {**version(world), "partner": world.partner.pk}


def other_answer(world):
    return {**version(world), "partner": world.things["other"].pk}


def file(world):
    row = Agreement.objects.get(**agreement(world))
    path = f"network/{row.pk:032x}.txt"
    fields = {"name": "a.txt", "media_type": "text/plain", "size": 1, "path": path}
    return {"pk": AgreementFile.objects.get_or_create(agreement=row, defaults=fields)[0].pk}


def finding(world):
    fields = {
        "first_day": DAY,
        "last_day": DAY,
        "kinds": ["visit"],
        "ties": {"nodes": [], "ties": [], "before": [], "left_out": 0, "members": {}},
        "result": {
            "nodes": [],
            "density": {"value": None, "nodes": 0, "ties": 0, "possible": 0},
            "mixing": {"share": None},
            "ei": {"network": {"value": None}, "test": None},
            "components": {"sizes": [], "isolates": 0},
            "change": {"kept": 0, "made": 0, "lost": 0},
        },
        "fingerprint": "0" * 64,
        "version": "1",
    }
    row = world.things.setdefault("finding", NetworkFinding.objects.create(**fields))
    return {"token": row.token}


def finding_file(world):
    return {**finding(world), "kind": "csv"}


ADDRESSES = {
    "network:agreements": Address(OWN),
    "network:agreements_file": Address(OWN, lambda _world: {"kind": "csv"}),
    "network:radar": Address(OWN),
    "network:agreements_deleted": Address(OWN),
    "network:write_agreement": Address(OWN),
    "network:agreement": Address(OF_PARTIES, agreement),
    "network:describe_agreement": Address(WRITERS, agreement),
    "network:draft_agreement": Address(WRITERS, agreement),
    "network:parties": Address(WRITERS, agreement),
    "network:add_party": Address("login 404 302 302 302 302", party, method="post"),
    "network:remove_party": Address("login 404 302 302 302 302", party, method="post"),
    "network:offer_agreement": Address(LEADERS, agreement),
    "network:take_back_agreement": Address(LEADERS, agreement),
    "network:end_agreement": Address(LEADERS, agreement),
    "network:withdraw_agreement": Address(LEADERS, agreement),
    "network:take_up_agreement": Address(LEADERS, withdrawn),
    "network:delete_agreement": Address(LEADERS, agreement),
    "network:restore_agreement": Address(LEADERS, deleted),
    "network:attach_to_agreement": Address(WRITERS, agreement),
    "network:agreement_version": Address(OF_PARTIES, version),
    "network:answer_agreement": Address("login 404 403 200 403 403", own_answer),
    "network:answer_on_paper": Address("login 404 403 200 200 200", other_answer),
    "network:agreement_file": Address("login 404 404 404 404 404", file),
    "network:remove_agreement_file": Address(WRITERS, file),
    "network:ties": Address(OWN),
    "network:look": Address("login 403 403 403 200 200"),
    "network:findings": Address(OWN),
    "network:finding": Address(OWN, finding),
    "network:finding_file": Address(OWN, finding_file),
}
