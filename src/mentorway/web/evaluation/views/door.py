"""What the pages of an evaluation have in common."""

from typing import Any

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.evaluation import rules
from mentorway.web.evaluation.models import Decision, Evaluation, Result
from mentorway.web.evaluation.queries import own as queries


def look(request: MemberRequest, pk: int) -> Evaluation:
    """Return an evaluation that the person may look at."""
    row: Evaluation = access.fetch(request.user, Evaluation.objects, pk=pk)
    return row


def work(request: MemberRequest, pk: int) -> Evaluation:
    """Return an evaluation that the person runs."""
    row: Evaluation = access.fetch(request.user, Evaluation.objects, may=rules.may_run, pk=pk)
    return row


def dispose(request: MemberRequest, pk: int) -> Evaluation:
    """Return an evaluation that the person may delete."""
    row: Evaluation = access.fetch(request.user, Evaluation.objects, may=rules.may_dispose, pk=pk)
    return row


def result_of(whole: Evaluation, number: int) -> Result:
    """Return a version of the result, or say that there is none."""
    return there(queries.result_of(whole, number))


def decision_of(whole: Evaluation, which: int) -> Decision:
    """Return a decision of an evaluation, or say that there is none."""
    return there(queries.decision_of(whole, which))


def frame(user: User, whole: Evaluation) -> dict[str, Any]:
    """Return what every page of an evaluation shows."""
    at_work = rules.may_run(user, whole)
    return {
        "evaluation": whole,
        "at_work": at_work,
        "in_charge": at_work and rules.may_dispose(user, whole),
    }
