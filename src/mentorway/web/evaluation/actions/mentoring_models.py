"""Mentoring models of pilots are named."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.evaluation.actions.evaluations import holding
from mentorway.web.evaluation.models import Evaluation, MentoringModel, PilotModel
from mentorway.web.evaluation.queries import costs as pilots
from mentorway.web.evaluation.queries import mentoring_models as queries


def name_models(whole: Evaluation, models: Mapping[int, tuple[str, str]]) -> None:
    """Say by which model each pilot works, as (model, own name) by the key of the pilot; "" for not said."""
    with holding(whole) as held:
        known = queries.models_of(held)
        strangers = set(models) - {one.pk for one in pilots.pilots_of(held)}
        if strangers:
            raise ValidationError(_("Choose a pilot of this evaluation."))
        for key, (model, own) in models.items():
            row = known.get(key) or PilotModel(evaluation=held, cohort_id=key)
            if model:
                _keep(row, model, own)
            elif row.pk:
                row.delete()


def _keep(row: PilotModel, model: str, own: str) -> None:
    row.model = model
    row.own = " ".join(own.split()) if model == MentoringModel.OWN else ""
    row.full_clean()
    row.save()
