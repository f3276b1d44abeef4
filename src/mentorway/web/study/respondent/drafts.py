"""Answers that are being given: begun, saved, spoken in another language, carried over to a newer version."""

import datetime as dt
from collections.abc import Mapping
from secrets import token_hex

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from mentorway.questionnaire import Answer, Form, Language, initial_answers
from mentorway.web.core.prepared import Prepared
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.study.analysis.judging import context_of, judged, kept_short
from mentorway.web.study.models import Draft, Study, Target
from mentorway.web.study.respondent.doors import Entry, check_time
from mentorway.web.study.respondent.links import fingerprint, new_link
from mentorway.web.study.respondent.refusing import Reason, RefusalError

KEYS = 50  # of saved pages, so that one that arrives twice is taken once
NEEDED = (
    *("id", "answers", "context", "language", "partner", "country", "sector", "consent", "code"),
    *("version__form_hash", "wave__opens", "wave__opens_at", "wave__study__title", "wave__study__version"),
    *("wave__study__state", "wave__study__deleted", "wave__study__mode", "wave__study__maximum"),
    *("wave__closes", "wave__closes_at", "wave__study__zone"),
    *("wave__study__languages", "wave__study__contact"),
)
CAPPED = Target.objects.filter(
    study=OuterRef("wave__study"), country=OuterRef("country"), sector=OuterRef("sector"), maximum__gte=0
)
DRAFTS = Prepared(
    Draft.objects.order_by()
    .select_related("wave__study", "version")
    .only(*NEEDED)
    .annotate(capped=Exists(CAPPED)),
    "resume_hash",
)


def begin(entry: Entry, language: str) -> str:
    """Begin, or go on with what was begun with the same right; return the secret of the link."""
    link = entry.link or new_link()
    study = entry.study
    form = form_of(study.version)
    draft = Draft(
        wave=entry.wave,
        version=study.version,
        resume_hash=fingerprint(link),
        context={"begun": timezone.localtime(timezone=study.clock).isoformat(), "seed": token_hex(16)},
        language=language,
        code=entry.code,
        partner=entry.partner,
        country=entry.country,
        sector=entry.sector,
        consent=study.consent_version,
        day=timezone.localdate(timezone=dt.UTC),
    )
    draft.answers = initial_answers(form, context_of(draft))
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        if not is_begun(link):
            raise
    return link


def is_begun(link: str) -> bool:
    """Whether there is something to go on with."""
    return bool(link) and Draft.objects.filter(resume_hash=fingerprint(link)).exists()


def found(link: str) -> Draft:
    """Return what a link leads to, whether or not it can be gone on with.

    ``capped`` says whether a row of the plan limits how many answers are taken where it is counted.
    """
    draft = DRAFTS.get(fingerprint(link))
    if draft is None or draft.wave.study.deleted is not None:
        raise RefusalError(Reason.GONE)
    return draft


def opened(link: str) -> Draft:
    """Return what a link leads to, if it can be gone on with today."""
    draft = found(link)
    try:
        check_time(draft.wave)
    except RefusalError as refusal:
        raise RefusalError(refusal.reason, draft) from None
    if draft.version_id != draft.wave.study.version_id:
        raise RefusalError(Reason.OLDER, draft)
    if draft.language not in {one.code for one in languages_of(draft.wave.study, form_of(draft.version))}:
        raise RefusalError(Reason.LANGUAGE, draft)
    return draft


def languages_of(study: Study, form: Form) -> list[Language]:
    """Return the languages in which a study asks: those that it names, of those that the form has."""
    return [one for one in form.languages if one.code in study.languages] or list(form.languages)


@transaction.atomic
def save(draft: Draft, answers: Mapping[str, Answer], *, key: str = "") -> None:
    """Keep answers as they came, beside those that were given before; what comes twice is taken once."""
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise RefusalError(Reason.GONE)
    if key and key in locked.keys:
        draft.answers = locked.answers
        return
    locked.answers = {**locked.answers, **{name: kept_short(answer) for name, answer in answers.items()}}
    locked.context = {**locked.context, "kept": judged(form_of(draft.version), locked).kept}
    locked.keys = [*locked.keys, key][-KEYS:] if key else locked.keys
    locked.day = timezone.localdate(timezone=dt.UTC)
    locked.save(update_fields=["answers", "context", "keys", "day"])
    draft.answers, draft.context = locked.answers, locked.context


def speak(draft: Draft, language: str) -> None:
    """Ask on in another language; the answers stay. One that is not offered changes nothing."""
    offered = {one.code for one in languages_of(draft.wave.study, form_of(draft.version))}
    if language in offered:
        Draft.objects.filter(pk=draft.pk).update(language=language)


def carry_over(draft: Draft) -> None:
    """Go on with the version that the study asks now; questions keep their names, so answers stay."""
    version = draft.wave.study.version
    known = form_of(version).by_name
    answers = {name: answer for name, answer in draft.answers.items() if name in known}
    Draft.objects.filter(pk=draft.pk).update(version=version, answers=answers)
