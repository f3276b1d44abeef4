"""The ways in: an open link, a one-time code, an account. Each leads to a wave that takes answers today."""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Partner
from mentorway.web.study.analysis.codes import hash_of
from mentorway.web.study.models import (
    AccessCode,
    Draft,
    Mode,
    Participation,
    Response,
    State,
    Study,
    Target,
    Wave,
)
from mentorway.web.study.respondent.links import fingerprint, link_for
from mentorway.web.study.respondent.refusing import Reason, RefusalError

WRONG_CODES_A_MINUTE = 200
HEAVY = ("version__form_json", "version__xform", "version__workbook", "version__file")


@dataclass(frozen=True)
class Entry:
    """The right to begin: in which wave, counted where, and the link that leads back to what was begun."""

    wave: Wave
    country: str
    sector: str
    partner: Partner | None = None
    code: AccessCode | None = None
    link: str = ""

    @property
    def study(self) -> Study:
        return self.wave.study


def study_behind(token: UUID | str) -> tuple[Study, Target | None]:
    """Return the study that a link belongs to, and the row of its plan when the link is that row's."""
    studies = Study.objects.select_related("version", "partner").defer(*HEAVY)
    target = Target.objects.filter(token=token).select_related("partner").first()
    lookup = {"pk": target.study_id} if target else {"token": token}
    study = studies.filter(deleted=None, **lookup).first()
    if study is None:
        raise RefusalError(Reason.UNKNOWN)
    return study, target


def by_link(study: Study, target: Target | None, user: User | None) -> Entry:
    """Return the right of whoever has the open link; a study of signed-in people asks who it is."""
    wave = wave_of_today(study)
    if study.mode == Mode.SIGNED_IN:
        return _by_account(wave, target, user)
    return _counted(wave, target)


def _by_account(wave: Wave, target: Target | None, user: User | None) -> Entry:
    if user is None:
        raise RefusalError(Reason.SIGN_IN, wave.study)
    if Participation.objects.filter(wave=wave, user=user).exists():
        raise RefusalError(Reason.ANSWERED, wave.study)
    membership = user.memberships.select_related("partner").first()
    partner = membership.partner if membership and target is None else None
    return _counted(wave, target, partner, link_for("person", wave.pk, user.pk))


def _counted(wave: Wave, target: Target | None, partner: Partner | None = None, link: str = "") -> Entry:
    if target is not None:
        entry = Entry(wave, target.country, target.sector, target.partner, link=link)
    else:
        home = partner or wave.study.partner
        entry = Entry(wave, home.country, home.sector, home, link=link)
    _check_room(entry.wave, entry.country, entry.sector, entry.partner, link)
    return entry


def by_code(text: str) -> Entry:
    """Return the right that a one-time code gives."""
    code = (
        AccessCode.objects.filter(token_hash=hash_of(text))
        .select_related("wave__study__version", "wave__study__partner", "partner")
        .defer(*(f"wave__study__{name}" for name in HEAVY))
        .first()
    )
    if code is None or code.wave.study.deleted is not None:
        _count_wrong_code()
        raise RefusalError(Reason.WRONG_CODE)
    if code.used:
        raise RefusalError(Reason.USED, code.wave.study)
    check_time(code.wave)
    link = link_for("code", code.pk)
    _check_room(code.wave, code.country, code.sector, code.partner, link)
    return Entry(code.wave, code.country, code.sector, code.partner, code, link)


def _count_wrong_code() -> None:
    """Slow down whoever tries codes; it counts for the installation, as nobody's address is looked at."""
    minute = f"study-codes-{timezone.now():%Y%m%d%H%M}"
    cache.add(minute, 0, 120)
    if cache.incr(minute) > WRONG_CODES_A_MINUTE:
        raise RefusalError(Reason.BUSY)


def wave_of_today(study: Study) -> Wave:
    """Return the first wave that takes answers today."""
    now = timezone.now()
    waves = list(study.waves.order_by("number"))
    for wave in waves:
        wave.study = study
        if study.is_open and wave.takes_answers_at(now):
            return wave
    early = study.state in {State.DRAFT, State.OPEN}
    coming = study.state == State.DRAFT or any(wave.begins and wave.begins > now for wave in waves)
    raise RefusalError(Reason.EARLY if early and coming else Reason.CLOSED, study)


def check_time(wave: Wave) -> None:
    """Refuse when the wave takes no answers today."""
    now = timezone.now()
    if wave.study.is_open and wave.takes_answers_at(now):
        return
    early = wave.study.state in {State.DRAFT, State.OPEN} and (
        wave.study.state == State.DRAFT or bool(wave.begins and wave.begins > now)
    )
    raise RefusalError(Reason.EARLY if early else Reason.CLOSED, wave.study)


def _check_room(wave: Wave, country: str, sector: str, partner: Partner | None, link: str) -> None:
    """Refuse a new beginning when enough have answered; who has begun may look at what was kept."""
    if link and Draft.objects.filter(resume_hash=fingerprint(link)).exists():
        return
    if is_full(wave, country, sector, partner.pk if partner else None):
        raise RefusalError(Reason.FULL, wave.study)


def is_full(wave: Wave, country: str, sector: str, partner: int | None) -> bool:
    """Whether as many have answered in this wave as the study, or the row of its plan, takes."""
    answered = Response.objects.filter(wave=wave)
    if wave.study.maximum is not None and answered.count() >= wave.study.maximum:
        return True
    rows = Target.objects.filter(study=wave.study_id, country=country, sector=sector, maximum__isnull=False)
    for target in rows:
        here = answered.filter(country=country, sector=sector)
        if target.partner_id is not None:
            if target.partner_id != partner:
                continue
            here = here.filter(partner=partner)
        if here.count() >= (target.maximum or 0):
            return True
    return False
