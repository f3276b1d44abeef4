"""A file sealed with a passphrase: read in pieces, and any change, cut or swap of pieces is found.

The key comes from the passphrase by scrypt. Each piece is sealed with AES-256-GCM under a nonce that counts
pieces and says which is the last, so that pieces cannot be left out, repeated or put in another order.
"""

import io
import os
import struct
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mentorway.web.management.keeping.refusing import KeepingError

MAGIC: Final = b"MENTORWAY-SEALED-1\n"
PIECE: Final = 2**20
TAG: Final = 16
SALT: Final = 16
PREFIX: Final = 7  # of a nonce; four bytes count, one says whether more comes
FEWEST_LETTERS: Final = 12
# Cost of a guess: 128 MB and about half a second. What a file may ask for is bounded.
COST: Final = 17
COSTS: Final = range(14, 19)
WRONG: Final = "The passphrase is wrong, or the file was changed or is damaged."
CUT: Final = "The sealed file was cut off, or changed."


def is_sealed(path: str | os.PathLike[str]) -> bool:
    """Whether a file was sealed with a passphrase."""
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read(len(MAGIC)) == MAGIC


def checked_passphrase(text: str) -> str:
    """Return a passphrase that is long enough to seal with."""
    if len(text) < FEWEST_LETTERS:
        raise KeepingError(f"The passphrase has {len(text)} letters. It needs {FEWEST_LETTERS} or more.")
    return text


class Sealed(io.RawIOBase):
    """Writes what it is given to ``file``, sealed; `close` writes the last piece and leaves ``file`` open."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        salt, self._prefix = os.urandom(SALT), os.urandom(PREFIX)
        self._head = MAGIC + bytes([COST]) + salt + self._prefix
        self._cipher = _cipher(passphrase, salt, COST)
        self._file, self._waiting, self._number = file, bytearray(), 0
        file.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        piece = memoryview(data).cast("B")  # type: ignore[arg-type]
        self._waiting += piece
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            try:
                self._put(bytes(self._waiting), is_last=True)
            finally:
                super().close()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, piece, self._head))
        self._number += 1


class Opened(io.RawIOBase):
    """Reads what `Sealed` wrote."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        rest = 1 + SALT + PREFIX
        self._head = file.read(len(MAGIC) + rest)
        if len(self._head) < len(MAGIC) + rest or not self._head.startswith(MAGIC):
            raise KeepingError(CUT)
        cost, salt = self._head[len(MAGIC)], self._head[len(MAGIC) + 1 : -PREFIX]
        if cost not in COSTS:
            raise KeepingError("The file was sealed in a way that this version does not know.")
        self._prefix = self._head[-PREFIX:]
        self._cipher = _cipher(passphrase, salt, cost)
        self._file, self._number, self._ready, self._place = file, 0, b"", 0
        self._next = file.read(PIECE + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._place == len(self._ready):
            self._ready, self._place = self._take(), 0
        piece = self._ready[self._place : self._place + len(target)]
        target[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def _take(self) -> bytes:
        if not self._next:
            if self._number:
                return b""
            raise KeepingError(CUT)
        now, self._next = self._next, self._file.read(PIECE + TAG)
        nonce = _nonce(self._prefix, self._number, is_last=not self._next)
        try:
            piece = self._cipher.decrypt(nonce, now, self._head)
        except InvalidTag:
            raise KeepingError(CUT if self._number else WRONG) from None
        self._number += 1
        return piece if piece or not self._next else self._take()


def _cipher(passphrase: str, salt: bytes, cost: int) -> AESGCM:
    key = Scrypt(salt=salt, length=32, n=2**cost, r=8, p=1).derive(passphrase.encode())
    return AESGCM(key)


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, is_last)
