"""The public site at 100,000 published practices: how long the server works for a page, and how large it is.

Run: python -m benchmarks.site [--practices 100000]
A database of its own is filled (SQLite, in a folder that is dropped afterwards) with practices, 500 claims
and 2,000 publications in five languages; every page is then asked for without an account, as the first reader
of a new version would. Each line is the median of nine answers: processor time and time on the clock in
milliseconds, and bytes as they are before packing. Pages must stay below 50 ms of processor time and 60 kB;
files for programs (feed, map, calendar) have no mark for size. There is no peer to compare with: what is
measured is ours alone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

SEED = 20261129
TIMES = 9
MARK_MS, MARK_BYTES = 50.0, 60_000
PARTNERS, CLAIMS, ENTRIES = 60, 500, 2000
LANGUAGES = ("en", "lt", "lv", "sv", "fi")
WORDS = (
    "mentor mentee practice school company region skills learning "
    "meeting goal trust answer country partner evaluation change "
    "result pilot training evidence azuolas kehitys utveckling attīstība pokytis tulos"
)
PAGES = (
    "", "about/", "about/entry-0/", "results/", "results/?page=20", "results/?q=trust",
    "results/?basis=count", "results/claim-7/", "results/claim-7/1/", "results/claim-7/embed/", "news/",
    "news/?page=20", "news/entry-1/", "events/", "events/entry-2/", "materials/", "materials/entry-3/",
    "programme/", "data/", "search/?q=mentor", "search/?q=zebra", "search/?q=mentor+trust",
    "search/?q=mentor&kind=practices&page=5", "search/?q=me", "letters/", "privacy/",
)  # fmt: skip
FILES = (
    "/en/results/claim-7/chart.svg", "/en/results/claim-7/claim.json", "/en/card/claim/claim-7.png",
    "/en/feed.atom", "/en/calendar.ics", "/sitemap.xml", "/sitemap-pages-0.xml",
    "/sitemap-publications-0.xml", "/sitemap-claims-0.xml", "/sitemap-practices-3.xml", "/robots.txt",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--practices", type=int, default=100_000)
    parser.add_argument("--here", action="store_true", help="measure the database of the settings")
    parser.add_argument("--filled", action="store_true", help="which was filled by an earlier run")
    options = parser.parse_args()
    if options.here:
        sys.exit(0 if measure(options.practices, is_filled=options.filled) else 1)
    with tempfile.TemporaryDirectory(prefix="mentorway-site-") as data:
        settings = {"MENTORWAY_DATA": data, "DATABASE_URL": "", "PYTHONPATH": "src", "MENTORWAY_DEBUG": "0"}
        settings |= {"DJANGO_SETTINGS_MODULE": "mentorway.web.settings", "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "benchmarks.site", "--here", "--practices", str(options.practices)]
        if subprocess.run(command, env={**os.environ, **settings}, check=False).returncode:
            raise SystemExit("A page of the public site missed its mark.")


def measure(count: int, *, is_filled: bool) -> bool:
    """Fill the configured database and ask for every page; return whether every mark was met."""
    import django  # noqa: PLC0415 - the settings are read from this process's environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import get_resolver  # noqa: PLC0415

    from mentorway.web.dissemination.views import site_feeds  # noqa: PLC0415

    start = time.perf_counter()
    get_resolver().url_patterns  # noqa: B018 - what is wrong in the program is seen before filling, not after
    if not is_filled:
        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        partners = fill_partners()
        fill_practices(count, partners)
        fill_claims(partners)
        fill_entries(partners)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {count} practices, {CLAIMS} claims, {ENTRIES} publications", end="; ")
    print(f"ready after {time.perf_counter() - start:.0f} s")
    print(f"{'page':<46}{'cpu ms':>9}{'clock ms':>10}{'bytes':>9}")
    site_feeds.MOST_A_MINUTE = 10_000  # type: ignore[misc]
    client = Client(HTTP_HOST="localhost", HTTP_USER_AGENT="Mozilla/5.0")
    pages = [shown(client, f"/en/{page}", small=True) for page in PAGES]
    files = [shown(client, page, small=False) for page in FILES]
    return all([*pages, *files])


def shown(client: Any, address: str, *, small: bool) -> bool:
    """Ask for one page and print what it took; return whether it met its marks."""
    answer = client.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address}: {answer.status_code}")
    cpu, clock = [], []
    for _time in range(TIMES):
        before, begins = time.process_time(), time.perf_counter()
        answer = client.get(address)
        cpu.append(1000 * (time.process_time() - before))
        clock.append(1000 * (time.perf_counter() - begins))
    worked, size = statistics.median(cpu), len(answer.content)
    good = not small or (worked < MARK_MS and size <= MARK_BYTES)
    line = f"{address:<46}{worked:>9.1f}{statistics.median(clock):>10.1f}{size:>9}"
    print(f"{line}{'' if good else '   missed'}", flush=True)
    return good


def said(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS.split(), k=count))


def fill_partners() -> Any:
    from mentorway.web.network.models import Partner  # noqa: PLC0415

    return Partner.objects.bulk_create(
        Partner(
            name=f"Partner {number}",
            country=("FI", "SE", "LV", "LT")[number % 4],
            sector="education",
            is_public=True,
            search_text=f"partner {number}",
        )
        for number in range(PARTNERS)
    )


def fill_practices(count: int, partners: Any) -> None:
    from mentorway.web.practices.models import Practice, PracticeState  # noqa: PLC0415
    from mentorway.web.translation.models import Document, Language  # noqa: PLC0415

    chance = random.Random(SEED)
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for start in range(0, count, 2000):
        documents = Document.objects.bulk_create(Document() for _number in range(min(2000, count - start)))
        rows = []
        for number, document in enumerate(documents, start):
            title, text = f"{said(chance, 5)} {number}", said(chance, 120)
            rows.append(
                Practice(
                    document=document,
                    partner=chance.choice(partners),
                    title=title,
                    summary=text[:300],
                    country=chance.choice(["FI", "SE", "LV", "LT"]),
                    sector="both",
                    method=text,
                    need=text,
                    language=LANGUAGES[number % 5],
                    state=PracticeState.PUBLISHED,
                    published=day,
                    changed=day + dt.timedelta(minutes=number),
                    title_key=title,
                    search_text=f"{title} {text} {'zebra' if number % 9999 == 0 else ''}",
                )
            )
        Practice.objects.bulk_create(rows, batch_size=500)
        Language.objects.bulk_create(
            [Language(document=row.document, code=row.language, name="x", is_source=True) for row in rows],
            batch_size=2000,
        )


def fill_claims(partners: Any) -> None:
    from mentorway.web.core.wording import kept  # noqa: PLC0415
    from mentorway.web.dissemination.analysis.chain import chain_of  # noqa: PLC0415
    from mentorway.web.dissemination.analysis.chain import kept as kept_chain  # noqa: PLC0415
    from mentorway.web.dissemination.models import Basis, Claim, ClaimVersion, State  # noqa: PLC0415
    from mentorway.wording import Message  # noqa: PLC0415

    chance = random.Random(SEED)
    moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    rows = []
    for number in range(CLAIMS):
        made = {
            code: {
                "title": said(chance, 6),
                "sentence": f"{{figure}} {said(chance, 20)}",
                "limits": said(chance, 40),
            }
            for code in LANGUAGES
        }
        words = " ".join(text for one in made.values() for text in one.values())
        rows.append(
            Claim(
                partner=partners[number % PARTNERS],
                slug=f"claim-{number}",
                texts=made,
                basis=Basis.COUNT,
                key="practices",
                state=State.PUBLISHED,
                published=moment + dt.timedelta(minutes=number),
                search_text=words,
            )
        )
    rows = Claim.objects.bulk_create(rows)
    chain = kept_chain(chain_of(rows[0]))
    other = [kept(Message("It rests on other data than version %(number)d.", {"number": 1}))]
    ClaimVersion.objects.bulk_create(
        ClaimVersion(
            claim=row,
            number=number,
            texts=row.texts,
            value=0.42,
            low=0.31,
            high=0.53,
            n=120,
            unit="share",
            chain=chain,
            data_hash="a" * 64,
            method="counted",
            library_version="mentorway 0.1.0",
            basis=Basis.COUNT,
            key="practices",
            licence="CC-BY-4.0",
            changes=other if number > 1 else [],
        )
        for row in rows
        for number in (1, 2, 3)
    )


def fill_entries(partners: Any) -> None:
    from mentorway.web.dissemination.models import Entry, EntryStep, Kind, State  # noqa: PLC0415

    chance = random.Random(SEED)
    now = dt.datetime.now(dt.UTC)
    kinds = (Kind.PAGE, Kind.NEWS, Kind.EVENT, Kind.MATERIAL)
    rows = []
    for number in range(ENTRIES):
        kind = kinds[number] if number < 8 and number < len(kinds) else kinds[1 + number % 3]
        body = f"{said(chance, 60)} [[claim:claim-{number % CLAIMS}]] {said(chance, 200)}"
        made = {
            code: {"title": said(chance, 6), "summary": said(chance, 25), "body": body} for code in LANGUAGES
        }
        is_event = kind == Kind.EVENT
        starts = now + dt.timedelta(hours=chance.randrange(-9000, 400)) if is_event else None
        rows.append(
            Entry(
                partner=partners[number % PARTNERS],
                kind=kind,
                slug=f"entry-{number}",
                texts=made,
                shown=made,
                starts=starts,
                state=State.PUBLISHED,
                published=now - dt.timedelta(hours=number + 1),
                search_text=" ".join(text for one in made.values() for text in one.values()),
            )
        )
    rows = Entry.objects.bulk_create(rows)
    step = [{"text": "It was published.", "values": {}, "plural": None, "count": None}]
    EntryStep.objects.bulk_create(
        EntryStep(entry=row, before=State.DRAFT, after=State.PUBLISHED, said=step, revision=1) for row in rows
    )


if __name__ == "__main__":
    main()
