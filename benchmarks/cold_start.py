"""How long `serve` takes to the first page of an installation that is set up, and how much memory it holds.

Run: python -m benchmarks.cold_start [FOLDER]. A folder that holds an installation is not set up again.

The marks: the first page in less than 3 seconds, less than 200 MB for each web process (its own memory
and its part of what it shares: PSS). A fixed sum is timed before, and the
processor that the first page took is told too, so that numbers of a busy machine can be judged.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.submissions import free_port

MARK_SECONDS = 3.0
MARK_MEGABYTES = 200.0
TIMES = 5
REQUESTS = 2_000
FIRST = ("/", "/account/login/")
PATIENCE = 240.0
NOWHERE = "/nowhere/"
PAGES = (
    "/", "/account/login/", "/en/", "/en/results/", "/practices/public/", "/network/public/",
    "/pilots/open/", "/pilots/certificate/", "/privacy/who-sees-what/", "/study/c/", "/robots.txt",
    "/sitemap.xml", "/health/ready/", "/metrics", "/lt/", "/fi/", NOWHERE,
)  # fmt: skip


def sum_of_numbers():
    """Return the seconds of processor that a fixed sum takes: about 0.6 on an idle machine of 2024."""
    began, total = time.process_time(), 0
    for number in range(10**7):
        total += number
    return time.process_time() - began


def asked(port, page):
    """Return the status of a page, or 0 where nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", page, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def is_answered(page, status):
    """Whether there was an answer, and only what is nowhere is said to be nowhere."""
    return 0 < status < 500 and (status == 404) == (page == NOWHERE)


@contextmanager
def served(data: Path) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    port = free_port()
    environ = {**os.environ, "MENTORWAY_DATA": str(data), "OPENBLAS_NUM_THREADS": "1"}
    environ.pop("MENTORWAY_PUBLIC_URL", None)
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installation keeps its bytecode
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "2"]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    try:
        yield port, process, began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def processor_of(pid):
    """Return the seconds of processor that a process and all below it have taken so far."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_of(child) for child in children(pid))


def seconds_to_first_page(data, page="/"):
    """Return the seconds until somebody sees the first page, and the processor that it took."""
    with served(data) as (port, process, began):
        while asked(port, page) != 200:
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise SystemExit("serve did not answer.")
            time.sleep(0.02)
        return time.perf_counter() - began, processor_of(process.pid)


def web_processes(serve):
    """Return the processes that answer: children of the child of `serve` that is gunicorn."""
    return [
        child
        for parent in children(serve)
        if b"gunicorn" in Path(f"/proc/{parent}/cmdline").read_bytes()
        for child in children(parent)
    ]


def children(pid):
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory_of(pid):
    """Return megabytes of a process: with its part of what is shared, its own, and all that it sees."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.endswith("kB")}
    return found["Pss"], found["Private_Clean"] + found["Private_Dirty"], found["Rss"]


def walked(data):
    """Return the memory of each web process once the first ones are replaced and every page was read."""
    with served(data) as (port, process, began):
        while asked(port, "/") != 200:
            time.sleep(0.1)
        told("after the first page", process)
        first = set(web_processes(process.pid))
        while first & set(web_processes(process.pid)) and time.perf_counter() - began < PATIENCE:
            time.sleep(0.5)
        is_replaced = not first & set(web_processes(process.pid))
        told("once the first ones are replaced", process)
        failed = [page for _time in range(6) for page in PAGES if not is_answered(page, asked(port, page))]
        told("once every page was read", process)
        for number in range(REQUESTS):
            asked(port, PAGES[number % len(PAGES)])
        told(f"after {REQUESTS} requests more", process)
        return is_replaced, sorted(set(failed)), [memory_of(pid) for pid in web_processes(process.pid)]


def told(when, process):
    for part, own, seen in map(memory_of, web_processes(process.pid)):
        print(f"{when}: {part:.0f} MB (PSS), {own:.0f} MB of its own, {seen:.0f} MB seen (RSS)", flush=True)


def timed(data, page):
    """Tell how long a page took, several times; return the seconds in the middle."""
    runs = [seconds_to_first_page(data, page) for _time in range(TIMES)]
    found = [seconds for seconds, _processor in runs]
    median, processor = statistics.median(found), statistics.median(one for _seconds, one in runs)
    print(f"{page}: {median:.2f} s (of {TIMES}: {min(found):.2f} to {max(found):.2f})", flush=True)
    print(f"  of which processor, of all processes together: {processor:.2f} s", flush=True)
    return median


def main(folder=None):
    with tempfile.TemporaryDirectory(prefix="mentorway-cold-") as made:
        data = Path(folder or made)
        print(f"a sum of ten million numbers: {sum_of_numbers():.2f} s of processor")
        print(f"setting up, once: {seconds_to_first_page(data)[0]:.1f} s to the first page", flush=True)
        median = max(timed(data, page) for page in FIRST)
        replaced, failed, memory = walked(data)
        print(f"pages that failed: {failed or 'none'}; processes replaced by those that share: {replaced}")
        worst = max(part for part, _own, _seen in memory)
        verdict = "within" if median < MARK_SECONDS and worst < MARK_MEGABYTES else "BEYOND"
        print(f"{verdict} the marks of {MARK_SECONDS:.0f} s and {MARK_MEGABYTES:.0f} MB")
        return verdict == "within"


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:2]) else 1)
