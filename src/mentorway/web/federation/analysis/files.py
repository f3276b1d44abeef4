"""Where keys and packages are kept."""

import datetime as dt
import re
from pathlib import Path

from django.conf import settings

DAY = dt.timedelta(days=1)
NAME = re.compile(r"[0-9a-f]{64}")


def folder(name: str) -> Path:
    """Return one folder of this activity's data, made if it is not there; nobody else may look into it."""
    path: Path = settings.MENTORWAY_DATA / "federation" / name
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def key_path(public: str) -> Path:
    """The private key that belongs to a public one."""
    return folder("keys") / f"{public}.pem"


def received_path(digest: str) -> Path:
    """A package that came."""
    return folder("received") / f"{digest}.json"


def sent_path(digest: str) -> Path:
    """A package of ours."""
    return folder("sent") / f"{digest}.json"


def prepared_path(sha256: str) -> Path:
    """Sums that somebody brought and has not yet signed; the name must be a fingerprint."""
    return folder("prepared") / f"{sha256 if NAME.fullmatch(sha256) else 'none'}.json"


def forget_prepared(now: dt.datetime) -> None:
    """Remove files of sums that somebody brought more than a day ago and has not signed."""
    for path in folder("prepared").iterdir():
        if path.stat().st_mtime < (now - DAY).timestamp():
            path.unlink(missing_ok=True)
