import functools

from django.utils import timezone
from tests.web.access_table import Address
from tests.web.mentoring import making

from mentorway.web.mentoring.models import Side, SupervisionGroup, SupervisionMeeting

OPEN = "200 200 200 200 200 200"
SEEN = WORKED = "login 404 200 200 403 403"


def make(world):
    if "supervision_meeting" not in world.things:
        whole = making.make_round(world.partner, world.people["member"])
        group = SupervisionGroup.objects.create(round=whole, title="Group", supervisor="Rasa Run")
        group.mentors.add(making.join(whole, Side.MENTOR))
        starts = timezone.now() + making.DAY
        world.things["supervision_meeting"] = SupervisionMeeting.objects.create(group=group, starts=starts)
    return world.things["supervision_meeting"]


def whole(world, **more):
    return {"pk": make(world).group.round_id, **more}


def group(world):
    return whole(world, which=make(world).group_id)


def meeting(world):
    return {**group(world), "number": make(world).pk}


def link(world):
    return {"link": make(world).group.mentors.get().link}


OF_SUPPORT = {
    "board": Address(SEEN, whole),
    "export_board": Address(SEEN, whole),
    "supervision": Address(SEEN, whole),
    "new_supervision": Address(WORKED, whole),
    "supervision_group": Address(SEEN, group),
    "change_supervision": Address(WORKED, group),
    "delete_supervision": Address(WORKED, group),
    "supervision_meeting_new": Address(WORKED, group),
    "supervision_meeting": Address(WORKED, meeting),
    "cancel_supervision_meeting": Address(WORKED, meeting),
    "standards": Address(SEEN, whole),
    "export_standards": Address(SEEN, whole),
    "standard_answer": Address(WORKED, functools.partial(whole, key="purpose")),
    "own_supervision": Address(OPEN, link),
    "own_supervision_file": Address(OPEN, link),
}
ADDRESSES = {f"mentoring:{name}": address for name, address in OF_SUPPORT.items()}
