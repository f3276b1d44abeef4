"""How a draft moves from one revision to the next, with what its modules cite."""

import json
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.training import queries
from mentorway.web.training.analysis import parts
from mentorway.web.training.analysis.parts import Facts
from mentorway.web.training.analysis.texts import texts_of
from mentorway.web.training.analysis.whole import cited_kind, cited_title
from mentorway.web.training.models import REVISIONS_KEPT, Citation, Programme, Revision
from mentorway.web.translation.actions.following import follow_source

MOST_PARTS: Final = 100  # of one list
MOST_BYTES: Final = 3_000_000  # of a draft


def locked(programme: Programme) -> Programme:
    """Return the programme as it is now, and let nobody else change it meanwhile."""
    return Programme.objects.select_for_update().get(pk=programme.pk)


def advance(programme: Programme, user: User | None, what: str, content: Facts) -> None:
    """Make ``content`` the draft of a locked programme, note who did what, and let translations follow."""
    old = programme.content
    refuse_large(content)
    programme.content, programme.title, programme.changed = content, content["title"], timezone.now()
    programme.revision += 1
    programme.full_clean(exclude=["partner", "created_by", "document"])
    programme.save(update_fields=["content", "title", "changed", "revision"])
    note(programme, user, what)
    follow_source(programme.document, user, old=texts_of(old), new=texts_of(content))


def refuse_large(content: Facts) -> None:
    """Refuse what is too long to be worked on as one."""
    lists: list[Any] = [
        content["modules"],
        *(one[kind] for one in content["modules"] for kind in parts.KINDS),
    ]
    if any(len(rows) > MOST_PARTS for rows in lists):
        raise ValidationError(
            ngettext(
                "A list may have at most %(count)d entry.",
                "A list may have at most %(count)d entries.",
                MOST_PARTS,
            )
            % {"count": MOST_PARTS}
        )
    if len(json.dumps(content)) > MOST_BYTES:
        raise ValidationError(_("The programme is too long to be kept as one. Split it."))


def note(programme: Programme, user: User | None, what: str) -> None:
    """Keep the draft and its citations as they are now among its revisions; the oldest are dropped."""
    Revision.objects.create(
        programme=programme,
        number=programme.revision,
        content=programme.content,
        cites=[_remembered(row) for row in queries.citations_of(programme)],
        what=what[:300],
        by=user,
    )
    programme.revisions.filter(number__lte=programme.revision - REVISIONS_KEPT).delete()


def _remembered(row: Citation) -> Facts:
    kind = cited_kind(row)
    return {
        "row": row.pk,
        "module": row.module,
        "kind": kind,
        "pk": getattr(row, f"{kind}_id"),
        "title": cited_title(row),
        "why": row.why,
    }


def cite_as(programme: Programme, content: Facts, cites: list[Facts]) -> list[str]:
    """Let the modules of a draft cite what they cited once; return the titles of what is gone for good."""
    wanted = {_place_of(one): one for one in cites}
    there = {_place_of(_remembered(row)): row for row in queries.citations_of(programme)}
    for place in there.keys() - wanted.keys():
        there[place].delete()
    gone = []
    for place, one in wanted.items():
        if place in there or parts.module_of(content, one["module"]) is None:
            continue
        if queries.is_there(one["kind"], one["pk"]):
            _cite_again(programme, one)
        else:
            gone.append(one["title"])
    return gone


def _cite_again(programme: Programme, one: Facts) -> None:
    """Store a citation as it was, in its old place in the order and under its old address."""
    cited = {f"{one['kind']}_id": one["pk"]}
    row = Citation(pk=one["row"], programme=programme, module=one["module"], why=one["why"], **cited)
    row.full_clean()
    row.save(force_insert=True)


def _place_of(one: Facts) -> tuple[Any, ...]:
    return one["module"], one["kind"], one["pk"]
