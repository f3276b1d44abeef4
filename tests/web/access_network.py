from django.utils import timezone
from tests.conftest import make_partner
from tests.web.access_table import Address

from mentorway.web.network.actions import merging
from mentorway.web.network.models import Contact, PartnerImport

OWN = "login 200 200 200 200 200"
COORDINATORS = "login 403 403 403 200 200"
BY_NAME = "login 404 200 200 200 200"
IN_CHARGE = "login 404 403 200 200 200"


def partner(world):
    return {"pk": world.partner.pk}


def table(_world):
    return {"kind": "csv"}


def partner_table(world):
    return {"pk": world.partner.pk, "kind": "csv"}


def place(world):
    return {"pk": world.people["member"].memberships.get().pk}


def contact(world):
    return {"pk": Contact.objects.create(partner=world.partner, name="Somebody").pk}


def deleted_contact(world):
    row = Contact.objects.create(partner=world.partner, name="Somebody", deleted=timezone.now())
    return {"pk": row.pk}


def deleted_partner(world):
    return {"pk": make_partner(deleted=timezone.now()).pk}


def two_partners(world):
    return {"pk": world.partner.pk, "other": make_partner().pk}


def merge(world):
    double = make_partner()
    revisions = {world.partner.pk: 1, double.pk: 1}
    return {"pk": merging.merge(world.partner, double, world.people["coordinator"], revisions=revisions).pk}


def read_file(world):
    """A file is seen only by who read it."""
    row = {"row": 2, "values": {}, "problems": [], "alike": [], "verdict": "problem", "choice": ""}
    by = world.people["coordinator"]
    return {"pk": PartnerImport.objects.create(by=by, file_name="partners.csv", rows=[row]).pk}


ADDRESSES = {
    "network:partners": Address(OWN),
    "network:partners_file": Address(OWN, table),
    "network:public": Address("200 200 200 200 200 200"),
    "network:found": Address(COORDINATORS),
    "network:partners_deleted": Address(COORDINATORS),
    # Members of the network see the card of every partner, and nothing more of it.
    "network:partner": Address(OWN, partner),
    "network:describe": Address(IN_CHARGE, partner),
    "network:partner_history": Address(BY_NAME, partner),
    # Only who is in charge of the partner itself shows it to everybody.
    "network:show_partner": Address("login 404 403 200 403 403", partner),
    "network:delete_partner": Address("login 404 403 403 200 200", partner),
    "network:restore_partner": Address("login 404 404 404 200 200", deleted_partner),
    "network:add_person": Address(IN_CHARGE, partner),
    "network:import_people": Address(IN_CHARGE, partner),
    "network:take_in_people": Address(IN_CHARGE.replace("200", "302"), partner),
    "network:change_role": Address(IN_CHARGE, place),
    "network:remove_person": Address(IN_CHARGE, place),
    "network:take_second_step": Address(IN_CHARGE, place),
    "network:add_contact": Address(IN_CHARGE, partner),
    "network:change_contact": Address(IN_CHARGE, contact),
    "network:delete_contact": Address(IN_CHARGE, contact),
    "network:restore_contact": Address(IN_CHARGE, deleted_contact),
    "network:contacts_deleted": Address(IN_CHARGE, partner),
    "network:contacts_file": Address(BY_NAME, partner_table),
    "network:all_contacts_file": Address(OWN, table),
    "network:import_partners": Address(COORDINATORS),
    "network:import_template": Address(COORDINATORS, table),
    "network:import": Address("login 404 404 404 200 404", read_file),
    "network:import_alike": Address("login 404 404 404 302 404", read_file, method="post"),
    "network:import_take_in": Address("login 404 404 404 302 404", read_file, method="post"),
    "network:import_discard": Address("login 404 404 404 302 404", read_file, method="post"),
    "network:doubles": Address(COORDINATORS),
    "network:compare_doubles": Address(COORDINATORS, two_partners),
    "network:tell_apart": Address("login 403 403 403 302 302", two_partners, method="post"),
    "network:undo_merge": Address("login 404 404 404 200 200", merge),
}
