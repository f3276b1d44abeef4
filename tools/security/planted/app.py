"""A small site full of planted faults: a scanner that does not find them here is not believed elsewhere.

It listens on 127.0.0.1 only, holds three invented rows in memory, and is run by the scripts of scanners alone: tools/security/sqlmap.sh and wapiti.py.
"""

import html
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

ROWS = [(1, "heron"), (2, "stork"), (3, "crane")]
PAGE = "text/html; charset=utf-8"
SCHEMA = {
    "openapi": "3.1.0",
    "info": {"title": "Planted", "version": "1"},
    "paths": {
        "/api/birds": {
            "get": {
                "operationId": "birds",
                "parameters": [
                    {"name": "most", "in": "query", "required": True, "schema": {"type": "integer"}}
                ],
                "responses": {
                    "200": {
                        "description": "Birds",
                        "content": {
                            "application/json": {"schema": {"type": "array", "items": {"type": "string"}}}
                        },
                    },
                    "422": {"description": "Not a number"},
                },
            }
        }
    },
}
Answer = tuple[str, list[tuple[str, str]], str]


def front(_asked: dict[str, str]) -> Answer:
    """Lead to every fault."""
    links = ("/search?q=heron", "/hello?name=you", "/go?to=/", "/file?name=app.py", "/safe?name=you")
    text = "".join(f'<p><a href="{link}">{link}</a></p>' for link in links)
    return "200 OK", [("Content-Type", PAGE)], f"<html><body>{text}</body></html>"


def search(asked: dict[str, str]) -> Answer:
    """Fault: what was asked becomes part of a statement, and its errors are shown."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE birds (id INTEGER, name TEXT)")
    base.executemany("INSERT INTO birds VALUES (?, ?)", ROWS)
    try:
        found = base.execute(f"SELECT name FROM birds WHERE name = '{asked.get('q', '')}'").fetchall()
    except sqlite3.Error as error:
        text = f"sqlite3.OperationalError: {html.escape(str(error))}"
        return "500 Internal Server Error", [("Content-Type", PAGE)], text
    return "200 OK", [("Content-Type", PAGE)], f"<p>{len(found)} found</p><p>{html.escape(str(found))}</p>"


def hello(asked: dict[str, str]) -> Answer:
    """Fault: a name is shown without being escaped."""
    return (
        "200 OK",
        [("Content-Type", PAGE)],
        f"<html><body><p>Hello {asked.get('name', '')}</p></body></html>",
    )


def safe(asked: dict[str, str]) -> Answer:
    """Show the same without the fault: here nothing may be found."""
    text = html.escape(asked.get("name", ""))
    return "200 OK", [("Content-Type", PAGE)], f"<html><body><p>Hello {text}</p></body></html>"


def go(asked: dict[str, str]) -> Answer:
    """Fault: leads wherever one is told."""
    return "302 Found", [("Location", asked.get("to", "/")), ("Content-Type", PAGE)], ""


def file(asked: dict[str, str]) -> Answer:
    """Fault: the path of a file is taken as it comes; only one invented file is ever told."""
    text = "root:x:0:0:root:/root:/bin/bash\n" if "etc/passwd" in asked.get("name", "") else "nothing"
    return "200 OK", [("Content-Type", "text/plain; charset=utf-8")], text


def birds(asked: dict[str, str]) -> Answer:
    """Fault: some numbers break it, and the answer is not what the schema says."""
    most = asked.get("most", "")
    if not most.lstrip("-").isdecimal():
        return "422 Unprocessable Content", [("Content-Type", "application/json")], "{}"
    if int(most) < 0:
        return "500 Internal Server Error", [("Content-Type", "application/json")], "{}"
    return (
        "200 OK",
        [("Content-Type", "application/json")],
        json.dumps([name for _n, name in ROWS][: int(most)]),
    )


def schema(_asked: dict[str, str]) -> Answer:
    """Say what the interface looks like."""
    return "200 OK", [("Content-Type", "application/json")], json.dumps(SCHEMA)


PAGES: dict[str, Callable[[dict[str, str]], Answer]] = {
    "/": front,
    "/search": search,
    "/hello": hello,
    "/safe": safe,
    "/go": go,
    "/file": file,
    "/api/birds": birds,
    "/openapi.json": schema,
}


def app(environ: dict[str, str], start: Callable[..., object]) -> Iterable[bytes]:
    """Answer a request."""
    asked = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
    page = PAGES.get(environ.get("PATH_INFO", "/"))
    if page is None:
        start("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"Not here"]
    status, headers, text = page(asked)
    start(status, [(name, value.replace("\r", "").replace("\n", "")) for name, value in headers])
    return [text.encode()]


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class Many(ThreadingMixIn, WSGIServer):
    """Answers several at once."""

    daemon_threads = True


if __name__ == "__main__":
    make_server("127.0.0.1", int(sys.argv[1]), app, Many, Quiet).serve_forever()
