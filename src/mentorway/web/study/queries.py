"""Reads across studies, who is asked, and how many have answered."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from mentorway.web.accounts.models import User
from mentorway.web.methodology.models import Methodology, Version
from mentorway.web.network.models import Contact as PartnerContact
from mentorway.web.network.models import Partner
from mentorway.web.practices.models import Happening, Material
from mentorway.web.study.models import (
    AccessCode,
    Batch,
    Consent,
    Contact,
    Device,
    Download,
    Event,
    Invitation,
    Mode,
    Response,
    Source,
    State,
    Status,
    Study,
    Target,
    Wave,
)

HEAVY = ("version__form_json", "version__xform", "version__workbook", "version__file", "version__note")


def studies_of(user: User, words: str = "") -> QuerySet[Study]:
    """What ``user`` may see, with the number of answers and of answers wanted."""
    answered = Response.objects.filter(wave__study=OuterRef("pk")).order_by().values("wave__study")
    wanted = Target.objects.filter(study=OuterRef("pk")).order_by().values("study")
    return (
        Study.objects.visible_to(user)
        .matching(words)
        .select_related("partner")
        .annotate(
            answered=Coalesce(Subquery(answered.annotate(n=Count("pk")).values("n")), 0),
            wanted=Coalesce(Subquery(wanted.annotate(n=Sum("goal")).values("n")), 0),
        )
        .order_by("-created", "-pk")
    )


def deleted_of(user: User) -> QuerySet[Study]:
    """What ``user`` may still bring back."""
    return Study.bin.visible_to(user).select_related("partner").order_by("-deleted")


def partners_to_own(user: User) -> QuerySet[Partner]:
    """The partners for which ``user`` may make a study: those where they belong."""
    return Partner.objects.filter(memberships__user=user, deleted=None)


def versions_to_ask(user: User) -> QuerySet[Version]:
    """The newest published version of every questionnaire that ``user`` may see."""
    newest = Version.objects.filter(questionnaire=OuterRef("questionnaire")).order_by("-number")
    return (
        Version.objects.visible_to(user)
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("questionnaire__partner")
        .defer("form_json", "xform", "workbook", "file")
        .order_by("questionnaire__title", "pk")
    )


def newer_version(study: Study) -> Version | None:
    """The newest published version of the questionnaire, when the study asks an older one."""
    newer = Version.objects.filter(
        questionnaire=study.version.questionnaire_id, number__gt=study.version.number
    )
    return newer.select_related("questionnaire").order_by("-number").first()


def versions_answered(study: Study) -> QuerySet[Version]:
    """The versions of the questionnaire that were answered, and the one that is asked, oldest first."""
    answered = Response.objects.of_study(study).order_by().values("version").distinct()
    return Version.objects.filter(Q(pk__in=answered) | Q(pk=study.version_id)).order_by("number")


def versions_opened(study: Study) -> int:
    """How many versions of open data are made of a study, published or not."""
    return Study.objects.filter(pk=study.pk).aggregate(n=Count("releases"))["n"] or 0


def waves_of(study: Study) -> QuerySet[Wave]:
    """The waves of a study with how many answered and how many letters wait."""
    answered = Response.objects.filter(wave=OuterRef("pk")).order_by().values("wave")
    asked = Invitation.objects.filter(wave=OuterRef("pk")).order_by().values("wave")
    codes = AccessCode.objects.filter(wave=OuterRef("pk")).order_by().values("wave")
    return study.waves.annotate(
        answered=Coalesce(Subquery(answered.annotate(n=Count("pk")).values("n")), 0),
        invited=Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0),
        codes_made=Coalesce(Subquery(codes.annotate(n=Count("pk")).values("n")), 0),
    ).order_by("number")


def targets_of(study: Study) -> QuerySet[Target]:
    """The rows of the sampling plan."""
    return study.targets.select_related("partner").order_by("country", "sector", "partner__name")


def methodology_for(user: User, study: Study) -> Methodology | None:
    """The methodology in which ``user`` can plan a study further: the newest of its partner, or any other."""
    seen = Methodology.objects.visible_to(user)
    return seen.filter(partner=study.partner_id).first() or seen.first()


def invitations_of(wave: Wave, words: str = "", state: str = "") -> QuerySet[Invitation]:
    """The people who are asked in a wave."""
    found = Invitation.objects.filter(wave=wave).matching(words).select_related("partner")
    return (found.filter(state=state) if state in Contact.values else found).order_by("email")


def addresses_known(wave: Wave) -> set[str]:
    """The addresses that are invited in the wave already."""
    return set(Invitation.objects.filter(wave=wave).order_by().values_list("email", flat=True))


def invitation_to_leave(pk: int) -> Invitation | None:
    """The invitation of a person who wants no more letters."""
    return Invitation.objects.filter(pk=pk).select_related("wave__study__partner").first()


def contacts_of(wave: Wave) -> dict[str, int]:
    """How many invitations stand where."""
    rows = Invitation.objects.filter(wave=wave).order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def batches_of_codes(wave: Wave) -> list[dict[str, object]]:
    """The batches of one-time codes: where they go, how many, how many are used."""
    rows = (
        AccessCode.objects.filter(wave=wave, batch__gt=0)
        .order_by()
        .values("batch", "country", "sector", "partner__name")
        .annotate(made=Count("pk"), used=Count("pk", filter=Q(used=True)))
        .order_by("batch")
    )
    return list(rows)


def codes_of_batch(wave: Wave, batch: int) -> QuerySet[AccessCode]:
    """The codes of one batch, in no order that says anything."""
    return AccessCode.objects.filter(wave=wave, batch=batch, batch__gt=0).order_by("serial")


def asked_and_used(study: Study) -> dict[str, int]:
    """How many codes people hold, and how many were used; letters not yet sent do not count."""
    held = AccessCode.objects.filter(wave__study=study).exclude(invitation__state=Contact.QUEUED)
    return held.aggregate(held=Count("pk"), used=Count("pk", filter=Q(used=True)))


def consents_of(study: Study) -> QuerySet[Consent]:
    """Every consent text that was in use, the newest first."""
    return study.consents.select_related("by")


def first_wave(study: Study) -> Wave:
    """The first wave of a study."""
    return study.waves.select_related("study__partner").order_by("number")[0]


def version_of(study: Study) -> Version:
    """The version that is asked, without its long texts."""
    known = Version.objects.select_related("questionnaire")
    return known.defer("form_json", "xform", "workbook", "file").get(pk=study.version_id)


def odd_answers(study: Study) -> int:
    """How many answers came by a device and did not fit the questionnaire."""
    odd = Response.objects.of_study(study).filter(status=Status.REVIEW, source=Source.OPENROSA)
    return odd.count()


def partners_to_place() -> QuerySet[Partner]:
    """The partners whose people may be asked: all of the network."""
    return Partner.objects.filter(deleted=None).order_by("name")


def contacts_to_ask(
    user: User, *, countries: Sequence[str], sectors: Sequence[str], only_main: bool
) -> QuerySet[PartnerContact]:
    """Contacts of partners that ``user`` may see, who agreed to be written to about surveys."""
    found = PartnerContact.objects.visible_to(user).to_be_asked().select_related("partner")
    if countries:
        found = found.filter(partner__country__in=countries)
    if sectors:
        found = found.filter(partner__sector__in=sectors)
    if only_main:
        found = found.filter(is_main=True)
    return found.order_by("partner__country", "partner__name", "-is_main", "name")


def countries_of_contacts(user: User) -> list[str]:
    """The countries in which there is somebody to ask."""
    found = PartnerContact.objects.visible_to(user).to_be_asked()
    return list(found.order_by("partner__country").values_list("partner__country", flat=True).distinct())


def newest_batch(study: Study, user: User) -> int:
    """The import that ``user`` began last."""
    found = Batch.objects.filter(wave__study=study, by=user).order_by("-pk")
    return found.values_list("pk", flat=True)[0]


def events_of(study: Study) -> QuerySet[Event]:
    """The history of a study."""
    return study.events.select_related("by")


def downloads_of(study: Study) -> QuerySet[Download]:
    """The files that were asked for, the newest first."""
    return study.downloads.select_related("by")


def batches_of(study: Study) -> QuerySet[Batch]:
    """The imports of a study."""
    return (
        Batch.objects.filter(wave__study=study)
        .select_related("by", "wave")
        .defer("problems", "mapping", "columns")
    )


def devices_of(study: Study) -> QuerySet[Device]:
    """The devices that may send answers, with the rows in which these are counted."""
    return study.devices.select_related("target__partner")


def under_way_of(user: User) -> QuerySet[Study]:
    """Open studies of ``user``'s partners."""
    return Study.objects.owned_by(user).filter(state=State.OPEN, deleted=None)


def ending_around(user: User, day: dt.date) -> QuerySet[Wave]:
    """Their waves whose last day is, by any clock, at most two weeks after ``day``."""
    days = day - dt.timedelta(days=1), day + dt.timedelta(days=15)
    return Wave.objects.filter(study__in=under_way_of(user), closes__range=days)


def letters_to_send(user: User) -> QuerySet[Invitation]:
    """Their invitations that nobody has sent."""
    return Invitation.objects.to_send().filter(wave__study__in=under_way_of(user))


def behind(user: User, now: dt.datetime) -> QuerySet[Study]:
    """Open studies of ``user``'s partners that have fewer answers than wanted and close within two weeks."""
    soon = Wave.objects.taking(now).ending(now, days=14).values("study")
    return (
        studies_of(user)
        .filter(pk__in=Study.objects.owned_by(user), state=State.OPEN, wanted__gt=0)
        .filter(pk__in=soon)
        .alias(lack=F("wanted") - F("answered"))
        .filter(lack__gt=0)
    )


def closing_soon(user: User, now: dt.datetime) -> QuerySet[Wave]:
    """Waves of ``user``'s partners that end within three days."""
    return (
        Wave.objects.taking(now)
        .ending(now, days=3)
        .filter(study__in=Study.objects.owned_by(user))
        .select_related("study")
    )


def letters_waiting(user: User, now: dt.datetime) -> QuerySet[Wave]:
    """Waves of ``user``'s partners with invitations that nobody has begun to send."""
    waiting = Invitation.objects.to_send().order_by().values("wave").annotate(n=Count("pk"))
    return (
        Wave.objects.taking(now)
        .filter(study__in=Study.objects.owned_by(user), sending=False)
        .annotate(waiting=Coalesce(Subquery(waiting.filter(wave=OuterRef("pk")).values("n")), 0))
        .filter(waiting__gt=0)
        .select_related("study")
    )


def in_review(user: User) -> QuerySet[Study]:
    """Studies of ``user``'s partners with answers that were sent by a device and have to be looked at."""
    devices = Device.objects.filter(study=OuterRef("pk"))  # a study without has no such answers
    odd = Response.objects.filter(wave__study=OuterRef("pk"), status=Status.REVIEW, source=Source.OPENROSA)
    return Study.objects.owned_by(user).filter(Exists(devices), Exists(odd), deleted=None)


def uses_invitations(study: Study) -> bool:
    """Whether people can be told apart when they come, so that reminders pass over who has answered."""
    return study.mode in {Mode.CODE, Mode.PSEUDONYMOUS}


def written_answers(study: Study, question: str, quoting: str = "") -> QuerySet[Response, tuple[str, ...]]:
    """What people wrote at one question, with its place, its language and what they allowed."""
    allowed = KeyTextTransform(quoting, "answers") if quoting else Value("")
    return (
        Response.objects.of_study(study)
        .filter(status=Status.COMPLETE, answers__has_key=question)
        .annotate(words=KeyTextTransform(question, "answers"), allowed=allowed)
        .order_by("id")
        .values_list("country", "sector", "language", "words", "allowed")
    )


def handed_over(study: Study, mark: str) -> QuerySet[Material]:
    """The material that was made of the answers to one question, known by its mark; that in the bin too."""
    return Material.objects.filter(
        partner=study.partner_id, events__what=Happening.ADDED, events__detail__endswith=mark
    )
