"""Work is begun, handed in, taken back and assessed; quizzes are answered."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.courses.structure import Assessment
from mentorway.web.accounts.models import User
from mentorway.web.core import attachments
from mentorway.web.core.merging import refuse_stale
from mentorway.web.pilots.analysis.quiz import Result, judged
from mentorway.web.pilots.analysis.works import reaches, takes_work
from mentorway.web.pilots.models import Participant, Work, WorkFile, WorkState
from mentorway.web.pilots.queries import learning as queries

MOST_FILES = 10
CLOSED = (WorkState.HANDED_IN, WorkState.PASSED)


@transaction.atomic
def save(person: Participant, key: str, *, text: str, revision: int) -> Work:
    """Keep what was written as a draft that only its writer reads."""
    row = _written(person, key, text=text, revision=revision)
    row.save()
    return row


@transaction.atomic
def hand_in(person: Participant, key: str, *, text: str, revision: int) -> Work:
    """Keep what was written, and hand it in to be assessed."""
    row = _written(person, key, text=text, revision=revision)
    if not text.strip() and not (row.pk and row.files.exists()):
        raise ValidationError(_("Write something or add a file before you hand it in."))
    row.state, row.handed_in = WorkState.HANDED_IN, timezone.now()
    row.save()
    return row


@transaction.atomic
def take_back(person: Participant, key: str) -> Work:
    """Make what was handed in a draft again, as long as nobody has assessed it."""
    row = _locked(person, key)
    if row.state != WorkState.HANDED_IN:
        raise ValidationError(_("Only what is handed in and not assessed yet can be taken back."))
    row.state, row.handed_in, row.revision = WorkState.DRAFT, None, row.revision + 1
    row.full_clean(exclude=["assessed_by"])
    row.save()
    return row


@transaction.atomic
def add_file(person: Participant, key: str, *, file: UploadedFile) -> WorkFile:
    """Keep a checked file with what a person works on."""
    row = _open(person, key)
    if row.pk and row.files.count() >= MOST_FILES:
        raise ValidationError(
            ngettext(
                "A work can have %(most)d file. Remove one first.",
                "A work can have %(most)d files. Remove one first.",
                MOST_FILES,
            )
            % {"most": MOST_FILES}
        )
    found = attachments.checked(file)
    row.save()
    return attachments.store(WorkFile(work=row), found, "pilots")


@transaction.atomic
def remove_file(file: WorkFile) -> None:
    """Remove a file for good from work that is not handed in."""
    row = _open(file.work.participant, file.work.assessment)
    row.save()
    path = file.path
    file.delete()
    transaction.on_commit(lambda: attachments.forget(path))


def forget_files(people: Collection[Participant]) -> None:
    """Remove the files of people who are about to be deleted; call it within the same transaction."""
    paths = queries.paths_of(people)

    def forget() -> None:
        for path in paths:
            attachments.forget(path)

    transaction.on_commit(forget)


@transaction.atomic
def answer(person: Participant, assessment: Assessment, answers: Mapping[str, Sequence[int]]) -> Result:
    """Keep the answers to a quiz. What is passed once stays passed."""
    row, result = _locked(person, assessment.key), judged(assessment, answers)
    if not takes_work(person):
        raise ValidationError(_closed(person))
    if row.state != WorkState.PASSED:
        row.state = WorkState.PASSED if result.is_passed else WorkState.RETURNED
    row.answers = {key: list(chosen) for key, chosen in answers.items()}
    row.handed_in = row.assessed = timezone.now()
    row.revision += 1
    row.full_clean(exclude=["assessed_by"])
    row.save()
    return result


@transaction.atomic
def assess(work: Work, user: User, assessment: Assessment, *, revision: int, **facts: Any) -> Work:
    """Say whether a work passes: ``passes``, ``levels``, ``feedback`` and ``note`` are the facts."""
    row = _locked(work.participant, work.assessment)
    if row.state == WorkState.DRAFT:
        raise ValidationError(_("It was taken back meanwhile, so it cannot be assessed now."))
    if row.revision != revision:
        raise ValidationError(
            _(
                "This has changed while you looked at it. Look at what stands here now, and save again if "
                "your assessment shall stand."
            )
        )
    if facts["passes"] and not reaches(assessment, facts["levels"]):
        raise ValidationError(
            _("To pass, every criterion needs the level that passes. Choose the levels, or give it back.")
        )
    row.levels, row.feedback, row.note = facts["levels"], facts["feedback"], facts["note"]
    row.state = WorkState.PASSED if facts["passes"] else WorkState.RETURNED
    _assessed(row, user)
    return row


@transaction.atomic
def pass_many(user: User, key: str, people: Collection[Participant]) -> list[Participant]:
    """Let many pass at once; return those who are writing just now, whose draft is left alone."""
    left = []
    for person in people:
        row = _locked(person, key)
        if row.pk and row.state == WorkState.DRAFT:
            left.append(person)
        elif row.state != WorkState.PASSED:
            row.state = WorkState.PASSED
            _assessed(row, user)
    return left


def _assessed(row: Work, user: User) -> None:
    row.assessed_by, row.assessed, row.revision = user, timezone.now(), row.revision + 1
    row.full_clean()
    row.save()


def _locked(person: Participant, key: str) -> Work:
    """Return the work of a person, or a new one; nobody else writes to it before the transaction ends."""
    Participant.objects.select_for_update().get(pk=person.pk)
    return queries.work_by(person, key) or Work(participant=person, assessment=key, revision=0)


def _open(person: Participant, key: str) -> Work:
    """Return the work of a person if it can be written to; what was given back becomes a draft again."""
    row = _locked(person, key)
    if not takes_work(person):
        raise ValidationError(_closed(person))
    if row.state in CLOSED:
        raise ValidationError(
            _("This is handed in, so it cannot be changed. Take it back first, unless it is assessed.")
        )
    row.state = WorkState.DRAFT
    return row


def _written(person: Participant, key: str, *, text: str, revision: int) -> Work:
    row = _open(person, key)
    refuse_stale(row, revision)
    row.text, row.revision = text, row.revision + 1
    row.full_clean(exclude=["assessed_by"])
    return row


def _closed(person: Participant) -> str:
    return _("The training “%(title)s” is over, so nothing more can be handed in.") % {
        "title": person.cohort.title
    }
