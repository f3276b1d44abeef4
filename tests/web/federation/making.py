"""Installations that know each other, calls and packages, as tests of the pages start from them."""

import datetime as dt
import functools
import tempfile
from pathlib import Path

from django.utils import timezone
from tests.comparing.making import make_codebook, make_table
from tests.conftest import make_member, make_partner
from tests.federation.making import SCALES, card_of, key_of, split

from mentorway.federation import Floor, Sending, made_call, made_envelope, prepare
from mentorway.federation.calls import Call as Wanted
from mentorway.federation.cards import made_card
from mentorway.federation.making import block_of
from mentorway.web.comparison.analysis import files as comparison_files
from mentorway.web.comparison.models import Dataset, Edition, State
from mentorway.web.federation import queries
from mentorway.web.federation.actions import answering
from mentorway.web.federation.actions import calls as call_actions
from mentorway.web.federation.actions import own as own_actions
from mentorway.web.federation.analysis import calls
from mentorway.web.federation.analysis.preparing import Source, look
from mentorway.web.federation.models import Asked, Identity, Node, Part, Standing

HUB = 90


def today():
    return timezone.localdate()


def make_own(user=None):
    """Return the key of this installation, made if there is none."""
    user = user or make_member(role="coordinator")
    return Identity.objects.filter(is_current=True).first() or own_actions.begin(
        user, slug="here", title="Here", country="SE"
    )


def make_node(number=1, *, part=Part.NODE, slug="", standing=Standing.CONFIRMED, **more):
    """Return a known installation with the key of that number."""
    day = today()
    card = card_of(
        slug or f"node-{number}", number, begins=day - dt.timedelta(days=9), ends=day + dt.timedelta(days=99)
    )
    document = made_card(card, key_of(number)).data.decode()
    values = {"part": part, "slug": card.id, "title": card.name, "country": "SE", "card": document}
    return Node.objects.create(**{**values, "standing": standing, **more})


def make_hub(**more):
    return make_node(HUB, part=Part.COORDINATOR, slug="hub", **more)


@functools.cache
def scales():
    return dict(make_codebook(SCALES).scales())


def make_call(user=None, *, partner=None, by=("country",), fewest=10, closes=30):
    """Return a call of ours."""
    make_own()
    terms = calls.Terms("Trust", by, fewest, today(), today() + dt.timedelta(days=closes), by_network=True)
    return call_actions.make(
        user or make_member(role="coordinator"),
        partner=partner or make_partner(),
        terms=terms,
        scales=scales(),
        wanted=[],
    )


@functools.cache
def countries():
    """Return the answers of four countries, each stored on its own, and all of them in one place."""
    return split(Path(tempfile.mkdtemp()))


def package_for(call, number, country, *, sequence=1):
    """Return what a node sends for a call of ours."""
    wanted = calls.of_call(call)
    package = prepare(countries()[1][country], wanted, Floor(fewest=1)).package
    sending = Sending(f"node-{number}", sequence, sequence - 1, today())
    return made_envelope(package, wanted, call.digest_hash, sending, key_of(number)).data


def call_of_hub(*, by=("country",), fewest=10, address="", **more):
    """Return a call as a coordinator elsewhere signs it."""
    blocks = tuple(block_of(name, items) for name, items in scales().items())
    values = {"opens": today(), "closes": today() + dt.timedelta(days=30), "patterns": False, **more}
    call = Wanted("their-call", "Their call", "hub", by, blocks, fewest, address=address, **values)
    return made_call(call, key_of(HUB)).data


def make_asked(user=None, **more):
    """Return a call of somebody else, taken here."""
    known = Asked.objects.first()
    if known:
        return known
    if not Node.objects.filter(slug="hub").exists():
        make_hub()
    return answering.take(user or make_member(role="coordinator"), data=call_of_hub(**more))


def make_answers(partner, people=120, *, seed=5):
    """Return stored answers of one country."""
    from mentorway.answers import store  # noqa: PLC0415

    table = make_table({"LT": 400}, make_codebook(SCALES), seed=seed).slice(0, people)
    kept = store(table, make_codebook(SCALES), group="country", folder=comparison_files.folder("snapshots"))
    row = Dataset.objects.create(
        partner=partner, title="Our answers", answers_name="a.csv", codebook_name="c.csv", group="country",
        facts=[], state=State.READY, sha256=kept.sha256,
    )  # fmt: skip
    Edition.objects.create(dataset=row, number=1, sha256=kept.sha256, rows=kept.rows)
    return row


def make_sent(user, partner, *, asked=None, people=120, by_network=False):
    """Return a package that was looked at and signed."""
    make_own()
    asked, source = asked or make_asked(user), Source(dataset=make_answers(partner, people))
    seen = look(asked, source, list(queries.all_sent()), today())
    wish = answering.Wish(seen.digest, leaves_out=False, by_network=by_network)
    return answering.sign(asked, user, look=seen, wish=wish)


def card_file(number=1, slug=""):
    day = today()
    card = card_of(slug or f"node-{number}", number, begins=day, ends=day + dt.timedelta(days=99))
    return made_card(card, key_of(number)).data
