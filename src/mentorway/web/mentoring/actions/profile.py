"""A person tells their profile, and what may be counted when it is looked at fairness."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from mentorway.web.mentoring.actions.people import refuse_example
from mentorway.web.mentoring.analysis.joining import cleaned
from mentorway.web.mentoring.analysis.profile import Sheet, gaps_in
from mentorway.web.mentoring.models import FairnessFacts, Person
from mentorway.web.study.analysis.judging import storable


@transaction.atomic
def save(person: Person, sheet: Sheet | None, **facts: Any) -> Person:
    """Keep what was given, complete or not; ``profiled`` says since when nothing is missing."""
    refuse_example(person.round)
    rows = Person.objects.select_for_update(of=("self",)).select_related("round")
    row = rows.get(pk=person.pk)
    told = cleaned(facts)
    for name, value in told.items():
        setattr(row, name, value)
    if sheet is not None:
        row.answers = storable(sheet.judgement)
    row.profiled = None if gaps_in(row, sheet) else row.profiled or timezone.now()
    row.full_clean()
    row.save(update_fields=[*told, "answers", "profiled"])
    return row


@transaction.atomic
def tell_fairness(person: Person, facts: Mapping[str, Any] | None) -> None:
    """Keep what a person told for looking at fairness; None deletes it, as they do not agree any more."""
    refuse_example(person.round)
    if facts is None:
        FairnessFacts.objects.filter(person=person).delete()
        return
    row = FairnessFacts.objects.select_for_update().filter(person=person).first()
    row = row or FairnessFacts(person=person)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
