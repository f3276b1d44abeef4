"""One file for everything: a tar under zstd, sealed if wanted, whose last member vouches for all before it.

``header.json`` comes first and says what the file is; ``manifest.json`` comes last with size and SHA-256 of
each member, so that making and reading take one pass and little memory. By hand, `tar --zstd -x` opens one
that is not sealed.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

import pyarrow as pa

from mentorway.web.management.keeping import sealing
from mentorway.web.management.keeping.refusing import KeepingError

FORMAT: Final = 1
HEADER: Final = "header.json"
MANIFEST: Final = "manifest.json"
BLOCK: Final = tarfile.BLOCKSIZE
CHUNK: Final = 2**20
MOST_HEADER: Final = 4 * 2**20
MOST_MANIFEST: Final = 512 * 2**20
LONGEST_NAME: Final = 4096
ROOM_LEFT: Final = 64 * 2**20  # of the disk, that a file from elsewhere may not fill
# A file that grows to more than this many times its size was made to fill a disk.
MOST_GROWTH: Final = 1500
GROWTH_COUNTS_FROM: Final = 2**30
BAD: Final = "The file is damaged, was cut off, or is no file of Mentorway"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Member:
    """What is known of one member: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Read:
    """What a file holds: its header, its members, and what its maker noted at the end."""

    header: Mapping[str, Any]
    members: Mapping[str, Member]
    facts: Mapping[str, Any]


class Archive:
    """Writes the members of a file one after the other; use it through `making`."""

    def __init__(self, out: IO[bytes], header: dict[str, Any]) -> None:
        self._out, self.members = out, dict[str, Member]()
        self._put(HEADER, _json({"format": FORMAT, **header}))

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a member that is in memory."""
        self.members[name] = Member(len(content), self._put(name, content))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file; what is added at its end meanwhile is left out, and it may not become shorter."""
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            self._head(name, size)
            digest, left = hashlib.sha256(), size
            while left:
                piece = file.read(min(CHUNK, left))
                if not piece:
                    raise KeepingError(f"{path} became shorter while it was read. Try again.")
                self._out.write(piece)
                digest.update(piece)
                left -= len(piece)
            self._pad(size)
        self.members[name] = Member(size, digest.hexdigest())

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Add the list of everything."""
        members = {name: [one.size, one.sha256] for name, one in self.members.items()}
        self._put(MANIFEST, _json({"members": members, "facts": facts}))
        self._out.write(b"\0" * 2 * BLOCK)

    def _put(self, name: str, content: bytes) -> str:
        self._head(name, len(content))
        self._out.write(content)
        self._pad(len(content))
        return hashlib.sha256(content).hexdigest()

    def _head(self, name: str, size: int) -> None:
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, 0o600
        self._out.write(told.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape"))

    def _pad(self, size: int) -> None:
        self._out.write(b"\0" * (-size % BLOCK))


@contextlib.contextmanager
def making(path: Path, header: dict[str, Any], *, passphrase: str = "") -> Iterator[Archive]:
    """Make a file that is there whole or not at all, readable by its owner only; none is overwritten."""
    if path.exists():
        raise KeepingError(f"{path} is there already. Nothing is overwritten: name another file.")
    if not path.parent.is_dir():
        raise KeepingError(f"There is no folder {path.parent}.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb", buffering=CHUNK) as file:
            with _compressed(file, passphrase) as out:
                yield Archive(out, header)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(part, path)
        _sync_folder(path.parent)
    except FileExistsError:
        raise KeepingError(f"{path} came into being meanwhile. Nothing is overwritten.") from None
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _compressed(file: IO[bytes], passphrase: str) -> Iterator[IO[bytes]]:
    under = sealing.Sealed(file, sealing.checked_passphrase(passphrase)) if passphrase else _Through(file)
    out = pa.CompressedOutputStream(pa.PythonFile(under, mode="w"), "zstd")
    buffered = io.BufferedWriter(_Through(out), CHUNK)
    yield buffered
    buffered.flush()
    out.close()
    under.close()


class _Through(io.RawIOBase):
    """Passes on what is written; what is under it stays open when this is closed."""

    def __init__(self, under: Any) -> None:
        self._under = under

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        self._under.write(data)
        return memoryview(data).nbytes  # type: ignore[arg-type]


class Parts:
    """Reads members one after the other, and trusts none: see `taken_apart`."""

    def __init__(self, stream: Any, most: int) -> None:
        self._stream, self._left = stream, most

    def head(self) -> tuple[str, int] | None:
        """Return name and size of the next member; None at the end."""
        name = ""
        while True:
            buffer = self.exactly(BLOCK)
            if buffer == b"\0" * BLOCK:
                return None
            told = tarfile.TarInfo.frombuf(buffer, "utf-8", "surrogateescape")
            if told.type == tarfile.GNUTYPE_LONGNAME and told.size <= LONGEST_NAME:
                name = self.whole(told.size).rstrip(b"\0").decode("utf-8", "surrogateescape")
            elif told.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and told.size >= 0:
                return _safe(name or told.name), told.size
            else:
                raise KeepingError(f"{BAD}: it holds something that is no plain file.")

    def whole(self, size: int) -> bytes:
        """Return the content of a member that is small."""
        content = self.exactly(size)
        self.exactly(-size % BLOCK)
        return content

    def exactly(self, size: int) -> bytes:
        """Return that many bytes."""
        self._left -= size
        if self._left < 0:
            raise KeepingError(
                "The file would grow to more than it may: it was made to fill the disk, or there is too "
                "little room. Nothing was changed."
            )
        pieces, missing = [], size
        while missing:
            piece = self._stream.read(min(missing, CHUNK))
            if not piece:
                raise KeepingError(f"{BAD}: it ends too early.")
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def into(self, path: Path, size: int) -> Member:
        """Write a member to a new file, readable by its owner only."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest, missing = hashlib.sha256(), size
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while missing:
                piece = self.exactly(min(missing, CHUNK))
                digest.update(piece)
                file.write(piece)
                missing -= len(piece)
        self.exactly(-size % BLOCK)
        return Member(size, digest.hexdigest())


@contextlib.contextmanager
def opening(path: Path, passphrase: str = "", room: int | None = None) -> Iterator[Parts]:
    """Open a file; whatever is wrong with its bytes becomes one sentence."""
    if not path.is_file():
        raise KeepingError(f"There is no file {path}.")
    sealed = sealing.is_sealed(path)
    if sealed and not passphrase:
        raise KeepingError(f"{path} is sealed. Give its passphrase: --passphrase-file FILE.")
    most = max(GROWTH_COUNTS_FROM, path.stat().st_size * MOST_GROWTH)
    with path.open("rb") as file:
        under = io.BufferedReader(sealing.Opened(file, passphrase), CHUNK) if sealed else file
        try:
            stream = pa.CompressedInputStream(pa.PythonFile(under, mode="r"), "zstd")
            yield Parts(stream, most if room is None else min(most, room))
        except KeepingError:
            raise
        except (tarfile.TarError, EOFError, ValueError, pa.ArrowException) as error:
            raise KeepingError(f"{BAD} ({type(error).__name__}).") from error
        except OSError as error:
            if error.errno is None:  # of Arrow, about bytes; the system's own have a number
                raise KeepingError(f"{BAD}.") from error
            raise


def header_of(path: Path, passphrase: str = "") -> dict[str, Any]:
    """Return what a file says of itself, without reading it all."""
    with opening(path, passphrase) as parts:
        return _header(parts)


def taken_apart(path: Path, folder: Path, passphrase: str = "", progress: Progress | None = None) -> Read:
    """Take a file apart into an empty ``folder``; return what it holds once it was found to be whole."""
    room = shutil.disk_usage(folder).free - ROOM_LEFT
    with opening(path, passphrase, room) as parts:
        header = _header(parts)
        found: dict[str, Member] = {}
        while (head := parts.head()) is not None:
            name, size = head
            if name == MANIFEST:
                return _vouched(header, found, _object(parts.whole(_at_most(size, MOST_MANIFEST))))
            if name in found:
                raise KeepingError(f"{BAD}: {name} is in it twice.")
            found[name] = parts.into(folder / name, size)
            if progress:
                progress(name)
    raise KeepingError(f"{BAD}: its list of members is missing.")


def _header(parts: Parts) -> dict[str, Any]:
    head = parts.head()
    if head is None or head[0] != HEADER:
        raise KeepingError(f"{BAD}: it does not begin with {HEADER}.")
    header = _object(parts.whole(_at_most(head[1], MOST_HEADER)))
    version = header.get("format")
    if not isinstance(version, int) or version < 1:
        raise KeepingError(f"{BAD}: it does not say in which format it is.")
    if version > FORMAT:
        raise KeepingError(
            f"The file has format {version}; this version of Mentorway reads up to {FORMAT}. Use a newer one."
        )
    return header


def _vouched(header: dict[str, Any], found: dict[str, Member], manifest: dict[str, Any]) -> Read:
    """Compare what came with what the file says should have come."""
    told, facts = manifest.get("members"), manifest.get("facts")
    if not isinstance(told, dict) or not isinstance(facts, dict):
        raise KeepingError(f"{BAD}: its list of members cannot be read.")
    if set(told) != set(found):
        raise KeepingError(f"{BAD}: {min(set(told) ^ set(found))} is missing, or should not be there.")
    for name, member in found.items():
        if told[name] != [member.size, member.sha256]:
            raise KeepingError(f"{BAD}: {name} is not as it was written.")
    return Read(header, found, facts)


def _safe(name: str) -> str:
    """Return the name of a member, which must stay in the folder it is written to."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or str(path) != name or "\0" in name or "\\" in name:
        raise KeepingError(f"{BAD}: {name!r} is no name of a member.")
    return name


def _at_most(size: int, most: int) -> int:
    if size > most:
        raise KeepingError(f"{BAD}: {size} bytes are more than there can be.")
    return size


def _object(content: bytes) -> dict[str, Any]:
    found = json.loads(content)
    if not isinstance(found, dict):
        raise KeepingError(f"{BAD}: it does not hold what it should.")
    return found


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, indent=1).encode()


def _put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name; unlike a renaming, a second name replaces nothing."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names
        part.rename(path)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
