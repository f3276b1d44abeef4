"""Searching 50,000 texts of 2 kB for pieces of words: the first page of 25 and how many there are in all.

Run: python -m benchmarks.search [--count 50000] [--postgres URL]
Both kinds of database are measured, PostgreSQL where a server answers; each in a database of its own that
is dropped afterwards. The peer in the same run is what Django does without the index: `icontains`.
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
from urllib.parse import urlsplit, urlunsplit

POSTGRES = "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
LETTERS = 2000
PAGE = 25
TIMES = 7
MARK = 200.0  # milliseconds that each search may take
SEED = 20260301
SEARCHES = {
    "common word": "mentorystė",  # in half of the rows
    "piece of it": "torys",
    "rare word": "Žvirblių takas",  # its two words stand in five rows
    "two words": "mentorystė opetta",
    "two letters": "ąž",
    "not there": "xylofon",
}
FINNISH = [
    "opet",
    "opisk",
    "koulu",
    "ohja",
    "kehit",
    "työ",
    "tavoit",
    "yhte",
    "suunnit",
    "arvio",
    "kokem",
    "luott",
    "kesk",
    "tuki",
    "tapaam",
    "järjest",
    "osaam",
    "kuukau",
    "pari",
    "valmen",
]
FINNISH_ENDS = [
    "taja",
    "taminen",
    "uksen",
    "ille",
    "ussa",
    "ista",
    "emme",
    "illa",
    "ttava",
    "ntaa",
    "elu",
    "yttää",
]
LITHUANIAN = [
    "mokyt",
    "moksl",
    "ugdy",
    "vadov",
    "susitik",
    "pasiek",
    "tiksl",
    "patirt",
    "bendr",
    "vertin",
    "palaik",
    "plan",
    "kasd",
    "lyder",
    "skyr",
    "švietim",
    "žin",
    "įgūdž",
    "ąžuol",
]
LITHUANIAN_ENDS = [
    "ojas",
    "ymas",
    "inių",
    "uose",
    "iams",
    "ės",
    "ą",
    "ę",
    "ų",
    "ė",
    "imui",
    "avimo",
    "ystę",
    "iškas",
]


def texts(count: int) -> Iterator[str]:
    """Give texts that look like Finnish and Lithuanian, the same in every run."""
    chance = random.Random(SEED)
    words = [stem + end for stem in FINNISH for end in FINNISH_ENDS]
    words += [stem + end for stem in LITHUANIAN for end in LITHUANIAN_ENDS]
    weights = [1 / place for place in range(1, len(words) + 1)]
    chance.shuffle(words)
    rare = set(chance.sample(range(count), min(5, count)))
    for place in range(count):
        parts = chance.choices(words, weights, k=LETTERS // 9)
        if place % 2:
            parts[chance.randrange(len(parts))] = "Mentorystė"
        if place in rare:
            parts.insert(chance.randrange(len(parts)), "Žvirblių takas")
        yield " ".join(parts)[:LETTERS]


def measured(work: Callable[[], Any]) -> float:
    """Return the median milliseconds of some runs."""
    work()
    times = []
    for _time in range(TIMES):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def measure(count: int) -> None:
    """Fill a table of the configured database and search in it."""
    import django  # noqa: PLC0415 - the settings are read from this process's environment

    django.setup()
    from django.db import connection, models  # noqa: PLC0415

    from mentorway.web.core.folding import terms  # noqa: PLC0415
    from mentorway.web.core.search import FoldedIndex, FoldedTextField, matching  # noqa: PLC0415

    class Text(models.Model):  # noqa: DJ008
        id = models.BigAutoField(primary_key=True)
        search_text = FoldedTextField()
        objects: Any = models.Manager()

        class Meta:
            app_label = "searching"
            indexes = [FoldedIndex(fields=["search_text"], name="text_words")]

    with connection.schema_editor() as editor:
        editor.create_model(Text)
    start = time.perf_counter()
    Text.objects.bulk_create((Text(search_text=text) for text in texts(count)), batch_size=500)
    print(f"{connection.vendor}: {count} texts written in {time.perf_counter() - start:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def page(rows: Any) -> tuple[int, list[int]]:
        return rows.count(), [row.pk for row in rows.order_by("-pk").only("pk")[:PAGE]]

    def peer(query: str) -> Any:
        rows = Text.objects.all()
        for term in terms(query):
            rows = rows.filter(search_text__icontains=term)
        return rows

    for name, query in SEARCHES.items():
        found = page(matching(Text.objects.all(), query))
        if found != page(peer(query)):
            sys.exit(f"{name}: the index finds {found}, and reading every row {page(peer(query))}")
        ours = measured(lambda query=query: page(matching(Text.objects.all(), query)))
        theirs = measured(lambda query=query: page(peer(query)))
        print(
            f"  {name:<14}{found[0]:>7} rows  {ours:7.1f} ms  icontains {theirs:8.1f} ms"
            f"{'' if ours <= MARK else f'   more than {MARK:.0f} ms'}"
        )


def run(environ: dict[str, str], count: int) -> None:
    """Measure in a process of its own, for the settings are read once."""
    command = [sys.executable, "-m", "benchmarks.search", "--here", "--count", str(count)]
    settings = {"DJANGO_SETTINGS_MODULE": "mentorway.web.settings", "PYTHONPATH": "src"}
    subprocess.run(command, env={**os.environ, **settings, **environ}, check=True)


def on_postgresql(url: str, data: str, count: int) -> None:
    """Measure in a database that is made and dropped; where no server answers, say so."""
    import psycopg  # noqa: PLC0415

    try:
        server = psycopg.connect(url, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        print(f"postgresql: no server answers at {url}")
        return
    name = f"mentorway_search_{uuid.uuid4().hex[:12]}"
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
            run({"MENTORWAY_DATA": data, "DATABASE_URL": own}, count)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--postgres", default=POSTGRES)
    parser.add_argument("--here", action="store_true", help="measure the database of the settings")
    options = parser.parse_args()
    if options.here:
        measure(options.count)
        return
    with tempfile.TemporaryDirectory(prefix="mentorway-search-") as data:
        run({"MENTORWAY_DATA": data, "DATABASE_URL": ""}, options.count)
        on_postgresql(options.postgres, data, options.count)


if __name__ == "__main__":
    main()
