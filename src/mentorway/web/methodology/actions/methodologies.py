"""What can happen to a methodology as a whole."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.methodology.actions import methodology_parts as parts
from mentorway.web.methodology.analysis.methodologies import Facts, core_of, fingerprint_of
from mentorway.web.methodology.analysis.methodology_texts import WHOLE, texts_of
from mentorway.web.methodology.models import DAYS_IN_BIN, Methodology
from mentorway.web.network.models import Partner
from mentorway.web.translation.actions import bringing
from mentorway.web.translation.actions.languages import add_language, begin


@transaction.atomic
def create(user: User, *, partner: Partner, code: str, name: str, texts: Mapping[str, str]) -> Methodology:
    """Begin a methodology without indicators, in its source language. ``texts``: title, purpose, design."""
    methodology = Methodology(partner=partner, created_by=user, document=begin(code=code, name=name), **texts)
    methodology.full_clean()
    methodology.save()
    return methodology


@transaction.atomic
def take_in(user: User, *, partner: Partner, code: str, name: str, facts: Facts) -> Methodology:
    """Make a methodology of a file; texts in other languages become first drafts."""
    begun = create(user, partner=partner, code=code, name=name, texts={one: facts[one] for one in WHOLE})
    for kind in parts.KINDS:
        for one in facts[kind]:
            parts.write_new(begun, kind, one)
    texts = texts_of(core_of(begun))
    for other, called in facts.get("languages", {}).items():
        if other != code:
            language = add_language(begun.document, code=other, name=called)
            bringing.as_drafts(language, user, texts=texts, targets=facts["texts"].get(other, {}))
    return begun


def describe(
    methodology: Methodology, user: User, *, texts: Mapping[str, str], is_shared: bool | None, was: str
) -> None:
    """Say what the methodology is for, and, unless None, whether everyone in the network may see it.

    ``was`` is the fingerprint of the texts that were read; if they are others now, nothing is saved.
    """

    def described(locked: Methodology) -> None:
        now = {name: getattr(locked, name) for name in WHOLE}
        if fingerprint_of(now) != was:
            raise parts.StaleError(now)
        for name in WHOLE:
            setattr(locked, name, texts[name])
        locked.full_clean(exclude=["partner", "created_by", "document"])
        locked.save(update_fields=[*WHOLE])

    with transaction.atomic():
        parts.keep(methodology, user, described)
        if is_shared is not None:
            Methodology.objects.filter(pk=methodology.pk).update(is_shared=is_shared)


def delete(methodology: Methodology) -> None:
    """Put the methodology into the bin for a while."""
    Methodology.objects.filter(pk=methodology.pk, deleted=None).update(deleted=timezone.now())


def restore(methodology: Methodology) -> None:
    """Take the methodology out of the bin."""
    Methodology.bin.filter(pk=methodology.pk).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough; what is used elsewhere stays in it."""
    count = 0
    for old in Methodology.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN)):
        try:
            with transaction.atomic():
                old.document.delete()
        except ProtectedError:
            continue
        count += 1
    return count
