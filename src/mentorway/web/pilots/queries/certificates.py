"""Reads across certificates, what they say, the keys that sign them, and who has sent feedback."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from mentorway.web.pilots.models import (
    Certificate,
    Cohort,
    IssuerKey,
    IssueRun,
    Participant,
    StatusList,
    Terms,
)
from mentorway.web.pilots.models.certificates import CertificateQuerySet
from mentorway.web.study.models import Invitation


def terms_of(cohort: Cohort) -> Terms | None:
    """What the certificates of a cohort say, where somebody has saved it."""
    return Terms.objects.filter(cohort=cohort).first()


def people_of(cohort: Cohort) -> list[Participant]:
    """Those who take part, by name."""
    found = list(cohort.people.taking_part().order_by("name", "pk"))
    for person in found:
        person.cohort = cohort
    return found


def certificates_of(cohort: Cohort) -> CertificateQuerySet:
    """Every certificate of a cohort, the newest first."""
    rows = Certificate.objects.filter(cohort=cohort)
    return rows.select_related("participant", "key", "issued_by").order_by("-issued", "-pk")


def standing_of(cohort: Cohort) -> dict[int, Certificate]:
    """The certificate that each person holds, by the person."""
    rows = Certificate.objects.filter(cohort=cohort, participant__isnull=False).standing()
    return {one.participant_id or 0: one for one in rows.select_related("key")}


def taken_back_from(cohort: Cohort) -> frozenset[int]:
    """Whose certificates were taken back, now or earlier."""
    rows = Certificate.objects.filter(cohort=cohort, participant__isnull=False, revoked__isnull=False)
    return frozenset(rows.values_list("participant", flat=True))


def certificates_held(person: Participant) -> list[Certificate]:
    """The certificates of a person, the newest first."""
    rows = Certificate.objects.filter(participant=person).select_related("cohort__partner", "key")
    return list(rows.order_by("-issued", "-pk"))


def held_with(person: Participant, number: str) -> Certificate | None:
    """The certificate of a person with this number."""
    rows = Certificate.objects.filter(participant=person, number=number)
    return rows.select_related("cohort__partner", "key", "participant").first()


def public_with(number: str) -> Certificate | None:
    """The certificate with this number that everybody may look up; none where its holder hides it."""
    rows = Certificate.objects.filter(number=number, is_hidden=False).exclude(content={})
    return rows.select_related("cohort__partner", "key").first()


def run_of(cohort: Cohort, which: int) -> IssueRun | None:
    """One issuing of certificates of a cohort."""
    found = IssueRun.objects.filter(cohort=cohort, pk=which).first()
    if found is not None:
        found.cohort = cohort
    return found


def last_run(cohort: Cohort) -> IssueRun | None:
    """The issuing that was asked for last."""
    return IssueRun.objects.filter(cohort=cohort).order_by("-pk").first()


def published_keys() -> list[str]:
    """The public keys by which certificates are checked, those that sign no more too."""
    rows = IssuerKey.objects.filter(distrusted=None).order_by("-created", "-pk")
    return list(rows.values_list("multikey", flat=True))


def keys() -> QuerySet[IssuerKey]:
    """Every key, with the number of certificates that hold by it."""
    holding = Count("certificates", filter=Q(certificates__revoked=None))
    return IssuerKey.objects.annotate(holding=holding).order_by("-created", "-pk")


def key_with(which: int) -> IssuerKey | None:
    """One key."""
    return keys().filter(pk=which).first()


def status_list_with(number: int) -> StatusList | None:
    """A published list of what was taken back."""
    return StatusList.objects.filter(number=number).first()


def status_lists() -> list[StatusList]:
    """Every published list of what was taken back."""
    return list(StatusList.objects.order_by("number"))


def places_taken_back(status_list: StatusList) -> list[int]:
    """The places in a list whose certificates were taken back."""
    rows = Certificate.objects.filter(status_list=status_list, revoked__isnull=False)
    return list(rows.values_list("status_index", flat=True))


def addresses_that_answered(cohort: Cohort, emails: Iterable[str]) -> frozenset[str]:
    """Which addresses have sent the feedback that was asked for; what they answered is joined to nobody."""
    rows = Invitation.objects.filter(wave=cohort.feedback_id, code__used=True)
    answered = {one.casefold() for one in rows.values_list("email", flat=True)}
    return frozenset(answered & {one.casefold() for one in emails if one})


def others_of(certificate: Certificate) -> list[Certificate]:
    """The other certificates of the same person in the same cohort, the newest first."""
    if certificate.participant_id is None:
        return []
    rows = Certificate.objects.filter(participant=certificate.participant_id, cohort=certificate.cohort_id)
    return list(rows.exclude(pk=certificate.pk).order_by("-issued", "-pk"))


def names_of(cohort: Cohort, people: Iterable[int]) -> dict[int, str]:
    """The names of some people of a cohort."""
    return dict(cohort.people.filter(pk__in=list(people)).values_list("pk", "name"))


def cohorts_signed_with(key: IssuerKey) -> list[Cohort]:
    """The cohorts with certificates that hold by a key."""
    signed = Certificate.objects.filter(key=key).standing().values("cohort")
    return list(
        Cohort.objects.filter(pk__in=signed).select_related("partner").order_by("partner__name", "pk")
    )
