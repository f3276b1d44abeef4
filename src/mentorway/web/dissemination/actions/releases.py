"""Open data: begun, chosen, packed, read a second time, published, withdrawn."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.opendata.checking import doi_of
from mentorway.web.accounts.models import User
from mentorway.web.core import audit, happenings
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import OUR_FAULT_KEPT, said
from mentorway.web.dissemination import tasks
from mentorway.web.dissemination.analysis import release_files, release_pages
from mentorway.web.dissemination.analysis.release_checks import problems_of
from mentorway.web.dissemination.analysis.release_choices import Choices, choices_of, kept_choices
from mentorway.web.dissemination.analysis.release_making import earlier_of
from mentorway.web.dissemination.analysis.release_offers import offers_of
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.dissemination.models.releases import UNDER_WAY
from mentorway.web.dissemination.queries import claims as claim_queries
from mentorway.web.dissemination.queries import releases as queries
from mentorway.web.study.models import State, Study

SILENCE: Final = dt.timedelta(hours=1)  # without a word of how far it is; it tells every few seconds
PATIENCE: Final = dt.timedelta(days=1)  # in the queue, behind what others wait for
CHANGEABLE: Final = (Stage.DRAFT, Stage.FAILED, Stage.READY)


@contextmanager
def holding(release: Release) -> Iterator[Release]:
    """Hold a version while it is changed; nobody changes the example."""
    with writing():
        rows = Release.objects.select_for_update(of=("self",)).select_related("study__partner")
        held = rows.filter(pk=release.pk).first()
        if held is None:
            raise ValidationError(_("This version does not exist any more."))
        if held.is_example:
            raise ValidationError(_("This is an example: nothing can be changed here."))
        yield held


def begin(study: Study, user: User, **facts: Any) -> Release:
    """Begin a version of the open data of a closed study."""
    with writing():
        held = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
        _refuse_running(held)
        release = Release(study=held, number=queries.last_number(held) + 1, created_by=user)
        _describe(release, **facts)
        release.full_clean()
        release.save()
    return release


def _refuse_running(study: Study) -> None:
    if study.deleted or study.state not in (State.CLOSED, State.ARCHIVED):
        raise ValidationError(_("Close the study first: its answers are published once it is over."))


def describe(release: Release, **facts: Any) -> None:
    """Change how a version is described; what was packed is packed anew."""
    with holding(release) as held:
        _refuse_unchangeable(held)
        _describe(held, **facts)
        _take_back(held)
        held.full_clean(exclude=["created_by"])
        held.save()


def _describe(release: Release, *, title: str, description: dict[str, str], licence: str, doi: str,
              **facts: Any) -> None:  # fmt: skip
    choices = replace(choices_of(release.choices), **facts)
    if not description.get(choices.language):
        raise ValidationError(
            {
                f"description_{choices.language}": _(
                    "Describe the data in the language chosen as the main one."
                )
            }
        )
    if release_pages.untold(release.study) and not choices.reason.strip():
        raise ValidationError(
            {
                "reason": _(
                    "The consent text does not say that answers are archived or opened. Say why they may be "
                    "published all the same."
                )
            }
        )
    release.title, release.description, release.licence = title, description, licence
    release.doi, release.choices = doi, kept_choices(choices)


def choose(release: Release, **facts: Any) -> None:
    """Say what goes in; what does not go together is refused at once."""
    with holding(release) as held:
        _refuse_unchangeable(held)
        choices = replace(choices_of(held.choices), **facts, is_chosen=True)
        _refuse(held, choices)
        held.choices = kept_choices(choices)
        _take_back(held)
        held.full_clean(exclude=["created_by"])
        held.save()


def _refuse(held: Release, choices: Choices) -> None:
    offers = {one.name: one for one in offers_of(held.study)}
    problems = [said(one) for one in problems_of(choices, offers, earlier_of(held, choices))]
    if problems:
        raise ValidationError(problems)


def _refuse_unchangeable(held: Release) -> None:
    if held.stage in UNDER_WAY:
        raise ValidationError(_("It is being packed. Wait for it or stop it."))
    if held.stage not in CHANGEABLE:
        raise ValidationError(_("What is published does not change. Make a new version."))


def _take_back(held: Release) -> None:
    """Forget what was packed, as it is not what is wanted any more."""
    path = Release(pk=held.pk, path=held.path)
    held.stage, held.progress, held.problem, held.verdict, held.tables = Stage.DRAFT, 0, None, None, None
    held.path, held.sha256, held.size = "", "", 0
    transaction.on_commit(lambda: release_files.forget(path))


def pack(release: Release, user: User) -> None:
    """Ask for the check and the file; one version of a study is packed at a time."""
    give_up_silent(timezone.now())
    with holding(release) as held:
        _refuse_unchangeable(held)
        choices = choices_of(held.choices)
        _refuse_running(held.study)
        if not choices.is_chosen:
            raise ValidationError(_("Choose first what goes in."))
        _refuse(held, choices)
        later = queries.unfinished_before(held)
        if later:
            raise ValidationError(
                _("Version %(number)d is published already. Make a new version.") % {"number": later.number}
            )
        _take_back(held)
        held.stage, held.heard = Stage.WAITING, timezone.now()
        held.created_by = held.created_by or user
        held.full_clean(exclude=["created_by"])
        held.save()
        transaction.on_commit(lambda: tasks.pack.enqueue(held.pk))


def stop(release: Release) -> None:
    """Stop checking and packing; the choices stay."""
    Release.objects.filter(pk=release.pk, stage__in=UNDER_WAY).update(stage=Stage.DRAFT, progress=0)


def publish(release: Release, user: User) -> None:
    """Let everybody have it, by somebody else than who made it."""
    with holding(release) as held:
        if held.stage != Stage.READY:
            raise ValidationError(_("Only what is checked and packed can be published."))
        if held.created_by_id == user.pk and claim_queries.other_readers(user).exists():
            raise ValidationError(_("You made it yourself, so somebody else reads and publishes it."))
        if held.study.deleted:
            raise ValidationError(_("Its study is deleted."))
        _refuse_outdated(held)
        held.stage, held.published, held.published_by = Stage.PUBLISHED, timezone.now(), user
        held.full_clean(exclude=["created_by", "published_by"])
        held.save(update_fields=["stage", "published", "published_by"])
        audit.record(
            audit.Done.RELEASE_PUBLISHED, actor=user, about=audit.fingerprint("release", held.pk),
            version=held.number, people=int((held.verdict or {}).get("open", 0)), sha256=held.sha256,
        )  # fmt: skip
        happenings.tell("release.published", held, by=user, version=held.number)


def publish_example(release: Release) -> None:
    """Publish the example, which nobody has to read a second time; not where it could not be packed."""
    rows = Release.objects.filter(pk=release.pk, is_example=True, stage=Stage.READY)
    rows.update(stage=Stage.PUBLISHED, published=timezone.now())


def _refuse_outdated(held: Release) -> None:
    """Refuse what was checked before another version was published, or whose file is not there."""
    choices = choices_of(held.choices)
    checked = (held.verdict or {}).get("checked_with", [])
    later = queries.unfinished_before(held)
    if later or checked != [one.number for one in earlier_of(held, choices)]:
        raise ValidationError(
            _("Another version was published since this one was checked. Check and pack it again.")
        )
    if release_files.path_of(held) is None:
        raise ValidationError(_("Its file is not there any more. Check and pack it again."))


def withdraw(release: Release, user: User, *, reason: str) -> None:
    """Take the file away from everybody; the address stays and says why."""
    with holding(release) as held:
        if held.stage != Stage.PUBLISHED:
            raise ValidationError(_("Only what is published can be withdrawn."))
        if not reason.strip():
            raise ValidationError({"reason": _("Say why it is withdrawn.")})
        held.stage, held.reason = Stage.WITHDRAWN, reason.strip()
        held.full_clean(exclude=["created_by", "published_by"])
        held.save(update_fields=["stage", "reason"])
        audit.record(
            audit.Done.RELEASE_WITHDRAWN, actor=user, about=audit.fingerprint("release", held.pk),
            version=held.number,
        )  # fmt: skip
        happenings.tell("release.withdrawn", held, by=user, version=held.number)


def enter_doi(release: Release, *, doi: str) -> None:
    """Keep the DOI that an archive gave to what is published."""
    found = doi_of(doi)
    if not found:
        raise ValidationError(
            {"doi": _("“%(doi)s” is no DOI. A DOI looks like 10.5281/zenodo.1234567.") % {"doi": doi}}
        )
    with holding(release) as held:
        if held.stage != Stage.PUBLISHED:
            raise ValidationError(
                _("A DOI is entered once the data are published, or before they are packed.")
            )
        held.doi = found
        held.full_clean(exclude=["created_by", "published_by"])
        held.save(update_fields=["doi"])


def delete(release: Release) -> None:
    """Forget a version that nobody has published, with its file."""
    with holding(release) as held:
        _refuse_unchangeable(held)
        gone = Release(pk=held.pk, path=held.path)
        held.delete()
        transaction.on_commit(lambda: release_files.forget(gone))


def give_up_silent(now: dt.datetime) -> int:
    """Give up what has not been heard of for long: its worker is gone."""
    rows = queries.silent_since(now - SILENCE, now - PATIENCE)
    return rows.update(stage=Stage.FAILED, problem=OUR_FAULT_KEPT)


def do_due_work(now: dt.datetime) -> None:
    """Give up packing whose worker is gone."""
    give_up_silent(now)
