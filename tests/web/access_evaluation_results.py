"""Who may see and do what with what an evaluation found."""

import functools

from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.evaluation import gathering_making, making

from mentorway.web.evaluation.models import Result

SEEN = "login 404 200 200 200 200"
WORKED = "login 404 200 200 403 403"
POSTED = "login 404 302 302 403 403"


def whole(world, **more):
    if "evaluation_result" not in world.things:
        maker = make_member(world.partner)
        found = making.make_running(partner=world.partner, user=maker)
        for email in making.people_of(found.cohorts.get()):
            gathering_making.answered(found, email, 2, 3)
        world.things["evaluation_result"] = gathering_making.done(found)
    return {"pk": world.things["evaluation_result"].evaluation_id, **more}


def version(world, **more):
    return whole(world, number=1, **more)


def waiting(world):
    found = whole(world, number=2)
    Result.objects.create(evaluation_id=found["pk"], number=2, seed=1, asked={"study": ""})
    return found


OF_RESULTS = {
    "results": Address(SEEN, whole),
    "new_result": Address(WORKED, whole),
    "compare_results": Address(SEEN, whole),
    "result": Address(SEEN, version),
    "result_part": Address(SEEN, functools.partial(version, part="levels")),
    "export_result": Address(SEEN, functools.partial(version, kind="csv")),
    "stop_result": Address(POSTED, waiting, "post"),
    "result_words": Address(WORKED, version),
}
ADDRESSES = {f"evaluation:{name}": address for name, address in OF_RESULTS.items()}
