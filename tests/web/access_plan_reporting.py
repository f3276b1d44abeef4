"""Who may see and do what with person-days, money, reporting periods and the report to the funder."""

import functools

from django.utils import timezone
from tests.web.access_table import Address
from tests.web.plan import making

LOOK = "login 404 200 200 200 200"


def make(world):
    if "plan_reporting" not in world.things:
        project = making.make_project(world.partner, world.people["coordinator"])
        package = making.package(project)
        making.effort(making.line(project, parent=package), world.partner, 3)
        making.period(project)
        world.things["plan_reporting"] = project
    return world.things["plan_reporting"]


def project(world, **more):
    return {"pk": make(world).pk, **more}


def partner(world, **more):
    return project(world, which=make(world).partners.get().pk, **more)


def item(world):
    return project(world, which=make(world).items.first().pk)


def period(world, **more):
    return project(world, number=1, **more)


def reported(world):
    return partner(world, number=1)


def closed(world):
    found = period(world)
    make(world).periods.update(closed=timezone.now())
    return found


OF_REPORTING = {
    "people": Address(LOOK, project),
    "export_people": Address(LOOK, functools.partial(project, kind="csv")),
    "set_efforts": Address(LOOK, item),
    "set_budget": Address(LOOK, partner),
    "periods": Address(LOOK, project),
    "make_periods": Address(LOOK, project),
    "new_period": Address(LOOK, project),
    "period": Address(LOOK, period),
    "change_period": Address(LOOK, period),
    "remove_period": Address(LOOK, period),
    "close_period": Address(LOOK, period),
    "reopen_period": Address(LOOK, closed),
    "period_texts": Address(LOOK, period),
    "report_days": Address(LOOK, reported),
    "report_money": Address(LOOK, reported),
    "funder_report": Address(LOOK, period),
    "funder_report_file": Address(LOOK, functools.partial(period, kind="docx")),
}
ADDRESSES = {f"plan:{name}": address for name, address in OF_REPORTING.items()}
