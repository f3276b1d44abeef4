"""Who may do what in translating."""

from collections.abc import Collection

from mentorway.web.accounts.models import User
from mentorway.web.translation.models import TRANSLATORS, Language, Part, Stage

MOVES = {
    Stage.OPEN: {Stage.DRAFTED},
    Stage.DRAFTED: {Stage.REVIEWED, Stage.OPEN},
    Stage.REVIEWED: {Stage.REVIEWED, Stage.AGREED, Stage.OPEN},
    Stage.AGREED: {Stage.REVIEWED, Stage.AGREED, Stage.OPEN},
}


def may_take_part(user: User, language: Language) -> bool:
    """Those with a part in translating into the language."""
    return not language.is_source and language.assignments.filter(user=user).exists()


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
