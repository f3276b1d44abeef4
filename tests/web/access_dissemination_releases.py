"""Who may see and do what with open data."""

import hashlib

from tests.web.access_table import Address
from tests.web.dissemination import releasing

from mentorway.web.dissemination.analysis import release_files
from mentorway.web.dissemination.models import Release, Stage

ALL = "login 200 200 200 200 200"
SEEN = "login 404 200 200 200 200"
POSTED = "login 404 302 302 302 302"
SECOND = "login 404 403 403 200 200"


def study_of(world):
    if "study_to_open" not in world.things:
        world.things["study_to_open"] = releasing.make_study(world.partner)
    return world.things["study_to_open"]


def make(world):
    if "release" not in world.things:
        facts = {
            "title": "Open answers", "description": {"en": "What people think."},
            "created_by": world.people["member"],
        }  # fmt: skip
        world.things["release"] = Release.objects.create(study=study_of(world), number=1, **facts)
    return world.things["release"]


def begun(world):
    return {"study": study_of(world).pk}


def one(world):
    return {"pk": make(world).pk}


def packed(world):
    release = make(world)
    content = b"packed"
    release.path, release.sha256 = release_files.keep(content)
    release.stage, release.verdict, release.size = Stage.READY, {}, len(content)
    assert release.sha256 == hashlib.sha256(content).hexdigest()
    release.save()
    return {"pk": release.pk}


OF_RELEASES = {
    "releases": Address(ALL),
    "new_release": Address(ALL),
    "begin_release": Address(SEEN, begun),
    "release": Address(SEEN, one),
    "change_release": Address(SEEN, one),
    "choose_release": Address(SEEN, one),
    "pack_release": Address(POSTED, one, "post"),
    "stop_release": Address(POSTED, one, "post"),
    "release_file": Address(SEEN, packed),
    "publish_release": Address(SECOND, packed),
    "withdraw_release": Address(SEEN, one),
    "release_doi": Address(SEEN, one),
    "delete_release": Address(SEEN, one),
}
ADDRESSES = {f"dissemination:{name}": address for name, address in OF_RELEASES.items()}
