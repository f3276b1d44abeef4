"""Webhooks that tests start from, and a program that listens."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.conftest import make_member

from mentorway.web.api.actions import webhooks as actions

OUTSIDE = "93.184.216.34"


def answers(*numbers):
    """Return what looks a name up, and finds these numbers."""

    def looked_up(_host, port, *_args, **_more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in numbers]

    return looked_up


def make_webhook(user=None, *, url="https://hook.example.org/in", names=("plan.changed",), name="Chat"):
    """Return a webhook and its secret; its name leads outside, whatever it is."""
    before = socket.getaddrinfo
    socket.getaddrinfo = answers(OUTSIDE)
    try:
        return actions.add(user or make_member(), name=name, url=url, names=list(names))
    finally:
        socket.getaddrinfo = before


class Listener(BaseHTTPRequestHandler):
    """Keeps what comes, and answers as the server was told."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((self.path, dict(self.headers), body))
        self.server.answer(self)

    def log_message(self, *_args):
        pass


def status(number, **headers):
    """Return how to answer with a status."""

    def answer(one):
        one.send_response(number)
        for name, value in headers.items():
            one.send_header(name, value)
        one.send_header("Content-Length", "0")
        one.end_headers()

    return answer


@contextmanager
def listening(answer, wrap=None):
    """Run a program that listens; yields the server, whose `came` are the messages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.daemon_threads = True
    server.came, server.answer = [], answer
    if wrap:
        server.socket = wrap(server.socket)
    thread = threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
