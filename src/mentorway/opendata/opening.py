"""A package as anybody may hand it over → its files, or a sentence on why it cannot be one."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from mentorway.opendata.writing import SUMS
from mentorway.wording import InvalidInputError, Message, listed, shown

MEGABYTE: Final = 1_000_000
MOST_FILES: Final = 2_000
MOST_BYTES: Final = 500 * MEGABYTE
MOST_TIMES: Final = 1_000  # deflate makes nothing smaller than about this
LINE: Final = re.compile(r"([0-9a-f]{64}) [ *](.+)")
ENCRYPTED: Final = 0x1
WRITTEN: Final = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
)
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class Opened:
    """The files of a package by path."""

    files: Mapping[str, bytes]

    def problems(self) -> Iterator[Message]:
        """Yield which files are changed, lacking or not listed in SHA256SUMS."""
        sums = _sums(self.files)
        for path, expected in sums.items():
            if path not in self.files:
                yield Message("The file “%(file)s” is lacking.", {"file": shown(path)})
            elif hashlib.sha256(self.files[path]).hexdigest() != expected:
                yield Message(
                    "The file “%(file)s” is not as it was published: its checksum differs.",
                    {"file": shown(path)},
                )
        for path in sorted(set(self.files) - set(sums) - {SUMS}):
            yield Message("The file “%(file)s” does not belong to the package.", {"file": shown(path)})


def open_package(path: Path) -> Opened:
    """Open a package: the zip, or the folder that it was unpacked into.

    Parameters
    ----------
    path : Path
        Where it is.

    Returns
    -------
    Opened

    Raises
    ------
    InvalidInputError
        There is nothing, it is no zip, it is too large, or it holds what no package does: paths that lead out
        of it, links, names used twice, files under a password.
    """
    if path.is_dir():
        return Opened(dict(_of_folder(path)))
    if not path.is_file():
        raise InvalidInputError(Message("There is no file “%(file)s”.", {"file": shown(path.name)}))
    try:
        with zipfile.ZipFile(path) as archive:
            return Opened(_of_zip(archive))
    except InvalidInputError:
        raise
    except BROKEN as error:
        raise InvalidInputError(
            Message("“%(file)s” is no zip, or it is damaged.", {"file": shown(path.name)})
        ) from error


def _of_zip(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [one for one in archive.infolist() if not one.is_dir()]
    _admit(len(entries), sum(one.file_size for one in entries))
    names = [one.filename for one in entries]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise InvalidInputError(
            Message("The package holds two files of one name: %(names)s.", {"names": listed(twice)})
        )
    for one in entries:
        _admit_entry(one)
    return {one.filename: archive.read(one) for one in entries}


def _admit_entry(one: zipfile.ZipInfo) -> None:
    if not _inside(one.filename) or stat.S_ISLNK(one.external_attr >> 16):
        raise InvalidInputError(
            Message(
                "The package holds a path that leads out of it: “%(file)s”.", {"file": shown(one.filename)}
            )
        )
    if one.flag_bits & ENCRYPTED:
        raise InvalidInputError(
            Message("The file “%(file)s” is under a password.", {"file": shown(one.filename)})
        )
    if one.compress_type not in WRITTEN:
        raise zipfile.BadZipFile
    if one.file_size > MEGABYTE and one.file_size > MOST_TIMES * max(one.compress_size, 1):
        raise _too_large()


def _inside(name: str) -> bool:
    """Whether a path stays where it is unpacked."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and not re.search(r"[\\:\0]", name)


def _of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    if not (folder / SUMS).is_file():
        raise _no_package()
    found = [one for one in sorted(folder.rglob("*")) if one.is_file() or one.is_symlink()]
    for one in found:
        if one.is_symlink():
            raise InvalidInputError(
                Message(
                    "The package holds a path that leads out of it: “%(file)s”.", {"file": shown(one.name)}
                )
            )
    _admit(len(found), sum(one.stat().st_size for one in found))
    for one in found:
        yield one.relative_to(folder).as_posix(), one.read_bytes()


def _admit(files: int, size: int) -> None:
    if files > MOST_FILES or size > MOST_BYTES:
        raise _too_large()


def _too_large() -> InvalidInputError:
    return InvalidInputError(
        Message(
            "The package is too large to be opened: at most %(files)d files and %(megabytes)d megabytes "
            "unpacked.",
            {"files": MOST_FILES, "megabytes": MOST_BYTES // MEGABYTE},
        )
    )


def _no_package() -> InvalidInputError:
    return InvalidInputError(
        Message("This is no package of open data that Mentorway made: “%(file)s” is lacking.", {"file": SUMS})
    )


def _sums(files: Mapping[str, bytes]) -> dict[str, str]:
    if SUMS not in files:
        raise _no_package()
    found = {}
    for line in files[SUMS].decode("utf-8", "replace").splitlines():
        match = LINE.fullmatch(line)
        if not match or not _inside(match[2]):
            raise InvalidInputError(
                Message(
                    "“%(file)s” has a line that is no checksum: %(line)s", {"file": SUMS, "line": shown(line)}
                )
            )
        found[match[2]] = match[1]
    return found
