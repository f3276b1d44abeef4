from django.utils import timezone
from tests.web.access_table import Address
from tests.web.dissemination import entry_making, making

from mentorway.web.core import attachments
from mentorway.web.dissemination.models import State, TargetGroup

ALL = "login 200 200 200 200 200"
LOOK = "login 404 200 200 200 200"
SECOND = "login 404 403 403 200 200"
DISPOSE = "login 404 403 200 403 403"
BIN = "login 404 403 200 404 404"
MADE = "login 404 302 302 302 302"
BACK = "login 404 403 403 200 200"
GROUPS = "login 403 403 403 200 200"


def make(world):
    if "entry" not in world.things:
        world.things["entry"] = making.make_entry(world.partner, world.people["coordinator"])
    return world.things["entry"]


def entry(world, **more):
    return {"pk": make(world).pk, **more}


def text(world):
    return entry(world, language="lt")


def file(world):
    """A file whose content is gone, so that no answer stays open; its content is tested elsewhere."""
    if "entry_file" not in world.things:
        world.things["entry_file"] = entry_making.add_file(make(world))
        attachments.forget(world.things["entry_file"].path)
    return entry(world, which=world.things["entry_file"].pk)


def revision(world):
    row = make(world)
    if not row.revisions.exists():
        row.revisions.create(number=1, fields={"title_en": "Old"})
    return entry(world, number=1)


def public(world):
    row = make(world)
    row.shown, row.state, row.published = row.texts, State.PUBLISHED, timezone.now()
    row.save()
    return {"pk": row.pk}


def deleted(world):
    return {"pk": making.make_entry(world.partner, deleted=timezone.now()).pk}


def group(_world):
    return {"which": TargetGroup.objects.create(texts={"en": {"name": "Mentors"}}).pk}


OF_ENTRIES = {
    "entries": Address(ALL),
    "deleted_entries": Address(ALL),
    "figures_to_name": Address(ALL),
    "new_entry": Address(ALL),
    "begin_entry": Address(ALL, lambda _world: {"kind": "event"}),
    "target_groups": Address(GROUPS),
    "new_target_group": Address(GROUPS),
    "change_target_group": Address(GROUPS, group),
    "remove_target_group": Address(GROUPS, group),
    "entry": Address(LOOK, entry),
    "change_entry": Address(LOOK, entry),
    "entry_text": Address(LOOK, text),
    "entry_preview": Address(LOOK, text),
    "entry_files": Address(LOOK, entry),
    "entry_file": Address("login 404 404 404 404 404", file),
    "change_entry_file": Address(LOOK, file),
    "remove_entry_file": Address(LOOK, file),
    "entry_history": Address(LOOK, entry),
    "entry_revision": Address(LOOK, revision),
    "bring_back_entry_texts": Address(MADE, revision, "post"),
    "hand_in_entry": Address(MADE, entry, "post"),
    "take_back_entry": Address(MADE, entry, "post"),
    "publish_entry": Address(SECOND, entry),
    "send_back_entry": Address(BACK, entry, "post"),
    "withdraw_entry": Address(LOOK, public),
    "delete_entry": Address("login 404 403 200 200 403", entry),
    "restore_entry": Address(BIN, deleted),
}
ADDRESSES = {f"dissemination:{name}": address for name, address in OF_ENTRIES.items()}
