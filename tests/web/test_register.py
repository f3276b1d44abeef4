"""Every table says what it keeps about people: none is missing, and no column that may hold something."""

from fnmatch import fnmatch

from django.apps import apps
from django.db import models

from mentorway.web.accounts.models import User
from mentorway.web.core.personal import Free, Kept, register

# Columns of these names hold no word that a person wrote about a person, whatever the table.
TECHNICAL = {
    "*hash": "a fingerprint of content",
    "sha256": "a fingerprint of content",
    "fingerprint": "a fingerprint of content",
    "previous": "a fingerprint of content",
    "path": "where a file lies: random letters",
    "media_type": "what kind of file it is",
    "content_type": "what kind of file it is",
    "*library_version": "a version of the software",
    "version": "a version of the software",
    "method": "the name of a method",
    "language": "a code such as sv-FI",
    "languages": "codes such as sv-FI",
    "zone": "a time zone",
    "time_zone": "a time zone",
    "key": "a short name of a text",
    "slug": "a short name of a term",
    "currency": "three letters",
    "licence": "the name of a licence",
    "doi": "a number of a catalogue",
    "unit": "a unit of measurement",
    "kind": "a word of the program",
    "problem": "a sentence of the program",
    "assessment": "a short name in a programme",
    "search_text": "what other columns say, once more, without accents",
    "title_key": "what other columns say, once more, without accents",
}
# And these, each for a reason of its own.
EXPLAINED = {
    "methodology.Indicator.formula": "a formula",
    "pilots.Cohort.required": "short names of assessments",
    "pilots.Meeting.session": "a short name in a programme",
    "pilots.Meeting.secret": "a random key of the meeting",
    "pilots.IssueRun.wanted": "keys of rows that are kept elsewhere",
    "mentoring.Round.criteria": "what counts for a pair, with weights",
    "mentoring.Round.rules": "what must hold for a pair, with numbers",
    "mentoring.Matching.trouble": "sentences of the program",
    "mentoring.StandardAnswer.statement": "a short name of a statement",
    "evaluation.Result.asked": "what was decided before computing",
    "evaluation.Result.value": "numbers about groups",
    "evaluation.Result.changes": "numbers that changed",
    "evaluation.Result.guard": "which numbers are hidden",
    "evaluation.Decision.finding": "a short name of a finding",
    "dissemination.Claim.place": "where a number stands in a finding",
    "dissemination.Claim.broken": "a sentence of the program",
    "dissemination.ClaimVersion.place": "where a number stands in a finding",
    "dissemination.ClaimVersion.chain": "what a number rests on",
    "dissemination.ClaimVersion.changes": "numbers that changed",
    "dissemination.Mailing.reached": "up to which row letters were sent",
    "dissemination.Release.choices": "which columns are published",
    "dissemination.Release.tables": "numbers about groups",
    "dissemination.Release.verdict": "how well people are protected, in numbers",
    "plan.Baseline.dates": "days by line of the plan",
    "plan.Levelling.persons": "how many people a partner has",
    "plan.Levelling.value": "days by line of the plan",
    "django_tasks_database.DBTaskResult.backend_name": "a word of the program",
    "django_tasks_database.DBTaskResult.exception_class_path": "a name in the program",
    "django_tasks_database.DBTaskResult.queue_name": "a word of the program",
    "django_tasks_database.DBTaskResult.task_path": "a name in the program",
    "django_tasks_database.DBTaskResult.worker_ids": "numbers of workers",
    "privacy.RetentionRun.counts": "how many rows of which table",
}
NAMED = ("*name*", "*phone*", "*contact*", "*address*", "email", "speaker", "signatory", "owner")
WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
# Tables without people whose columns have names as those of people do.
NOBODYS_NAME = {
    "core.Happening.name": "a word of the program",
    "socialaccount.SocialApp.name": "organisations to sign in with stand in the settings",
    "auth.Group.name": "groups of accounts are not used",
    "auth.Permission.name": "permissions come with the software",
    "auth.Permission.codename": "permissions come with the software",
    "network.Partner.name": "the name of an organisation",
    "privacy.Processor.name": "the name of an organisation",
    "translation.Language.name": "the name of a language",
    "practices.Topic.names": "what a term is called in each language",
    "practices.Challenge.names": "what a challenge is called in each language",
    "methodology.Construct.name": "the name of what is measured",
    "methodology.Quantity.name": "the name of a number in a formula",
    "methodology.QualityRule.name": "the name of a rule",
    "study.Device.name": "the name of a telephone or tablet, as “Tablet 2”",
}


def known_models():
    """Return every table but those that only join two tables without people."""
    every = apps.get_models(include_auto_created=True)
    return [one for one in every if not one._meta.auto_created or _points_to_people(one)]


def _points_to_people(model):
    return any(_is_person(field) for field in model._meta.get_fields())


def _is_person(field):
    if not (field.concrete and field.is_relation and field.related_model is User):
        return False
    return not field.many_to_many or bool(field.remote_field.through._meta.auto_created)


def _holds_words(field):
    fixed = getattr(field, "choices", None)
    return field.concrete and isinstance(field, WORDS) and not fixed


def _is_technical(field):
    return any(fnmatch(field.name, pattern) for pattern in TECHNICAL)


def _is_named(field):
    return isinstance(field, models.EmailField) or (
        _holds_words(field) and any(fnmatch(field.name, pattern) for pattern in NAMED)
    )


def test_every_table_says_what_it_keeps_about_people():
    missing = sorted({one._meta.label for one in known_models()} - register().keys())
    assert missing == []


def test_nothing_is_said_of_a_table_that_is_not_there():
    labels = {one._meta.label for one in apps.get_models(include_auto_created=True)}
    assert sorted(register().keys() - labels) == []


def kept_ones():
    return [one for one in register().values() if isinstance(one, Kept)]


def _telling(model):
    """Name the columns that may hold something about people."""
    return {
        one.name
        for one in model._meta.get_fields()
        if _is_person(one)
        or (
            _holds_words(one)
            and not _is_technical(one)
            and f"{model._meta.label}.{one.name}" not in EXPLAINED
        )
    }


def test_every_column_that_may_hold_something_about_people_is_named():
    missing = {
        one.model: sorted(_telling(apps.get_model(one.model)) - set(one.fields)) for one in kept_ones()
    }
    assert {model: names for model, names in missing.items() if names} == {}


def test_every_explanation_is_of_a_column_that_is_there():
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
    }
    assert sorted((EXPLAINED.keys() | NOBODYS_NAME.keys()) - there) == []


def test_only_columns_are_named_that_are_there():
    there = {one.model: {each.name for each in apps.get_model(one.model)._meta.fields} for one in kept_ones()}
    joined = {
        one.model: {each.name for each in apps.get_model(one.model)._meta.many_to_many} for one in kept_ones()
    }
    strange = {
        one.model: sorted(set(one.fields) - there[one.model] - joined[one.model]) for one in kept_ones()
    }
    assert {model: names for model, names in strange.items() if names} == {}


def test_a_table_without_people_points_to_nobody_and_names_nobody():
    free = [apps.get_model(one.model) for one in register().values() if isinstance(one, Free)]
    found = [
        f"{model._meta.label}.{field.name}"
        for model in free
        for field in model._meta.get_fields()
        if _is_person(field) or (_is_named(field) and not _is_technical(field))
    ]
    assert sorted(set(found) - NOBODYS_NAME.keys()) == []


def test_whatever_is_kept_can_be_forgotten_or_goes_with_something_that_can():
    known = register()
    stuck = [one.model for one in kept_ones() if not _can_be_forgotten(one, known)]
    assert stuck == []


def _can_be_forgotten(kept, known):
    for _step in range(5):
        if kept.erase is not None:
            return True
        kept = known.get(kept.goes_with)
        if not isinstance(kept, Kept):
            return False
    return False


def test_what_is_found_can_be_told():
    assert [one.model for one in kept_ones() if (one.found is None) != (one.told is None)] == []


def test_people_learn_what_it_is_why_it_is_kept_for_how_long_and_who_sees_it():
    silent = [
        one.model
        for one in kept_ones()
        if not one.seen_by or not all(str(said).strip() for said in (one.about, one.purpose, one.kept))
    ]
    assert silent == []


def test_a_table_that_is_free_says_why():
    free = [one for one in register().values() if isinstance(one, Free)]
    assert [one.model for one in free if not str(one.why).strip()] == []
