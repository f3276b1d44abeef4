"""The questionnaire that an installation starts with: our own, in five languages, published once."""

from pathlib import Path
from typing import Final

from django.db import transaction

import mentorway
from mentorway.questionnaire import Language as Spoken
from mentorway.web.methodology.actions import keeping, publishing
from mentorway.web.methodology.analysis import intake
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.network.models import Partner
from mentorway.web.translation.actions.bringing import take_over

FILE: Final = Path(mentorway.__file__).parent / "example" / "mentoring_study.csv"
TITLE: Final = "Mentoring in education and business"
DESCRIPTION: Final = (
    "Mentoring skills and models in education and business in Finland, Sweden, Latvia and Lithuania: our own "
    "questions. The Lithuanian, Latvian, Swedish and Finnish wording are drafts that await a native reader."
)
AWAITED: Final = "Example: a draft of the authors that awaits a native reader."
NOTE: Final = "Example. Not yet read by native readers and not yet pre-tested."


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the questionnaire and publish its first version, unless that was done before."""
    if Questionnaire.objects.filter(is_example=True).exists():
        return
    user = partner.people.earliest("pk")
    found = intake.look(FILE.read_bytes(), FILE.name, Spoken("English", "en"))
    questionnaire = keeping.take_in(user, partner=partner, title=TITLE, intake=found)
    Questionnaire.objects.filter(pk=questionnaire.pk).update(
        is_example=True, is_shared=True, description=DESCRIPTION
    )
    take_over(questionnaire.document, remark=AWAITED)
    publishing.publish(questionnaire, user, revision=questionnaire.revision, note=NOTE)
