"""An installation of its own: data folder, database, web processes, workers; all of it can be killed."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from benchmarks.submissions import free_port

from mentorway.web.management.serving import web_command

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
PATIENCE = 180.0
EMAIL = "coordinator@example.org"


class Postgres:
    """A PostgreSQL server of our own, with the settings that Debian ships: it may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self._user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None  # it refuses to run as root
        folder.mkdir(mode=0o700, parents=True)
        if self._user:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
            _open_way(folder)
        self._run(
            "initdb", "-D", str(folder), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "mentorway"
        )
        self._process: subprocess.Popen[bytes] | None = None
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "mentorway", "mentorway")

    @property
    def url(self) -> str:
        """The address of the database."""
        return f"postgres://mentorway@127.0.0.1:{self.port}/mentorway"

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        command = [
            str(PROGRAMS[0] / "postgres"), "-D", str(self.folder), "-p", str(self.port), "-h", "127.0.0.1",
            "-c", f"unix_socket_directories={self.folder}",
        ]  # fmt: skip
        with (self.folder.parent / "postgres.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **self._as_user())
        deadline = time.monotonic() + PATIENCE
        ready = [str(PROGRAMS[0] / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            if time.monotonic() > deadline:
                raise TimeoutError("PostgreSQL did not start")
            time.sleep(0.05)

    def connections(self) -> int:
        """How many connections the server has."""
        with psycopg.connect(self.url) as line:
            found = line.execute("SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL").fetchone()
        return int(found[0]) if found else 0

    def kill(self) -> None:
        """Kill the server and all its processes, without a word."""
        assert self._process is not None  # noqa: S101 - it was started
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        self._process.kill()
        self._process.wait()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        time.sleep(0.1)

    def has_ended(self) -> bool:
        """Whether the server gave up by itself."""
        return self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        """Stop as it should be."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(PROGRAMS[0] / program), *arguments],
            check=True, stdout=subprocess.DEVNULL, **self._as_user(),
        )  # fmt: skip

    def _as_user(self) -> dict[str, object]:
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "cwd": "/"} if self._user else {}


def _open_way(folder: Path) -> None:
    """Let the server's own user reach its folder."""
    for parent in folder.parents:
        if parent.stat().st_uid == os.geteuid() and str(parent).startswith(tempfile.gettempdir() + "/"):
            parent.chmod(parent.stat().st_mode | 0o011)


class Site:
    """A served installation with one open study."""

    def __init__(self, folder: Path, *, postgres: bool, web: int = 2, workers: int = 1) -> None:
        self.folder, self.port = folder, free_port()
        self.password = secrets.token_urlsafe(12)
        self.postgres = Postgres(folder / "postgres") if postgres else None
        data = folder / "data"
        self.environ = {key: value for key, value in os.environ.items() if not key.startswith("MENTORWAY_")}
        self.environ |= {
            "MENTORWAY_DATA": str(data),
            "MENTORWAY_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "OPENBLAS_NUM_THREADS": "1",
        }
        self.environ.pop("DATABASE_URL", None)
        if self.postgres:
            self.environ["DATABASE_URL"] = self.postgres.url
        self._commands = {"web": web_command("127.0.0.1", self.port, web)}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        made = json.loads(self.inside("study", EMAIL, self.password).splitlines()[-1])
        self.start_of_study = made["start"]
        self._commands |= {f"worker {number}": made["worker"] for number in range(workers)}

    def inside(self, *arguments: str) -> str:
        """Run `seed` inside the installation and return what it prints."""
        command = [sys.executable, "-m", "benchmarks.endurance.seed", *arguments]
        done = subprocess.run(
            command, env=self.environ, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout

    def kept(self) -> dict[str, object]:
        """Return what the database holds of the answers and the tasks."""
        found: dict[str, object] = json.loads(self.inside("kept"))
        return found

    def start(self) -> None:
        """Start what is not running, and wait until pages are answered."""
        for name, command in self._commands.items():
            if name not in self.processes or self.processes[name].poll() is not None:
                with (self.folder / "site.log").open("ab") as log:
                    self.processes[name] = subprocess.Popen(
                        command, env=self.environ, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
                    )
        self.wait()

    def wait(self) -> float:
        """Wait until a page is answered; return how long that took."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 2) as line:
                line.settimeout(10)
                line.sendall(b"GET /health/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                if b" 200 " in line.recv(100):
                    return time.monotonic() - begun
            time.sleep(0.05)
        raise TimeoutError((self.folder / "site.log").read_text()[-3000:])

    def kill(self, name: str) -> None:
        """Kill a process and all it started, without a word."""
        process = self.processes[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_one_web_process(self) -> None:
        """Kill one of the processes that answer; the one above starts another."""
        pid = self.processes["web"].pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(secrets.choice(children)), signal.SIGKILL)

    def stop(self) -> None:
        """Stop everything as it should be."""
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for name, process in self.processes.items():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill(name)
        if self.postgres:
            self.postgres.stop()


@contextlib.contextmanager
def site(*, postgres: bool, folder: Path | None = None, web: int = 2, workers: int = 1):  # type: ignore[no-untyped-def]
    """Serve an installation of its own, and remove it afterwards."""
    place = folder or Path(tempfile.mkdtemp(prefix="mentorway-endurance-"))
    made = None
    try:
        made = Site(place, postgres=postgres, web=web, workers=workers)
        made.start()
        yield made
    finally:
        if made:
            made.stop()
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)
