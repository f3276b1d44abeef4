from django.utils import timezone
from tests.web.access_table import Address
from tests.web.plan import making

from mentorway.web.plan.models import Baseline, Kind

ALL = "login 200 200 200 200 200"
LOOK = "login 404 200 200 200 200"
MADE = "login 404 302 302 302 302"
BIN = "login 404 403 200 404 404"


def make(world):
    if "plan_project" not in world.things:
        project = making.make_project(world.partner, world.people["coordinator"])
        first = making.line(project)
        making.line(project, "Count", 2, first)
        world.things["plan_project"] = project
    return world.things["plan_project"]


def project(world, **more):
    return {"pk": make(world).pk, **more}


def empty(world):
    return {"pk": making.make_project(world.partner, world.people["coordinator"]).pk}


def deleted(world):
    found = making.make_project(world.partner, deleted=timezone.now())
    return {"pk": found.pk}


def partner(world):
    return project(world, which=make(world).partners.first().pk)


def item(world):
    return project(world, which=make(world).items.order_by("pk")[1].pk)


def removed(world):
    found = making.line(make(world), kind=Kind.MILESTONE, removed=timezone.now())
    return project(world, which=found.pk)


def dependency(world):
    return {**item(world), "before": make(world).items.order_by("pk")[0].pk}


def baseline(world):
    found, _new = Baseline.objects.get_or_create(project=make(world), title="As agreed", dates={})
    return project(world, which=found.pk)


OF_PROJECTS = {
    "projects": Address(ALL),
    "new_project": Address(ALL),
    "deleted_projects": Address(ALL),
    "project": Address(LOOK, project),
    "change_project": Address(LOOK, project),
    "use_template": Address(LOOK, empty),
    "delete_project": Address("login 404 403 200 200 403", project),
    "restore_project": Address(BIN, deleted),
    "partners_of": Address(LOOK, project),
    "add_partner": Address(LOOK, project),
    "change_partner": Address(LOOK, partner),
    "remove_partner": Address(LOOK, partner),
    "items": Address(LOOK, project),
    "new_item": Address(LOOK, project),
    "item": Address(LOOK, item),
    "change_item": Address(LOOK, item),
    "remove_item": Address(LOOK, item),
    "restore_item": Address(LOOK, removed),
    "move_item": Address(MADE, item, "post"),
    "state_progress": Address(LOOK, item),
    "set_dependency": Address(LOOK, item),
    "remove_dependency": Address(LOOK, dependency),
    "baselines": Address(LOOK, project),
    "baseline": Address(LOOK, baseline),
    "delete_baseline": Address(LOOK, baseline),
}
ADDRESSES = {f"plan:{name}": address for name, address in OF_PROJECTS.items()}
