"""Run by `test_moving.py` in a process of its own: comparisons of an older installation are moved."""

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.utils import timezone  # noqa: E402

from mentorway.web.management import migrating  # noqa: E402

OLD = [("comparison", "0001_initial")]
HASH = "a" * 64
PLAN = {"groups": [], "scales": [], "several_factors": False, "releases": {}}


def make_old():
    """Store three sets of answers as they were kept before analyses: compared twice, failed, only read."""
    executor = MigrationExecutor(connection)
    with migrating.quickly():  # as every new installation is made
        executor.migrate(OLD)
    apps = executor.loader.project_state(OLD).apps
    partner = apps.get_model("network", "Partner").objects.create(name="A", country="FI", sector="education")
    user = apps.get_model("accounts", "User").objects.create(email="a@example.org", name="A")
    dataset, comparison = (apps.get_model("comparison", name).objects for name in ("Dataset", "Comparison"))
    common = {"partner": partner, "uploaded_by": user, "answers_name": "a.csv", "codebook_name": "c.csv"}
    stored = dataset.create(title="Stored", state="ready", sha256=HASH, **common)
    for number in (1, 2):
        version = comparison.create(
            dataset=stored, number=number, plan=PLAN, stage="done", asked_by=user, finished=timezone.now()
        )
        apps.get_model("comparison", "Finding").objects.create(
            comparison=version, value="{}", method="licence", library_version="0", data_hash=HASH
        )
    failed = dataset.create(title="Failed", state="read", preview={}, **common)
    comparison.create(dataset=failed, number=1, plan=PLAN, stage="failed", finished=timezone.now())
    dataset.create(title="Only read", state="read", preview={}, **common)
    return list(comparison.order_by("pk").values_list("pk", flat=True))


def main():
    known = make_old()
    call_command("migrate", "comparison", verbosity=0)  # Django's own way, as with any rows
    with migrating.quickly():  # the tables of others: none of them has rows
        call_command("migrate", verbosity=0)
    call_command("makemigrations", "comparison", check_changes=True, dry_run=True, verbosity=0)
    from mentorway.web.comparison.models import Comparison, Dataset  # noqa: PLC0415 - once the tables are there

    facts = {"same": list(Comparison.objects.order_by("pk").values_list("pk", flat=True)) == known}
    for row in Dataset.objects.order_by("pk"):
        facts[row.title] = [
            [
                [analysis.title, analysis.created_by.name, [one.number for one in analysis.comparisons.all()]]
                for analysis in row.analyses.all()
            ],
            [[edition.number, edition.sha256, edition.name] for edition in row.editions.all()],
        ]
    done = Comparison.objects.filter(stage="done")
    facts["editions"] = [one.edition.number for one in done]
    facts["findings"] = [one.finding.data_hash == HASH for one in done]
    print(json.dumps(facts))  # noqa: T201


if __name__ == "__main__":
    main()
