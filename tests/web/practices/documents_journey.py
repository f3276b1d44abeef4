"""Run by `test_practices_documents.py` in a process of its own: practices of an older installation."""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from mentorway.web.management import migrating  # noqa: E402

OLD = [("practices", "0006_material_revisions"), ("translation", "0002_workbench")]


def make_old():
    """Store practices as they were kept before they could be translated."""
    executor = MigrationExecutor(connection)
    with migrating.quickly():  # as every new installation is made
        executor.migrate(OLD)
    apps = executor.loader.project_state(OLD).apps
    partner = apps.get_model("network", "Partner").objects.create(name="A", country="FI", sector="education")
    apps.get_model("translation", "Document").objects.create()  # so that numbers differ
    practices = apps.get_model("practices", "Practice").objects
    for title, code in (("Tammi", "fi"), ("Ąžuolas", "lt")):
        values = {"title": title, "language": code, "search_text": title, "sector": "both"}
        practices.create(partner=partner, country="FI", **values)


def main():
    make_old()
    call_command("migrate", "practices", verbosity=0)  # Django's own way, as with any rows
    with migrating.quickly():  # the tables of others: none of them has rows
        call_command("migrate", verbosity=0)
    from mentorway.web.practices.models import Practice  # noqa: PLC0415 - once its tables are there

    facts = {
        row.title: [(one.code, one.name, one.is_source) for one in row.document.languages.all()]
        for row in Practice.objects.all()
    }
    found = [row.title for row in Practice.objects.matching("azuolas")]
    sys.stdout.write(repr({**facts, "found": found, "vendor": connection.vendor}))


if __name__ == "__main__":
    main()
