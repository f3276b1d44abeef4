"""Who may look at the chart, move lines in it, and take files out and in."""

import functools

from tests.web.access_table import Address
from tests.web.plan import making

from mentorway.web.plan.analysis.calendar import link_of

LOOK = "login 404 200 200 200 200"
BY_ADDRESS = "200 200 200 200 200 200"


def make(world):
    if "plan_gantt" not in world.things:
        project = making.make_project(world.partner, world.people["coordinator"])
        making.line(project, "Count", 2, making.line(project))
        world.things["plan_gantt"] = project
    return world.things["plan_gantt"]


def project(world, **more):
    return {"pk": make(world).pk, **more}


def calendar(world):
    return project(world, link=link_of(world.people["member"], make(world)))


OF_CHART = {
    "gantt": Address(LOOK, project),
    "gantt_what_if": Address(LOOK, project, "post"),
    "gantt_move": Address(LOOK, project, "post"),
    "gantt_file": Address(LOOK, functools.partial(project, kind="svg")),
    "plan_files": Address(LOOK, project),
    "export_plan": Address(LOOK, functools.partial(project, kind="csv")),
    "import_plan": Address(LOOK, project),
    "plan_calendar": Address(BY_ADDRESS, calendar),
}
ADDRESSES = {f"plan:{name}": address for name, address in OF_CHART.items()}
