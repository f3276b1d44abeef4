"""The comparison that an installation starts with: real public data, labelled with its source."""

from django.db import transaction
from django.utils import timezone

from mentorway.web.comparison.analysis import comparing, files, reading
from mentorway.web.comparison.models import Comparison, Dataset, Finding, Stage, State
from mentorway.web.network.models import Partner

TITLE = "Big Five in eight countries"
GROUP = "country"
PLAN = {"groups": [], "scales": [], "several_factors": True, "releases": {}}


def load(partner: Partner) -> None:
    """Store the example's answers and compare them, unless that was done before."""
    if Finding.objects.filter(comparison__dataset__is_example=True).exists():
        return
    snapshot = reading.keep_files(files.EXAMPLE / "answers.csv", files.EXAMPLE / "codebook.csv", GROUP)
    value = comparing.compare(snapshot, PLAN)
    with transaction.atomic():
        Dataset.objects.filter(is_example=True).delete()
        dataset = Dataset.objects.create(
            partner=partner,
            title=TITLE,
            answers_name="answers.csv",
            codebook_name="codebook.csv",
            state=State.READY,
            progress=100,
            group=GROUP,
            sha256=snapshot.sha256,
            source=snapshot.codebook.source,
            is_public=True,
            is_example=True,
        )
        comparison = Comparison.objects.create(
            dataset=dataset, number=1, plan=PLAN, stage=Stage.DONE, progress=100, finished=timezone.now()
        )
        Finding.objects.create(
            comparison=comparison,
            value=value.text,
            method=value.method,
            library_version=value.version,
            data_hash=value.data_hash,
        )
