"""A node: a process with its own data folder, answers and key; does one step and says what came of it.

Run by `four_processes.py`. It works with the same actions as the pages, on an installation of its own.
"""

# ruff: noqa: S106 - an installation that is thrown away

import json
import os
import sys
from pathlib import Path


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorway.web.settings")
    import django  # noqa: PLC0415

    django.setup()
    step, folder, *more = sys.argv[1:]
    print(json.dumps(STEPS[step](Path(folder), *more)), flush=True)  # noqa: T201 - it is read by who started it


def tables(_folder):
    """Make the tables from the models, which takes seconds; migrations are tested elsewhere."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    class Without(dict):
        def __contains__(self, _app):
            return True

        def __getitem__(self, _app):
            return None

    settings.MIGRATION_MODULES = Without()
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"tables": len(connection.introspection.table_names())}


def user():
    from mentorway.web.accounts.models import User  # noqa: PLC0415
    from mentorway.web.network.models import Membership, Partner  # noqa: PLC0415

    known = User.objects.filter(email="coordinator@example.org").first()
    if known:
        return known, Partner.objects.get()
    made = User.objects.create_user(
        email="coordinator@example.org", name="Coordinator", password="a long password"
    )
    partner = Partner.objects.create(name="Here", country="LT", sector="education", search_text="Here")
    Membership.objects.create(user=made, partner=partner, role="coordinator")
    return made, partner


def begin(folder, slug, country):
    """Make the key; give the card out."""
    from mentorway.web.federation.actions import own  # noqa: PLC0415

    row = own.begin(user()[0], slug=slug, title=slug, country=country)
    (folder / f"{slug}.card").write_text(row.card)
    return {"slug": slug}


def know(folder, part, *cards):
    """Register cards and compare their fingerprints, as people do by voice."""
    from mentorway.web.federation.actions import nodes  # noqa: PLC0415
    from mentorway.web.federation.analysis.nodes import card_of  # noqa: PLC0415

    for card in cards:
        path, _equals, group = card.partition("=")
        row = nodes.register(user()[0], part=part, data=Path(path).read_bytes(), group=group)
        nodes.confirm(row, user()[0], digits=card_of(row).fingerprint)
    return {"known": len(cards)}


def call(folder, address_by_network, fewest):
    """Sign a call of the coordinator."""
    import datetime as dt  # noqa: PLC0415

    from mentorway.answers import read_codebook  # noqa: PLC0415
    from mentorway.web.federation.actions import calls  # noqa: PLC0415
    from mentorway.web.federation.analysis.calls import Terms  # noqa: PLC0415

    today = dt.datetime.now(dt.UTC).date()
    terms = Terms(
        "Four countries",
        ("country",),
        int(fewest),
        today,
        today + dt.timedelta(days=9),
        address_by_network == "yes",
    )
    scales = dict(read_codebook(folder / "codebook.json").scales())
    made, partner = user()
    row = calls.make(made, partner=partner, terms=terms, scales=scales, wanted=[])
    (folder / "call.json").write_text(row.document)
    return {"call": row.slug}


def sign(folder, answers):
    """Take the call, sum up the answers of this country, sign and put it on its way; nothing is sent yet."""
    from mentorway.answers import read_codebook, read_table, store  # noqa: PLC0415
    from mentorway.web.comparison.analysis import files  # noqa: PLC0415
    from mentorway.web.comparison.models import Dataset, Edition, State  # noqa: PLC0415
    from mentorway.web.federation import queries  # noqa: PLC0415
    from mentorway.web.federation.actions import answering  # noqa: PLC0415
    from mentorway.web.federation.analysis.preparing import Source, look  # noqa: PLC0415

    made, partner = user()
    kept = store(
        read_table(folder / answers), read_codebook(folder / "codebook.json"), group="country",
        folder=files.folder("snapshots"),
    )  # fmt: skip
    row = Dataset.objects.create(
        partner=partner, title=answers, answers_name=answers, codebook_name="c", group="country", facts=[],
        state=State.READY, sha256=kept.sha256,
    )  # fmt: skip
    Edition.objects.create(dataset=row, number=1, sha256=kept.sha256, rows=kept.rows)
    asked = answering.take(made, data=(folder / "call.json").read_bytes())
    import datetime as dt  # noqa: PLC0415

    source = Source(dataset=row)
    seen = look(asked, source, list(queries.all_sent()), dt.datetime.now(dt.UTC).date())
    wish = answering.Wish(seen.digest, leaves_out=False, by_network=True)
    sent = answering.sign(asked, made, look=seen, wish=wish)
    return {"sent": sent.pk, "people": sent.people, "withheld": sent.withheld, "file": sent.digest_hash}


def deliver(_folder, pk):
    """Send what is on its way, as the worker does."""
    from mentorway.federation.sending import UnreachableError  # noqa: PLC0415
    from mentorway.web.federation import tasks  # noqa: PLC0415
    from mentorway.web.federation.models import Sent  # noqa: PLC0415

    try:
        tasks.send_now(int(pk))
    except UnreachableError as error:
        return {"stage": "waiting", "why": str(error)}
    row = Sent.objects.get(pk=pk)
    return {"stage": str(row.stage), "why": row.problem, "receipt": bool(row.receipt)}


def together(_folder):
    """Put together what came, on the coordinator's side."""
    from mentorway.web.comparison.analysis import files  # noqa: PLC0415
    from mentorway.web.federation.actions import calls  # noqa: PLC0415
    from mentorway.web.federation.models import Call  # noqa: PLC0415

    found = calls.put_together(Call.objects.get(), user()[0])
    path = files.sums_path(found.edition.sha256)
    return {
        "people": found.people,
        "withheld": found.withheld,
        "edition": found.edition.number,
        "sums": str(path),
    }


def came(_folder):
    """Say how many packages are here."""
    from mentorway.web.federation.models import Received  # noqa: PLC0415

    return {"count": Received.objects.count()}


STEPS = {one.__name__: one for one in (tables, begin, know, call, sign, deliver, together, came)}

if __name__ == "__main__":
    main()
