"""The mentoring models of pilots under the names by which results speak of them."""

from mentorway.web.evaluation.analysis.costs import pilot_names
from mentorway.web.evaluation.models import Evaluation
from mentorway.web.evaluation.queries import mentoring_models as queries


def models_by_pilot(whole: Evaluation) -> dict[str, str]:
    """Return the model of each pilot that names one: `=` and a word of the list, or an own name without it.

    Words of the list are said in the reader's language where they are shown.
    """
    names = pilot_names(whole)
    return {
        names[key]: row.own.lstrip("= ") or f"={row.model}"
        for key, row in queries.models_of(whole).items()
        if key in names
    }
