"""Which files of the data folder are kept, held still while people go on adding and removing some."""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.apps import apps

from mentorway.web.comparison.models import SUMS
from mentorway.web.core.models import StoredFile

# Made anew, counted anew, or of this machine only.
NOT_KEPT: Final = re.compile(
    r"(static|cache|tmp|counted|backups|lost\+found)(/|$)|mentorway\.sqlite3|limits\.sqlite3|comparison/drawings/"
    r"|(last-backup|set-up|addresses)\.json$|[^/]*\.(lock|pid|sock)$"
)
# Begun and not finished, and what is meant for nobody (our own folders begin with a dot).
UNFINISHED: Final = re.compile(r"(^|/)\.|\.(part|half|new)$")
SECRET_KEY: Final = "secret-key"  # noqa: S105 - the name of its file
ERASED: Final = "erased.jsonl"
STUDY_KEYS: Final = "study-keys/"
# Keys that open or sign something: in no file that is not sealed.
KEYS: Final = (STUDY_KEYS, "federation/keys/")
# What a new installation has before anybody used it.
OF_A_NEW_ONE: Final = frozenset({SECRET_KEY, "demo-password.txt"})


def kept_in(data: Path) -> Iterator[str]:
    """Yield the names of the files that are kept, by name."""
    for folder, folders, names in os.walk(data):
        inside = Path(folder).relative_to(data).as_posix()
        prefix = "" if inside == "." else f"{inside}/"
        folders[:] = sorted(one for one in folders if is_kept(f"{prefix}{one}/"))
        for name in sorted(names):
            path = Path(folder) / name
            if is_kept(prefix + name) and path.is_file() and not path.is_symlink():
                yield prefix + name


def is_kept(name: str) -> bool:
    """Whether a file of the data folder goes along."""
    return not NOT_KEPT.match(name) and not UNFINISHED.search(name)


def is_used(data: Path) -> bool:
    """Whether a data folder holds files that somebody would miss."""
    return any(name not in OF_A_NEW_ONE and not name.startswith("mail/") for name in kept_in(data))


class Held:
    """Files that stay readable though they are removed: each has a second name until the copy is made.

    Look once before the tables are read and once after: files are written before the rows that name them, so
    every file that a row names was there at one of the two moments.
    """

    def __init__(self, data: Path, folder: Path) -> None:
        self._data, self.folder = data, folder
        self.paths: dict[str, Path] = {}

    def look(self) -> None:
        """Hold every file that is there now and was not before."""
        for name in kept_in(self._data):
            if name not in self.paths:
                with contextlib.suppress(FileNotFoundError):
                    self.paths[name] = self._held(name)

    def _held(self, name: str) -> Path:
        source, second = self._data / name, self.folder / str(len(self.paths))
        try:
            os.link(source, second)
        except FileNotFoundError:
            raise
        except OSError:  # a file system without second names: read it where it is
            return source
        return second


@contextlib.contextmanager
def holding(data: Path) -> Iterator[Held]:
    """Give a place to hold the files of ``data`` in, and clear it away."""
    folder = Path(tempfile.mkdtemp(prefix=".keeping-", dir=data))
    try:
        yield Held(data, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def named_by_rows(alias: str) -> Iterator[tuple[str, str]]:
    """Yield each file that a row of the database ``alias`` names, with the table of the row."""
    for model in apps.get_models():
        if issubclass(model, StoredFile):
            for path in model._base_manager.using(alias).values_list("path", flat=True).iterator():  # noqa: SLF001
                yield f"attachments/{path}", model._meta.label  # noqa: SLF001
    yield from _of_comparison(alias)
    for label, folder in (("federation.Received", "received"), ("federation.Sent", "sent")):
        rows = apps.get_model(label)._base_manager.using(alias)  # noqa: SLF001
        for digest in rows.values_list("digest_hash", flat=True).iterator():
            yield f"federation/{folder}/{digest}.json", label
    releases = apps.get_model("dissemination", "Release")
    for path in releases._base_manager.using(alias).exclude(path="").values_list("path", flat=True):  # noqa: SLF001
        yield f"dissemination/releases/{path}", "dissemination.Release"


def _of_comparison(alias: str) -> Iterator[tuple[str, str]]:
    editions = apps.get_model("comparison", "Edition")
    rows = editions._base_manager.using(alias).values_list("sha256", "dataset__study_choice")  # noqa: SLF001
    for sha256, choice in rows:
        kind = "sums.json" if choice and SUMS in choice else "parquet"
        yield f"comparison/snapshots/{sha256}.{kind}", "comparison.Edition"
