"""Rows that counts are made of: those of the example, or all others."""

from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import Certificate, Cohort, CohortState
from mentorway.web.practices.models import Practice


def partners(*, examples: bool) -> list[int]:
    """The keys of partners."""
    return list(
        Partner.objects.filter(deleted=None, is_example=examples).order_by("pk").values_list("pk", flat=True)
    )


def countries(*, examples: bool) -> list[str]:
    """The countries in which there is a partner."""
    rows = Partner.objects.filter(deleted=None, is_example=examples)
    return list(rows.order_by("country").values_list("country", flat=True).distinct())


def practices(*, examples: bool) -> list[int]:
    """The keys of good practices that everybody may read."""
    return list(
        Practice.objects.public().filter(is_example=examples).order_by("pk").values_list("pk", flat=True)
    )


def finished_cohorts(*, examples: bool) -> list[Cohort]:
    """Cohorts that are over and nobody has deleted."""
    rows = Cohort.objects.filter(state=CohortState.FINISHED, deleted=None, is_example=examples)
    return list(rows.select_related("edition", "feedback").order_by("pk"))


def certificates(*, examples: bool) -> list[int]:
    """The keys of certificates that hold and are of a whole training."""
    rows = (
        Certificate.objects.standing()
        .filter(cohort__is_example=examples, is_partial=False, key__distrusted=None)
        .exclude(content={})
    )  # whose holder was erased
    return list(rows.order_by("pk").values_list("pk", flat=True))
