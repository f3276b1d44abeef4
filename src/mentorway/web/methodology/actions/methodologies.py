"""What can happen to a methodology as a whole."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from mentorway.web.accounts.models import User
from mentorway.web.methodology.actions import methodology_parts as parts
from mentorway.web.methodology.analysis.methodologies import Facts, content_of, core_of
from mentorway.web.methodology.analysis.methodology_texts import WHOLE, texts_of
from mentorway.web.methodology.models import DAYS_IN_BIN, Methodology
from mentorway.web.network.models import Partner
from mentorway.web.translation.actions import bringing, documents
from mentorway.web.translation.actions.languages import add_language, begin
from mentorway.web.translation.queries import source_of


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


@transaction.atomic
def copy(methodology: Methodology, user: User, *, partner: Partner, title: str) -> Methodology:
    """Begin a methodology with what is in another one; what is agreed on in other languages stays so."""
    content, source = content_of(methodology), source_of(methodology.document)
    facts = {**core_of(methodology), "title": title}
    made = take_in(user, partner=partner, code=source.code, name=source.name, facts=facts)
    old = {text.key: text.source for text in texts_of(content)}
    texts = [text for text in texts_of(core_of(made)) if text.source == old[text.key]]
    for code, name in content["languages"].items():
        if code != source.code:
            language = add_language(made.document, code=code, name=name)
            bringing.as_agreed(language, user, texts=texts, targets=content["texts"].get(code, {}))
    return made


def describe(
    methodology: Methodology, user: User, *, texts: Facts, is_shared: bool | None, was: Facts | str
) -> tuple[str, ...]:
    """Say what the methodology is for, and, unless None, whether everyone in the network may see it.

    ``was`` has the texts that were read, or is their fingerprint. If some are others now, both changes are
    put together, and what others changed is returned; if they clash, nothing is saved.
    """
    taken: tuple[str, ...] = ()

    def described(locked: Methodology) -> None:
        nonlocal taken
        both = parts.beside({name: getattr(locked, name) for name in WHOLE}, texts, was)
        taken = both.taken
        for name in WHOLE:
            setattr(locked, name, both.facts[name])
        locked.full_clean(exclude=["partner", "created_by", "document"])
        locked.save(update_fields=[*WHOLE])

    with transaction.atomic():
        parts.keep(methodology, user, described)
        if is_shared is not None:
            Methodology.objects.filter(pk=methodology.pk).update(is_shared=is_shared)
    return taken


def delete(methodology: Methodology) -> None:
    """Put the methodology into the bin for a while."""
    Methodology.objects.filter(pk=methodology.pk, deleted=None).update(deleted=timezone.now())


def restore(methodology: Methodology) -> None:
    """Take the methodology out of the bin."""
    Methodology.bin.filter(pk=methodology.pk).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough; what is used elsewhere stays in it."""
    old = Methodology.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN))
    return documents.remove(old)
