"""What each criterion of a review asks, and what its lowest and highest score mean."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mentorway.web.practices.models import Criterion


@dataclass(frozen=True)
class Guide:
    """The question of a criterion, and what 1 and 4 stand for."""

    question: Any
    lowest: Any
    highest: Any


RUBRIC = {
    Criterion.RELEVANCE: Guide(
        _("Does it answer a need that others in education or business have, too?"),
        _("The need is not named, or is nobody else’s."),
        _("The need is shown with facts, and many organisations have it."),
    ),
    Criterion.CLARITY: Guide(
        _("Could somebody else do it after reading the description?"),
        _("What is done remains unclear."),
        _("Steps, people and time are described so that others can begin tomorrow."),
    ),
    Criterion.EFFECT: Guide(
        _("What has changed for mentees, mentors or organisations?"),
        _("No change is described."),
        _("Clear changes are described for those they were meant for, with what did not work."),
    ),
    Criterion.EVIDENCE: Guide(
        _("How well is what is said about results supported?"),
        _("Nothing supports it but the author’s opinion."),
        _("It was measured with fitting means, and other explanations were considered."),
    ),
    Criterion.COST: Guide(
        _("Are effort and cost known, and in proportion to what is gained?"),
        _("Effort and cost are not named, or out of proportion."),
        _("Hours and money are named, and the gain clearly outweighs them."),
    ),
    Criterion.TRANSFER: Guide(
        _("Can it be used in another organisation or country?"),
        _("It hangs on one person, law or place."),
        _("What must stay and what may change is said, and it has worked in several places."),
    ),
    Criterion.INCLUSION: Guide(
        _("Is everybody able to take part, and is nobody harmed?"),
        _("People are left out or put at risk, or nobody has thought of it."),
        _("Barriers were removed, consent and confidentiality are settled."),
    ),
}
