"""What people decide because of a result, and what becomes of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.evaluation.analysis import decisions as reading
from mentorway.web.evaluation.models import Decision, DecisionState, Evaluation, Result, Stage
from mentorway.web.evaluation.queries import decisions as queries
from mentorway.web.training.models import Edition, Programme

MOST: Final = 500  # decisions of one evaluation


@dataclass(frozen=True)
class Plan:
    """What shall be done, in which training programme, by whom and until when."""

    recommendation: str
    programme: Programme | None = None
    who: User | None = None
    due: dt.date | None = None


@dataclass(frozen=True)
class Move:
    """The next state, and what shows that it is reached."""

    state: str
    edition: Edition | None = None
    verified_by: Result | None = None
    remark: str = ""


@transaction.atomic
def decide(result: Result, user: User, *, finding: str, plan: Plan) -> Decision:
    """Write down what follows from a conclusion of a result."""
    whole = result.evaluation
    _refuse_example(whole)
    if result.stage != Stage.DONE:
        raise ValidationError(_("Wait until the result is there: decisions follow from its conclusions."))
    if finding not in reading.keys_of(result):
        raise ValidationError({"finding": str(reading.NOT_THERE)})
    if Decision.objects.filter(result__evaluation=whole).count() >= MOST:
        raise ValidationError(
            _("An evaluation holds at most %(most)d decisions. Change one that is there."),
            params={"most": MOST},
        )
    _check_plan(whole, user, plan)
    _check_day(plan.due, None)
    row = Decision(result=result, finding=finding, created_by=user, **_fields(plan))
    row.full_clean(exclude=["result"])
    row.save()
    return row


@transaction.atomic
def change(decision: Decision, user: User, *, plan: Plan, seen: str) -> None:
    """Change what shall be done; `seen` is when it was last changed before somebody began to write."""
    row = _held(decision)
    if row.changed.isoformat() != seen:
        raise ValidationError(
            _(
                "Somebody has changed this decision meanwhile. It now reads: “%(text)s”. Open the page "
                "again, so that nothing of theirs is lost."
            ),
            params={"text": row.recommendation},
        )
    if row.state != DecisionState.OPEN:
        raise ValidationError(_("Only what is still to be done can be changed. Take it up again first."))
    _check_plan(row.result.evaluation, user, plan, row)
    _check_day(plan.due, row.due)
    fields = _fields(plan)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean(exclude=["result"])
    row.save(update_fields=[*fields, "changed"])


@transaction.atomic
def move(decision: Decision, user: User, *, to: Move) -> None:
    """Take a decision to another state, as the table of moves allows it."""
    row = _held(decision)
    if to.state not in DecisionState.values or not row.may_become(to.state):
        raise ValidationError(
            _("This decision is “%(state)s” now. From there it cannot become what you chose."),
            params={"state": row.get_state_display()},
        )
    was, row.state = row.state, to.state
    match to.state:
        case DecisionState.DONE if was == DecisionState.OPEN:
            _do(row, user, to)
        case DecisionState.DONE:
            row.verified_by = None
        case DecisionState.VERIFIED:
            _verify(row, user, to)
        case DecisionState.OPEN:
            row.edition = None
    row.remark = to.remark.strip() or ("" if to.state == DecisionState.DROPPED else row.remark)
    row.full_clean(exclude=["result"])
    row.save(update_fields=["state", "programme", "edition", "verified_by", "remark", "changed"])


def _do(row: Decision, user: User, to: Move) -> None:
    if row.programme_id is None:
        if not to.remark.strip():
            raise ValidationError({"remark": _("Say what was done, and where one can see it.")})
        return
    if to.edition is None:
        raise ValidationError(
            {"edition": _("Choose the version of the training programme in which it was done.")}
        )
    if not queries.editions_for(user, row).filter(pk=to.edition.pk).exists():
        raise ValidationError(
            {
                "edition": _(
                    "Choose a version of this programme that was published after the result was there."
                )
            }
        )
    row.edition = to.edition


def _verify(row: Decision, user: User, to: Move) -> None:
    if to.verified_by is None or not queries.results_after(user, row).filter(pk=to.verified_by.pk).exists():
        raise ValidationError(
            {"verified_by": _("Choose a later result: only that can show whether it helped.")}
        )
    if not to.remark.strip():
        raise ValidationError({"remark": _("Say what the later result shows about it.")})
    row.verified_by = to.verified_by


def _fields(plan: Plan) -> dict[str, Any]:
    return dict(vars(plan))


def _held(decision: Decision) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",)).select_related("result__evaluation")
    row = rows.filter(pk=decision.pk).first()
    if row is None:
        raise ValidationError(_("This decision does not exist any more."))
    _refuse_example(row.result.evaluation)
    return row


def _refuse_example(whole: Evaluation) -> None:
    if whole.is_example:
        raise ValidationError(_("This is an example: nothing can be changed here."))


def _check_plan(whole: Evaluation, user: User, plan: Plan, row: Decision | None = None) -> None:
    who, programme = plan.who, plan.programme
    if who is not None and not queries.who_can_do_it(whole, row).filter(pk=who.pk).exists():
        raise ValidationError({"who": _("Choose somebody who belongs to the partner of this evaluation.")})
    if programme is not None and not queries.programmes_for(user, row).filter(pk=programme.pk).exists():
        raise ValidationError({"programme": _("Choose a training programme that you can see.")})


def _check_day(due: dt.date | None, before: dt.date | None) -> None:
    if due is not None and due != before and due < timezone.localdate():
        raise ValidationError({"due": _("This day is over already. Choose a later one.")})
