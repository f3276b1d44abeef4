"""The key that turns a person into a pseudonym: a file, apart from the answers, destroyed at the end."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

from mentorway.web.study.models import Study


class KeyDestroyedError(Exception):
    """The study is closed for good: nobody can make its pseudonyms any more."""


def folder() -> Path:
    """Return where keys lie: readable by the installation only."""
    path: Path = settings.MENTORWAY_DATA / "study-keys"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def key_path(study: Study) -> Path:
    """Where the key of ``study`` lies while there is one."""
    return folder() / f"{study.token.hex}.key"


def pseudonym_of(study: Study, person: str) -> str:
    """Return the pseudonym of a person, named as in their invitation: by e-mail address."""
    plain = " ".join(person.lower().split())
    return hmac.new(_key(study), plain.encode(), hashlib.sha256).hexdigest()


def _key(study: Study) -> bytes:
    if study.key_destroyed is not None:
        raise KeyDestroyedError
    path = key_path(study)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text("ascii"))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_bytes(32)
        file.write(key.hex())
    return key


def destroy(study: Study) -> bool:
    """Overwrite and remove the key; return whether there was one."""
    path = key_path(study)
    try:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    return True
