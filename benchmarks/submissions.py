"""Sending answers: the last page of a questionnaire with thirty answers, posted by sixteen at once.

Run: python -m benchmarks.submissions [--count 1000] [--runs 5] [--workers 2] [--postgres URL]
The server is the one that `manage.py serve` starts, with a database of its own; PostgreSQL is measured too
where a server answers. Everything stays on this machine, the sender too: it has a process of its own, and
what it uses of the processors is printed beside what the server uses.
The peer in the same run is the floor under any such page: the insert of one row through the same server.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from mentorway.web.management.serving import web_command

WRITERS = 16
WARM = 100
OURS = "benchmarks.submissions_server:application"
POSTGRES = "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
HERE = Path(__file__).resolve().parent


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(environ: dict[str, str], *arguments: str) -> str:
    """Run a step of the preparation in a process of its own and return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments], env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


@dataclass(frozen=True)
class Measured:
    """What one run of the sender found."""

    seconds: float
    times: list[float]
    failed: int
    spent: float  # processor seconds of the sender itself


def post_all(port: int, requests: list[tuple[str, str]], expected: int, *, coded: bool = True) -> Measured:
    """Post everything, sixteen at a time, from a process of its own."""
    work = {"port": port, "requests": requests, "expected": expected, "coded": coded, "writers": WRITERS}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.submissions_sender"],
        cwd=HERE.parent, input=json.dumps(work), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return Measured(**json.loads(done.stdout))


def report(name: str, measured: Measured) -> None:
    """Print one line."""
    cuts = statistics.quantiles(measured.times, n=100)
    print(
        f"{name:<36} {len(measured.times) / measured.seconds:6.0f}/s   p50 {cuts[49] * 1000:5.0f} ms"
        f"   p95 {cuts[94] * 1000:5.0f} ms   p99 {cuts[98] * 1000:5.0f} ms   failed {measured.failed}"
    )


def serving(port: int, workers: int) -> list[str]:
    """Return the command by which `manage.py serve` starts its web server, with one more address."""
    command = web_command("127.0.0.1", port, workers)
    return [OURS if part == "mentorway.web.wsgi" else part for part in command]


def measure(label: str, environ: dict[str, str], options: argparse.Namespace) -> None:
    """Prepare a database, serve it, post, and print what was measured."""
    total = WARM + options.count * options.runs
    prepared = json.loads(run(environ, "benchmarks.submissions_server", str(total)).splitlines()[-1])
    port = free_port()
    log = Path(environ["MENTORWAY_DATA"]) / "server.log"
    sending = [(path, urlencode({"key": key})) for path, key in prepared]
    server = subprocess.Popen(serving(port, options.workers), env=environ, stderr=log.open("w"))
    try:
        wait_for(port)
        report(f"{label}: the first {WARM} after starting", post_all(port, sending[:WARM], 200))
        floor = post_all(port, [("/one-row/", "")] * options.count, 201, coded=False)
        report(f"{label}: one row, the floor", floor)
        rates, costs = [], []
        for place in range(options.runs):
            part = sending[WARM + place * options.count :][: options.count]
            before, others = processor_seconds(server.pid), busy_seconds()
            measured = post_all(port, part, 200)
            spent, others = processor_seconds(server.pid) - before, busy_seconds() - others
            report(f"{label}: draft to answers", measured)
            share = (others - spent - measured.spent) / (measured.seconds * (os.cpu_count() or 1))
            rates.append(len(part) / measured.seconds)
            costs.append(spent / len(part) * 1000)
            print(
                f"{'':<36} processor each: server {costs[-1]:.1f} ms, sender "
                f"{measured.spent / len(part) * 1000:.2f} ms; the database and all others took {share:.0%}"
            )
        kept = int(run(environ, "benchmarks.submissions_server", "--count-kept").split()[-1])
        print(
            f"{label}: median {statistics.median(rates):.0f}/s, {statistics.median(costs):.1f} ms of "
            f"processor each; {kept} different answers kept of {total} sent"
        )
    finally:
        server.terminate()
        server.wait(30)
        print(log.read_text()[-2000:], end="")


def processor_seconds(pid: int) -> float:
    """Return what the server's processes have used of the processors (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in children]
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def busy_seconds() -> float:
    """Return what everything on this machine has used of the processors (Linux)."""
    user, nice, system = Path("/proc/stat").read_text().split()[1:4]
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    for _attempt in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("the server did not start")


def postgres(url: str) -> tuple[str, str] | None:
    """Return the address of a new database, and its name; None when no server answers."""
    import psycopg  # noqa: PLC0415 - not every installation has a server

    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=3) as server:
            name = f"mentorway_bench_{uuid.uuid4().hex[:12]}"
            server.execute(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError as error:
        print(f"PostgreSQL: not measured, no server answers ({error})")
        return None
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}")), name


def drop(url: str, name: str) -> None:
    """Remove the database again."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> None:
    """Measure on SQLite, and on PostgreSQL where there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgres", default=os.environ.get("MENTORWAY_TEST_POSTGRES", POSTGRES))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mentorway-bench-"))
    environ = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environ |= {"MENTORWAY_DATA": str(folder / "sqlite"), "DJANGO_SETTINGS_MODULE": "mentorway.web.settings"}
    environ["PYTHONPATH"] = os.pathsep.join([str(HERE.parent / "src"), str(HERE.parent)])
    print(
        f"{options.runs} times {options.count} sendings, {WRITERS} at once, {options.workers} web processes, "
        f"{os.cpu_count()} processors, the sender among them"
    )
    try:
        measure("SQLite", environ, options)
        found = postgres(options.postgres)
        if found:
            environ |= {"DATABASE_URL": found[0], "MENTORWAY_DATA": str(folder / "postgres")}
            try:
                measure("PostgreSQL", environ, options)
            finally:
                drop(options.postgres, found[1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
