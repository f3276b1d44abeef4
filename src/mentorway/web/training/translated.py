"""What the workbench of translation knows of training programmes."""

from typing import Any

from django.conf import settings

from mentorway.web.accounts.models import User
from mentorway.web.training import rules
from mentorway.web.training.analysis import texts
from mentorway.web.training.models import Programme
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.owners import Owner


def texts_of(programme: Programme) -> list[Text]:
    """Return the texts of a programme in its source language."""
    return texts.texts_of(programme.content)


def frame(user: User, programme: Programme) -> dict[str, Any]:
    """Return what every page of a programme shows around its content."""
    return {
        "programme": programme,
        "at_work": rules.may_work(user, programme),
        "in_charge": rules.may_dispose(user, programme),
    }


OWNER = Owner(
    app="training",
    rows=Programme.objects.select_related("partner", "document"),
    texts=texts_of,
    may_work=rules.may_work,
    frame=frame,
    offers=settings.LANGUAGES,
)
