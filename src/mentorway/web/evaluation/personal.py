"""What is kept about people in evaluations: in which group they were, and who works on an evaluation."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mentorway.web.core.personal import Basis, Free, Kept, Viewer, authored
from mentorway.web.core.personal_rows import about, facts
from mentorway.web.evaluation.models import (
    Assigned,
    Coded,
    Decision,
    Evaluation,
    EvaluationRevision,
    Result,
)

INSIDE: Final = (Viewer.MEMBERS, Viewer.COORDINATORS)
NUMBERS: Final = _("Money and prices; nobody is named.")
PERSONAL = (
    Kept(
        model="evaluation.Assigned",
        about=_("In which group of an evaluation you were"),
        fields=("participant", "arm"),
        purpose=_("So that what a training changed can be seen without choosing afterwards who counts."),
        basis=Basis.TASK,
        kept=_("As long as you are in the cohort: it goes when you delete yourself."),
        seen_by=(Viewer.NOBODY,),
        found=about(Assigned, "participant"),
        told=facts("arm", "how", "at"),
        goes_with="pilots.Participant",
        stays=_(
            "Results that were computed already stay: they are numbers about groups, and small groups are "
            "hidden in them."
        ),
    ),
    authored(
        Evaluation,
        _("Evaluations that you began"),
        ("created_by",),
        tells=("title", "created"),
        texts=(
            "title",
            "purpose",
            "search_text",
        ),
        seen_by=INSIDE,
    ),
    authored(
        EvaluationRevision,
        _("Changes of evaluations that you made"),
        ("by",),
        tells=("number", "at"),
        texts=("fields",),
        seen_by=INSIDE,
    ),
    authored(
        Result,
        _("Results that you had computed"),
        ("by",),
        tells=("number", "at"),
        texts=("words",),
        seen_by=INSIDE,
    ),
    authored(
        Decision,
        _("Decisions that you wrote, or are to carry out"),
        ("who", "created_by"),
        tells=("recommendation", "due", "state", "remark"),
        texts=("recommendation", "remark"),
        seen_by=INSIDE,
    ),
    authored(
        Coded,
        _("Answers in words that you sorted by theme"),
        ("by",),
        tells=("pk",),
        seen_by=INSIDE,
    ),
    Free("evaluation.Coded_themes", _("Which themes an answer has; who sorted it stands with the answer.")),
    Free("evaluation.Evaluation_cohorts", _("Which pilots an evaluation is about.")),
    Free("evaluation.Outcome", _("What is counted as an outcome.")),
    Free("evaluation.AskedWave", _("Which wave of a study asks when.")),
    Free("evaluation.PilotModel", _("Which way of mentoring a pilot used.")),
    Free("evaluation.CostLine", NUMBERS),
    Free("evaluation.Rate", NUMBERS),
    Free("evaluation.PriceLevel", NUMBERS),
    Free("evaluation.Benefit", NUMBERS),
    Free("evaluation.VoiceQuestion", _("Which questions are answered in words.")),
    Free("evaluation.Theme", _("Names and meanings of themes.")),
)
