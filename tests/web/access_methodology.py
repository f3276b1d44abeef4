import functools

from tests.web.access_table import Address
from tests.web.methodology import making

from mentorway.web.methodology.actions import attaching, instruments, keeping
from mentorway.web.methodology.analysis import bank
from mentorway.web.translation.models import Part

OWN = "login 200 200 200 200 200"
SEEN = "login 404 200 200 200 200"
WORKED = "login 404 200 200 403 403"
IN_CHARGE = "login 404 403 200 403 403"
IN_BIN = "login 404 403 200 404 404"
STEP = "login 404 200 403 403 403"
TAKEN_PART = "login 404 200 403 403 403"


def questionnaire(world):
    if "questionnaire" not in world.things:
        maker = making.make_member(world.partner)
        world.things["questionnaire"] = making.make_questionnaire(world.partner, maker)
    return world.things["questionnaire"]


def pk(world, **more):
    return {"pk": questionnaire(world).pk, **more}


def with_(**more):
    return functools.partial(pk, **more)


def row(world):
    return pk(world, mark=making.mark_of(questionnaire(world), "age"))


def table(world):
    towns = making.sheet("towns.csv", (("name", "label"), ("vno", "Vilnius")))
    made = questionnaire(world)
    attaching.attach(made, made.created_by, sheets=[towns])
    return pk(world, name="towns.csv")


def deleted(world):
    keeping.delete(questionnaire(world))
    return pk(world)


def language(world, **more):
    made = questionnaire(world)
    if "language" not in world.things:
        member = world.people["member"]
        world.things["language"] = making.make_language(made, **{Part.FIRST.value: member})
    return {"pk": made.pk, "code": "lv", **more}


def in_language(**more):
    return functools.partial(language, **more)


def text(world):
    first = next(iter(making.texts(questionnaire(world)).values()))
    return language(world, digest=first.digest)


def version(world, **more):
    if "version" not in world.things:
        world.things["version"] = making.publish(questionnaire(world))
    return {"pk": questionnaire(world).pk, "number": 1, **more}


def with_version(**more):
    return functools.partial(version, **more)


def instrument(world):
    entry = bank.shipped()["ipip-big-five-50"]
    proof = instruments.Evidence("letter.pdf", "application/pdf", b"%PDF-1.7")
    maker = world.people["member"]
    made = instruments.add(maker, partner=world.partner, entry=entry, permission="Yes", evidence=proof)
    return {"pk": made.pk}


ADDRESSES = {
    "methodology:questionnaires": Address(OWN),
    "methodology:create": Address(OWN),
    "methodology:take_in": Address(OWN),
    "methodology:deleted": Address(OWN),
    "methodology:instruments": Address(OWN),
    "methodology:add_instrument": Address(OWN),
    "methodology:shipped": Address(OWN, lambda _world: {"name": "ipip-big-five-50"}),
    "methodology:instrument": Address(SEEN, instrument),
    "methodology:change_instrument": Address(WORKED, instrument),
    "methodology:remove_instrument": Address(WORKED, instrument),
    "methodology:proof": Address(SEEN, instrument),
    "methodology:draft": Address(SEEN, pk),
    "methodology:arrange": Address("login 404 302 302 403 403", pk, "post"),
    "methodology:add": Address(WORKED, pk),
    "methodology:edit": Address(WORKED, row),
    "methodology:choice_list": Address(WORKED, with_(name="yes_no")),
    "methodology:attach": Address(WORKED, pk),
    "methodology:table": Address(SEEN, table),
    "methodology:table_file": Address(SEEN, table),
    "methodology:detach": Address("login 404 302 302 403 403", table, "post"),
    "methodology:download": Address(SEEN, pk),
    "methodology:replace": Address(WORKED, pk),
    "methodology:describe": Address(IN_CHARGE, pk),
    "methodology:delete": Address(IN_CHARGE, pk),
    "methodology:restore": Address(IN_BIN, deleted),
    "methodology:choose": Address(WORKED, pk),
    "methodology:insert": Address(WORKED, with_(which="ipip-big-five-50")),
    "methodology:preview": Address("login 404 302 302 302 302", pk),
    "methodology:preview_page": Address(SEEN, with_(code="en", number=1)),
    "methodology:publish": Address(WORKED, pk),
    "methodology:versions": Address(SEEN, pk),
    "methodology:version": Address(SEEN, version),
    "methodology:version_file": Address(SEEN, with_version(kind="xlsx")),
    "methodology:copy": Address(SEEN, version),
    "methodology:copy_back": Address(WORKED, version),
    "methodology:languages": Address(SEEN, pk),
    "methodology:add_language": Address(WORKED, pk),
    "methodology:whole_board": Address(SEEN, pk),
    "methodology:board": Address(SEEN, language),
    "methodology:parts": Address(WORKED, language),
    "methodology:remove_language": Address(WORKED, language),
    "methodology:hand_in": Address("login 404 302 403 403 403", language, "post"),
    "methodology:adopt": Address(TAKEN_PART, language),
    "methodology:texts_in": Address(TAKEN_PART, language),
    "methodology:texts_out": Address(SEEN, in_language(kind="xlsx")),
    "methodology:documentation": Address(SEEN, language),
    "methodology:documentation_file": Address(SEEN, language),
    "methodology:text": Address(SEEN, text),
    "methodology:text_draft": Address(STEP, text, "post"),
    "methodology:text_review": Address(STEP, text, "post"),
    "methodology:text_decide": Address(STEP, text, "post"),
    "methodology:text_reopen": Address(STEP, text, "post"),
    "methodology:text_remark": Address("login 404 200 200 403 403", text, "post"),
}
