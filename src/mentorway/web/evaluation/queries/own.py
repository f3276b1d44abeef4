"""One evaluation's results and decisions, by their numbers."""

from mentorway.web.evaluation.models import Decision, Evaluation, Result, Stage


def result_of(whole: Evaluation, number: int) -> Result | None:
    """The version of the result with this number."""
    found = whole.results.select_related("by").filter(number=number).first()
    if found is not None:
        found.evaluation = whole
    return found


def newest_of(whole: Evaluation) -> Result | None:
    """The newest result that is done."""
    found = whole.results.filter(stage=Stage.DONE).order_by("-number").first()
    if found is not None:
        found.evaluation = whole
    return found


def decision_of(whole: Evaluation, which: int) -> Decision | None:
    """The decision of an evaluation with this number in the table."""
    rows = Decision.objects.filter(result__evaluation=whole)
    return (
        rows.select_related("result", "programme", "who", "edition", "verified_by").filter(pk=which).first()
    )
