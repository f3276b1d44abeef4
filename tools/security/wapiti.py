"""Wapiti on an own server on 127.0.0.1, activity by activity, once it has found the planted faults.

python tools/security/wapiti.py PROGRAM PORT [COOKIE]

Start the server with MENTORWAY_LIMITS_TIMES=10000: otherwise it answers 429, and nothing is looked at.
Without the cookie of a session only what everybody may open is looked at. Each activity is crawled and
attacked by itself, with a time for each; what a module did not end in its time is said. Ends with 1 where
anything above level 1 is found that nobody has reviewed, or where a planted fault is not found.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

HERE = Path(__file__).resolve().parent
PLANTED = 8942
CRAWLING, ATTACKING = 60, 90  # seconds: for one scan, and for each module in it
MODULES = "sql,xss,permanentxss,redirect,file,exec,crlf,csrf,csp,cookieflags,http_headers,upload"
# Found, looked at, and left as it is; everything else above level 1 is to be mended.
REVIEWED = {
    ("Cross Site Request Forgery", "/en/letters/"): "the public site keeps no cookie, so there is no token: "
    "whoever forges it has a letter sent that asks whether one wants letters, as often as the channel allows",
}
EXPECTED = {"SQL Injection", "Reflected Cross Site Scripting", "Open Redirect", "Path Traversal"}
PUBLIC = ("/en/", "/practices/public/", "/pilots/certificate/", "/account/login/", "/journey/", "/")
INSIDE = (
    *("/network/", "/practices/", "/methodology/", "/study/", "/comparison/", "/training/", "/pilots/"),
    *("/mentoring/", "/evaluation/", "/dissemination/", "/plan/", "/federation/"),
    *("/privacy/", "/operations/", "/notices/", "/search/", "/help/", "/api/"),
)
# Who signs out sees nothing more; what is deleted or put back is gone for the rest of the run.
LEFT_OUT = ("logout", "delete", "reset", "language", "sessions", "withdraw", "erase")


@dataclass(frozen=True)
class Scan:
    """What one scan found, by kind, level and path; how many pages it knew; and what did not end in time."""

    found: Counter[tuple[str, int, str]]
    pages: int
    unended: tuple[str, ...]


def scan(program: str, url: str, cookie: str = "") -> Scan:
    """Crawl from an address and attack what is found there."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            *(program, "-u", url, "--scope", "folder", "-m", MODULES, "-f", "json", "-o", str(report)),
            *("--flush-session", "--store-session", folder, "--no-bugreport", "-S", "normal", "-d", "1"),
            *("--max-links-per-page", "20", "--max-files-per-dir", "10", "-t", "20", "--tasks", "2"),
            *("--max-scan-time", str(CRAWLING), "--max-attack-time", str(ATTACKING), "-v", "1"),
            *(word for part in LEFT_OUT for word in ("-x", urljoin(url, f"/*{part}*"))),
            *(("-C", cookie) if cookie else ()),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=False)  # noqa: S603
        if not report.exists():
            sys.exit(f"Wapiti made no report of {url}: {done.stdout[-600:]} {done.stderr[-600:]}")
        said = json.loads(report.read_text(encoding="utf-8"))
    found = Counter(
        (kind, int(one["level"]), str(one["path"]))
        for part in ("vulnerabilities", "anomalies")
        for kind, ones in said[part].items()
        for one in ones
    )
    return Scan(found, int(said["infos"]["crawled_pages_nbr"]), _unended(done.stdout))


def _unended(output: str) -> tuple[str, ...]:
    """Return the modules of which Wapiti says that their time was over."""
    module, found = "", []
    for line in output.splitlines():
        if "Launching module" in line:
            module = line.rsplit(maxsplit=1)[-1]
        if "Max attack time was reached" in line:
            found.append(module)
    return tuple(found)


def proven(program: str) -> bool:
    """Return whether the planted faults are found."""
    site = subprocess.Popen([sys.executable, str(HERE / "planted" / "app.py"), str(PLANTED)])  # noqa: S603
    try:
        time.sleep(2)
        found = {kind for kind, _level, _path in scan(program, f"http://127.0.0.1:{PLANTED}/").found}
    finally:
        site.kill()
    missing = EXPECTED - found
    print(
        "planted faults:", "found" if not missing else f"NOT found: {sorted(missing)}; found {sorted(found)}"
    )
    return not missing


def status_of(url: str, cookie: str) -> int:
    """Return how a page is answered: a scan of what is not shown finds nothing, and says nothing."""
    request = Request(url, headers={"Cookie": cookie})  # noqa: S310 - ours
    try:
        with urlopen(request) as answer:  # noqa: S310 - ours
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code


def main(program: str, port: str, cookie: str = "") -> int:
    """Look at every activity and say what was found."""
    if not proven(program):
        return 1
    worst = 0
    for path in INSIDE if cookie else PUBLIC:
        url = f"http://localhost:{port}{path}"
        if (status := status_of(url, cookie)) >= HTTPStatus.BAD_REQUEST:
            print(f"{path:24} is not shown to this person ({status}), so it was not looked at", flush=True)
            continue
        result = scan(program, url, cookie)
        unended = f"; did not end: {', '.join(result.unended)}" if result.unended else ""
        print(f"{path:24} {result.pages:4} pages, {len(result.found)} findings{unended}", flush=True)
        for (kind, level, where), times in sorted(result.found.items()):
            why = REVIEWED.get((kind, where), "")
            print(f"    level {level}, {times} x {kind}: {where} {why}", flush=True)
            worst = max(worst, 0 if why else level)
    return int(worst > 1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
