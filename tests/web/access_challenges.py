from tests.conftest import make_user
from tests.web.access_table import Address
from tests.web.practices.making_challenges import ask, code, make_challenge, make_material

from mentorway.web.practices.actions import challenges as codebook
from mentorway.web.practices.actions import material as materials
from mentorway.web.practices.actions import matrix
from mentorway.web.practices.models import Challenge, Intake, Material

MEMBERS = "login 200 200 200 200 200"
COORDINATORS = "login 403 403 403 200 200"
OWNERS = "login 404 200 200 200 200"


def own(world, **fields):
    user = world.people["admin"]
    return make_material(user, **fields)


def material(world):
    return {"token": own(world).token}


def deleted_material(world):
    row = own(world)
    materials.delete(row, world.people["admin"])
    return {"token": row.token}


def coded(world):
    row = own(world)
    for task in ask(row, make_user_of(world), world.people["admin"]):
        code(task, (), (), ())
    return {"token": row.token}


def make_user_of(world):
    return make_user(email=f"coder{Material.objects.count()}@example.org")


def released(world):
    row = own(world)
    ask(row, make_user_of(world))
    return {"token": row.token, "place": 1}


def task(world):
    row = own(world)
    return {"pk": ask(row, world.people["member"])[0].pk}


def handed_in(world):
    row = own(world)
    first = ask(row, world.people["member"])[0]
    code(first, (), (), ())
    return {"pk": first.pk}


def rows_of_member(world):
    member = world.people["member"]
    about = {"kind": "survey", "title": "A"}
    return {"pk": Intake.objects.create(by=member, partner=world.partner, file_name="a.csv", about=about).pk}


def codes_of_coordinator(world):
    return {"pk": Intake.objects.create(by=world.people["coordinator"], file_name="a.csv").pk}


def challenge(_world):
    return {"token": make_challenge().token}


def deleted_challenge(world):
    row = make_challenge()
    codebook.delete(row, world.people["staff"])
    return {"token": Challenge.bin.get(pk=row.pk).token}


def finding(world):
    return {"token": matrix.count(world.people["staff"]).token}


def counted(world):
    matrix.count(world.people["staff"])
    return {}


def kind(_world):
    return {"kind": "csv"}


def counted_kind(world):
    return {**counted(world), "kind": "csv"}


ADDRESSES = {
    "practices:challenges": Address(MEMBERS, counted),
    "practices:count_challenges": Address("login 302 302 302 302 302", method="post"),
    "practices:challenge_findings": Address(MEMBERS),
    "practices:challenge_finding": Address(MEMBERS, finding),
    "practices:challenge_report": Address(MEMBERS, counted),
    "practices:challenge_report_file": Address(MEMBERS, counted_kind),
    "practices:codebook": Address(MEMBERS),
    "practices:codebook_file": Address(MEMBERS, kind),
    "practices:take_in_codebook": Address(COORDINATORS),
    "practices:look_through_codebook": Address("login 404 404 404 200 404", codes_of_coordinator),
    "practices:add_challenge": Address(COORDINATORS),
    "practices:challenges_deleted": Address(COORDINATORS),
    "practices:challenge": Address(MEMBERS, challenge),
    "practices:change_challenge": Address(COORDINATORS, challenge),
    "practices:challenge_sources": Address(MEMBERS, challenge),
    "practices:challenge_history": Address(MEMBERS, challenge),
    "practices:move_challenge": Address("login 403 403 403 302 302", challenge, method="post"),
    "practices:retire_challenge": Address(COORDINATORS, challenge),
    "practices:delete_challenge": Address(COORDINATORS, challenge),
    "practices:restore_challenge": Address("login 404 404 404 200 200", deleted_challenge),
    "practices:materials": Address(MEMBERS),
    "practices:materials_file": Address(MEMBERS, kind),
    "practices:add_material": Address(MEMBERS),
    "practices:take_in_material": Address(MEMBERS),
    "practices:look_through_material": Address("login 404 200 404 404 404", rows_of_member),
    "practices:material_pattern": Address(MEMBERS, kind),
    "practices:materials_deleted": Address(MEMBERS),
    "practices:restore_all_material": Address(MEMBERS),
    "practices:delete_all_material": Address(MEMBERS),
    "practices:ask_coders_for_all": Address(MEMBERS),
    "practices:settle_all": Address(MEMBERS),
    "practices:codings": Address(MEMBERS),
    "practices:coding_row": Address(MEMBERS),
    "practices:hand_in_all": Address(MEMBERS),
    "practices:take_back_coding": Address("login 404 200 404 403 403", handed_in),
    "practices:material": Address(OWNERS, material),
    "practices:change_material": Address(OWNERS, material),
    "practices:blank_material": Address(OWNERS, material),
    "practices:material_units": Address(OWNERS, material),
    "practices:propose_units": Address(OWNERS, material),
    "practices:ask_coders": Address(OWNERS, material),
    "practices:release_coder": Address(OWNERS, released),
    "practices:coding_agreement": Address(OWNERS, coded),
    "practices:settle_codings": Address(OWNERS, coded),
    "practices:delete_material": Address(OWNERS, material),
    "practices:restore_material": Address(OWNERS, deleted_material),
    "practices:coding": Address("login 404 200 404 403 403", task),
    "practices:hand_in_coding": Address("login 404 200 404 403 403", task),
}
