import functools

from tests.web.access_table import Address
from tests.web.practices import practices_making as making

from mentorway.web.core import attachments
from mentorway.web.practices.actions import practices as actions
from mentorway.web.practices.actions import transfer
from mentorway.web.practices.analysis.translated import texts_of
from mentorway.web.practices.models import Practice
from mentorway.web.translation.actions import languages
from mentorway.web.translation.models import Part

PUBLIC = "200 200 200 200 200 200"
OWN = "login 200 200 200 200 200"
SEEN = "login 404 200 200 200 200"
WRITTEN = "login 404 200 200 403 403"
LED = "login 404 403 200 200 200"
DECIDED = "login 404 403 403 200 200"
COORDINATED = "login 403 403 403 200 200"
TAKEN_PART = "login 404 200 200 403 403"
FOR_REVIEWER = "login 404 404 200 403 403"


def practice(world, state=None):
    if "practice" not in world.things:
        world.things["practice"] = making.make_practice(world.partner, state=state)
    return world.things["practice"]


def pk(world, state=None, **more):
    return {"pk": practice(world, state).pk, **more}


def with_(**more):
    return functools.partial(pk, **more)


def token(world, state):
    return {"token": practice(world, state).token}


def published(world):
    return token(world, "published")


def draft(world):
    return token(world, None)


def file(world):
    """A file whose content is gone, so that no answer stays open; its content is tested elsewhere."""
    made = practice(world)
    kept = making.make_file(made)
    attachments.forget(kept.path)
    return {"pk": made.pk, "file": kept.pk}


def published_file(world):
    made = practice(world)
    kept = making.make_file(made)
    attachments.forget(kept.path)
    Practice.objects.filter(pk=made.pk).update(state="published", published=made.created)
    return {"token": made.token, "file": kept.pk}


def deleted(world):
    actions.delete(practice(world))
    return pk(world)


def language(world, **more):
    made = practice(world)
    if "language" not in world.things:
        world.things["language"] = languages.add_language(made.document, code="lt", name="Lietuvių")
        people = {Part.FIRST.value: world.people["member"], Part.REVIEWER.value: world.people["admin"]}
        languages.assign(world.things["language"], world.people["admin"], people=people)
    return {"pk": made.pk, "code": "lt", **more}


def in_language(**more):
    return functools.partial(language, **more)


def text(world):
    return language(world, digest=texts_of(practice(world))[0].digest)


def review(world):
    """Ask the world's administrator to review a practice of somebody else."""
    made = making.make_practice(state="submitted")
    (asked,) = making.ask(made, world.people["admin"])
    return {"pk": asked.pk}


def asked_review(world):
    made = practice(world, "submitted")
    (asked,) = making.ask(made, making.make_reviewer())
    return {"pk": made.pk, "review": asked.pk}


def judgement(world):
    made = practice(world, "accepted")
    other = world.people["stranger"]
    judged = transfer.judge(
        made, other, partner=other.memberships.get().partner, verdict="as_is", conditions=""
    )
    return {"pk": made.pk, "judgement": judged.pk}


ADDRESSES = {
    "practices:practices": Address(OWN),
    "practices:export": Address(OWN, lambda _world: {"kind": "csv"}),
    "practices:deleted": Address(OWN),
    "practices:create": Address(OWN),
    "practices:public": Address(PUBLIC),
    "practices:public_practice": Address(PUBLIC, published),
    "practices:public_file": Address("404 404 404 404 404 404", published_file),
    "practices:cite": Address("404 404 302 302 302 302", draft),
    "practices:bibtex": Address("404 404 200 200 200 200", draft),
    "practices:topics": Address(OWN),
    "practices:add_topic": Address(COORDINATED),
    "practices:topic": Address(COORDINATED, lambda _world: {"slug": "one-to-one"}),
    "practices:reviews": Address(OWN),
    "practices:agreement": Address(COORDINATED),
    "practices:review": Address(FOR_REVIEWER, review),
    "practices:decline": Address(FOR_REVIEWER, review),
    "practices:practice": Address(SEEN, pk),
    "practices:edit": Address(WRITTEN, pk),
    "practices:hand_in_practice": Address(WRITTEN, pk),
    "practices:history": Address(SEEN, pk),
    "practices:revision": Address(SEEN, with_(number=1)),
    "practices:files": Address(SEEN, pk),
    "practices:file": Address("login 404 404 404 404 404", file),
    "practices:remove_file": Address(WRITTEN, file),
    "practices:withdraw": Address(LED, pk),
    "practices:resume": Address(LED, with_(state="withdrawn")),
    "practices:reopen": Address("login 403 403 200 200 200", with_(state="accepted")),
    "practices:publish": Address("login 403 403 200 200 200", with_(state="accepted")),
    "practices:unpublish": Address("login 403 403 200 200 200", with_(state="published")),
    "practices:delete": Address(LED, pk),
    "practices:restore": Address(LED, deleted),
    "practices:reviewers": Address(DECIDED, with_(state="submitted")),
    "practices:start_review": Address(DECIDED, with_(state="submitted")),
    "practices:take_back": Address(DECIDED, asked_review),
    "practices:decision": Address(DECIDED, with_(state="submitted")),
    "practices:remarks": Address(SEEN, pk),
    "practices:judge": Address("login 200 403 403 200 200", with_(state="accepted")),
    "practices:change_judgement": Address("login 200 403 403 200 200", judgement),
    "practices:take_back_judgement": Address("login 200 403 403 200 200", judgement),
    "practices:languages": Address(SEEN, pk),
    "practices:add_language": Address(SEEN, pk),
    "practices:whole_board": Address(SEEN, pk),
    "practices:board": Address(SEEN, language),
    "practices:parts": Address(SEEN, language),
    "practices:remove_language": Address(SEEN, language),
    "practices:hand_in": Address("login 404 302 403 403 403", language, "post"),
    "practices:adopt": Address(TAKEN_PART, language),
    "practices:texts_in": Address(TAKEN_PART, language),
    "practices:texts_out": Address(SEEN, in_language(kind="xlsx")),
    "practices:documentation": Address(SEEN, language),
    "practices:documentation_file": Address(SEEN, language),
    "practices:text": Address(SEEN, text),
    "practices:text_draft": Address(TAKEN_PART, text, "post"),
    "practices:text_review": Address(TAKEN_PART, text, "post"),
    "practices:text_decide": Address(TAKEN_PART, text, "post"),
    "practices:text_reopen": Address(TAKEN_PART, text, "post"),
    "practices:text_remark": Address(SEEN, text, "post"),
}
