"""A worker of gunicorn that slow senders cannot hold up: a thread is given to who has said what they want.

Gunicorn's own threads read each request from its first byte, so a few clients that send a letter a second
hold all of them. Here the main loop of the process collects what comes, of everybody at once; a request is
given to a thread when its head is there, and its body where that is small. Large bodies, and those that are
sent only once they were asked for, are read by threads, by half of them at most, and not more slowly than a
poor telephone line brings them.

The loop itself waits for nobody either: who does not close their end after the last answer is listened out
beside the others, and where too many are connected, who was silent longest goes.
"""

import errno
import re
import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any, Final

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker  # type: ignore[import-untyped]

PATIENCE: Final = 20.0  # seconds for a head and a small body; and before a large one is looked at
LINGER: Final = 10.0  # seconds in which somebody may close their end after the last answer
SMALL: Final = 64 * 1024  # bytes of a body that is collected before a thread is asked
LONGEST_HEAD: Final = 256 * 1024  # beyond this the parser, which allows less, is asked to refuse it
SLOWEST: Final = 8 * 1024  # bytes a second of a large body
PIECE: Final = 64 * 1024
SPARE: Final = 10  # connections below the most that a process takes: there is always room for one more
END: Final = re.compile(rb"\r?\n\r?\n")
LENGTH: Final = re.compile(rb"(?i)\ncontent-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?\n")
BY_PIECES: Final = re.compile(rb"(?i)\n(?:transfer-encoding|expect)[ \t]*:")  # nothing may come unasked
TOO_MANY_OPEN: Final = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


def is_whole(came: bytes) -> bool:
    r"""Return whether so much has come that a thread may be asked.

    >>> is_whole(b"GET / HTTP/1.1\r\nHost: a\r\n"), is_whole(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    (False, True)
    """
    head = END.search(came)
    if head is None:
        return len(came) > LONGEST_HEAD
    length = _length(came[: head.end()])
    return length > SMALL or len(came) - head.end() >= length


def is_large(came: bytes) -> bool:
    """Return whether a body follows that threads have to wait for."""
    head = END.search(came)
    return head is not None and (
        bool(BY_PIECES.search(came, 0, head.end())) or _length(came[: head.end()]) > SMALL
    )


def _length(head: bytes) -> int:
    found = LENGTH.search(head)
    return int(found[1]) if found and not BY_PIECES.search(head) else 0


def has_said(line: socket.socket) -> bool:
    """Return whether there is something to read, though the loop was not told yet."""
    try:
        return bool(line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except OSError:
        return False


class Counted:
    """A socket of which it is known how long somebody waited for how many bytes."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._waited = 0.0
        self._since: float | None = None
        self.got = 0

    def recv(self, most: int) -> bytes:
        self._since = begun = time.monotonic()
        try:
            piece = self._line.recv(most)
        finally:
            self._since = None
            self._waited += time.monotonic() - begun
        self.got += len(piece)
        return piece

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)

    def is_too_slow(self, now: float) -> bool:
        """Return whether somebody waits, and did so for too long."""
        since = self._since
        waited = self._waited + (now - since if since else 0.0)
        return since is not None and self.got < (waited - PATIENCE) * SLOWEST


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's threads, which begin once a request is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read: dict[TConn, Counted] = {}  # by a thread just now
        self._large: set[TConn] = set()
        self._in_line: deque[TConn] = deque()
        self._leaving: deque[TConn] = deque()

    def accept(self, listener: socket.socket) -> None:
        try:
            line, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError as wrong:
            if wrong.errno not in TOO_MANY_OPEN:
                raise
            self._make_room()
            return
        self.nr_conns += 1
        if self.nr_conns > self.worker_connections - SPARE:
            self._make_room()
        self._collect(TConn(self.cfg, line, client, listener.getsockname()), b"")

    def _make_room(self) -> None:
        """Close who was silent longest."""
        for waiting in (self._leaving, self.keepalived_conns, self.pending_conns):
            for conn in waiting:
                if not has_said(conn.sock):
                    waiting.remove(conn)
                    self._close(conn)
                    return

    def _close(self, conn: TConn) -> None:
        with suppress(OSError, KeyError, ValueError):  # where the loop does not listen to it
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Begin with the next request of somebody who stayed."""
        if conn not in self.keepalived_conns:
            return  # it had to make room a moment ago
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._collect(conn, b"")

    def _collect(self, conn: TConn, came: bytes) -> None:
        conn.came = bytearray(came)
        if came and is_whole(came):
            self._ask(conn)
            return
        conn.sock.setblocking(False)  # noqa: FBT003 - as sockets have it
        conn.timeout = self._until(PATIENCE)
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def on_pending_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """Take what has come; ask a thread once it is enough."""
        if conn not in self.pending_conns:
            return  # it had to make room a moment ago
        try:
            piece = client.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        conn.came += piece
        if piece and not is_whole(conn.came):
            return
        self.pending_conns.remove(conn)
        if not piece:  # they left before they had said what they want
            self._close(conn)
            return
        self.poller.unregister(client)
        self._ask(conn)

    def _until(self, seconds: float) -> float:
        """Return when somebody who is waited for must have said something; soon where this process ends."""
        return time.monotonic() + (seconds if self.alive else min(seconds, STOP_KEEPALIVE_LINGER))

    def _cap_keepalive(self, deadline: float) -> None:
        """When this process ends, wait for nobody much longer: another begins only once it has ended."""
        super()._cap_keepalive(deadline)
        for conn in (*self.pending_conns, *self._leaving):
            conn.timeout = min(conn.timeout, deadline)

    def _ask(self, conn: TConn) -> None:
        if is_large(conn.came):
            self._in_line.append(conn)
            self._next_large()
        else:
            self.enqueue_req(conn)

    def _next_large(self) -> None:
        while self._in_line and len(self._large) < max(self.cfg.threads // 2, 1):
            conn = self._in_line.popleft()
            self._large.add(conn)
            self.enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        """Give the parser what was collected, then do as gunicorn does."""
        conn.data_ready = True
        conn.init()
        conn.parser.unreader.unread(bytes(conn.came))
        self._read[conn] = conn.parser.unreader.sock = Counted(conn.sock)
        return super().handle(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """Wait for what they ask next, or let them go; never in gunicorn's way, which may stop the loop."""
        self._read.pop(conn, None)
        self._large.discard(conn)
        try:
            if fs.cancelled() or not fs.result():
                self._leave(conn)
            elif more := conn.parser.unreader.take_buffered():
                self._collect(conn, more)
            else:
                self._keep(conn)
        except Exception:  # noqa: BLE001 - whatever it was, the others are answered
            self._close(conn)
        self._next_large()

    def _keep(self, conn: TConn) -> None:
        conn.sock.setblocking(False)  # noqa: FBT003 - as sockets have it
        conn.timeout = self._until(self.cfg.keepalive)
        self.keepalived_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_client_socket_readable, conn))

    def _leave(self, conn: TConn) -> None:
        """Say that nothing more comes; close once they have, so that they get the answer whole."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
            return
        conn.sock.setblocking(False)  # noqa: FBT003 - as sockets have it
        conn.timeout = self._until(LINGER)
        self._leaving.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._listen_out, conn))

    def _listen_out(self, conn: TConn, client: socket.socket) -> None:
        if conn not in self._leaving:
            return
        try:
            piece = client.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._leaving.remove(conn)
            self._close(conn)

    def murder_keepalived(self, force: bool = False) -> None:  # noqa: FBT001, FBT002 - as gunicorn has it
        """Close who said nothing for long, but not who begins to speak in this moment."""
        now = time.monotonic()
        for conn in list(self.keepalived_conns):
            if force or conn.timeout > now:
                break
            if has_said(conn.sock):
                self.on_client_socket_readable(conn, conn.sock)
        super().murder_keepalived(force)

    def murder_pending(self) -> None:
        """Close who was too slow; where a thread reads, nothing more is read, so that it ends."""
        super().murder_pending()
        now = time.monotonic()
        while self._leaving and self._leaving[0].timeout <= now:
            self._close(self._leaving.popleft())
        for conn, counted in list(self._read.items()):
            if counted.is_too_slow(now):
                try:
                    conn.sock.shutdown(socket.SHUT_RD)
                except OSError:
                    continue
