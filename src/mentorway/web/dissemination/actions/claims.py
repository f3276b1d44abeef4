"""A claim is made, changed, handed in, published, withdrawn, deleted, brought back."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core import audit, happenings
from mentorway.web.core.merging import refuse_stale
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import kept
from mentorway.web.dissemination.analysis import publishing, sources
from mentorway.web.dissemination.analysis.chain import Chain, chain_of
from mentorway.web.dissemination.analysis.chain import kept as kept_chain
from mentorway.web.dissemination.analysis.changes import WITHDRAWN, changes
from mentorway.web.dissemination.analysis.sources import Figure, Offer
from mentorway.web.dissemination.analysis.writing import facts_of, problem_of_sentence, slug_for, texts_of
from mentorway.web.dissemination.models import (
    DAYS_IN_BIN,
    LANGUAGES,
    Basis,
    Claim,
    ClaimRevision,
    ClaimStep,
    ClaimVersion,
    State,
)
from mentorway.web.dissemination.queries import claims as queries
from mentorway.web.network.models import Partner
from mentorway.wording import Message

SOURCES = {
    Basis.COMPARISON: "finding",
    Basis.EVALUATION: "result",
    Basis.CHALLENGES: "challenges",
    Basis.NETWORK: "network",
}


@contextmanager
def holding(claim: Claim) -> Iterator[Claim]:
    """Hold a claim while it is changed; nobody changes the example."""
    with writing():
        rows = Claim.objects.select_for_update(of=("self",)).select_related("partner")
        held = rows.filter(pk=claim.pk, deleted=None).first()
        if held is None:
            raise ValidationError(_("The claim does not exist any more."))
        if held.is_example:
            raise ValidationError(_("This is an example: nothing can be changed here."))
        yield held


def create(user: User, *, partner: Partner, basis: str, source: Any, offer: Offer, **facts: Any) -> Claim:
    """Begin a claim about a number, in the language in which it is written."""
    language, slug = facts["language"], facts.get("slug") or ""
    texts = {f"{name}_{language}": facts.get(name, "") for name in ("title", "sentence", "limits")}
    slug = slug or slug_for(facts["title"], queries.slug_is_taken)
    claim = Claim(partner=partner, created_by=user, language=language, slug=slug, licence=facts["licence"])
    _point(claim, basis, source, offer)
    claim.texts = texts_of(texts)
    _refuse_bad_texts(claim, "sentence")
    claim.search_text = queries.search_text_of(claim)
    with writing():
        claim.full_clean()
        claim.save()
        _keep_revision(claim, user)
    return claim


def _point(claim: Claim, basis: str, source: Any, offer: Offer) -> None:
    claim.basis, claim.key, claim.place = basis, offer.key, dict(offer.place)
    for one, field in SOURCES.items():
        setattr(claim, field, source if one == basis else None)


def _refuse_bad_texts(claim: Claim, field: str = "") -> None:
    problems = {}
    for code in LANGUAGES:
        sentence = claim.texts.get(code, {}).get("sentence", "")
        if sentence and (problem := problem_of_sentence(sentence)):
            problems[field or f"sentence_{code}"] = problem
    if problems:
        raise ValidationError(problems)


def _keep_revision(claim: Claim, user: User) -> None:
    row = ClaimRevision(claim=claim, number=claim.revision, fields=facts_of(claim), by=user)
    row.full_clean()
    row.save()


def change(claim: Claim, user: User, *, revision: int, **facts: Any) -> None:
    """Change the words; what readers see changes when it is published again. A hand-in is taken back."""
    with holding(claim) as held:
        refuse_stale(held, revision)
        before = facts_of(held)
        held.texts, held.licence = texts_of(facts), facts["licence"]
        if held.published is None and facts.get("slug"):
            held.slug = facts["slug"]
        if facts_of(held) == before:
            return
        _refuse_bad_texts(held)
        _written(held, user)


def point_at(claim: Claim, user: User, *, basis: str, source: Any, offer: Offer) -> None:
    """Let a claim rest on another number; what readers see changes when it is published again."""
    with holding(claim) as held:
        _point(held, basis, source, offer)
        _written(held, user)
        _step(held, user, said=[Message("It was pointed at another number.")])


def renew(claim: Claim, user: User) -> None:
    """Take the number from the newest version of what the claim rests on."""
    with holding(claim) as held:
        newest = queries.newest_source(held)
        is_newer = newest is not None and newest != sources.source_of(held)
        offer = sources.offer_at(held.basis, newest, held.key, held.place) if is_newer else None
        if offer is None:
            raise ValidationError(_("There is no newer version in which this number stands."))
        _point(held, held.basis, newest, offer)
        _written(held, user)
        _step(held, user, said=[Message("It was pointed at the newest number.")])


def _written(held: Claim, user: User) -> None:
    held.revision += 1
    held.handed_in = held.handed_in_by = None
    held.search_text = queries.search_text_of(held)
    held.full_clean(exclude=["created_by"])
    held.save()
    _keep_revision(held, user)


def _step(
    held: Claim, user: User | None, *, before: str = "", said: Sequence[Message] = (), note: str = ""
) -> None:
    row = ClaimStep(
        claim=held, before=before or held.state, after=held.state, by=user, note=note.strip(),
        said=[kept(one) for one in said],
    )  # fmt: skip
    row.full_clean()
    row.save()


def hand_in(claim: Claim, user: User) -> None:
    """Hand a claim to a second reader; what it lacks is named first."""
    with holding(claim) as held:
        if held.handed_in is not None:
            raise ValidationError(_("It is handed in already."))
        _publishable(held)
        held.handed_in, held.handed_in_by = timezone.now(), user
        held.save(update_fields=["handed_in", "handed_in_by"])
        _step(held, user, said=[Message("It was handed in to a second reader.")])


def take_back(claim: Claim, user: User) -> None:
    """Take back what was handed in."""
    _back(claim, user, Message("It was taken back from the second reader."), "")


def send_back(claim: Claim, user: User, *, note: str) -> None:
    """Give a claim back to who wrote it, with what should be other."""
    _back(claim, user, Message("The second reader gave it back."), note)


def _back(claim: Claim, user: User, words: Message, note: str) -> None:
    with holding(claim) as held:
        if held.handed_in is None:
            raise ValidationError(_("It is not handed in."))
        held.handed_in = held.handed_in_by = None
        held.save(update_fields=["handed_in", "handed_in_by"])
        _step(held, user, said=[words], note=note)


def publish(claim: Claim, user: User, *, revision: int) -> ClaimVersion:
    """Freeze a version that everybody may read, by somebody else than who handed it in."""
    with holding(claim) as held:
        refuse_stale(held, revision)
        if held.handed_in is None:
            raise ValidationError(_("Hand it in first: a second reader publishes it."))
        if held.handed_in_by_id == user.pk and queries.other_readers(user).exists():
            raise ValidationError(_("You handed it in yourself, so somebody else reads and publishes it."))
        offer, chain = _publishable(held)
        before = queries.newest_version(held)
        told = changes(before, held, offer.figure, chain) if before is not None else []
        if before is not None and held.state == State.WITHDRAWN:
            told.insert(0, WITHDRAWN)
        if before is not None and not told:
            raise ValidationError(_("Nothing is other than in the version that is published."))
        version = _version(held, user, (offer.figure, chain), told)
        was, moment = held.state, timezone.now()
        held.state, held.published = State.PUBLISHED, held.published or moment
        held.handed_in = held.handed_in_by = held.broken = held.broken_since = held.told = None
        held.full_clean(exclude=["created_by"])
        held.save()
        said = [Message("Version %(number)d was published.", {"number": version.number}), *told]
        _step(held, user, before=was, said=said)
        audit.record(
            audit.Done.CLAIM_PUBLISHED, actor=user, about=audit.fingerprint("claim", held.pk),
            version=version.number,
        )  # fmt: skip
        happenings.tell("claim.published", held, by=user, version=version.number)
    return version


def _publishable(held: Claim) -> tuple[Offer, Chain]:
    """Return the number and the chain, or refuse with everything that is missing."""
    offer, chain = sources.offer_of(held), chain_of(held)
    missing = publishing.missing_of(held, offer, chain)
    if missing or offer is None:
        raise ValidationError([ValidationError(text) for text in missing])
    return offer, chain


def _version(held: Claim, user: User, made: tuple[Figure, Chain], told: Sequence[Message]) -> ClaimVersion:
    figure, chain = made
    version = ClaimVersion(
        claim=held,
        number=queries.published_number(held) + 1,
        texts=held.texts,
        basis=held.basis,
        finding=held.finding,
        result=held.result,
        challenges=held.challenges,
        network=held.network,
        key=held.key,
        place=held.place,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        n=figure.n,
        unit=figure.unit,
        chain=kept_chain(chain),
        data_hash=figure.data_hash,
        method=figure.method,
        library_version=figure.library_version,
        licence=held.licence,
        changes=[kept(one) for one in told],
        by=user,
    )
    version.full_clean()
    version.save()
    return version


def withdraw(claim: Claim, user: User, *, reason: str) -> None:
    """Withdraw what is published: it stays at its address, and says that it was withdrawn and why."""
    with holding(claim) as held:
        if not held.may_become(State.WITHDRAWN):
            raise ValidationError(_("Only what is published can be withdrawn."))
        if not reason.strip():
            raise ValidationError({"reason": _("Say why it is withdrawn: readers who cite it need to know.")})
        was, held.state = held.state, State.WITHDRAWN
        held.handed_in = held.handed_in_by = None
        held.full_clean(exclude=["created_by"])
        held.save(update_fields=["state", "handed_in", "handed_in_by", "changed"])
        _step(held, user, before=was, note=reason)
        audit.record(audit.Done.CLAIM_WITHDRAWN, actor=user, about=audit.fingerprint("claim", held.pk))
        happenings.tell("claim.withdrawn", held, by=user)


def delete(claim: Claim) -> None:
    """Put a claim into the bin; what was ever published keeps its address for those who cite it."""
    with holding(claim) as held:
        if held.published is not None:
            raise ValidationError(
                _("It was published, and others may cite it, so it keeps its address. Withdraw it instead.")
            )
        held.deleted, held.handed_in, held.handed_in_by = timezone.now(), None, None
        held.save(update_fields=["deleted", "handed_in", "handed_in_by"])


def restore(claim: Claim) -> None:
    """Take a claim out of the bin."""
    Claim.bin.filter(pk=claim.pk, is_example=False).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough; return how many claims."""
    count, _each = queries.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN)).delete()
    return count
