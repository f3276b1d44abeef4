"""Answers, comparisons and findings that tests start from."""

import functools
import tempfile
import uuid
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.conftest import make_partner

from mentorway.web.comparison.actions import answers as actions
from mentorway.web.comparison.analysis import comparing, files, reading
from mentorway.web.comparison.models import (
    Analysis,
    Comparison,
    Dataset,
    Edition,
    Finding,
    Stage,
    State,
)

ANSWERS = files.EXAMPLE / "answers.csv"
CODEBOOK = files.EXAMPLE / "codebook.csv"
PLAN = {
    "groups": ["SE", "NO", "EE"],
    "scales": ["Extraversion", "Openness"],
    "several_factors": False,
    "releases": {},
}


def answers_text(change=lambda line: line, rows=None):
    """Return the example's answers, every line changed, cut after `rows`."""
    lines = ANSWERS.read_text("utf-8").splitlines()
    return "\n".join(change(line) for line in lines[: rows and rows + 1]) + "\n"


def uploaded(answers=None, codebook=None, name="answers.csv"):
    """Return two files as a browser sends them."""
    content = ANSWERS.read_bytes() if answers is None else answers
    content = content if isinstance(content, bytes) else content.encode()
    key = CODEBOOK.read_bytes() if codebook is None else codebook.encode()
    return {"answers": SimpleUploadedFile(name, content), "codebook": SimpleUploadedFile("codebook.csv", key)}


def form_of(owner, /, **fields):
    """Return what the upload form sends."""
    return {"title": "Trust", "partner": owner.pk, "token": str(uuid.uuid4()), **uploaded(), **fields}


def make_read(user, partner, **files_sent):
    """Return answers that are uploaded and read, to be checked."""
    return actions.take_in(
        user, token=uuid.uuid4(), title="Trust", partner=partner, uploaded=uploaded(**files_sent)
    )


@functools.cache
def snapshot():
    """Return the example's answers, stored once."""
    return reading.store(
        reading.read_table(ANSWERS),
        reading.read_codebook(CODEBOOK),
        group="country",
        folder=Path(tempfile.mkdtemp()),
    )


@functools.cache
def value():
    """Return what the example's answers give, compared once."""
    return comparing.compare(snapshot(), PLAN)


def make_ready(partner=None, **fields):
    """Return stored answers without a comparison."""
    stored = snapshot()
    target = files.folder("snapshots") / f"{stored.sha256}.parquet"
    if not target.exists():
        target.write_bytes(stored.path.read_bytes())
    values = {
        "partner": partner or make_partner(), "title": "Trust", "answers_name": "answers.csv",
        "codebook_name": "codebook.csv", "state": State.READY, "sha256": stored.sha256, "group": "country",
        "source": "A source",
    }  # fmt: skip
    dataset = Dataset.objects.create(**{**values, **fields})
    if dataset.state == State.READY:
        Edition.objects.create(dataset=dataset, number=1, sha256=dataset.sha256, rows=stored.rows)
    return dataset


def make_analysis(dataset, **fields):
    """Return a saved analysis of which there is no version yet."""
    return Analysis.objects.create(
        **{"dataset": dataset, "title": dataset.title, "created_by": dataset.uploaded_by, **fields}
    )


def make_comparison(dataset, **fields):
    """Return a version that waits, or is as far as `stage` says, of the first analysis of `dataset`."""
    analysis = fields.pop("analysis", None) or dataset.analyses.first() or make_analysis(dataset)
    stage = fields.get("stage", Stage.WAITING)
    over = stage not in (Stage.WAITING, Stage.RUNNING)
    values = {
        "number": analysis.comparisons.count() + 1,
        "plan": PLAN,
        "edition": dataset.editions.first(),
        "finished": timezone.now() if over else None,
    }
    return Comparison.objects.create(analysis=analysis, **{**values, **fields})


def make_done(partner=None, dataset=None, **fields):
    """Return a comparison with its finding."""
    dataset = dataset or make_ready(partner)
    comparison = make_comparison(dataset, stage=Stage.DONE, progress=100, **fields)
    found = value()
    Finding.objects.create(
        comparison=comparison, value=found.text, method=found.method, library_version=found.version,
        data_hash=found.data_hash,
    )  # fmt: skip
    return comparison
