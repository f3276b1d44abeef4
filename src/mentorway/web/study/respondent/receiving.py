"""Answers from ODK Collect. What is late or wrong is not refused: it is kept, and marked to be looked at."""

from hmac import compare_digest

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentorway.questionnaire import Context, Form, Listed, Submission, judge, read_submission
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Version
from mentorway.web.network.models import Partner
from mentorway.web.study.analysis.codes import hash_of, respondent_code
from mentorway.web.study.analysis.judging import storable
from mentorway.web.study.models import Device, Response, Source, Status, Study, Target, Wave
from mentorway.web.study.respondent.doors import HEAVY, is_full, wave_of_today
from mentorway.web.study.respondent.refusing import Reason, RefusalError
from mentorway.web.study.respondent.traces import without_traces


class OtherAnswersError(Exception):
    """The instance is known, and came with other content."""


def device_of(key: str) -> Device:
    """Return the device that holds the key."""
    wanted = hash_of(key)
    device = (
        Device.objects.select_related("study__version__questionnaire", "study__partner", "target__partner")
        .defer(*(f"study__{name}" for name in HEAVY))
        .filter(token_hash=wanted, study__deleted=None)
        .first()
    )
    if device is None or device.revoked or not compare_digest(device.token_hash, wanted):
        raise RefusalError(Reason.UNKNOWN)
    return device


def takes_answers(study: Study) -> bool:
    """Whether a device may begin new answers today."""
    try:
        wave_of_today(study)
    except RefusalError:
        return False
    return True


def listed(study: Study, url: str) -> list[Listed]:
    """Return what the device may download: the questionnaire as the study asks it now, while it asks."""
    if not takes_answers(study):
        return []
    form = form_of(study.version)
    return [Listed(form.name, study.title, form.version, xform_of(study), url)]


def xform_of(study: Study) -> str:
    """Return the XForm, exactly as it was published."""
    return Version.objects.values_list("xform", flat=True).get(pk=study.version_id)


def receive(device: Device, data: bytes) -> tuple[Response, bool]:
    """Keep what a device sent, and say whether it is new. The same instance twice is there once."""
    submission = read_submission(data)
    known = _known(submission, data)
    if known is not None:
        return known, False
    version, current = _version(device.study, submission)
    response = _response(device, version, submission, current=current)
    response.raw = without_traces(data, form_of(version))
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError:
        known = _known(submission, data)
        if known is None:
            raise
        return known, False
    return response, True


def _known(submission: Submission, data: bytes) -> Response | None:
    known = (
        Response.objects.select_related("version")
        .defer(*HEAVY)
        .filter(instance_id=submission.instance_id)
        .first()
    )
    if known is not None and known.raw != without_traces(data, form_of(known.version)):
        raise OtherAnswersError
    return known


def _version(study: Study, submission: Submission) -> tuple[Version, bool]:
    """Return the version that was answered, and whether it is the one that the study asks now."""
    current = form_of(study.version)
    if submission.form != current.name:
        raise RefusalError(Reason.UNKNOWN, study)
    if submission.version == current.version:
        return study.version, True
    for version in Version.objects.filter(questionnaire=study.version.questionnaire_id).defer(*_names()):
        if form_of(version).version == submission.version:
            return version, False
    return study.version, False


def _names() -> tuple[str, ...]:
    return tuple(name.removeprefix("version__") for name in HEAVY)


def _response(device: Device, version: Version, submission: Submission, *, current: bool) -> Response:
    study, form = device.study, form_of(version)
    language = _language(study, form)
    now = timezone.localtime(timezone=study.clock)
    judgement = judge(form, submission.answers, Context(now, submission.instance_id, language))
    wave, in_time = _wave(study)
    place, partner = _place(device)
    room = in_time and not is_full(wave, place.country, place.sector, partner.pk if partner else None)
    fit = current and room and judgement.complete and not judgement.hidden and not submission.replaces
    return Response(
        wave=wave,
        version=version,
        code=respondent_code(),
        partner=partner,
        country=place.country,
        sector=place.sector,
        language=language,
        mode=study.mode,
        status=Status.COMPLETE if fit else Status.REVIEW,
        day=study.today(),
        answers=storable(judgement),
        instance_id=submission.instance_id,
        source=Source.OPENROSA,
    )


def _place(device: Device) -> tuple[Target | Partner, Partner | None]:
    """Return where the answers of a device are counted: in its row of the plan, else in the only one."""
    rows = Target.objects.filter(study=device.study).select_related("partner")
    named = [device.target] if device.target else list(rows[:2])
    if len(named) == 1:
        return named[0], named[0].partner
    return device.study.partner, device.study.partner


def _language(study: Study, form: Form) -> str:
    """Collect does not say in which language it asked."""
    codes = [one.code for one in form.languages]
    offered = [code for code in codes if code in study.languages] or codes
    return form.default_language if form.default_language in offered else offered[0]


def _wave(study: Study) -> tuple[Wave, bool]:
    """Return the wave that the answers belong to, and whether it takes answers today."""
    try:
        return wave_of_today(study), True
    except RefusalError:
        wave = study.waves.order_by("number").last()
        if wave is None:
            raise
        return wave, False
