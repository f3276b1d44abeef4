"""Sending: in one transaction the right to answer is used up, the answers are kept, the draft is gone.

What is kept is named by a code that comes from a key in the form that was sent, and from nothing else:
sending the same form twice finds the same answers, and no table leads from a person, code or link to them.
"""

from mentorway.questionnaire import Judgement
from mentorway.web.accounts.models import User
from mentorway.web.core.turns import writing
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.study.analysis.judging import judged, storable
from mentorway.web.study.analysis.keys import KeyDestroyedError, pseudonym_of
from mentorway.web.study.models import (
    AccessCode,
    Draft,
    Invitation,
    Mode,
    Participation,
    Response,
    Source,
    Study,
)
from mentorway.web.study.respondent.doors import is_full
from mentorway.web.study.respondent.drafts import opened
from mentorway.web.study.respondent.links import answer_code, link_for
from mentorway.web.study.respondent.refusing import Reason, RefusalError

ATTEMPTS = 5


class IncompleteError(Exception):
    """Something is missing or wrong; the judgement says what."""

    def __init__(self, draft: Draft, judgement: Judgement) -> None:
        super().__init__()
        self.draft = draft
        self.judgement = judgement


class NoAddressError(Exception):
    """A pseudonym is promised, and nobody is named by the code: the person's own address is needed."""


def sent_before(key: str) -> Response | None:
    """Return the answers that were sent with this key."""
    return Response.objects.select_related("wave__study").filter(code=answer_code(key)).first()


def send(link: str, key: str, *, user: object = None, email: str = "") -> Response:
    """Keep the answers for good. Sent twice with one key, they are there once.

    ``user`` is looked at only where a study is for signed-in people.

    Judging comes before the transaction, so that nobody waits for it; answers that change meanwhile are
    judged again.
    """
    for _attempt in range(ATTEMPTS):
        try:
            draft = opened(link)
        except RefusalError as refusal:
            known = sent_before(key) if refusal.reason == Reason.GONE else None
            if known is None:
                raise
            return known
        judgement = judged(form_of(draft.version), draft)
        if not judgement.complete:
            raise IncompleteError(draft, judgement)
        response = _response(draft, judgement, key, email)
        if _kept(draft, response, link, user):
            return response
    raise RefusalError(Reason.GONE)


@writing()
def _kept(draft: Draft, response: Response, link: str, user: object) -> bool:
    """Put the answers in the place of the draft; False when the draft is not as it was judged."""
    as_judged = {"answers": draft.answers, "language": draft.language, "version": draft.version_id}
    gone, _rows = Draft.objects.filter(pk=draft.pk, **as_judged).delete()
    if not gone:
        return False
    _check_room(draft)
    _use_up(draft, link, user)
    response.save(force_insert=True)
    return True


def _response(draft: Draft, judgement: Judgement, key: str, email: str) -> Response:
    study = draft.wave.study
    return Response(
        wave=draft.wave,
        version_id=draft.version_id,
        code=answer_code(key),
        pseudonym=_pseudonym(draft, email) if study.mode == Mode.PSEUDONYMOUS else "",
        partner_id=draft.partner_id,
        country=draft.country,
        sector=draft.sector,
        language=draft.language,
        mode=study.mode,
        consent=draft.consent,
        day=study.today(),
        answers=storable(judgement),
        source=Source.WEB,
    )


def asks_address(draft: Draft) -> bool:
    """Whether only the person can say whose pseudonym it is."""
    study = draft.wave.study
    return study.mode == Mode.PSEUDONYMOUS and not _invited(draft)


def _invited(draft: Draft) -> str:
    """Return the address that the code was sent to."""
    found = Invitation.objects.filter(code=draft.code_id) if draft.code_id else Invitation.objects.none()
    return found.values_list("email", flat=True).first() or ""


def _pseudonym(draft: Draft, email: str) -> str:
    person = _invited(draft) or email
    if not person:
        raise NoAddressError
    try:
        return pseudonym_of(draft.wave.study, person)
    except KeyDestroyedError:
        raise RefusalError(Reason.CLOSED, draft.wave.study) from None


def _check_room(draft: Draft) -> None:
    """Refuse what would be one too many; whoever counts holds the study, so that two do not count alike."""
    study = draft.wave.study
    if study.maximum is None and not getattr(draft, "capped", True):
        return
    Study.objects.select_for_update().filter(pk=study.pk).values_list("pk").first()
    if is_full(draft.wave, draft.country, draft.sector, draft.partner_id):
        raise RefusalError(Reason.FULL, draft)


def _use_up(draft: Draft, link: str, user: object) -> None:
    """Turn the right to answer off; whoever comes second with it is refused."""
    study = draft.wave.study
    if draft.code_id is not None:
        if not AccessCode.objects.filter(pk=draft.code_id, used=False).update(used=True):
            raise RefusalError(Reason.USED, study)
    elif study.has_codes:
        raise RefusalError(Reason.GONE, study)
    if study.mode == Mode.SIGNED_IN:
        if not isinstance(user, User) or link != link_for("person", draft.wave_id, user.pk):
            raise RefusalError(Reason.SIGN_IN, study)
        _entry, made = Participation.objects.get_or_create(wave=draft.wave, user=user)
        if not made:
            raise RefusalError(Reason.ANSWERED, study)
