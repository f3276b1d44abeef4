"""Answers → files: everything goes through one snapshot, whose fingerprint says which answers they were."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Max, Min
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from mentorway import datasets
from mentorway.datasets import ScaleItem, Snapshot, Style
from mentorway.web.network.models import Country
from mentorway.web.study import queries
from mentorway.web.study.analysis import files, tables
from mentorway.web.study.models import Download, Response, Study
from mentorway.wording import InvalidInputError, Message

Tell = Callable[[int], None]
NOBODY = Message("Nobody has answered yet, so there is nothing to put into a file.")
FEWEST_TO_COUNT = 10
HALF = 50


@dataclass(frozen=True)
class Kind:
    """A kind of file: its ending, what it is called, and whether a language and labels can be chosen."""

    ending: str
    content_type: str
    title: object
    help: object
    labels: bool = False


KINDS = {
    "csv": Kind(
        "csv", "text/csv; charset=utf-8", _("CSV"),
        _("For any program. Codes, or the words of the answers."), labels=True,
    ),
    "xlsx": Kind(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _("Excel (.xlsx)"),
        _("With a second sheet that explains every column."), labels=True,
    ),
    "sav": Kind(
        "sav", "application/x-spss-sav", _("SPSS (.sav)"),
        _("With labels and missing values, for SPSS, PSPP, Stata, jamovi."),
    ),
    "parquet": Kind(
        "parquet", "application/vnd.apache.parquet", _("Parquet"),
        _("The snapshot itself: small, typed, and named by its fingerprint for citation."),
    ),
    "ddi": Kind(
        "xml", "application/xml", _("DDI description"),
        _("Study and variables in every language, for data archives. Small numbers are left out."),
    ),
    "r": Kind(
        "R", "text/plain; charset=utf-8", _("R script"), _("Reads the CSV file beside it, with all labels."),
    ),
    "python": Kind(
        "py", "text/x-python; charset=utf-8", _("Python script"),
        _("Reads the Parquet file beside it, with all labels."),
    ),
    "scales": Kind(
        "zip", "application/zip", _("Scales for a comparison"),
        _("The chosen questions and their codebook: the two files that a comparison takes."),
    ),
}  # fmt: skip
OFFERED = ("csv", "xlsx", "sav", "parquet", "ddi", "r", "python")
SCRIPTS = {"r": "csv", "python": "parquet"}


@dataclass(frozen=True)
class Made:
    """A file that is there, and what can be said of it."""

    name: str
    size: int
    rows: int
    sha256: str
    data_hash: str


def make(download: Download, tell: Tell) -> Made:
    """Make the file of a download. ``tell`` gets percent, and stops the work by an exception."""
    study = download.study
    count = Response.objects.of_study(study).count()
    if count == 0:
        raise InvalidInputError(NOBODY)
    folder = files.download_folder(download)
    versions = list(queries.versions_answered(study))
    layout = tables.layout_for(study, versions, with_texts=download.with_texts)
    if download.kind == "scales":
        layout = datasets.comparison_layout(layout, _items(download), _facts(download))
    records = tables.records_of(study, layout)
    snapshot = datasets.store(records, layout, folder, progress=lambda rows: tell(HALF * rows // count))
    name = name_of(study, download.kind)
    _write(download, snapshot, folder / name, lambda rows: tell(HALF + HALF * rows // count))
    if snapshot.path.exists():
        snapshot.path.unlink()
    path = folder / name
    with path.open("rb") as file:
        sign = hashlib.file_digest(file, "sha256").hexdigest()
    return Made(name, path.stat().st_size, snapshot.rows, sign, snapshot.sha256)


def name_of(study: Study, kind: str) -> str:
    """Return what a file is called: the same for a study, so that scripts find the data beside them."""
    return (
        f"{slugify(study.title)[:60] or 'study'}{'-scales' if kind == 'scales' else ''}.{KINDS[kind].ending}"
    )


def _write(download: Download, snapshot: Snapshot, path: Path, tell: Tell) -> None:
    language = str(download.options.get("language", ""))
    style = Style(labels=bool(download.options.get("labels")), language=language)
    if download.kind == "csv":
        datasets.export_csv(snapshot, path, style, progress=tell)
    elif download.kind == "xlsx":
        datasets.export_xlsx(snapshot, path, style, progress=tell)
    elif download.kind == "sav":
        datasets.export_sav(snapshot, path, language=language, progress=tell)
    elif download.kind == "ddi":
        _write_ddi(download.study, snapshot, path)
    elif download.kind in SCRIPTS:
        script = datasets.r_script if download.kind == "r" else datasets.python_script
        beside = name_of(download.study, SCRIPTS[download.kind])
        path.write_text(script(snapshot.layout, beside, language=language), "utf-8")
    elif download.kind == "scales":
        _write_scales(download, snapshot, path)
    else:
        shutil.move(snapshot.path, path)


def _write_ddi(study: Study, snapshot: Snapshot, path: Path) -> None:
    days = Response.objects.of_study(study).aggregate(first=Min("day"), last=Max("day"))
    nations = study.targets.order_by("country").values_list("country", flat=True).distinct()
    first = study.languages[0] if study.languages else "en"
    facts = datasets.Study(
        titles={first: study.title},
        creators=(study.partner.name,),
        identifier=str(study.token),
        abstracts={first: study.purpose} if study.purpose else {},
        nations=tuple(str(Country(code).label) for code in nations),
        first_day=days["first"],
        last_day=days["last"],
        modes=("Self-administered questionnaire: Web-based (CAWI)",),
    )
    data = datasets.DataFile(name_of(study, "parquet"), "Apache Parquet")
    counted = datasets.Frequencies(threshold=FEWEST_TO_COUNT)
    datasets.export_ddi(snapshot, path, facts, data=data, frequencies=counted)


def _items(download: Download) -> list[ScaleItem]:
    return [
        ScaleItem(item["question"], item["scale"], reverse=bool(item.get("reverse")))
        for item in download.options.get("items", [])
    ]


def _facts(download: Download) -> tuple[str, ...]:
    """The questions that go along to say what kind of person answered."""
    return tuple(download.options.get("facts", []))


def _write_scales(download: Download, snapshot: Snapshot, path: Path) -> None:
    answers = path.with_name("answers.csv")
    datasets.export_csv(snapshot, answers, Style())
    codebook = datasets.comparison_codebook(snapshot.layout, _items(download))
    facts = datasets.comparison_facts(snapshot.layout, _items(download), _facts(download))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(answers, "answers.csv")
        packed.writestr("codebook.csv", codebook)
        packed.writestr("facts.json", json.dumps(facts, ensure_ascii=False))
    answers.unlink()
