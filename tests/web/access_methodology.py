import functools

from tests.web.access_table import Address
from tests.web.methodology import making, methodology_making

from mentorway.web.methodology.actions import attaching, instruments, keeping, methodologies, power
from mentorway.web.methodology.analysis import bank
from mentorway.web.methodology.analysis.power import Asked, worked_out
from mentorway.web.methodology.translated import METHODOLOGY_OWNER
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


def methodology(world, **more):
    if "methodology" not in world.things:
        maker = making.make_member(world.partner)
        world.things["methodology"] = methodology_making.make_methodology(world.partner, maker)
    return {"pk": world.things["methodology"].pk, **more}


def in_methodology(**more):
    return functools.partial(methodology, **more)


def deleted_methodology(world):
    found = methodology(world)
    methodologies.delete(world.things["methodology"])
    return found


def edition(world, **more):
    found = methodology(world)
    if "edition" not in world.things:
        world.things["edition"] = methodology_making.publish(world.things["methodology"])
    return {**found, "number": 1, **more}


def of_edition(**more):
    return functools.partial(edition, **more)


def power_analysis(world):
    found, asked = methodology(world), Asked("means", "people", effect=0.5)
    facts = {"title": "Two groups", "asked": asked, "found": worked_out(asked)}
    kept = power.keep(world.things["methodology"], world.people["member"], **facts)
    return {**found, "which": kept.pk}


def methodology_language(world, **more):
    found = methodology(world)
    if "methodology_language" not in world.things:
        first = {Part.FIRST.value: world.people["member"]}
        world.things["methodology_language"] = making.make_language(world.things["methodology"], **first)
    return {**found, "code": "lv", **more}


def in_methodology_language(**more):
    return functools.partial(methodology_language, **more)


def methodology_text(world):
    found = methodology_language(world)
    return {**found, "digest": METHODOLOGY_OWNER.texts(world.things["methodology"])[0].digest}


OF_METHODOLOGY = {
    "list": Address(OWN),
    "new": Address(OWN),
    "take_in": Address(OWN),
    "deleted": Address(OWN),
    "overview": Address(SEEN, methodology),
    "describe": Address(WORKED, methodology),
    "copy": Address(SEEN, methodology),
    "delete": Address(IN_CHARGE, methodology),
    "restore": Address(IN_BIN, deleted_methodology),
    "download": Address(SEEN, in_methodology(kind="json")),
    "new_construct": Address(WORKED, methodology),
    "construct": Address(SEEN, in_methodology(key="openness")),
    "change_construct": Address(WORKED, in_methodology(key="openness")),
    "remove_construct": Address(WORKED, in_methodology(key="openness")),
    "move_construct": Address("login 404 302 302 403 403", in_methodology(key="openness"), "post"),
    "indicators": Address(SEEN, methodology),
    "new_indicator": Address(WORKED, methodology),
    "indicator": Address(SEEN, in_methodology(key="cost")),
    "change_indicator": Address(WORKED, in_methodology(key="cost")),
    "remove_indicator": Address(WORKED, in_methodology(key="cost")),
    "move_indicator": Address("login 404 302 302 403 403", in_methodology(key="cost"), "post"),
    "rules": Address(SEEN, methodology),
    "new_rule": Address(WORKED, methodology),
    "change_rule": Address(WORKED, in_methodology(key="response")),
    "remove_rule": Address(WORKED, in_methodology(key="response")),
    "move_rule": Address("login 404 302 302 403 403", in_methodology(key="response"), "post"),
    "publish": Address(WORKED, methodology),
    "versions": Address(SEEN, methodology),
    "edition": Address(SEEN, edition),
    "difference": Address(SEEN, of_edition(other=1)),
    "edition_file": Address(SEEN, of_edition(kind="xlsx")),
    "power": Address(SEEN, methodology),
    "new_power": Address(SEEN, methodology),
    "power_analysis": Address(SEEN, power_analysis),
    "power_file": Address(SEEN, power_analysis),
    "remove_power": Address(WORKED, power_analysis),
    "document": Address(SEEN, methodology),
    "document_file": Address(SEEN, in_methodology(kind="pdf")),
    "edition_document": Address(SEEN, of_edition(kind="page")),
    "languages": Address(SEEN, methodology),
    "add_language": Address(WORKED, methodology),
    "whole_board": Address(SEEN, methodology),
    "board": Address(SEEN, methodology_language),
    "parts": Address(WORKED, methodology_language),
    "remove_language": Address(WORKED, methodology_language),
    "hand_in": Address("login 404 302 403 403 403", methodology_language, "post"),
    "adopt": Address(TAKEN_PART, methodology_language),
    "texts_in": Address(TAKEN_PART, methodology_language),
    "texts_out": Address(SEEN, in_methodology_language(kind="xlsx")),
    "documentation": Address(SEEN, methodology_language),
    "documentation_file": Address(SEEN, methodology_language),
    "text": Address(SEEN, methodology_text),
    "text_draft": Address(STEP, methodology_text, "post"),
    "text_review": Address(STEP, methodology_text, "post"),
    "text_decide": Address(STEP, methodology_text, "post"),
    "text_reopen": Address(STEP, methodology_text, "post"),
    "text_remark": Address("login 404 200 200 403 403", methodology_text, "post"),
}
ADDRESSES = {
    **{f"methodology:methodology:{name}": address for name, address in OF_METHODOLOGY.items()},
    "methodology:home": Address("login 302 302 302 302 302"),
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
