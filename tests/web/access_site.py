"""The public site: everybody reads all of it."""

from tests.web.access_table import Address
from tests.web.dissemination import making, site_making

from mentorway.web.dissemination.models import EntryFile, Kind

PUBLIC = "200 200 200 200 200 200"
NOT_THERE = "404 404 404 404 404 404"  # a file whose content is gone, so that no answer stays open


def language(world, **more):
    return {"language": "en", **more}


def slug_of(kind):
    def found(world):
        name = f"site {kind}"
        if name not in world.things:
            world.things[name] = site_making.make_story(kind, world.partner)
        return language(world, slug=world.things[name].slug)

    return found


def claim(world, **more):
    if "site claim" not in world.things:
        world.things["site claim"] = making.make_published(world.partner)
    return language(world, slug=world.things["site claim"].slug, **more)


def version(world):
    return claim(world, number=1)


def file(world):
    entry = site_making.make_story(Kind.MATERIAL, world.partner)
    kept = EntryFile.objects.create(
        entry=entry, name="guide.pdf", media_type="application/pdf", size=1,
        path="entries/0123456789abcdef0123456789abcdef.pdf", is_shown=True,
    )  # fmt: skip
    return language(world, slug=entry.slug, which=kept.pk)


def programme(world, **more):
    if "site edition" not in world.things:
        world.things["site edition"] = site_making.make_edition(world.partner)
    return language(world, pk=world.things["site edition"].programme_id, **more)


def programme_file(world):
    return programme(world, code="en", kind="json")


def release(world):
    if "site release" not in world.things:
        world.things["site release"] = site_making.make_release(world.partner)
    return language(world, token=world.things["site release"].token)


def secret(world):
    return language(world, secret="unknown")  # noqa: S106 - no secret


def card(world):
    return language(world, kind="site", name="front")


def practices_file(world):
    return {"kind": "pages", "number": 0}


LISTS = (
    "front", "about_pages", "privacy", "results", "news", "events", "calendar", "materials", "programmes",
    "data", "search", "feed", "subscribe",
)  # fmt: skip
CLAIMS = (
    "claim", "claim_chart", "claim_data", "claim_json", "claim_bibtex", "claim_cff", "claim_embed",
)  # fmt: skip
ADDRESSES = {
    **{f"site:{name}": Address(PUBLIC, language) for name in LISTS},
    **{f"site:{name}": Address(PUBLIC, claim) for name in CLAIMS},
    "site:claim_version": Address(PUBLIC, version),
    "site:about": Address(PUBLIC, slug_of("page")),
    "site:news_item": Address(PUBLIC, slug_of("news")),
    "site:event": Address(PUBLIC, slug_of("event")),
    "site:event_calendar": Address(PUBLIC, slug_of("event")),
    "site:material": Address(PUBLIC, slug_of("material")),
    "site:entry_file": Address(NOT_THERE, file),
    "site:programme": Address(PUBLIC, programme),
    "site:programme_file": Address(PUBLIC, programme_file),
    "site:dataset": Address(PUBLIC, release),
    "site:dataset_file": Address(NOT_THERE, release),
    "site:card": Address(PUBLIC, card),
    "site:confirm": Address(PUBLIC, secret),
    "site:leave": Address(PUBLIC, secret),
    "robots": Address(PUBLIC),
    "site_map": Address(PUBLIC),
    "site_map_file": Address(PUBLIC, practices_file),
}
