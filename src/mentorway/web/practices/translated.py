"""What the workbench of translation knows of good practices."""

from typing import Any

from django.conf import settings

from mentorway.web.accounts.models import User
from mentorway.web.practices.actions.practices import find_by_translations
from mentorway.web.practices.analysis.translated import texts_of
from mentorway.web.practices.models import Practice
from mentorway.web.practices.queries import practices as queries
from mentorway.web.practices.rules import practices as rules
from mentorway.web.translation.owners import Owner


def tabs(user: User, practice: Practice) -> dict[str, Any]:
    """Return what decides which tabs the pages of a practice have."""
    return {
        "practice": practice,
        "may_write": rules.may_write(user, practice),
        "may_follow": rules.may_follow(user, practice),
        "may_decide": rules.may_decide(user, practice),
        "may_translate": queries.is_translated_by(user, practice),
    }


def frame(user: User, practice: Practice) -> dict[str, Any]:
    """Return what the pages of the workbench show around them; who only translates reads no more."""
    return {**tabs(user, practice), "may_read": queries.is_read_by(user, practice)}


OWNER = Owner(
    app="practices",
    rows=Practice.in_translation.select_related("partner", "document"),
    texts=texts_of,
    may_work=rules.may_work,
    frame=frame,
    agreed=find_by_translations,
    offers=settings.LANGUAGES,
)
