"""Written answers go over to the material on challenges, once; who withdraws takes theirs back."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.practices.actions import material as materials
from mentorway.web.practices.analysis.material_reading import tidy
from mentorway.web.practices.models import MaterialKind
from mentorway.web.study import queries
from mentorway.web.study.analysis import handing
from mentorway.web.study.models import Response, State, Study

MOST = 5000


@transaction.atomic
def hand_over(study: Study, user: User, *, question: str, quoting: str = "", language: str = "") -> int:
    """Make a material of every answer to one question of a closed study; return how many."""
    locked = Study.objects.select_for_update().get(pk=study.pk)
    if locked.state not in {State.CLOSED, State.ARCHIVED}:
        raise ValidationError(_("Close the study first."))
    before = queries.handed_over(locked, handing.mark_of(locked, question))
    if before.filter(deleted=None).exists():
        raise ValidationError(
            _("The answers to this question were handed over already. Delete that material first.")
        )
    found = handing.look(locked, question=question, quoting=quoting, language=language)
    _refuse_size(found)
    before.delete()  # what lies in the bin: brought back, it would be there twice
    intake = materials.read_rows(
        user,
        partner=locked.partner,
        file_name=handing.origin_of(locked, question),
        about={"kind": MaterialKind.SURVEY.value, "title": handing.title_of(locked, question)},
        rows=handing.rows_of(handing.title_of(locked, question), found.given),
    )
    return materials.take_in(intake, user)


def _refuse_size(found: handing.Found) -> None:
    if not found.given:
        raise ValidationError(_("Nothing can be handed over."))
    if len(found.given) > MOST:
        raise ValidationError(
            _("These are more than %(most)d answers. Two people cannot read as many."),
            params={"most": MOST},
        )


def take_back(responses: Iterable[Response]) -> None:
    """Remove the material that was made of somebody's answers, where its text is as they wrote it."""
    for response in responses:
        for question, _label in handing.open_questions(response.wave.study):
            text = tidy(str(response.answers.get(question) or ""))
            there = queries.handed_over(response.wave.study, handing.mark_of(response.wave.study, question))
            same = there.filter(country=response.country, sector=response.sector, text=text).first()
            if text and same:
                same.delete()
