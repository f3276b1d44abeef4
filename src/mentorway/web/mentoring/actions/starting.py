"""Ready-made questions: two questionnaires of the partner, published, and what counts for a good pair."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.actions.relations import holding
from mentorway.web.mentoring.actions.rounds import keep_revision
from mentorway.web.mentoring.analysis import ready_made
from mentorway.web.mentoring.models import Round, Side
from mentorway.web.mentoring.queries import rounds as queries
from mentorway.web.methodology.actions import keeping, publishing
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Version
from mentorway.web.network.models import Partner
from mentorway.web.translation.actions.bringing import take_over


def use_our_questions(whole: Round, user: User, *, is_example: bool = False) -> None:
    """Ask our questions where a side has none, and let their answers count where nothing counts yet."""
    with holding(whole) as held:
        if held.mentee_questions_id and held.mentor_questions_id:
            raise ValidationError(_("Both sides have questions already. Change the round to choose others."))
        is_ours = not held.mentee_questions_id and not held.mentor_questions_id
        if not held.mentee_questions_id:
            held.mentee_questions = questions_for(held.partner, user, Side.MENTEE, is_example=is_example)
        if not held.mentor_questions_id:
            held.mentor_questions = questions_for(held.partner, user, Side.MENTOR, is_example=is_example)
        if is_ours and not held.criteria:
            held.criteria = ready_made.criteria()
        if is_ours and not held.rules:
            held.rules = ready_made.rules()
        held.revision += 1
        held.full_clean(exclude=["created_by"])
        held.save()
        keep_revision(held, user)


def questions_for(partner: Partner, user: User, side: str, *, is_example: bool = False) -> Version:
    """Return our questions to one side as a partner has published them, or publish them now."""
    for version in queries.published_as(partner, ready_made.titles(side), is_example=is_example):
        if set(form_of(version).by_name) >= ready_made.NAMES:
            return version
    return publish(partner, user, side)


def publish(partner: Partner, user: User, side: str) -> Version:
    """Make a questionnaire of our questions to one side, in every language, and publish it."""
    title = ready_made.title(side)
    intake = ready_made.intake(title, side)
    questionnaire = keeping.take_in(user, partner=partner, title=title, intake=intake)
    take_over(questionnaire.document, remark=_("Ready-made by Mentorway; not yet read by native readers."))
    note = _("Ready-made questions of Mentorway.")
    return publishing.publish(questionnaire, user, revision=questionnaire.revision, note=note)
