"""Letters to readers are written, tried out, and sent in batches: nobody gets one twice."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import audit
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.tasks import post_letter
from mentorway.web.core.turns import writing
from mentorway.web.dissemination.analysis import mailings as analysis
from mentorway.web.dissemination.analysis.readers import KINDS, hash_of, leaving, secret_of
from mentorway.web.dissemination.models import LANGUAGES, Mailing, Subscriber
from mentorway.web.dissemination.queries import audience as queries

BATCH: Final = 100


@contextmanager
def unsent(mailing: Mailing) -> Iterator[Mailing]:
    """Hold a letter while it is changed; what is sent stays as it was."""
    with writing():
        held = Mailing.objects.select_for_update(of=("self",)).filter(pk=mailing.pk).first()
        if held is None:
            raise ValidationError(_("The letter does not exist any more."))
        if held.is_example:
            raise ValidationError(_("This is an example: nothing can be changed here."))
        if held.released is not None:
            raise ValidationError(_("This letter is sent already, so it stays as it is. Write a new one."))
        yield held


def create(user: User, *, language: str, kind: str, subject: str, body: str) -> Mailing:
    """Begin a letter in the language in which it is written."""
    row = Mailing(language=language, created_by=user)
    with writing():
        _take_over(row, {"kind": kind, f"subject_{language}": subject, f"body_{language}": body})
        row.full_clean()
        row.save()
    return row


def change(mailing: Mailing, *, revision: int, **facts: Any) -> None:
    """Change a letter that nobody has got."""
    with unsent(mailing) as held:
        refuse_stale(held, revision)
        _take_over(held, facts)
        held.revision += 1
        held.full_clean(exclude=["created_by"])
        held.save()
        held.entries.set(facts.get("entries", ()))


def _take_over(row: Mailing, facts: Mapping[str, Any]) -> None:
    if facts["kind"] not in KINDS:
        raise ValidationError({"kind": _("Choose what the letter is about.")})
    row.kind, row.texts = facts["kind"], analysis.texts_of(facts)
    row.languages = [code for code in LANGUAGES if code in facts.get("languages", ())]


def delete(mailing: Mailing) -> None:
    """Delete a letter that nobody has got."""
    with unsent(mailing) as held:
        held.delete()


def try_out(mailing: Mailing, user: User) -> str:
    """Send a letter to who writes it, as readers of their language get it; return the language."""
    language = user.language if user.language in LANGUAGES else mailing.language
    letter = analysis.letter_in(mailing, language, queries.entries_in(mailing, timezone.now()))
    if not letter.subject or not letter.body:
        raise ValidationError(_("Write a subject and a text first."))
    note = _("(In letters to readers, their own address for leaving stands here.)")
    post_letter(
        user.email,
        _("Trying out: %(subject)s") % {"subject": letter.subject},
        analysis.signed(letter, note),
    )
    return letter.written_in


def release(mailing: Mailing, user: User, *, revision: int) -> None:
    """Let a letter go to its readers; the first of them get it now, the others within the hour."""
    now = timezone.now()
    with unsent(mailing) as held:
        refuse_stale(held, revision)
        if held.language not in analysis.whole_languages(held):
            raise ValidationError(_("Write a subject and a text in the language of the source first."))
        half = set(held.texts) - set(analysis.whole_languages(held))
        if half:
            raise ValidationError(
                _("Write both the subject and the text in these languages, or neither: %(languages)s.")
                % {"languages": ", ".join(sorted(half))}
            )
        count = sum(queries.readers_to_come(held).values())
        if not count:
            raise ValidationError(_("This letter would reach nobody. Choose others."))
        held.released = now
        held.full_clean(exclude=["created_by"])
        held.save(update_fields=["released"])
        about = audit.fingerprint("mailing", held.pk)
        audit.record(audit.Done.LETTER_SENT, actor=user, about=about, count=count)
    send_batch(mailing.pk, now)


def stop(mailing: Mailing) -> None:
    """Send a letter to nobody more; who has it, has it."""
    Mailing.objects.on_the_way().filter(pk=mailing.pk).update(sent=timezone.now())


def send_batch(pk: int, now: dt.datetime) -> int:
    """Send a letter to the next readers who are awake; return how many of them were looked at.

    How far it is gets stored together with the letters in the queue, so whoever comes second finds it done.
    """
    with writing():
        held = Mailing.objects.select_for_update(of=("self",)).on_the_way().filter(pk=pk).first()
        if held is None:
            return 0
        seen, waits, entries = 0, False, queries.entries_in(held, now)
        for language in queries.languages_of(held):
            rows = queries.next_readers(held, language, BATCH - seen + 1)
            if analysis.is_quiet(language, now) or seen >= BATCH:
                waits = waits or bool(rows)
                continue
            waits = waits or len(rows) > BATCH - seen
            rows = rows[: BATCH - seen]
            letter = analysis.letter_in(held, language, entries)
            for reader in rows:
                held.recipients += _sent(held, reader, letter)
                held.reached[language] = reader.pk
            seen += len(rows)
        held.sent = None if waits else now
        held.save(update_fields=["reached", "recipients", "sent"])
    return seen


def _sent(held: Mailing, reader: Subscriber, letter: analysis.Letter) -> int:
    if held.kind not in reader.kinds:
        return 0
    known = hash_of(secret_of(reader))
    if reader.secret_hash != known:  # the key of the installation was changed: the link must open
        Subscriber.objects.filter(pk=reader.pk).update(secret_hash=known)
    text = analysis.signed(letter, leaving(reader))
    post_letter(reader.email, letter.subject, text, headers=analysis.headers_for(reader))
    return 1


def send_waiting(now: dt.datetime) -> int:
    """Go on with every letter that is on its way; return how many readers were looked at."""
    seen = 0
    for pk in Mailing.objects.on_the_way().order_by("released", "pk").values_list("pk", flat=True):
        while count := send_batch(pk, now):
            seen += count
    return seen
