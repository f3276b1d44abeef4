"""By which mentoring model each pilot of an evaluation works."""

from mentorway.web.evaluation.models import Evaluation, PilotModel


def models_of(whole: Evaluation) -> dict[int, PilotModel]:
    """The models that were named, by the key of the pilot; only of pilots that are evaluated."""
    rows = whole.pilot_models.filter(cohort__in=whole.cohorts.filter(deleted=None)).order_by("pk")
    return {one.cohort_id: one for one in rows}
