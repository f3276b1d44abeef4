"""Groups of three are formed and changed; what was seen is written down and shared."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.courses.structure import Assessment
from mentorway.web.core.merging import refuse_stale
from mentorway.web.pilots.analysis.grouping import MOST, Group, rounds_of
from mentorway.web.pilots.analysis.windows import Written, marked
from mentorway.web.pilots.models import Cohort, Meeting, Observation, Participant, Triad, TriadMember
from mentorway.web.pilots.queries import learning as queries


@transaction.atomic
def form(cohort: Cohort, meeting: Meeting | None, groups: Sequence[Group]) -> list[Triad]:
    """Store new groups in the place of those that a meeting had; nobody loses an observation by that."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    _refuse_unknown(cohort, groups)
    before = queries.triads_at(cohort, meeting)
    if queries.are_observed(before):
        raise ValidationError(
            _(
                "People have written observations in the groups that are there, so these stay. Move people "
                "between the groups instead."
            )
        )
    before.delete()
    made = []
    for number, group in enumerate(groups, start=1):
        triad = Triad(cohort=cohort, meeting=meeting, number=number)
        triad.full_clean()
        triad.save()
        rows = [TriadMember(triad=triad, participant_id=who, place=place) for place, who in enumerate(group)]
        TriadMember.objects.bulk_create(rows)
        made.append(triad)
    return made


def _refuse_unknown(cohort: Cohort, groups: Sequence[Group]) -> None:
    named = [who for group in groups for who in group]
    known = set(queries.people_of(cohort).values_list("pk", flat=True))
    if not named:
        raise ValidationError(_("At least two people are needed for a group."))
    if len(named) != len(set(named)) or not known.issuperset(named):
        raise ValidationError(_("People have come or gone meanwhile. Look at the groups again."))


@transaction.atomic
def add(triad: Triad, person: Participant) -> None:
    """Let a person practise in a group, after those who are there."""
    Cohort.objects.select_for_update().get(pk=triad.cohort_id)
    places = queries.places_of(triad)
    if person.pk in queries.grouped_at(triad.cohort, triad.meeting):
        raise ValidationError(
            _("%(person)s is in a group at this meeting already."), params={"person": person.name}
        )
    if len(places) >= MOST:
        raise ValidationError(
            ngettext(
                "A group has at most %(most)d person. Move somebody out of it first.",
                "A group has at most %(most)d people. Move somebody out of it first.",
                MOST,
            )
            % {"most": MOST}
        )
    row = TriadMember(triad=triad, participant=person, place=len(places))
    row.full_clean()
    row.save()


@transaction.atomic
def move(triad: Triad, person: Participant, target: Triad | None) -> None:
    """Take a person out of a group, into another one of the same meeting if one is named."""
    Cohort.objects.select_for_update().get(pk=triad.cohort_id)
    places = queries.places_of(triad)
    place = next((one for one in places if one.participant_id == person.pk), None)
    if place is None:
        raise ValidationError(_("Somebody has moved this person meanwhile. Look at the groups again."))
    place.delete()
    for number, one in enumerate(one for one in places if one.pk != place.pk):
        one.place = number  # never higher than before, so that no two meet
        one.save(update_fields=["place"])
    if target is not None:
        add(target, person)


@transaction.atomic
def remove(triad: Triad) -> None:
    """Remove a group in which nobody has written an observation yet."""
    Cohort.objects.select_for_update().get(pk=triad.cohort_id)
    if queries.is_observed(triad):
        raise ValidationError(
            _("People of this group have written observations. These belong to them, so the group stays.")
        )
    triad.delete()


Place = tuple[Triad, Assessment, Participant]


@transaction.atomic
def observe(
    observer: Participant,
    where: Place,
    *,
    levels: Mapping[str, int],
    revision: int,
    **texts: str,
) -> Observation:
    """Keep levels and ``texts`` (``seen``, ``question``); what was shared waits to be shared anew."""
    triad, assessment, mentor = where
    Participant.objects.select_for_update().get(pk=observer.pk)
    facts = {"triad": triad, "assessment": assessment.key, "mentor": mentor}
    row = queries.observation_of(observer, **facts)
    if row is None and not may_observe(observer, triad, mentor):
        raise ValidationError(
            _("The groups have changed meanwhile: you do not observe %(person)s any more."),
            params={"person": mentor.name},
        )
    row = row or Observation(observer=observer, **facts)
    refuse_stale(Written(marked(seen_of(row))), revision)
    row.levels, row.seen, row.question = dict(levels), texts["seen"], texts["question"]
    row.is_shared = False
    row.full_clean()
    row.save()
    return row


def may_observe(observer: Participant, triad: Triad, mentor: Participant) -> bool:
    """Whether a round of the group lets somebody write down what the mentor did."""
    return any(one.mentor == mentor and observer in one.writers for one in rounds_of(triad))


def seen_of(row: Observation) -> dict[str, object]:
    """Return what an observer has written, as the form asks for it."""
    levels = {f"level_{key}": str(level) for key, level in row.levels.items()}
    return {**levels, "seen": row.seen, "question": row.question}


@transaction.atomic
def share(observation: Observation, *, is_shared: bool, revision: int) -> None:
    """Let facilitators read what was seen of the person who decides, as this person has read it."""
    row = Observation.objects.select_for_update().get(pk=observation.pk)
    if is_shared:
        refuse_stale(Written(marked(seen_of(row))), revision)
    row.is_shared = is_shared
    row.save(update_fields=["is_shared"])
