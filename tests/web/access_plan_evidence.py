"""Who may say what shows that a line is done."""

from django.utils import timezone
from tests.web.access_table import Address
from tests.web.plan import making

from mentorway.web.network.models import Visit
from mentorway.web.plan.models import Evidence

LOOK = "login 404 200 200 200 200"


def make(world):
    if "plan_evidence" not in world.things:
        now = timezone.now()
        project = making.make_project(world.partner, world.people["coordinator"])
        visit = Visit.objects.create(
            title="Visit", host=world.partner, starts=now, ends=now + timezone.timedelta(hours=1)
        )
        world.things["plan_evidence"] = Evidence.objects.create(item=making.line(project), visit=visit)
    return world.things["plan_evidence"]


def item(world, **more):
    row = make(world)
    return {"pk": row.item.project_id, "which": row.item_id, **more}


def evidence(world):
    return item(world, evidence=make(world).pk)


ADDRESSES = {
    "plan:add_evidence": Address(LOOK, item),
    "plan:remove_evidence": Address(LOOK, evidence),
}
