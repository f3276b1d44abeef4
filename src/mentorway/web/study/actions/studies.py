"""A study begins, changes, opens, closes and ends."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.questionnaire import may_follow
from mentorway.web.accounts.models import User
from mentorway.web.core import happenings
from mentorway.web.core.zones import zone_of
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.network.analysis.partners import language_names
from mentorway.web.network.models import Partner
from mentorway.web.study import queries, tasks
from mentorway.web.study.actions.plan import skipped_times
from mentorway.web.study.analysis import files, keys
from mentorway.web.study.models import (
    DAYS_IN_BIN,
    AccessCode,
    Batch,
    Consent,
    Draft,
    Event,
    Invitation,
    Participation,
    Response,
    State,
    Study,
    Wave,
    What,
)


def note(study: Study, user: User | None, what: What, detail: str = "") -> None:
    """Add a line to the history."""
    Event.objects.create(study=study, what=what, by=user, detail=detail[:200], day=study.today())


@transaction.atomic
def create(user: User, *, partner: Partner, **facts: Any) -> Study:
    """Begin a study of a published version, by the clock of its partner; its first wave is there at once."""
    facts.setdefault("zone", zone_of(partner.country).key)
    study = Study(partner=partner, created_by=user, **facts)
    known = form_of(study.version).languages
    if not study.languages:
        study.languages = [language.code for language in known]
    study.full_clean()
    study.save()
    Wave.objects.create(study=study, number=1, title=_("First wave"))
    note(study, user, What.CREATED)
    return study


def describe(study: Study, **facts: Any) -> None:
    """Change what a study is called and what is asked for; how people take part stays once it was open."""
    if study.state != State.DRAFT and facts.get("mode", study.mode) != study.mode:
        raise ValidationError(
            {
                "mode": _(
                    "How people take part cannot change any more: a promise was made to those who answered."
                )
            }
        )
    for name, value in facts.items():
        setattr(study, name, value)
    study.full_clean(exclude=["partner", "version", "created_by"])
    _refuse_skipped(study)
    study.save(update_fields=list(facts))
    for wave in study.waves.filter(sending=True):
        tasks.plan_sending(wave)


def _refuse_skipped(study: Study) -> None:
    """Refuse a clock that never shows the times at which the waves open and close."""
    for wave in study.waves.all():
        for _field, sentence in skipped_times(wave):
            raise ValidationError({"zone": f"{wave.title}: {sentence}"})


@transaction.atomic
def write_consent(study: Study, user: User, *, texts: Mapping[str, str]) -> None:
    """Keep the consent text as a new version; the same text stays the same version."""
    _refuse_ended(study)
    kept = {code: text.replace("\r\n", "\n").strip() for code, text in texts.items() if text.strip()}
    if study.state != State.DRAFT:
        _complete(study, kept)
    sign = hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    if sign == study.consent_hash:
        return
    number = study.consent_version + 1
    study.consent, study.consent_version, study.consent_hash = kept, number, sign
    study.save(update_fields=["consent", "consent_version", "consent_hash"])
    Consent.objects.create(study=study, number=number, texts=kept, hash=sign, by=user, day=study.today())
    note(study, user, What.CONSENT, str(number))


def write_letter(study: Study, *, texts: Mapping[str, str]) -> None:
    """Keep the text of the invitation in every language; an empty one means the usual text."""
    _refuse_ended(study)
    study.letter = {code: text.strip() for code, text in texts.items() if text.strip()}
    study.save(update_fields=["letter"])


def take_version(study: Study, user: User) -> None:
    """Ask the newest published version from now on."""
    newer = queries.newer_version(study)
    if newer is None:
        return
    _refuse_ended(study)
    if study.state != State.DRAFT:
        reasons = may_follow(form_of(study.version), form_of(newer))
        if reasons:
            raise ValidationError([tasks.said(reason) for reason in reasons])
    study.version = newer
    study.save(update_fields=["version"])
    note(study, user, What.VERSION, str(newer.number))


@transaction.atomic
def open_study(study: Study, user: User) -> None:
    """Take answers from now on."""
    locked = _locked(study, State.OPEN)
    lacking = lacks(locked)
    if lacking:
        raise ValidationError(lacking)
    again = locked.state == State.CLOSED
    _move(study, locked, State.OPEN)
    note(study, user, What.REOPENED if again else What.OPENED)
    happenings.tell("study.opened", study, by=user)
    for wave in study.waves.filter(sending=True):
        tasks.plan_sending(wave)


def lacks(study: Study) -> list[str]:
    """Return what is missing before a study can open, each as a sentence."""
    found = []
    without = [code for code in study.languages if not str(study.consent.get(code, "")).strip()]
    if without:
        text = _("The consent text is missing in: %(languages)s.")
        found.append(text % {"languages": language_names(without)})
    if not study.targets.exists():
        found.append(_("The sampling plan is empty. Say whom you want to ask, and how many."))
    if not study.waves.exists():
        found.append(_("There is no wave."))
    return found


def close(study: Study, user: User) -> None:
    """Take no more answers; it can be opened again."""
    with transaction.atomic():
        locked = _locked(study, State.CLOSED)
        _move(study, locked, State.CLOSED)
        note(study, user, What.CLOSED)
        happenings.tell("study.closed", study, by=user)
        for wave in study.waves.all():
            transaction.on_commit(partial(tasks.mix.enqueue, wave.pk))


@transaction.atomic
def close_for_good(study: Study, user: User) -> None:
    """End a study: the key of its pseudonyms and the list of who was asked are gone for good."""
    locked = _locked(study, State.ARCHIVED)
    asked = queries.asked_and_used(study)
    Invitation.objects.filter(wave__study=study).delete()
    Participation.objects.filter(wave__study=study).delete()
    Draft.objects.filter(wave__study=study).delete()
    AccessCode.objects.filter(wave__study=study).delete()
    locked.key_destroyed = locked.today()
    locked.state = State.ARCHIVED
    locked.save(update_fields=["state", "key_destroyed"])
    study.state, study.key_destroyed = locked.state, locked.key_destroyed
    if asked["held"]:
        note(study, user, What.FOR_GOOD, f"{asked['used']} / {asked['held']}")
    else:
        note(study, user, What.FOR_GOOD)
    if keys.destroy(study):
        note(study, user, What.KEY)


def _locked(study: Study, state: State) -> Study:
    locked = Study.objects.select_for_update().get(pk=study.pk)
    if not locked.may_become(state):
        text = _("The study is “%(state)s” now, so this cannot be done. Load the page again.")
        raise ValidationError(text % {"state": locked.get_state_display()})
    return locked


def _move(study: Study, locked: Study, state: State) -> None:
    locked.state = state
    locked.full_clean(exclude=["partner", "version", "created_by"])
    locked.save(update_fields=["state"])
    study.state = state


def _refuse_ended(study: Study) -> None:
    if study.state == State.ARCHIVED:
        raise ValidationError(_("The study is closed for good and does not change any more."))


def _complete(study: Study, texts: Mapping[str, str]) -> None:
    without = [code for code in study.languages if code not in texts]
    if without:
        text = _(
            "People are answering now: the consent text is needed in every language. Missing: %(languages)s."
        )
        raise ValidationError(text % {"languages": language_names(without)})


def delete(study: Study, user: User) -> None:
    """Put a study and its answers into the bin for a while; it takes no answers there."""
    _refuse_opened(study)
    if Study.objects.filter(pk=study.pk, deleted=None).update(deleted=timezone.now()):
        note(study, user, What.DELETED)


def _refuse_opened(study: Study) -> None:
    """Refuse where open data were made of it: whoever uses them must be able to ask where they are from."""
    count = queries.versions_opened(study)
    if count:
        text = ngettext(
            "%(count)d version of open data is made of this study, so it cannot be deleted. Delete that "
            "version first if nobody has published it; what was published keeps its study.",
            "%(count)d versions of open data are made of this study, so it cannot be deleted. Delete those "
            "versions first that nobody has published; what was published keeps its study.",
            count,
        )
        raise ValidationError(text % {"count": count})


def restore(study: Study, user: User) -> None:
    """Take a study out of the bin."""
    if Study.bin.filter(pk=study.pk, deleted__isnull=False).update(deleted=None):
        note(study, user, What.RESTORED)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough; count the studies. Drafts go with people's data."""
    old = list(Study.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN)))
    for study in old:
        _remove(study)
    return len(old)


@transaction.atomic
def _remove(study: Study) -> None:
    keys.destroy(study)
    for download in study.downloads.all():
        files.forget_download(download)
    batches = Batch.objects.filter(wave__study=study)
    for batch in batches:
        files.forget_batch(batch)
    Response.objects.of_study(study).delete()
    study.delete()


def languages_of(study: Study) -> Sequence[tuple[str, str]]:
    """Return the languages in which the questionnaire can be asked: code and name."""
    return [(language.code, language.name) for language in form_of(study.version).languages]
