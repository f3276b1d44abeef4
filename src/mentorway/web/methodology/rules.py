"""Who may do what with questionnaires, translations and instruments."""

from collections.abc import Collection

from mentorway.web.accounts.models import User
from mentorway.web.methodology.models import TRANSLATORS, Instrument, Language, Part, Questionnaire, Stage

MOVES = {
    Stage.OPEN: {Stage.DRAFTED},
    Stage.DRAFTED: {Stage.REVIEWED, Stage.OPEN},
    Stage.REVIEWED: {Stage.REVIEWED, Stage.AGREED, Stage.OPEN},
    Stage.AGREED: {Stage.REVIEWED, Stage.AGREED, Stage.OPEN},
}


def may_work(user: User, questionnaire: Questionnaire) -> bool:
    """Everyone of the partner that owns the questionnaire; nobody changes the example."""
    own = user.memberships.filter(partner=questionnaire.partner_id)
    return not questionnaire.is_example and own.exists()


def may_dispose(user: User, questionnaire: Questionnaire) -> bool:
    """Who made the questionnaire, and who is in charge of the partner that owns it."""
    if not may_work(user, questionnaire):
        return False
    in_charge = user.memberships.in_charge().filter(partner=questionnaire.partner_id)
    return questionnaire.created_by_id == user.pk or in_charge.exists()


def may_arrange(user: User, language: Language) -> bool:
    """Those who work on the questionnaire say who translates; into its source nobody does."""
    return not language.is_source and may_work(user, language.questionnaire)


def may_take_part(user: User, language: Language) -> bool:
    """Those with a part in translating into the language."""
    return not language.is_source and language.assignments.filter(user=user).exists()


def may_remark(user: User, language: Language) -> bool:
    """Those with a part in the language, and those who work on the questionnaire."""
    return may_take_part(user, language) or may_arrange(user, language)


def may_look_at_work(user: User, language: Language) -> bool:
    """Everyone who may see the questionnaire; its source language is not translated."""
    return not language.is_source and user.is_active


def may_keep(user: User, instrument: Instrument) -> bool:
    """Everyone of the partner that has the permission."""
    return user.memberships.filter(partner=instrument.partner_id).exists()


def may_move(old: str, new: str) -> bool:
    """Whether a translation may go from one stage to another."""
    return Stage(new) in MOVES[Stage(old)]


def waits_for(parts: Collection[str], stage: str, *, handed_in: bool, stale: bool) -> bool:
    """Whether a text waits for somebody with these parts; ``handed_in`` is their own draft."""
    if stage == Stage.OPEN:
        return bool(set(parts) & set(TRANSLATORS)) and not handed_in
    if stage == Stage.DRAFTED:
        return Part.REVIEWER in parts
    return Part.ADJUDICATOR in parts and (stage == Stage.REVIEWED or stale)


def may_adjudicate(user: User, authors: Collection[int]) -> bool:
    """Whoever wrote every draft of a text alone may not adjudicate it."""
    return set(authors) != {user.pk}
