"""What can happen to a programme as a whole."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Partner
from mentorway.web.training.actions.revisions import note, refuse_large
from mentorway.web.training.analysis import parts
from mentorway.web.training.analysis.parts import Facts
from mentorway.web.training.analysis.texts import texts_of
from mentorway.web.training.models import DAYS_IN_BIN, Programme
from mentorway.web.translation.actions import bringing, documents
from mentorway.web.translation.actions.languages import add_language, begin


@transaction.atomic
def create(user: User, *, partner: Partner, code: str, name: str, texts: Mapping[str, str]) -> Programme:
    """Begin a programme without modules, in its source language."""
    return _begin(user, partner=partner, name=name, content=parts.begun(language=code, **texts))


def _begin(user: User, *, partner: Partner, name: str, content: Facts) -> Programme:
    refuse_large(content)
    programme = Programme(
        partner=partner,
        created_by=user,
        document=begin(code=content["language"], name=name),
        title=content["title"],
        content=content,
    )
    programme.full_clean()
    programme.save()
    note(programme, user, _("Begun"))
    return programme


@transaction.atomic
def take_in(user: User, *, partner: Partner, name: str, facts: Mapping[str, Any]) -> Programme:
    """Make a programme of a file; texts in other languages become first drafts."""
    content = {**facts["programme"], "partner": "", "version": "1", "changed_because": ""}
    content["modules"] = [{**one, "cites": []} for one in content["modules"]]
    begun = _begin(user, partner=partner, name=name, content=content)
    texts = texts_of(content)
    for code, called in facts["languages"].items():
        if code != content["language"]:
            language = add_language(begun.document, code=code, name=called)
            bringing.as_drafts(language, user, texts=texts, targets=facts["texts"].get(code, {}))
    return begun


def delete(programme: Programme) -> None:
    """Put the programme into the bin for a while."""
    Programme.objects.filter(pk=programme.pk, deleted=None).update(deleted=timezone.now())


def restore(programme: Programme) -> None:
    """Take the programme out of the bin."""
    Programme.bin.filter(pk=programme.pk).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough; what is used elsewhere stays in it."""
    old = Programme.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN))
    return documents.remove(old, files=lambda row: row.files.values_list("path", flat=True))
