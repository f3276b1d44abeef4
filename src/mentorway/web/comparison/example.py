"""The comparisons that an installation starts with: real public data and a synthetic study, so labelled."""

import csv
import itertools
from typing import Any

from django.db import transaction
from django.utils import timezone

from mentorway.answers import Snapshot
from mentorway.web.comparison.actions import answers
from mentorway.web.comparison.analysis import comparing, files, reading
from mentorway.web.comparison.models import Analysis, Comparison, Dataset, Finding, Stage
from mentorway.web.comparison.tasks import remember
from mentorway.web.network.example import people
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.study.actions import downloads
from mentorway.web.study.analysis import making
from mentorway.web.study.models import Download, Study
from mentorway.web.study.models import Stage as Made

TITLE = "Big Five in eight countries"
GROUP = "country"
PLAN: dict[str, Any] = {"groups": [], "scales": [], "several_factors": True, "releases": {}}
IN_SEVERAL_WAYS = "Extraversion in two countries, computed in several ways"
SENSITIVE = {
    **PLAN,
    "groups": ["NO", "SE"],
    "scales": ["Extraversion"],
    "several_factors": False,
    "sensitivity": True,
}
MENTORING = ("Organisational support", "Usefulness of mentoring")
STUDY_PLAN = {**PLAN, "scales": list(MENTORING), "several_factors": False}
BY_COUNTRY = "Support and usefulness by country"
BY_SECTOR = "Support and usefulness by sector"
FACTS = ("role", "size")


def load(partner: Partner) -> None:
    """Store the examples' answers and compare them, unless that was done before."""
    public = Dataset.objects.filter(is_example=True, study=None).first() or _public_answers(partner)
    _analysed(public, TITLE, PLAN)
    _analysed(public, IN_SEVERAL_WAYS, SENSITIVE)
    study = Study.objects.filter(is_example=True).order_by("pk").first()
    if study is None:
        return
    synthetic = Dataset.objects.filter(is_example=True, study=study).first() or _study_answers(study)
    _analysed(synthetic, BY_COUNTRY, STUDY_PLAN)
    _analysed(synthetic, BY_SECTOR, {**STUDY_PLAN, "by": "sector"})


@transaction.atomic
def _public_answers(partner: Partner) -> Dataset:
    """Store the public answers."""
    snapshot = reading.keep_files(files.EXAMPLE / "answers.csv", files.EXAMPLE / "codebook.csv", GROUP)
    dataset = Dataset.objects.create(
        partner=partner,
        title=TITLE,
        answers_name="answers.csv",
        codebook_name="codebook.csv",
        group=GROUP,
        facts=[],
        source=snapshot.codebook.source,
    )
    return _kept(dataset, snapshot)


@transaction.atomic
def _study_answers(study: Study) -> Dataset:
    """Take the synthetic study over, as people do."""
    user = acting_for(study.partner)
    options = {"items": _items(), "facts": list(FACTS)}
    download = Download.objects.create(study=study, kind="scales", options=options, by=user)
    made = making.make(download, lambda _percent: None)
    Download.objects.filter(pk=download.pk).update(
        stage=Made.DONE, name=made.name, sha256=made.sha256, finished=timezone.now()
    )
    download.refresh_from_db()
    dataset = answers.take_from_study(download, user)
    downloads.remove(download)
    dataset.refresh_from_db()
    snapshot = reading.keep(dataset, [])
    files.forget_uploads(dataset)
    return _kept(dataset, snapshot)


def _items() -> list[dict[str, Any]]:
    """The items of the compared scales, as the codebook of the synthetic answers has them."""
    with (files.EXAMPLE / "mentoring_codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(itertools.dropwhile(lambda line: line.startswith("#"), file))
        return [
            {"question": row["item"], "scale": row["scale"], "reverse": row["reverse"] == "yes"}
            for row in rows
            if row["scale"] in MENTORING
        ]


def _kept(dataset: Dataset, snapshot: Snapshot) -> Dataset:
    remember(dataset, snapshot, None)
    Dataset.objects.filter(pk=dataset.pk).update(is_public=True, is_example=True, uploaded_by=None)
    dataset.refresh_from_db()
    return dataset


def _analysed(dataset: Dataset, title: str, plan: dict[str, Any]) -> None:
    """Ask one question of an example's answers, unless it has been answered."""
    if Finding.objects.filter(
        comparison__analysis__dataset=dataset, comparison__analysis__title=title
    ).exists():
        return
    value = comparing.compare(reading.stored(dataset.sha256), plan)
    with transaction.atomic():
        analysis = Analysis.objects.create(
            dataset=dataset, title=title, created_by=people.known(people.RESEARCHER)
        )
        comparison = Comparison.objects.create(
            analysis=analysis,
            edition=dataset.editions.first(),
            number=1,
            plan=plan,
            stage=Stage.DONE,
            progress=100,
            finished=timezone.now(),
        )
        Finding.objects.create(
            comparison=comparison,
            value=value.text,
            method=value.method,
            library_version=value.version,
            data_hash=value.data_hash,
        )
