"""The questionnaires that an installation starts with: our own, in five languages, each published once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction

import mentorway
from mentorway.questionnaire import Language as Spoken
from mentorway.web.methodology.actions import keeping, publishing
from mentorway.web.methodology.analysis import intake
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.translation.actions.bringing import take_over

FOLDER: Final = Path(mentorway.__file__).parent / "example"
AWAITED: Final = "Example: a draft of the authors that awaits a native reader."
NOTE: Final = "Example. Not yet read by native readers and not yet pre-tested."


@dataclass(frozen=True)
class Example:
    """A questionnaire of ours: its file, and how it is called and described."""

    file: str
    title: str
    description: str

    @property
    def path(self) -> Path:
        return FOLDER / self.file


MENTORING: Final = Example(
    "mentoring_study.csv",
    "Mentoring in education and business",
    "Mentoring skills and models in education and business in Finland, Sweden, Latvia and Lithuania: our own "
    "questions. The Lithuanian, Latvian, Swedish and Finnish wording are drafts that await a native reader.",
)
NETWORK: Final = Example(
    "network_survey.csv",
    "Survey of the network",
    "How partners work together, what helps and what is difficult: our own questions, for a study that asks "
    "the contacts of your network. The Lithuanian, Latvian, Swedish and Finnish wording are drafts that "
    "await a native reader.",
)
QUESTIONNAIRES: Final = (MENTORING, NETWORK)


@transaction.atomic
def load(partner: Partner) -> None:
    """Store each questionnaire and publish its first version, unless that was done before."""
    there = Questionnaire.objects.filter(is_example=True).values_list("title", flat=True)
    missing = {one.title for one in QUESTIONNAIRES} - set(there)
    for one in QUESTIONNAIRES:
        if one.title in missing:
            store(partner, one)


def store(partner: Partner, example: Example) -> None:
    """Store one questionnaire, shared with the whole network, and publish it."""
    user = acting_for(partner)
    found = intake.look(example.path.read_bytes(), example.file, Spoken("English", "en"))
    questionnaire = keeping.take_in(user, partner=partner, title=example.title, intake=found)
    Questionnaire.objects.filter(pk=questionnaire.pk).update(
        is_example=True, is_shared=True, description=example.description
    )
    take_over(questionnaire.document, remark=AWAITED)
    publishing.publish(questionnaire, user, revision=questionnaire.revision, note=NOTE)
