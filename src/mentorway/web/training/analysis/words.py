"""How the parts of a programme are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.courses.structure import Area, AssessmentKind, MaterialKind

AREAS: Mapping[str, str | Promise] = {
    Area.RELATIONSHIP.value: _("Building a good mentoring relationship"),
    Area.TUTOR.value: _("Coordinating with and supporting the tutor"),
    Area.PLAN.value: _("Planning, agreeing on and carrying out the learning programme"),
    Area.SUPPORT.value: _("Supporting and encouraging the learner"),
    Area.FEEDBACK.value: _("Following progress and giving feedback"),
    Area.EVALUATION.value: _("Evaluating the process and one's own contribution"),
}
# The eight competences of the European Mentoring and Coaching Council, by name only.
EMCC: Final = (
    "Understanding self",
    "Commitment to self-development",
    "Managing the contract",
    "Building the relationship",
    "Enabling insight and learning",
    "Outcome and action orientation",
    "Use of models and techniques",
    "Evaluation",
)
MATERIALS: Mapping[str, str | Promise] = {
    MaterialKind.PAGE.value: pgettext_lazy("kind of material", "Page"),
    MaterialKind.FILE.value: pgettext_lazy("kind of material", "File"),
    MaterialKind.LINK.value: pgettext_lazy("kind of material", "Link"),
}
ASSESSMENTS: Mapping[str, str | Promise] = {
    AssessmentKind.QUIZ.value: pgettext_lazy("kind of assessment", "Quiz"),
    AssessmentKind.ASSIGNMENT.value: pgettext_lazy("kind of assessment", "Assignment"),
    AssessmentKind.OBSERVATION.value: pgettext_lazy("kind of assessment", "Observation"),
    AssessmentKind.REFLECTION.value: pgettext_lazy("kind of assessment", "Reflection"),
}
PARTS: Mapping[str, str | Promise] = {
    "modules": pgettext_lazy("part of a programme", "Module"),
    "outcomes": pgettext_lazy("part of a programme", "Learning outcome"),
    "sessions": pgettext_lazy("part of a programme", "Session"),
    "materials": pgettext_lazy("part of a programme", "Material"),
    "assessments": pgettext_lazy("part of a programme", "Assessment"),
}
CITED: Mapping[str, str | Promise] = {
    "practice": _("Good practice"),
    "finding": _("Finding of a comparison"),
    "network_finding": _("Finding on the network"),
    "challenge_finding": _("Finding on challenges"),
}
NAMES: Mapping[str, str | Promise] = {
    "title": pgettext_lazy("part of a programme", "Title"),
    "summary": pgettext_lazy("part of a programme", "Summary"),
    "audience": pgettext_lazy("part of a programme", "For whom"),
    "licence": pgettext_lazy("part of a programme", "Licence"),
    "own_minutes": pgettext_lazy("part of a programme", "Minutes by oneself"),
    "verb": pgettext_lazy("part of a programme", "Verb"),
    "object": pgettext_lazy("part of a programme", "Object"),
    "areas": pgettext_lazy("part of a programme", "Areas of the competence matrix"),
    "esco": pgettext_lazy("part of a programme", "ESCO skills"),
    "emcc": pgettext_lazy("part of a programme", "EMCC competences"),
    "online": pgettext_lazy("part of a programme", "Online"),
    "steps": pgettext_lazy("part of a programme", "Steps"),
    "kind": pgettext_lazy("part of a programme", "Kind"),
    "text": pgettext_lazy("part of a programme", "Text"),
    "address": pgettext_lazy("part of a programme", "Address"),
    "sha256": pgettext_lazy("part of a programme", "Fingerprint of the file"),
    "source": pgettext_lazy("part of a programme", "Source"),
    "for_trainers": pgettext_lazy("part of a programme", "For trainers only"),
    "task": pgettext_lazy("part of a programme", "Task"),
    "outcomes": pgettext_lazy("part of a programme", "Outcomes"),
    "required": pgettext_lazy("part of a programme", "Required"),
    "questions": pgettext_lazy("part of a programme", "Questions"),
    "criteria": pgettext_lazy("part of a programme", "Criteria"),
    "pass_level": pgettext_lazy("part of a programme", "Level that passes"),
    "cites": pgettext_lazy("part of a programme", "Cites"),
}
