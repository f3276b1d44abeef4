import functools

from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.comparison.making import make_analysis, make_comparison, make_done, make_read, make_ready
from tests.web.study.making import make_study

from mentorway.web.comparison.actions import analyses
from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.models import Stage
from mentorway.web.study.models import Download

PUBLIC = "200 200 200 200 200 200"
OWN = "login 200 200 200 200 200"
SEEN = "login 404 200 200 404 404"
LED_ON = "login 404 302 302 404 404"
IN_CHARGE = "login 404 403 200 404 404"


def read(world):
    return make_read(make_member(world.partner), world.partner)


def read_pk(world):
    return {"pk": read(world).pk}


def ready_pk(world):
    return {"pk": make_ready(world.partner).pk}


def deleted_pk(world):
    dataset = make_ready(world.partner)
    actions.delete(dataset)
    return {"pk": dataset.pk}


def waiting_pk(world):
    return {"pk": make_comparison(make_ready(world.partner)).pk}


def failed_pk(world):
    return {"pk": make_comparison(make_ready(world.partner), stage=Stage.CANCELLED).pk}


def done(world, **more):
    return {"pk": make_done(world.partner).pk, **more}


def done_with(**more):
    return functools.partial(done, **more)


def waiting_scales(world):
    study = make_study(world.partner)
    return {"pk": Download.objects.create(study=study, kind="scales").pk}


def analysis_pk(world):
    return {"pk": make_done(world.partner).analysis_id}


def removed_pk(world):
    analysis = make_analysis(make_ready(world.partner))
    analyses.remove(analysis)
    return {"pk": analysis.pk}


ADDRESSES = {
    "comparison:comparisons": Address(PUBLIC),
    "comparison:upload": Address(OWN),
    "comparison:deleted": Address(OWN),
    "comparison:example_file": Address(PUBLIC, lambda _world: {"name": "answers.csv"}),
    "comparison:from_study": Address("login 404 404 404 403 403", waiting_scales),
    "comparison:uploaded": Address(LED_ON, lambda world: {"token": read(world).token}),
    "comparison:answers": Address(LED_ON, read_pk),
    "comparison:check": Address(SEEN, read_pk),
    "comparison:choose_columns": Address(LED_ON, read_pk),
    "comparison:discard": Address(SEEN, read_pk),
    "comparison:ask": Address(SEEN, ready_pk),
    "comparison:newer": Address(SEEN, ready_pk),
    "comparison:ask_study": Address("login 404 302 302 404 404", ready_pk, "post"),
    "comparison:cancel_all": Address("login 404 302 302 404 404", ready_pk, "post"),
    "comparison:analysis": Address(LED_ON, analysis_pk),
    "comparison:rename_analysis": Address(IN_CHARGE, analysis_pk),
    "comparison:remove_analysis": Address(IN_CHARGE, analysis_pk),
    "comparison:restore_analysis": Address(IN_CHARGE, removed_pk),
    "comparison:number": Address(SEEN, done_with(key="alpha")),
    "comparison:note": Address("login 404 302 302 404 404", done, "post"),
    "comparison:describe": Address(IN_CHARGE, ready_pk),
    "comparison:delete": Address(IN_CHARGE, ready_pk),
    "comparison:restore": Address(IN_CHARGE, deleted_pk),
    "comparison:overview": Address(SEEN, done),
    "comparison:cancel": Address(LED_ON, waiting_pk),
    "comparison:repeat": Address(LED_ON, failed_pk),
    "comparison:method": Address(SEEN, done),
    "comparison:together": Address("login 404 404 404 404 404", done),
    "comparison:scale": Address(SEEN, done_with(index=1)),
    "comparison:release": Address(SEEN, done_with(index=1)),
    "comparison:drawing": Address(SEEN, done_with(kind="profiles", index=1, language="lt")),
    "comparison:download": Address(SEEN, done_with(kind="json")),
}
