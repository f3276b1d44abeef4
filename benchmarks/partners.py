"""A network of 10,000 partners: every search and filter of the list, doubles, and a file of as many rows.

Run: python -m benchmarks.partners [--count 10000] [--postgres URL]
Whole pages are asked for as a coordinator, with all that is drawn on them; PostgreSQL is measured where a
server answers. Both kinds of database are made for this and dropped.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

POSTGRES = "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
SEED = 20260401
TIMES = 9
PAGE_MARK = 200.0  # milliseconds that a page of the list may take
DOUBLES_MARK = 2000.0
FILE_MARK = 30_000.0
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
    "PYTHONPATH": "src",
    "OPENBLAS_NUM_THREADS": "1",
}
PAGES = {
    "all partners": "",
    "last page": "page=500",
    "common word": "q=mokykla",
    "piece of a word": "q=utbild",
    "two words": "q=tampere+koulu",
    "two letters": "q=ąž",
    "not there": "q=xylofon",
    "country": "country=LT",
    "sector and size": "sector=business&size=small",
    "kind": "kind=vocational",
    "language": "language=sv",
    "all at once": "q=koulu&country=FI&sector=education&size=small&language=fi&sort=town",
    "by town": "sort=town",
    "newest first": "sort=newest",
    "lacking a contact": "lacking=contact",
}
PLACES = {
    "FI": ("Helsinki Tampere Turku Oulu Kuopio Vaasa Lahti", "koulu opisto yliopisto kauppa paja", "fi"),
    "SE": (
        "Stockholm Göteborg Umeå Malmö Lund Kiruna Växjö",
        "skola utbildning handel verkstad förbund",
        "sv",
    ),
    "LV": ("Rīga Liepāja Daugavpils Jelgava Ventspils", "skola koledža uzņēmums darbnīca biedrība", "lv"),
    "LT": ("Vilnius Kaunas Klaipėda Šiauliai Alytus", "mokykla kolegija įmonė dirbtuvės rūmai", "lt"),
}
FORMS = {"FI": ("Oy", "ry", ""), "SE": ("AB", "HB", ""), "LV": ("SIA", "AS", ""), "LT": ("UAB", "VšĮ", "")}
PIECES = (
    "al", "ber", "dor", "en", "fri", "gun", "hal", "in", "jor", "kas", "lin", "mar", "nor", "ol", "per",
    "rai", "sten", "tor", "ul", "vil", "ys", "zel", "ąžu", "ös",
)  # fmt: skip
WORDS = (
    "teaches", "mentors", "apprentices", "welding", "nursing", "trade", "logistics", "adults", "students",
    "digital", "rural", "export",
)  # fmt: skip


def made(count: int) -> Iterator[dict[str, Any]]:
    """Give partners that look like real ones, the same in every run, one in a hundred twice."""
    chance = random.Random(SEED)
    countries = list(PLACES)
    kinds = ("university", "vocational", "adult", "school", "company", "association", "public", "other")
    names: set[str] = set()
    rows: list[dict[str, Any]] = []
    while len(rows) < count:
        country = chance.choice(countries)
        towns, houses, language = PLACES[country]
        town, house = chance.choice(towns.split()), chance.choice(houses.split())
        own = "".join(chance.choices(PIECES, k=chance.randint(2, 4))).capitalize()
        name = " ".join(
            part for part in (chance.choice((town, own)), own, house, chance.choice(FORMS[country])) if part
        )
        if rows and chance.random() < 0.01:
            name, country = (
                f"{rows[-1]['name']} {chance.choice(('AB', 'SIA', 'ir partneriai'))}",
                rows[-1]["country"],
            )
        if name in names:
            continue
        names.add(name)
        rows.append(
            {
                "name": name,
                "country": country,
                "sector": chance.choice(("education", "business")),
                "kind": chance.choice(kinds),
                "size": chance.choice(("micro", "small", "medium", "large")),
                "languages": sorted({"en", language, *chance.choices(("sv", "fi", "de"), k=1)}),
                "city": town,
                "website": f"https://www.{own.lower()}{len(rows)}.example.org"
                if chance.random() < 0.7
                else "",
                "description": " ".join(chance.choices(WORDS, k=60)),
            }
        )
    yield from rows


def measured(work: Callable[[], Any], times: int = TIMES) -> float:
    """Return the median milliseconds of some runs."""
    work()
    found = []
    for _time in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found) * 1000


def told(name: str, milliseconds: float, mark: float, more: str = "") -> bool:
    """Print one line; return whether the mark was met."""
    met = milliseconds <= mark
    print(f"  {name:<22}{milliseconds:9.1f} ms  {more}{'' if met else f'  more than {mark:.0f} ms'}")
    return met


def filled(count: int) -> Any:
    """Make the tables of the configured database and fill them; return the coordinator."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from mentorway.web.accounts.models import User  # noqa: PLC0415
    from mentorway.web.network.analysis.partners import searched  # noqa: PLC0415
    from mentorway.web.network.models import Membership, Partner  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    rows = [Partner(**fields) for fields in made(count)]
    for row in rows:
        row.search_text = searched(row)
    Partner.objects.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    user = User.objects.create_user("coordinator@example.org", name="Coordinator")
    Membership.objects.create(user=user, partner=rows[0], role="coordinator")
    print(f"{connection.vendor}: {count} partners")
    return user


def measure(count: int) -> bool:
    """Fill the configured database and ask for pages; return whether every mark was met."""
    import django  # noqa: PLC0415 - the settings are read from this process's environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from mentorway.web.network.analysis import doubles  # noqa: PLC0415
    from mentorway.web.network.queries import doubles as queries  # noqa: PLC0415
    from mentorway.web.network.queries.partners import listing  # noqa: PLC0415

    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["testserver"], False
    user, client = filled(count), Client()
    client.force_login(user)
    good, counts = True, set()
    for name, query in PAGES.items():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/network/?{query}")
        counts.add(len(asked))
        found = listing(user, dict(parse_qsl(query))).count()
        took = measured(lambda query=query: client.get(f"/network/?{query}"))
        good &= told(name, took, PAGE_MARK, f"{found:>6} found")
    print(f"  queries for a page: {sorted(counts)}")
    pairs = len(doubles.of_rows(queries.to_compare(), set()))
    took = measured(lambda: client.get("/network/doubles/"), 3)
    good &= told("likely doubles", took, DOUBLES_MARK, f"{pairs:>6} pairs")
    return taken_in(client, count) and good


def taken_in(client: Any, count: int) -> bool:
    """Send a file of as many new partners, half of them with a contact; read it, take it in."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    from mentorway.web.network.models import Partner  # noqa: PLC0415

    lines = ["name;country;sector;city;contact_name;contact_email"]
    lines += [
        f"{row['name']} Nova {number};{row['country']};{row['sector']};{row['city']};"
        + (f"Contact {number};contact{number}@example.org" if number % 2 else ";")
        for number, row in enumerate(made(count))
    ]
    start = time.perf_counter()
    file = SimpleUploadedFile("partners.csv", "\n".join(lines).encode())
    url = client.post("/network/import/", {"file": file}).headers["Location"]
    good = told("read a file", (time.perf_counter() - start) * 1000, FILE_MARK, f"{count:>6} rows")
    good &= told("a page of the file", measured(lambda: client.get(f"{url}?page=3"), 3), 1000)
    client.post(f"{url}alike/", {"verdict": "double", "choice": "take"})
    start = time.perf_counter()
    client.post(f"{url}take-in/")
    good &= told("take it in", (time.perf_counter() - start) * 1000, FILE_MARK)
    here = Partner.objects.count()
    assert here == 2 * count, here  # noqa: S101
    return good


def run(environ: dict[str, str], count: int) -> bool:
    """Measure in a process of its own, for the settings are read once."""
    command = [sys.executable, "-m", "benchmarks.partners", "--here", "--count", str(count)]
    done = subprocess.run(command, env={**os.environ, **SETTINGS, **environ}, check=False)
    return done.returncode == 0


def on_postgresql(url: str, data: str, count: int) -> bool:
    """Measure in a database that is made and dropped; where no server answers, say so."""
    import psycopg  # noqa: PLC0415

    try:
        server = psycopg.connect(url, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        print(f"postgresql: no server answers at {url}")
        return True
    name = f"mentorway_partners_{uuid.uuid4().hex[:12]}"
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
            return run({"MENTORWAY_DATA": data, "DATABASE_URL": own}, count)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> None:
    """Measure SQLite and PostgreSQL, each in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--postgres", default=POSTGRES)
    parser.add_argument("--here", action="store_true", help="measure the database of the settings")
    options = parser.parse_args()
    if options.here:
        sys.exit(not measure(options.count))
    with tempfile.TemporaryDirectory() as lite, tempfile.TemporaryDirectory() as data:
        good = run({"MENTORWAY_DATA": lite, "DATABASE_URL": ""}, options.count)
        good &= on_postgresql(options.postgres, data, options.count)
    sys.exit(not good)


if __name__ == "__main__":
    main()
