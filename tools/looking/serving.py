"""A server of one's own with the example programme, for as long as pages are looked at."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "var" / "looking" / "data"
PATIENCE = 60.0


@contextmanager
def served(data: Path = DATA) -> Iterator[str]:
    """Set an installation up in ``data``, load the example, serve it; give its address."""
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    # One person asks for everything here; nothing else of the installation is changed.
    os.environ.update(MENTORWAY_DATA=str(data), MENTORWAY_LIMITS_TIMES="1000")
    for command in ("set_up", "load_example"):
        _manage(command).check_returncode()
    port = _free_port()
    serving = [*_program(), "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(serving)  # noqa: S603 - ours
    try:
        address = f"http://localhost:{port}"
        _wait_for(f"{address}/health/", server)
        yield address
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _program() -> list[str]:
    return [sys.executable, str(ROOT / "manage.py")]


def _manage(command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*_program(), command], check=False)  # noqa: S603 - ours


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - ours
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    raise RuntimeError("The server did not begin to answer.")
