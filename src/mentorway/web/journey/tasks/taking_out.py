"""The example is taken out: every row of it at once, and the files that only these rows knew."""

from collections.abc import Callable
from functools import partial
from shutil import rmtree
from typing import Final

from django.db import connection, transaction

from mentorway.web.comparison.analysis import files
from mentorway.web.comparison.models import Dataset, Edition, Finding
from mentorway.web.core import attachments
from mentorway.web.core.models import StoredFile
from mentorway.web.dissemination.analysis import release_files
from mentorway.web.dissemination.models import Release
from mentorway.web.journey.analysis.rows import Found, batched, look
from mentorway.web.study.analysis import files as study_files
from mentorway.web.study.analysis import keys
from mentorway.web.study.models import Batch, Download, Study
from mentorway.wording import InvalidInputError, Message

RESTS: Final = Message(
    "Something of your own rests on the example by now, so nothing was taken out. Look at the page again: "
    "it lists what that is."
)


def take_out() -> dict[str, int]:
    """Delete every row of the example; return how many of which kind, by the name of the table.

    The database checks its links when the transaction is kept: all rows go together, in whatever order.

    Raises
    ------
    InvalidInputError
        Something of one's own rests on the example. Nothing is deleted then.
    """
    found = look()
    if found.own:
        raise InvalidInputError(RESTS)
    forgetting = _files(found)
    for table, pks in found.rows.items():
        for some in batched(pks):
            rows = table._base_manager.filter(pk__in=some)  # noqa: SLF001 - the bin too
            rows._raw_delete(connection.alias)  # noqa: SLF001 - each row is listed: nothing else may go along
    for forget in forgetting:
        transaction.on_commit(forget)
    return found.counts()


def _files(found: Found) -> list[Callable[[], object]]:
    """Return what removes the files of these rows, once the rows are gone."""
    forgetting: list[Callable[[], object]] = []
    for table, pks in found.rows.items():
        if issubclass(table, StoredFile):
            for some in batched(pks):
                paths = table._base_manager.filter(pk__in=some).values_list("path", flat=True)  # noqa: SLF001
                forgetting += [partial(attachments.forget, path) for path in paths]
    releases = Release.objects.filter(pk__in=found.rows.get(Release, ()))
    forgetting += [partial(release_files.forget, one) for one in releases]
    datasets = Dataset.objects.filter(pk__in=found.rows.get(Dataset, ()))
    forgetting += [partial(files.forget_uploads, one) for one in datasets]
    drawn = [files.folder("drawings") / str(pk) for pk in sorted(found.rows.get(Finding, ()))]
    forgetting += [partial(rmtree, one, ignore_errors=True) for one in drawn]
    stored = Edition.objects.filter(pk__in=found.rows.get(Edition, ())).values_list("sha256", flat=True)
    forgetting += [partial(_forget_stored, sha256) for sha256 in set(stored)]
    return forgetting + _study_files(found)


def _study_files(found: Found) -> list[Callable[[], object]]:
    """Return what removes the keys and files of studies, once the studies are gone."""
    studies = Study.objects.filter(pk__in=found.rows.get(Study, ()))
    downloads = Download.objects.filter(pk__in=found.rows.get(Download, ()))
    batches = Batch.objects.filter(pk__in=found.rows.get(Batch, ()))
    return [
        *(partial(keys.destroy, one) for one in studies),
        *(partial(study_files.forget_download, one) for one in downloads),
        *(partial(study_files.forget_batch, one) for one in batches),
    ]


def _forget_stored(sha256: str) -> None:
    """Remove stored answers, unless an edition that is still there has the same ones."""
    if not Edition.objects.filter(sha256=sha256).exists():
        files.snapshot_path(sha256).unlink(missing_ok=True)
        files.sums_path(sha256).unlink(missing_ok=True)
