import functools

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.methodology import making as languages
from tests.web.training import making

from mentorway.web.core import attachments
from mentorway.web.practices.models import ChallengeFinding
from mentorway.web.training.actions import citing, files, programmes
from mentorway.web.training.translated import OWNER
from mentorway.web.translation.models import Part

OWN = "login 200 200 200 200 200"
SEEN = "login 404 200 200 200 200"
WORKED = "login 404 200 200 403 403"
SENT = "login 404 302 302 403 403"
IN_CHARGE = "login 404 403 200 403 403"
IN_BIN = "login 404 403 200 404 404"
TAKEN_PART = "login 404 200 403 403 403"


def programme(world, **more):
    if "programme" not in world.things:
        maker = make_member(world.partner)
        world.things["programme"] = making.make_programme(world.partner, maker)
    return {"pk": world.things["programme"].pk, **more}


def with_(**more):
    return functools.partial(programme, **more)


def module(world, **more):
    return programme(world, module="listening", **more)


def in_module(**more):
    return functools.partial(module, **more)


def deleted(world):
    found = programme(world)
    programmes.delete(world.things["programme"])
    return found


def edition(world, **more):
    found = programme(world)
    if "programme_edition" not in world.things:
        world.things["programme_edition"] = making.publish(world.things["programme"])
    return {**found, "number": 1, **more}


def of_edition(**more):
    return functools.partial(edition, **more)


def file(world):
    """A file whose content is gone, so that no answer stays open; its content is tested elsewhere."""
    found, row = programme(world), world.things["programme"]
    upload = SimpleUploadedFile("notes.txt", b"Some notes.")
    kept = files.add(row, row.created_by, file=upload, caption="Notes")
    attachments.forget(kept.path)
    return {**found, "which": kept.pk}


def citation(world):
    found, row = module(world), world.things["programme"]
    finding = ChallengeFinding.objects.create(result={}, fingerprint="a" * 64, version="1")
    cited = {"module": "listening", "chosen": f"challenge_finding:{finding.pk}", "why": ""}
    citing.cite(row, row.created_by, **cited)
    return {**found, "which": row.citations.get().pk}


def language(world, **more):
    found = programme(world)
    if "programme_language" not in world.things:
        first = {Part.FIRST.value: world.people["member"]}
        world.things["programme_language"] = languages.make_language(world.things["programme"], **first)
    return {**found, "code": "lv", **more}


def in_language(**more):
    return functools.partial(language, **more)


def text(world):
    found = language(world)
    return {**found, "digest": OWNER.texts(world.things["programme"])[0].digest}


OF_PROGRAMME = {
    "programmes": Address(OWN),
    "new": Address(OWN),
    "take_in": Address(OWN),
    "deleted": Address(OWN),
    "overview": Address(SEEN, programme),
    "describe": Address(WORKED, programme),
    "delete": Address(IN_CHARGE, programme),
    "restore": Address(IN_BIN, deleted),
    "coverage": Address(SEEN, programme),
    "history": Address(SEEN, programme),
    "undo": Address(SENT, programme, "post"),
    "download": Address(SEEN, programme),
    "file": Address("login 404 404 404 404 404", file),
    "new_module": Address(WORKED, programme),
    "module": Address(SEEN, module),
    "change_module": Address(WORKED, module),
    "remove_module": Address(WORKED, module),
    "move_module": Address(SENT, module, "post"),
    "cite": Address(WORKED, module),
    "cite_no_more": Address(WORKED, citation),
    "new_part": Address(WORKED, in_module(kind="sessions")),
    "part": Address(SEEN, in_module(kind="sessions", key="first-evening")),
    "change_part": Address(WORKED, in_module(kind="assessments", key="a-quiz")),
    "remove_part": Address(WORKED, in_module(kind="materials", key="read-this")),
    "move_part": Address(SENT, in_module(kind="outcomes", key="ask-open-questions"), "post"),
    "publish": Address(WORKED, programme),
    "versions": Address(SEEN, programme),
    "edition": Address(SEEN, edition),
    "difference": Address(SEEN, of_edition(other=1)),
    "edition_file": Address(SEEN, of_edition(code="en", kind="json")),
    "languages": Address(SEEN, programme),
    "add_language": Address(WORKED, programme),
    "whole_board": Address(SEEN, programme),
    "board": Address(SEEN, language),
    "parts": Address(WORKED, language),
    "remove_language": Address(WORKED, language),
    "hand_in": Address("login 404 302 403 403 403", language, "post"),
    "adopt": Address(TAKEN_PART, language),
    "texts_in": Address(TAKEN_PART, language),
    "texts_out": Address(SEEN, in_language(kind="xlsx")),
    "documentation": Address(SEEN, language),
    "documentation_file": Address(SEEN, language),
    "text": Address(SEEN, text),
    "text_draft": Address(TAKEN_PART, text, "post"),
    "text_review": Address(TAKEN_PART, text, "post"),
    "text_decide": Address(TAKEN_PART, text, "post"),
    "text_reopen": Address(TAKEN_PART, text, "post"),
    "text_remark": Address("login 404 200 200 403 403", text, "post"),
}
ADDRESSES = {f"training:{name}": address for name, address in OF_PROGRAMME.items()}
