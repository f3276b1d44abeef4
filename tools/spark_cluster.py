"""Start a Spark cluster of a master and two workers on this machine, run a command on it, stop everything.

Run: python tools/spark_cluster.py pytest -m spark tests/moments/engines
The command finds the address of the cluster in MENTORWAY_TEST_SPARK. Whatever happens, all processes end.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

HOST = "127.0.0.1"
WORKERS = 2
MEMORY = os.environ.get("MENTORWAY_SPARK_WORKER_MEMORY", "2g")
SECONDS_TO_START = 120
SECONDS_TO_STOP = 15
DEPLOY = "org.apache.spark.deploy"


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    """What Spark needs to know: where it is, which Python, and that it stays on this machine."""
    return {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "PYSPARK_PYTHON": sys.executable,
    }


@contextlib.contextmanager
def running(command: list[str], environ: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process and its children, ended in any case."""
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - commands of our own
            command, env=environ, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(SECONDS_TO_STOP)
                break


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A master and two workers of one core; the address of the master."""
    import pyspark  # noqa: PLC0415 - absent outside the environment of its own

    home = Path(pyspark.__file__).parent
    start, environ = str(home / "bin" / "spark-class"), environment(home)
    port, page = free_port(), free_port()
    address = f"spark://{HOST}:{port}"
    with contextlib.ExitStack() as all_of_it:
        master = [start, f"{DEPLOY}.master.Master", "--host", HOST, "--port", str(port)]
        processes = [
            all_of_it.enter_context(
                running([*master, "--webui-port", str(page)], environ, folder / "master.log")
            )
        ]
        worker = [start, f"{DEPLOY}.worker.Worker", "--host", HOST, "--cores", "1", "--memory", MEMORY]
        for number in range(WORKERS):
            where = [
                "--webui-port",
                str(free_port()),
                "--work-dir",
                str(folder / f"worker-{number}"),
                address,
            ]
            log = folder / f"worker-{number}.log"
            processes.append(all_of_it.enter_context(running([*worker, *where], environ, log)))
        wait_for(f"http://{HOST}:{page}/json/", processes, folder)
        yield address


def wait_for(page: str, processes: list[subprocess.Popen[bytes]], folder: Path) -> None:
    """Wait until the master says that all workers are there."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if any(process.poll() is not None for process in processes):
            break
        with contextlib.suppress(OSError, ValueError):
            with urllib.request.urlopen(page, timeout=5) as answer:  # noqa: S310 - this machine
                workers = json.load(answer)["workers"]
            if sum(one["state"] == "ALIVE" for one in workers) == WORKERS:
                return
        time.sleep(0.3)
    logs = "\n".join(path.read_text("utf-8", "replace")[-2000:] for path in sorted(folder.glob("*.log")))
    sys.exit(f"The Spark cluster did not start within {SECONDS_TO_START} seconds.\n{logs}")


def main() -> int:
    """Run the command with a cluster around it; return its exit status."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        print("Spark needs Java 17 (Debian: apt install openjdk-17-jre-headless); none was found.")
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="mentorway-spark-") as name:
        before = time.monotonic()
        with cluster(Path(name)) as address:
            print(f"{WORKERS} workers at {address} after {time.monotonic() - before:.0f} s", flush=True)
            environ = {**environment(Path()), "MENTORWAY_TEST_SPARK": address}
            del environ["SPARK_HOME"]  # pyspark finds its own
            return subprocess.run(sys.argv[1:], env=environ, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
