"""Reads across versions of open data, and the answers that they are made of."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentorway.web.accounts.models import User
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.dissemination.models.releases import UNDER_WAY, ReleaseQuerySet
from mentorway.web.dissemination.queries.claims import other_readers
from mentorway.web.network.models.partners import sees_all
from mentorway.web.study.models import Consent, Response, State, Status, Study, Wave

PUBLIC = (Stage.PUBLISHED, Stage.WITHDRAWN)


def releases_of(user: User) -> ReleaseQuerySet:
    """The versions that ``user`` may see, the newest first; the example comes last."""
    found = Release.objects.visible_to(user).select_related("study__partner")
    return found.defer("tables", "verdict").order_by("is_example", "-created", "-pk")


def studies_to_publish(user: User) -> QuerySet[Study]:
    """Closed studies of which ``user`` may publish the answers, with how many versions each has."""
    counted = Release.objects.filter(study=OuterRef("pk")).order_by().values("study").annotate(n=Count("pk"))
    rows = Study.objects.visible_to(user) if sees_all(user) else Study.objects.owned_by(user)
    rows = rows.filter(deleted=None, is_example=False, state__in=[State.CLOSED, State.ARCHIVED])
    return rows.select_related("partner").annotate(kept=Coalesce(Subquery(counted.values("n")), 0))


def last_number(study: Study) -> int:
    """The number of the newest version; 0 if there is none."""
    return Release.objects.filter(study=study).aggregate(n=Max("number"))["n"] or 0


def public_before(release: Release) -> list[Release]:
    """The versions that were public before this one, earliest first: withdrawn ones are known too."""
    rows = Release.objects.filter(study=release.study_id, stage__in=PUBLIC, number__lt=release.number)
    return list(rows.order_by("number"))


def unfinished_before(release: Release) -> Release | None:
    """A later version that everybody can read already."""
    later = Release.objects.filter(study=release.study_id, stage__in=PUBLIC, number__gt=release.number)
    return later.order_by("number").first()


def public_of(study: Study) -> QuerySet[Release]:
    """All versions of a study that everybody can read, or that were withdrawn, newest first."""
    return Release.objects.filter(study=study, stage__in=PUBLIC).order_by("-number")


def wave_of(study: Study, number: int) -> Wave | None:
    """One wave of a study."""
    return study.waves.filter(number=number).first()


def waves_of(study: Study) -> list[tuple[int, str, int]]:
    """The waves of a study: number, title, how many answered completely."""
    counted = Count("responses", filter=Q(responses__status=Status.COMPLETE))
    rows = study.waves.annotate(n=counted).order_by("number")
    return list(rows.values_list("number", "title", "n"))


def complete_answers(study: Study, wave: Wave, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The complete answers of one wave, by their random keys."""
    rows = Response.objects.of_study(study).filter(wave=wave, status=Status.COMPLETE)
    return list(rows.order_by("id").values(*columns, "pseudonym", "answers"))


def days_of(wave: Wave) -> tuple[dt.date, dt.date]:
    """The first and the last day on which somebody answered."""
    found = Response.objects.filter(wave=wave).aggregate(first=Min("day"), last=Max("day"))
    return found["first"], found["last"]


def consents_of(study: Study) -> list[Consent]:
    """The consent texts that somebody answered under, or the newest one, earliest first."""
    used = Response.objects.of_study(study).order_by().values("consent").distinct()
    found = study.consents.filter(Q(number__in=used) | Q(number=study.consent_version))
    return list(found.order_by("number"))


def waiting_for_reader(user: User) -> QuerySet[Release]:
    """Versions that wait for ``user`` as their second reader."""
    if not sees_all(user):
        return Release.objects.none()
    rows = Release.objects.visible_to(user).filter(stage=Stage.READY, is_example=False)
    rows = rows.exclude(Exists(other_readers(user)), created_by=user)
    return rows.select_related("study").defer("tables", "verdict").order_by("created")


def failed_of(user: User) -> QuerySet[Release]:
    """Versions that ``user`` prepares and that could not be packed."""
    rows = Release.objects.visible_to(user).filter(stage=Stage.FAILED, created_by=user)
    return rows.select_related("study").defer("tables", "verdict")


def silent_since(running: dt.datetime, waiting: dt.datetime) -> ReleaseQuerySet:
    """Those under way that nothing has been heard of for long."""
    gone = Q(stage=Stage.RUNNING, heard__lt=running) | Q(stage=Stage.WAITING, heard__lt=waiting)
    return Release.objects.filter(gone)


def is_under_way(study: Study) -> bool:
    """Whether a version of the study is being packed."""
    return Release.objects.filter(study=study, stage__in=UNDER_WAY).exists()
