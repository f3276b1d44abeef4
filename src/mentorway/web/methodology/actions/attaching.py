"""What can happen to the tables that come with a questionnaire; each change can be undone."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from mentorway.questionnaire.workbook import Sheet, Workbook
from mentorway.web.accounts.models import User
from mentorway.web.methodology.actions.drafting import keep
from mentorway.web.methodology.analysis import tables
from mentorway.web.methodology.models import Questionnaire


def attach(questionnaire: Questionnaire, user: User, *, sheets: Sequence[Sheet]) -> None:
    """Attach tables, in the place of those of the same name."""

    def change(draft: Workbook, _revision: int) -> Workbook:
        for sheet in sheets:
            draft = draft.with_sheet(sheet)
        return draft

    names = ", ".join(sheet.name for sheet in sheets)
    keep(questionnaire, user, _("Attached %(names)s") % {"names": names}, change)


def detach(questionnaire: Questionnaire, user: User, *, name: str) -> None:
    """Take a table away."""
    keep(
        questionnaire,
        user,
        _("Removed “%(name)s”") % {"name": name},
        lambda draft, _revision: tables.without(draft, name),
    )
