import datetime as dt
import functools

from django.utils import timezone
from tests.web.access_table import Address
from tests.web.pilots import making

OPEN = "200 200 200 200 200 200"
OWN = "login 200 200 200 200 200"
PEOPLE = "login 404 200 200 403 403"
BACK = "login 302 302 302 302 302"


def make(world):
    if "attendance_meeting" not in world.things:
        cohort = making.make_cohort(world.partner, world.people["member"])
        making.enrol(cohort)
        starts = timezone.now() - dt.timedelta(minutes=10)
        world.things["attendance_meeting"] = making.make_meeting(cohort, starts)
    return world.things["attendance_meeting"]


def cohort(world, **more):
    return {"pk": make(world).cohort_id, **more}


def meeting(world):
    found = make(world)
    return {"pk": found.cohort_id, "which": found.pk}


def alone(world):
    return {"pk": make(world).pk}


def token(world):
    return {"token": make(world).token}


OF_ATTENDANCE = {
    "attendance": Address(PEOPLE, cohort),
    "attendance_sheet": Address(PEOPLE, cohort),
    "attendance_log": Address(PEOPLE, cohort),
    "attendance_file": Address(PEOPLE, functools.partial(cohort, kind="csv")),
    "wall": Address(PEOPLE, meeting),
    "wall_code": Address(PEOPLE, meeting),
    "door_sign": Address(PEOPLE, meeting),
    "mark": Address(PEOPLE, meeting),
    "day": Address(OWN),
    "day_meeting": Address(PEOPLE, alone),
    "here": Address(OPEN, token),
    "here_sign_in": Address(BACK, token),
}
ADDRESSES = {f"pilots:{name}": address for name, address in OF_ATTENDANCE.items()}
