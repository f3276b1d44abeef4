"""Four countries in processes of their own send sums to a coordinator that is served for real.

Started by ``make federation``. Each installation has its own data folder and database; the coordinator is
served by gunicorn on a port of this machine. Nodes make keys, cards are compared, a call is signed, packages
go over HTTP. One node is killed before its package arrived, one when it had and the receipt had not; both are
started again. Packages that were changed, cut, forged, too large or replayed are sent beside them and must be
refused. In the end, the sums put together are compared with the analysis of
all answers in one place, and the largest difference of any number is printed.
"""

# ruff: noqa: S603 - the processes are our own

import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pyarrow.compute as pc
from pyarrow import csv

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
from tests.comparing.making import make_codebook, make_table  # noqa: E402
from tests.federation.making import COUNTRIES, SCALES, furthest, result  # noqa: E402

from mentorway.answers import store  # noqa: E402
from mentorway.comparing import compare  # noqa: E402
from mentorway.comparing.combining import compare_packages  # noqa: E402
from mentorway.federation import NodeKey  # noqa: E402
from mentorway.federation.sending import UnreachableError, Way, send  # noqa: E402
from mentorway.federation.signing import Kind, opened, signed  # noqa: E402
from mentorway.web.management.serving import web_command  # noqa: E402
from mentorway.wording import InvalidInputError  # noqa: E402

SIZES = {"LT": 410, "LV": 290, "FI": 350, "SE": 330}
TOLERANCE = 1e-9
PATIENCE = 120


class Installation:
    """One data folder with its database, and the processes that work on it."""

    def __init__(self, folder, name, address):
        self.folder, self.name = folder / name, name
        self.folder.mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "MENTORWAY_DATA": str(self.folder),
            "MENTORWAY_PUBLIC_URL": address,
            "MENTORWAY_FEDERATION_ALLOW_PRIVATE": "1",
            "MENTORWAY_FEDERATION_FEWEST": "1",
            "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
            "OPENBLAS_NUM_THREADS": "1",
        }

    def command(self, *words):
        return [
            sys.executable,
            str(Path(__file__).with_name("node_process.py")),
            words[0],
            str(self.folder),
            *map(str, words[1:]),
        ]

    def run(self, *words):
        done = subprocess.run(
            self.command(*words),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 3,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{self.name}: {words[0]} failed\n{done.stderr[-3000:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def start(self, *words):
        return subprocess.Popen(
            self.command(*words),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def make_tables(self, template=None):
        """Make the tables from the models as they are; of a database made so, the others get a copy."""
        if template:
            shutil.copyfile(template.folder / "mentorway.sqlite3", self.folder / "mentorway.sqlite3")
        else:
            self.run("tables")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def serve(hub, port):
    """Serve the coordinator; two workers, so that the same package may meet itself."""
    drawings = [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v0"]
    subprocess.run(drawings, env=hub.environment, check=True)
    log = (hub.folder / "gunicorn.log").open("w")
    process = subprocess.Popen(web_command("127.0.0.1", port, 2), env=hub.environment, stdout=log, stderr=log)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if ask(port, "GET", "/health/")[0] == 200:
                return process
        except OSError:
            time.sleep(0.3)
    process.terminate()
    raise SystemExit((hub.folder / "gunicorn.log").read_text()[-3000:])


def ask(port, method, path, data=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(
            method, path, data, {"Content-Type": "application/json", **headers} if data is not None else {}
        )
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def check(what, found, expected):
    mark = "ok" if found == expected else "WRONG"
    say(f"  {mark}: {what}: {found}")
    if found != expected:
        raise SystemExit(f"{what}: {expected} was expected, {found} came")


def say(text):
    print(text, flush=True)  # noqa: T201 - a demonstration


def prepare(folder, port):
    """Split the answers, make the installations, let them know each other, and sign the call."""
    codebook = make_codebook(SCALES)
    table = make_table(SIZES, codebook, seed=11)
    hub = Installation(folder, "hub", f"http://127.0.0.1:{port}")
    nodes = {country: Installation(folder, country.lower(), "http://localhost:8000") for country in COUNTRIES}
    hub.make_tables()
    for country, node in nodes.items():
        node.make_tables(hub)
        csv.write_csv(table.filter(pc.equal(table["country"], country)), node.folder / "answers.csv")
        (node.folder / "codebook.json").write_text(codebook.to_json())
        node.run("begin", node.name, country)
    (hub.folder / "codebook.json").write_text(codebook.to_json())
    hub.run("begin", "hub", "SE")
    hub.run("know", "node", *(f"{node.folder / node.name}.card={country}" for country, node in nodes.items()))
    hub.run("call", "yes", 1)
    for node in nodes.values():
        node.run("know", "coordinator", f"{hub.folder / 'hub'}.card")
        shutil.copyfile(hub.folder / "call.json", node.folder / "call.json")
    return hub, nodes, store(table, codebook, group="country", folder=folder)


def noted(node, pk):
    """What the node has in its database about a package."""
    with closing(sqlite3.connect(f"file:{node.folder / 'mentorway.sqlite3'}?mode=ro", uri=True)) as database:
        return database.execute("SELECT stage FROM federation_sent WHERE id = ?", [pk]).fetchone()[0]


def is_sending(node, pk):
    """Whether the node has noted that it sends now: it does so just before it opens the connection."""
    with closing(sqlite3.connect(f"file:{node.folder / 'mentorway.sqlite3'}?mode=ro", uri=True)) as database:
        (tried,) = database.execute("SELECT tried FROM federation_sent WHERE id = ?", [pk]).fetchone()
    return tried is not None


def has_come(hub, count):
    """Whether so many packages are at the coordinator."""
    with closing(sqlite3.connect(f"file:{hub.folder / 'mentorway.sqlite3'}?mode=ro", uri=True)) as database:
        (found,) = database.execute("SELECT COUNT(*) FROM federation_received").fetchone()
    return found >= count


def kill_when(node, pk, moment):
    """Kill a node that delivers as soon as the moment is there, then start it again."""
    process = node.start("deliver", pk)
    until = time.monotonic() + PATIENCE
    while not moment() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    check(f"{node.name} was killed while it sent", process.returncode, -signal.SIGKILL)
    say(f"      its package is left as {noted(node, pk)}")
    return node.run("deliver", pk)["stage"]


def attack(port, node, sent):
    """Send what must be refused, and the same package once more."""
    data = (node.folder / "federation" / "sent" / f"{sent['file']}.json").read_bytes()
    path = "/federation/packages/"
    changed = data.replace(b'"rows":', b'"rows":1', 1)
    check("changed on its way", ask(port, "POST", path, changed)[0], 403)
    check("signed by a stranger in the node's name", refused_as(port, forged(data)), (403, "unknown-node"))
    check("cut off", ask(port, "POST", path, data[: len(data) // 2])[0], 400)
    check("nothing in it", ask(port, "POST", path, b"")[0], 400)
    check(
        "not of this protocol",
        ask(port, "POST", path, data.replace(b'"protocol":1', b'"protocol":2'))[0],
        400,
    )
    check("too large", ask(port, "POST", path, b"", **{"Content-Length": "40000000"})[0], 413)
    check("too large, seen by the node that sends it", too_large(port), "refused")
    check("the same again is acknowledged again", ask(port, "POST", path, data)[0], 200)
    return data


def forged(data):
    """Return the package of a node, signed by the key of somebody else."""
    stranger = NodeKey.of_seed(bytes(range(32)))
    return signed(Kind.PACKAGE, opened(data, Kind.PACKAGE).body, stranger).data


def refused_as(port, data):
    """Send, and return the status and the reason that came."""
    status, answer = ask(port, "POST", "/federation/packages/", data)
    return status, json.loads(answer).get("refused")


def too_large(port):
    """Send more than is taken, as a node does: it must hear that it is refused, not that nobody is there."""
    try:
        send(f"http://127.0.0.1:{port}/federation/packages/", b"x" * 33_000_000, Way(allow_private=True))
    except UnreachableError:
        return "unreachable"
    except InvalidInputError as error:
        return "refused" if "33000000" in str(error) else str(error)
    return "taken"


def main():
    began = time.monotonic()
    folder, port = Path(tempfile.mkdtemp(prefix="mentorway-federation-")), free_port()
    server = None
    try:
        say("Five installations are made: a coordinator and four countries.")
        hub, nodes, whole = prepare(folder, port)
        say("Each country signs its sums; the coordinator is not served yet, so nothing can arrive.")
        sent = {country: node.run("sign", "answers.csv") for country, node in nodes.items()}
        check("before it is served", nodes["LT"].run("deliver", sent["LT"]["sent"])["stage"], "waiting")
        server = serve(hub, port)
        for country in ("LT", "LV", "FI"):
            check(country, nodes[country].run("deliver", sent[country]["sent"])["stage"], "arrived")
        node, pk = nodes["SE"], sent["SE"]["sent"]
        check("SE", kill_when(node, pk, lambda: is_sending(node, pk)), "arrived")
        first = attack(port, nodes["LT"], sent["LT"])
        check("packages at the coordinator", hub.run("came")["count"], 4)
        renew(hub, nodes["LT"], port, first)
        finish(hub, whole)
        say(f"Done in {time.monotonic() - began:.0f} s.")
    finally:
        if server:
            server.terminate()
            server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def renew(hub, node, port, first):
    """Send a second package of one country, lose its receipt, and replay the first one."""
    pk = node.run("sign", "answers.csv")["sent"]
    check("LT again, killed when it had arrived", kill_when(node, pk, lambda: has_come(hub, 5)), "arrived")
    check("the older package replayed", refused_as(port, first), (409, "replayed"))
    check("packages at the coordinator", hub.run("came")["count"], 5)


def finish(hub, whole):
    """Put together, and lay beside the analysis of all answers in one place."""
    found = hub.run("together")
    check("people", found["people"], sum(SIZES.values()))
    check("withheld", found["withheld"], 0)
    ours, pooled = result(compare_packages([Path(found["sums"])])), result(compare(whole))
    difference, elsewhere = furthest(ours, pooled)
    check(
        "words that differ besides texts of items",
        [one for one in elsewhere if not one.endswith((".text", ".several_factors"))],
        [],
    )
    check("a millionth more is seen", "yes" if furthest(ours, nudged(ours))[0] > TOLERANCE else "no", "yes")
    say(f"Numbers compared: {len(list(numbers(ours)))}")
    say(f"Largest difference of any number from the pooled analysis: {difference:.3g}")
    if difference > TOLERANCE:
        raise SystemExit(f"The numbers differ by {difference:.3g}")


def numbers(facts):
    """Every number of a result."""
    if isinstance(facts, dict | list):
        for one in facts.values() if isinstance(facts, dict) else facts:
            yield from numbers(one)
    elif isinstance(facts, int | float) and not isinstance(facts, bool):
        yield facts


def nudged(facts):
    """The same result with every fraction a little larger: the comparison must see it."""
    if isinstance(facts, dict):
        return {name: nudged(one) for name, one in facts.items()}
    if isinstance(facts, list):
        return [nudged(one) for one in facts]
    return facts * (1 + 1e-6) if isinstance(facts, float) else facts


if __name__ == "__main__":
    main()
