"""The library of 50,000 good practices in five languages: every search and filter, with its count.

Run: python -m benchmarks.practices [--count 50000] [--postgres URL]
Both kinds of database are measured, PostgreSQL where a server answers; each in a database of its own that
is dropped afterwards. Each time covers what the page of the list reads: the number of hits and the first
page of 20 with partners and topics, as a coordinator, as a member and as a stranger see them. Of a word that
stands in thousands of texts 200 hits are listed; all others are counted. Of every third practice the title is
translated into one language; lists show it, and the filter counts it. The peer in the same run is what
Django does without our indexes: `icontains` on the same text, whole rows, and a full count.
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
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

POSTGRES = "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
SEED = 20260401
READER = "lt"
TIMES, PEER_TIMES = 7, 3
MARK = 200.0  # milliseconds that each search may take
PARTNERS = 200
WORDS = 330  # in one practice
STEMS = {
    "fi": "mentor ohja opet koulu kehit työ tavoit suunnit arvio kokem luott tuki tapaam järjest osaam",
    "lt": "mentoryst mokyt ugdy vadov susitik tiksl patirt bendr vertin palaik plan skyr žin įgūdž ąžuol",
    "lv": "mentor mācī attīst vadī tikš mērķ pieredz sadarb vērtē atbalst plāno prasm zinā uzņēm darb",
    "sv": "mentor handled lär utveck mål erfaren samarb utvärd stöd planer kunsk företag arbet möt följ",
    "en": "mentor guid teach develop goal experienc cooperat evaluat support plan skill know employ meet",
}
ENDS = {
    "fi": "oija taminen uksen ille ussa ista emme illa ttava ntaa elu yttää",
    "lt": "ojas ymas inių uose iams ės ą ę ų ė imui avimo ystę iškas",
    "lv": "ošana ētājs iem ās ība īgs ības ējam umu ēt ošanu",
    "sv": "skap are ning ande ingen arna ade en ligt ar",
    "en": "ing er ment s ed able ership ation ful ings",
}
SEARCHES: dict[str, dict[str, Any]] = {
    "everything": {},
    "common word": {"words": "mentorystė"},
    "piece in all five": {"words": "mentor"},
    "two words": {"words": "Ohjaminen luottemme"},
    "rare word": {"words": "Žvirblių takas"},
    "not there": {"words": "xylofon"},
    "two letters, in titles": {"words": "ąž"},
    "country": {"country": "LT"},
    "rare country": {"country": "MT"},
    "sector": {"sector": "business"},
    "topic": {"topic": "one-to-one"},
    "strength": {"strength": "4"},
    "state": {"state": "review"},
    "language": {"language": "sv"},
    "by title": {"sort": "title"},
    "by strength": {"sort": "strength"},
    "country by title": {"country": "FI", "sort": "title"},
    "word, topic, sort": {"words": "mentor", "topic": "peer-mentoring", "sort": "strength"},
    "own": {"view": "mine"},
    "to decide": {"view": "decide"},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--postgres", default=POSTGRES)
    parser.add_argument("--here", action="store_true", help="measure the database of the settings")
    options = parser.parse_args()
    if options.here:
        sys.exit(0 if measure(options.count) else 1)
    with tempfile.TemporaryDirectory(prefix="mentorway-practices-") as data:
        good = run({"MENTORWAY_DATA": data, "DATABASE_URL": ""}, options.count)
        if not (on_postgresql(options.postgres, data, options.count) and good):
            raise SystemExit("The library of practices missed its mark.")


def run(environ: dict[str, str], count: int) -> bool:
    """Measure in a process of its own, for the settings are read once."""
    command = [sys.executable, "-m", "benchmarks.practices", "--here", "--count", str(count)]
    settings = {"DJANGO_SETTINGS_MODULE": "mentorway.web.settings", "PYTHONPATH": "src"}
    return subprocess.run(command, env={**os.environ, **settings, **environ}, check=False).returncode == 0


def on_postgresql(url: str, data: str, count: int) -> bool:
    """Measure in a database that is made and dropped; where no server answers, say so."""
    import psycopg  # noqa: PLC0415

    try:
        server = psycopg.connect(url, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        print(f"postgresql: no server answers at {url}")
        return True
    name = f"mentorway_practices_{uuid.uuid4().hex[:12]}"
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
            return run({"MENTORWAY_DATA": data, "DATABASE_URL": own}, count)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def measure(count: int) -> bool:
    """Fill the configured database and search in it; return whether every mark was met."""
    import django  # noqa: PLC0415 - the settings are read from this process's environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", verbosity=0, skip_checks=True)
    start = time.perf_counter()
    readers = fill(count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(f"{connection.vendor}: {count} practices written in {time.perf_counter() - start:.0f} s")
    good = True
    for who, rows in readers.items():
        print(f"  as {who}")
        for name, wanted in SEARCHES.items():
            good = compared(name, rows, wanted, peer=who == "coordinator") and good
    return good


def compared(name: str, rows: Callable[[str], Any], wanted: dict[str, Any], *, peer: bool) -> bool:
    """Print the times of one search; return whether it met the mark."""
    from mentorway.web.practices.analysis import translated  # noqa: PLC0415
    from mentorway.web.practices.queries import finding  # noqa: PLC0415
    from mentorway.web.practices.queries import practices as queries  # noqa: PLC0415

    asked = queries.Wanted(**wanted)

    def ours() -> tuple[int, list[int]]:
        found = finding.find(rows(asked.view), asked)
        count = len(found.keys) if isinstance(found.keys, list) else found.keys.count()
        shown = translated.in_lists(queries.cards(found.keys[:20]), READER)
        return count, [row.pk for row, _texts in shown]

    def theirs() -> tuple[int, list[int]]:
        found = plainly(rows(asked.view), asked)
        page = found.select_related("partner").prefetch_related("topics")[:20]
        return found.count(), [row.pk for row in page]

    time_ours, found = measured(ours, TIMES)
    met = time_ours <= MARK
    line = f"    {name:<23}{found[0]:>7} rows  {time_ours:7.1f} ms"
    if peer:
        time_theirs, expected = measured(theirs, PEER_TIMES)
        line += f"  plain {time_theirs:8.1f} ms for {expected[0]}"
        if found[1] != expected[1] or found[0] not in (expected[0], finding.ENOUGH):
            sys.exit(f"{name}: we find {found}, and reading every row {expected}")
    print(f"{line}{'' if met else f'   more than {MARK:.0f} ms'}", flush=True)
    return met


def plainly(rows: Any, asked: Any) -> Any:
    """What Django does without our indexes."""
    from django.db.models import Q  # noqa: PLC0415

    from mentorway.web.core.folding import terms  # noqa: PLC0415
    from mentorway.web.practices.queries.practices import order  # noqa: PLC0415

    for term in terms(asked.words):
        column = "search_text" if len(term) > 2 else "title_key"
        rows = rows.filter(**{f"{column}__icontains": term})
    for name in ("country", "state"):
        if getattr(asked, name):
            rows = rows.filter(**{name: getattr(asked, name)})
    if asked.language:
        agreed = Q(
            document__languages__code=asked.language, document__languages__translations__stage="agreed"
        )
        rows = rows.filter(Q(language=asked.language) | agreed).distinct()
    if asked.sector:
        rows = rows.filter(sector__in=[asked.sector, "both"])
    if asked.strength:
        rows = rows.filter(strength__gte=asked.strength)
    if asked.topic:
        rows = rows.filter(topics__slug=asked.topic)
    return rows.order_by(*order(asked.sort)[1:])


def measured(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Return the median milliseconds of some runs, and what the last one gave."""
    answer = work()
    taken = []
    for _time in range(times):
        start = time.perf_counter()
        answer = work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000, answer


def fill(count: int) -> dict[str, Callable[[str], Any]]:
    """Write partners, people and practices; return for each kind of reader the rows they may see."""
    from mentorway.web.accounts.models import User  # noqa: PLC0415
    from mentorway.web.network.models import Country, Membership, Partner  # noqa: PLC0415
    from mentorway.web.practices.models import Practice, Topic  # noqa: PLC0415
    from mentorway.web.practices.queries import practices as queries  # noqa: PLC0415

    chance = random.Random(SEED)
    lands = [*["FI", "SE", "LV", "LT"] * 6, *Country.values]
    partners = Partner.objects.bulk_create(
        Partner(name=f"Partner {place}", country=chance.choice(lands), sector="education")
        for place in range(PARTNERS)
    )
    people = [User.objects.create_user(f"p{place}@example.org", name=f"P {place}") for place in range(2)]
    Membership.objects.create(user=people[0], partner=partners[0], role="coordinator")
    Membership.objects.create(user=people[1], partner=partners[1], role="member")
    topics = list(Topic.objects.all())
    Practice.objects.bulk_create(practices(count, partners, lands, topics), batch_size=500)
    translate()
    through = Practice.topics.through
    keys = Practice.objects.order_by("pk").values_list("pk", flat=True)
    through.objects.bulk_create(
        (
            through(practice_id=key, topic_id=topic.pk)
            for key in keys
            for topic in chance.sample(topics, chance.randint(1, 4))
        ),
        batch_size=2000,
    )
    return {
        "coordinator": lambda view: queries.library(people[0], view),
        "member": lambda view: queries.library(people[1], view),
        "stranger": lambda _view: Practice.objects.public(),
    }


def practices(count: int, partners: Any, lands: list[str], topics: Any) -> Any:
    """Give practices in five languages, the same in every run."""
    from mentorway.web.core.folding import fold  # noqa: PLC0415
    from mentorway.web.practices.models import TEXTS, Practice, PracticeState  # noqa: PLC0415
    from mentorway.web.translation.models import Document  # noqa: PLC0415

    chance = random.Random(SEED)
    vocabulary = {
        code: [stem + end for stem in STEMS[code].split() for end in ENDS[code].split()] for code in STEMS
    }
    weights = {code: [1 / place for place in range(1, len(words) + 1)] for code, words in vocabulary.items()}
    for words in vocabulary.values():
        chance.shuffle(words)
    names = " ".join(" ".join(topic.names.values()) for topic in topics[:3])
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for place in range(count):
        code = chance.choice(list(STEMS))
        words = chance.choices(vocabulary[code], weights[code], k=WORDS)
        if place % 9999 == 0:
            words[100] = "Žvirblių takas"
        part = len(words) // len(TEXTS)
        texts = {name: " ".join(words[at * part : (at + 1) * part]) for at, name in enumerate(TEXTS)}
        texts["title"] = " ".join(words[:6])
        state = chance.choice([*PracticeState.values, *["published"] * 8])
        yield Practice(
            document=Document.objects.create(),
            partner=chance.choice(partners),
            country=chance.choice(lands),
            sector=chance.choice(["education", "business", "both"]),
            language=code,
            state=state,
            strength=chance.choice([None, 1, 2, 3, 4, 5]),
            published=day if state == "published" else None,
            changed=day + dt.timedelta(minutes=chance.randrange(400_000)),
            search_text=f"{' '.join(words)} {names}",
            title_key=fold(texts["title"]),
            **texts,
        )


def translate() -> None:
    """Say in which language each practice is written, and translate the title of every third one."""
    from mentorway.web.practices.models import Practice  # noqa: PLC0415
    from mentorway.web.translation.analysis.texts import fingerprint  # noqa: PLC0415
    from mentorway.web.translation.models import Language, Stage, Translation  # noqa: PLC0415

    codes = list(STEMS)
    rows = list(Practice.objects.order_by("pk").values_list("document", "language", "title"))
    Language.objects.bulk_create(
        (Language(document_id=pk, code=code, name=code, is_source=True) for pk, code, _title in rows),
        batch_size=2000,
    )
    some = [(pk, codes[codes.index(code) - 1], title) for pk, code, title in rows[::3]]
    Language.objects.bulk_create(
        (Language(document_id=pk, code=code, name=code) for pk, code, _title in some), batch_size=2000
    )
    targets = dict(Language.objects.targets().values_list("document", "pk"))
    Translation.objects.bulk_create(
        (
            Translation(
                language_id=targets[pk],
                key="title",
                source=title,
                source_hash=fingerprint(title),
                stage=Stage.AGREED,
                agreed=f"{code}: {title}",
            )
            for pk, code, title in some
        ),
        batch_size=2000,
    )


if __name__ == "__main__":
    main()
