"""Where packages of open data lie: under their fingerprint, and nowhere else."""

import hashlib
import os
from pathlib import Path

from django.conf import settings

from mentorway.web.dissemination.models import Release


def folder() -> Path:
    """Return the folder of the packages, made if it is not there."""
    path: Path = settings.MENTORWAY_DATA / "dissemination" / "releases"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(content: bytes) -> tuple[str, str]:
    """Keep a package; return its name and its fingerprint. It is there whole or not at all."""
    sign = hashlib.sha256(content).hexdigest()
    path = folder() / f"{sign}.zip"
    partly = path.with_suffix(f".{os.getpid()}.part")
    try:
        partly.write_bytes(content)
        partly.replace(path)
    finally:
        partly.unlink(missing_ok=True)
    return path.name, sign


def path_of(release: Release) -> Path | None:
    """Return the package of a version, if there is one."""
    if not release.path:
        return None
    path = folder() / release.path
    return path if path.is_file() else None


def content_of(release: Release) -> bytes | None:
    """Return the bytes of a package, if there is one."""
    path = path_of(release)
    return path.read_bytes() if path else None


def forget(release: Release) -> None:
    """Remove a package, unless another version has the same."""
    path = path_of(release)
    if path and not Release.objects.filter(path=release.path).exclude(pk=release.pk).exists():
        path.unlink(missing_ok=True)
