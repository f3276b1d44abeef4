"""What the pages of a programme have in common."""

from typing import Any

from django.http import Http404
from django.utils.translation import get_language

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest, there
from mentorway.web.training import queries, rules
from mentorway.web.training.analysis import parts
from mentorway.web.training.analysis.parts import Facts
from mentorway.web.training.analysis.reading import read_in
from mentorway.web.training.models import Programme
from mentorway.web.training.translated import OWNER
from mentorway.web.training.translated import frame as plain_frame


def work(request: MemberRequest, pk: int) -> Programme:
    """Return a programme that the person may work on."""
    row: Programme = access.fetch(request.user, OWNER.rows, may=rules.may_work, pk=pk)
    return row


def look(request: MemberRequest, pk: int) -> Programme:
    """Return a programme that the person may look at."""
    row: Programme = access.fetch(request.user, OWNER.rows, pk=pk)
    return row


def frame(user: User, row: Programme) -> dict[str, Any]:
    """Return what every page of a programme shows, in the reader's language."""
    return {**plain_frame(user, row), "shown": read_in(row, get_language() or "en")}


def draft_with(request: MemberRequest, row: Programme, kind: str, where: tuple[str, str]) -> Facts:
    """Return the draft with a part; who sends what they wrote gets it even if the part is removed by now.

    ``where`` is the module of the part and its short name.
    """
    if kind not in (parts.MODULE, *parts.KINDS):
        raise Http404
    drafts = queries.drafts_of(row) if request.method == "POST" else [row.content]
    return there(next((one for one in drafts if parts.part_of(one, kind, *where) is not None), None))


def module_of(content: Facts, key: str) -> Facts:
    """Return a module of a programme, or say that there is none."""
    return there(parts.module_of(content, key))


def part_of(content: Facts, kind: str, module: str, key: str) -> Facts:
    """Return a part of a programme, or say that there is none."""
    return there(parts.part_of(content, kind, module, key) if kind in (parts.MODULE, *parts.KINDS) else None)
