"""Run by `test_moving.py` in a process of its own: translations of an older installation are moved."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from mentorway.web.management import migrating  # noqa: E402

OLD = [("methodology", "0002_versions_never_change")]
HASH = "0" * 64


def make_old():
    """Store two questionnaires as they were kept before translations had an app of their own."""
    executor = MigrationExecutor(connection)
    with migrating.quickly():  # as every new installation is made
        executor.migrate(OLD)
    apps = executor.loader.project_state(OLD).apps
    partner = apps.get_model("network", "Partner").objects.create(name="A", country="FI", sector="education")
    user = apps.get_model("accounts", "User").objects.create(email="a@example.org", name="A")
    model = {
        name: apps.get_model("methodology", name).objects
        for name in ("Questionnaire", "Language", "Assignment", "Translation", "Draft", "Event")
    }
    model["Questionnaire"].create(partner=partner, title="Gone").delete()  # so that numbers differ
    for title, code in (("First", "lv"), ("Second", "sv")):
        row = model["Questionnaire"].create(partner=partner, title=title)
        model["Language"].create(questionnaire=row, code="en", name="English", is_source=True)
        language = model["Language"].create(questionnaire=row, code=code, name=code)
        model["Assignment"].create(language=language, part="reviewer", user=user)
        work = model["Translation"].create(
            language=language, key="k", source="s", source_hash=HASH, stage="agreed", agreed=title
        )
        model["Draft"].create(translation=work, place=1, author=user, text=title)
        model["Event"].create(language=language, key="k", what="agreed", after=title, by=user)


def main():
    make_old()
    call_command("migrate", "methodology", verbosity=0)  # Django's own way, as with any rows
    call_command("migrate", "translation", verbosity=0)  # Django's own way, as with any rows
    with migrating.quickly():  # the tables of others: none of them has rows
        call_command("migrate", verbosity=0)
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    from mentorway.web.methodology.models import Questionnaire  # noqa: PLC0415 - once the tables are there
    from mentorway.web.translation.actions import languages  # noqa: PLC0415

    facts = {}
    for row in Questionnaire.objects.order_by("title"):
        target = row.document.languages.targets().get()
        work = target.translations.get()
        facts[row.title] = [
            [language.code for language in row.document.languages.all()],
            [one.part for one in target.assignments.all()],
            work.agreed,
            work.drafts.get().text,
            target.events.get().after,
        ]
        languages.add_language(row.document, code="fi", name="Suomi")
    Questionnaire.objects.get(title="First").document.delete()
    facts["left"] = [row.title for row in Questionnaire.objects.all()]
    facts["vendor"] = connection.vendor
    print(facts)  # noqa: T201


if __name__ == "__main__":
    main()
