"""Sending answers: the last page of a questionnaire with thirty answers, posted by sixteen at once.

Run: python -m benchmarks.submissions [--count 3000] [--postgres URL]
The server is the one that `manage.py serve` starts (gunicorn, 4 workers with 4 threads) with a database of
its own; PostgreSQL is measured too where a server answers. Everything stays on this machine.
The peer in the same run is the floor under any such page: the insert of one row through the same server.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from queue import Empty, SimpleQueue
from urllib.parse import urlencode, urlsplit, urlunsplit

WRITERS = 16
WORKERS = 4
THREADS = 4
WARM = 200
POSTGRES = "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
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


def post_all(port: int, requests: list[tuple[str, str]], expected: int) -> tuple[float, list[float], int]:
    """Post everything, sixteen at a time; return the seconds in all, those of each, and how many failed."""
    waiting: SimpleQueue[tuple[str, str]] = SimpleQueue()
    for request in requests:
        waiting.put(request)
    times: list[float] = []
    failed = [0]

    def write() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            try:
                path, body = waiting.get_nowait()
            except Empty:
                return connection.close()
            start = time.perf_counter()
            connection.request("POST", path, body, FORM)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - start)
            failed[0] += answer.status != expected

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    begun = time.perf_counter()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return time.perf_counter() - begun, times, failed[0]


def report(name: str, measured: tuple[float, list[float], int]) -> None:
    """Print one line."""
    seconds, times, failed = measured
    cuts = statistics.quantiles(times, n=100)
    print(
        f"{name:<34} {len(times) / seconds:6.0f}/s   p50 {cuts[49] * 1000:5.0f} ms"
        f"   p95 {cuts[94] * 1000:5.0f} ms   p99 {cuts[98] * 1000:5.0f} ms   failed {failed}"
    )


def measure(label: str, environ: dict[str, str], count: int) -> None:
    """Prepare a database, serve it, post, and print what was measured."""
    prepared = json.loads(run(environ, "benchmarks.submissions_server", str(count + WARM)).splitlines()[-1])
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "benchmarks.submissions_server:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", str(THREADS)),
        *("--log-level", "warning"),
    ]
    log = Path(environ["MENTORWAY_DATA"]) / "server.log"
    server = subprocess.Popen(command, env=environ, stderr=log.open("w"))
    try:
        wait_for(port)
        sending = [(path, urlencode({"key": key})) for path, key in prepared]
        trivial = [("/one-row/", "")] * count
        report(f"{label}: the first after starting", post_all(port, sending[:WARM], 200))
        report(f"{label}: one row, the floor", post_all(port, trivial, 201))
        before, others = processor_seconds(server.pid), busy_seconds()
        measured = post_all(port, sending[WARM:], 200)
        spent, others = processor_seconds(server.pid) - before, busy_seconds() - others
        report(f"{label}: draft to answers", measured)
        share = (others - spent) / (measured[0] * (os.cpu_count() or 1))
        print(f"{'':<34} {spent / count * 1000:.1f} ms of processor each; all others took {share:.0%}")
        kept = int(run(environ, "benchmarks.submissions_server", "--count-kept").split()[-1])
        print(f"{'':<34} {kept} answers kept of {count + WARM} sent")
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
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--postgres", default=os.environ.get("MENTORWAY_TEST_POSTGRES", POSTGRES))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mentorway-bench-"))
    environ = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environ |= {"MENTORWAY_DATA": str(folder / "sqlite"), "DJANGO_SETTINGS_MODULE": "mentorway.web.settings"}
    environ["PYTHONPATH"] = os.pathsep.join([str(HERE.parent / "src"), str(HERE.parent)])
    print(
        f"{options.count} sendings, {WRITERS} at once, gunicorn {WORKERS} × {THREADS}, "
        f"{os.cpu_count()} processors, the sender among them"
    )
    try:
        measure("SQLite", environ, options.count)
        found = postgres(options.postgres)
        if found:
            environ |= {"DATABASE_URL": found[0], "MENTORWAY_DATA": str(folder / "postgres")}
            try:
                measure("PostgreSQL", environ, options.count)
            finally:
                drop(options.postgres, found[1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
