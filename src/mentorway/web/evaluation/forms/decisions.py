"""What people write about a decision, and about its next step."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.evaluation.actions.decisions import Move, Plan
from mentorway.web.evaluation.analysis.decisions import Concluded
from mentorway.web.evaluation.models import Decision, DecisionState, Evaluation, Result
from mentorway.web.evaluation.queries import decisions as queries
from mentorway.web.training.models import Edition, Programme

DAY = "%Y-%m-%d"


class ProgrammeField(forms.ModelChoiceField[Programme]):
    """A training programme, with the partner that holds it."""

    def label_from_instance(self, obj: Programme) -> str:
        return f"{obj.title} · {obj.partner}"


class ResultField(forms.ModelChoiceField[Result]):
    """A result, with its evaluation and version."""

    def label_from_instance(self, obj: Result) -> str:
        values = {"evaluation": obj.evaluation.title, "number": obj.number}
        return _("%(evaluation)s, version %(number)d") % values


class EditionField(forms.ModelChoiceField[Edition]):
    """A version of a training programme, with what was changed in it."""

    def label_from_instance(self, obj: Edition) -> str:
        named = _("Version %(number)d") % {"number": obj.number}
        return f"{named}: {obj.changed_because}" if obj.changed_because else named


class PlanForm(forms.Form):
    """What shall be done, in which training programme, by whom and until when."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    recommendation = forms.CharField(
        label=gettext_lazy("What is recommended"),
        help_text=gettext_lazy(
            "Say what shall be different next time, so that others can see whether it is done."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    programme = ProgrammeField(
        Programme.objects.none(),
        label=gettext_lazy("Training programme that changes"),
        help_text=gettext_lazy("Leave it empty if no training programme has to change."),
        required=False,
    )
    who = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Who does it"), required=False)
    due = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
    )

    def __init__(
        self, *args: Any, whole: Evaluation, user: User, decision: Decision | None = None, **kwargs: Any
    ) -> None:
        if decision is not None:
            names = ("recommendation", "programme", "who", "due")
            kwargs["initial"] = {name: getattr(decision, name) for name in names}
            kwargs["initial"]["seen"] = decision.changed.isoformat()
        super().__init__(*args, **kwargs)
        people = queries.who_can_do_it(whole, decision)
        self.fields["who"].queryset = people  # type: ignore[attr-defined]
        programmes = queries.programmes_for(user, decision).select_related("partner")
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """Return what was written."""
        return Plan(
            **{name: self.cleaned_data[name] for name in ("recommendation", "programme", "who", "due")}
        )


class NewDecisionForm(PlanForm):
    """The same, and the conclusion from which it follows."""

    field_order = ("finding", "recommendation", "programme", "who", "due")
    finding = forms.ChoiceField(label=gettext_lazy("Because of which conclusion"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, conclusions: list[Concluded], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"].choices = [(one.key, _labelled(one)) for one in conclusions]  # type: ignore[attr-defined]


def _labelled(one: Concluded) -> str:
    return f"{one.sentence} ({one.grade})"


class MoveForm(forms.Form):
    """What shows that a decision is in its next state; only the fields that the state needs."""

    edition = EditionField(
        Edition.objects.none(),
        label=gettext_lazy("Version in which it was done"),
        help_text=gettext_lazy(
            "Only versions that were published after the result was there can follow from it."
        ),
    )
    verified_by = ResultField(
        Result.objects.none(),
        label=gettext_lazy("Later result that shows whether it helped"),
    )
    remark = forms.CharField(
        label=pgettext_lazy("decision", "How it came out"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, decision: Decision, to: str, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to = to
        begins = decision.state == DecisionState.OPEN and to == DecisionState.DONE
        if begins and decision.programme_id:
            self.fields["edition"].queryset = queries.editions_for(user, decision)  # type: ignore[attr-defined]
        else:
            del self.fields["edition"]
        if to == DecisionState.VERIFIED:
            self.fields["verified_by"].queryset = queries.results_after(user, decision)  # type: ignore[attr-defined]
        else:
            del self.fields["verified_by"]
        self._ask_for_remark(decision, begins=begins)

    def _ask_for_remark(self, decision: Decision, *, begins: bool) -> None:
        remark = self.fields["remark"]
        remark.initial = decision.remark
        if self.to == DecisionState.DROPPED:
            remark.label, remark.required, remark.initial = _("Why it is not done"), True, ""
        elif self.to == DecisionState.VERIFIED:
            remark.label, remark.required = _("What the later result shows about it"), True
        elif begins and not decision.programme_id:
            remark.label, remark.required = _("What was done, and where one can see it"), True
        elif begins:
            remark.label = _("What was done, if there is more to say")
        else:
            remark.label = _("Why, if there is more to say")

    def move(self) -> Move:
        """Return what was chosen."""
        said = self.cleaned_data
        return Move(self.to, said.get("edition"), said.get("verified_by"), said["remark"])
