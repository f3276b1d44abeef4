"""Who may see and do what with cohorts and their meetings."""

import functools

from django.utils import timezone
from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.pilots import making

from mentorway.web.pilots.actions import cohorts, meetings

OWN = "login 200 200 200 200 200"
SEEN = "login 404 200 200 200 200"
WORKED = "login 404 200 200 403 403"
IN_CHARGE = "login 404 403 200 403 403"
IN_BIN = "login 404 403 200 404 404"
BY_ADDRESS = "200 200 200 200 200 200"


def cohort(world, **more):
    if "cohort" not in world.things:
        maker = make_member(world.partner)
        world.things["cohort"] = making.make_cohort(world.partner, maker)
    return {"pk": world.things["cohort"].pk, **more}


def with_(**more):
    return functools.partial(cohort, **more)


def deleted(world):
    found = cohort(world)
    cohorts.delete(world.things["cohort"])
    return found


def meeting(world):
    found = cohort(world)
    if "cohort_meeting" not in world.things:
        to_come = timezone.now() + making.DAY
        world.things["cohort_meeting"] = making.make_meeting(world.things["cohort"], to_come)
    return {**found, "which": world.things["cohort_meeting"].pk}


def cancelled(world):
    found = meeting(world)
    meetings.cancel(world.things["cohort_meeting"], why="The room is closed.")
    return found


def calendar(world):
    return {"link": meetings.renew_calendar(world.people["member"]).link}


OF_COHORTS = {
    "cohorts": Address(OWN),
    "new_cohort": Address(OWN),
    "deleted_cohorts": Address(OWN),
    "calendar_link": Address(OWN),
    "calendar": Address(BY_ADDRESS, calendar),
    "cohort": Address(SEEN, cohort),
    "change_cohort": Address(WORKED, cohort),
    "cohort_state": Address(WORKED, with_(state="finished")),
    "delete_cohort": Address(IN_CHARGE, cohort),
    "restore_cohort": Address(IN_BIN, deleted),
    "cohort_calendar": Address(SEEN, cohort),
    "plan_meetings": Address(WORKED, cohort),
    "new_meeting": Address(WORKED, cohort),
    "meeting": Address(SEEN, meeting),
    "change_meeting": Address(WORKED, meeting),
    "cancel_meeting": Address(WORKED, meeting),
    "restore_meeting": Address(WORKED, cancelled),
    "remove_meeting": Address(WORKED, meeting),
}
ADDRESSES = {f"pilots:{name}": address for name, address in OF_COHORTS.items()}
