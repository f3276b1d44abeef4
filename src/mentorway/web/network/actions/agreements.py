"""An agreement is written, offered, answered, ended."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.accounts.models import User
from mentorway.web.core import attachments, happenings
from mentorway.web.core.tasks import post_letter
from mentorway.web.network.models import (
    DAYS_IN_BIN,
    Acceptance,
    Agreement,
    AgreementFile,
    AgreementState,
    AgreementVersion,
    Answer,
    Partner,
    Party,
)
from mentorway.web.network.queries import agreements as queries

MOST_FILES = 20
MOST_PARTIES = 40


@transaction.atomic
def write(user: User, *, owner: Partner, title: str, kind: str, reference: str, **terms: Any) -> Agreement:
    """Begin an agreement that ``owner`` keeps, with its first text."""
    agreement = Agreement(owner=owner, title=title, kind=kind, reference=reference, created_by=user)
    agreement.full_clean()
    agreement.save()
    Party.objects.create(agreement=agreement, partner=owner)
    _write_version(agreement, user, 1, terms)
    return agreement


def describe(agreement: Agreement, *, title: str, kind: str, reference: str) -> None:
    """Correct what the agreement is called; the title of what was offered stays."""
    if title != agreement.title and agreement.versions.filter(offered__isnull=False).exists():
        raise ValidationError(
            {"title": _("The title was offered to the parties, so it stays. Begin a new agreement instead.")}
        )
    agreement.title, agreement.kind, agreement.reference = title, kind, reference
    agreement.full_clean()
    agreement.save(update_fields=["title", "kind", "reference"])


@transaction.atomic
def draft(agreement: Agreement, user: User, **terms: Any) -> AgreementVersion:
    """Write the text that is not offered yet; an offered one stays, and a new version begins."""
    locked = _locked(agreement)
    if locked.state in {AgreementState.ENDED, AgreementState.WITHDRAWN}:
        raise ValidationError(_("This agreement is over. Begin a new one."))
    if locked.state == AgreementState.OFFERED:
        raise ValidationError(_("A version waits for answers. Take it back before you write another."))
    newest = queries.newest_version(agreement)
    if newest is None or newest.offered:
        return _write_version(agreement, user, newest.number + 1 if newest else 1, terms)
    for name, value in terms.items():
        setattr(newest, name, value)
    newest.written_by = user
    newest.full_clean()
    newest.save()
    return newest


def _write_version(agreement: Agreement, user: User, number: int, terms: dict[str, Any]) -> AgreementVersion:
    version = AgreementVersion(agreement=agreement, number=number, written_by=user, **terms)
    version.full_clean()
    version.save()
    return version


@transaction.atomic
def add_party(agreement: Agreement, partner: Partner) -> None:
    """Let ``partner`` be asked, too."""
    _refuse_while_offered(_locked(agreement))
    if agreement.places.count() >= MOST_PARTIES:
        raise ValidationError(_("An agreement has at most %(most)d parties."), params={"most": MOST_PARTIES})
    party = Party(agreement=agreement, partner=partner)
    party.full_clean()
    party.save()


@transaction.atomic
def remove_party(agreement: Agreement, partner: Partner) -> None:
    """Leave ``partner`` out; who keeps the agreement stays, and whoever has signed keeps what it signed."""
    locked = _locked(agreement)
    _refuse_while_offered(locked)
    if locked.held_id:
        raise ValidationError(
            _("Every party has accepted this agreement. To go on without one, end it and begin a new one.")
        )
    if partner.pk == agreement.owner_id:
        raise ValidationError(_("The partner that keeps the agreement stays a party."))
    agreement.places.filter(partner=partner).delete()


def _refuse_while_offered(agreement: Agreement) -> None:
    if agreement.state not in {AgreementState.DRAFT, AgreementState.ACCEPTED}:
        raise ValidationError(_("The parties can change only while nothing waits for answers."))
    newest = queries.newest_version(agreement)
    if agreement.state == AgreementState.ACCEPTED and newest is not None and newest.offered:
        raise ValidationError(
            _("Write a new version first: the parties of an accepted one stay as they are.")
        )


@transaction.atomic
def offer(agreement: Agreement, user: User, *, link: str = "") -> None:
    """Ask every party to accept the newest text, which does not change from now on."""
    locked, version = _locked(agreement), queries.newest_version(agreement)
    if version is None or version.offered:
        raise ValidationError(_("There is no new text to offer. Write one first."))
    if lacking := lacks(agreement, version):
        raise ValidationError(lacking)
    _move(locked, AgreementState.OFFERED)
    version.attached = [_facts_of(file) for file in agreement.files.order_by("pk")]
    version.offered, version.fingerprint = timezone.now(), fingerprint(version)
    version.save(update_fields=["offered", "attached", "fingerprint"])
    agreement.state = locked.state
    happenings.tell("agreement.offered", locked, by=user, version=version.number)
    _tell_parties(agreement, user, link)


def lacks(agreement: Agreement, version: AgreementVersion) -> list[str]:
    """Return what is missing before ``version`` can be offered, each as a sentence."""
    found = []
    if not version.text.strip() and not agreement.files.exists():
        found.append(_("Write the text, or attach it as a file, before you offer it."))
    if agreement.places.count() < 2:  # noqa: PLR2004 - one party agrees with nobody
        found.append(_("Add a second party before you offer the agreement."))
    return found


def _facts_of(file: AgreementFile) -> dict[str, Any]:
    """Return what tells a file from any other."""
    sign = hashlib.sha256(attachments.read(file.path)).hexdigest()
    return {"id": file.pk, "name": file.name, "sha256": sign}


def fingerprint(version: AgreementVersion) -> str:
    """Return what tells this text, these dates, files and parties from any other."""
    facts = {
        "title": version.agreement.title,
        "parties": sorted(str(partner.token) for partner in queries.parties_of(version.agreement)),
        "text": version.text,
        "files": sorted(file["sha256"] for file in version.attached),
        "starts": version.starts.isoformat(),
        "ends": version.ends.isoformat() if version.ends else None,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _tell_parties(agreement: Agreement, user: User, link: str) -> None:
    for place in queries.in_charge_of_parties(agreement).exclude(user=user):
        with override(place.user.language):
            subject = _("%(title)s: %(partner)s is asked to accept it")
            body = _(
                "%(owner)s offers an agreement: %(title)s.\n\n"
                "Read it, and accept or decline it for %(partner)s:\n%(link)s\n"
            )
            names = {
                "title": agreement.title,
                "owner": agreement.owner.name,
                "partner": place.partner.name,
                "link": link,
            }
            post_letter(place.user.email, subject % names, body % names)


@transaction.atomic
def take_back(agreement: Agreement) -> None:
    """Ask nobody any more; the offered version stays in the history without effect."""
    locked = _locked(agreement)
    if locked.state != AgreementState.OFFERED:
        raise ValidationError(_("Nothing waits for answers."))
    _fall_back(locked)
    agreement.state = locked.state


@transaction.atomic
def answer(version: AgreementVersion, partner: Partner, user: User, *, link: str = "", **said: Any) -> None:
    """Keep what ``partner`` says. When all have accepted, the version holds; one refusal ends the offer."""
    locked = _locked(version.agreement)
    offered = queries.open_offer(locked)
    if offered is None or offered.pk != version.pk:
        raise ValidationError(_("This version no longer waits for answers. Look again."))
    if not locked.places.filter(partner=partner).exists():
        raise ValidationError(_("%(partner)s is no party of this agreement."), params={"partner": partner})
    if said.get("on_paper") and not locked.files.exists():
        raise ValidationError(_("Attach the signed paper as a file first."))
    row = Acceptance(version=version, partner=partner, by=user, **said)
    row.full_clean()
    row.save()
    if row.answer == Answer.DECLINED:
        _fall_back(locked)
        happenings.tell("agreement.declined", locked, by=user, version=version.number)
        _tell_owner(locked, row, link)
    elif queries.has_all_answers(version):
        locked.starts, locked.ends, locked.held = version.starts, version.ends, version
        _move(locked, AgreementState.ACCEPTED)
        happenings.tell("agreement.accepted", locked, by=user, version=version.number)
        _tell_owner(locked, row, link)


def _fall_back(agreement: Agreement) -> None:
    """Return to what held before the offer, or to the draft."""
    _move(agreement, AgreementState.ACCEPTED if agreement.starts else AgreementState.DRAFT)


def _tell_owner(agreement: Agreement, row: Acceptance, link: str) -> None:
    declined = row.answer == Answer.DECLINED
    for place in queries.in_charge_of_parties(agreement).filter(partner=agreement.owner_id):
        with override(place.user.language):
            names = {
                "title": agreement.title,
                "partner": row.partner.name,
                "reason": row.reason,
                "link": link,
            }
            if declined:
                subject = _("%(partner)s declined: %(title)s") % names
                body = _("%(partner)s declined the agreement.\n\n%(reason)s\n\n%(link)s\n") % names
            else:
                subject = _("Accepted by all parties: %(title)s") % names
                body = _("Every party has accepted the agreement. It holds now.\n\n%(link)s\n") % names
        post_letter(place.user.email, subject, body)


@transaction.atomic
def end(agreement: Agreement, *, day: dt.date, why: str) -> None:
    """End an accepted agreement on ``day``; a day still to come only shortens it."""
    locked = _locked(agreement)
    if not locked.starts:
        raise ValidationError(_("Only an accepted agreement can be ended. Withdraw this one instead."))
    if day < locked.starts:
        raise ValidationError({"day": _("An agreement cannot end before it starts.")})
    if locked.ends and day > locked.ends:
        raise ValidationError({"day": _("It ends earlier already. To prolong it, write a new version.")})
    locked.ends, locked.ended_why = day, why
    if day <= timezone.localdate():
        _move(locked, AgreementState.ENDED)
    else:
        locked.save(update_fields=["ends", "ended_why"])


@transaction.atomic
def withdraw(agreement: Agreement) -> None:
    """Give up an agreement that never held."""
    locked = _locked(agreement)
    if locked.starts:
        raise ValidationError(_("An agreement that was accepted is ended, not withdrawn."))
    _move(locked, AgreementState.WITHDRAWN)


@transaction.atomic
def take_up(agreement: Agreement) -> None:
    """Go on writing what was withdrawn."""
    _move(_locked(agreement), AgreementState.DRAFT)


@transaction.atomic
def delete(agreement: Agreement) -> None:
    """Put the agreement into the bin. One that holds must be ended first."""
    locked = _locked(agreement)
    if locked.state == AgreementState.OFFERED:
        raise ValidationError(_("It waits for answers. Take the offer back first."))
    if Agreement.objects.in_force(timezone.localdate()).filter(pk=locked.pk).exists():
        raise ValidationError(_("It is in force. End it first."))
    locked.deleted = timezone.now()
    locked.save(update_fields=["deleted"])


def restore(agreement: Agreement) -> None:
    """Take the agreement out of the bin."""
    agreement.deleted = None
    agreement.save(update_fields=["deleted"])


def clear_away(now: dt.datetime) -> int:
    """Delete for good what has been in the bin too long, with its files; return how many."""
    old = Agreement.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN))
    paths = list(AgreementFile.objects.filter(agreement__in=old).values_list("path", flat=True))
    count, _by_table = old.delete()
    for path in paths:
        attachments.forget(path)
    return count


def attach(agreement: Agreement, user: User, *, file: UploadedFile, caption: str) -> AgreementFile:
    """Keep a checked file with the agreement."""
    if agreement.files.count() >= MOST_FILES:
        raise ValidationError(_("An agreement has at most %(most)d files."), params={"most": MOST_FILES})
    found = attachments.checked(file)
    row = AgreementFile(agreement=agreement, caption=caption, added_by=user)
    return attachments.store(row, found, "network")


@transaction.atomic
def remove_file(file: AgreementFile) -> None:
    """Remove a file, unless somebody has signed it or is asked to."""
    agreement = _locked(file.agreement)
    if agreement.versions.filter(answers__on_paper=True).exists():
        raise ValidationError(_("A party signed on paper, so the papers stay."))
    offered = queries.open_offer(agreement)
    signed = [version for version in (agreement.held, offered) if version is not None]
    if any(kept["id"] == file.pk for version in signed for kept in version.attached):
        raise ValidationError(_("The parties accept or have accepted this file, so it stays."))
    path = file.path
    file.delete()
    transaction.on_commit(lambda: attachments.forget(path))


def _locked(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def _move(agreement: Agreement, state: AgreementState) -> None:
    if not agreement.may_become(state):
        raise ValidationError(_("Somebody has been faster: the agreement stands elsewhere now. Look again."))
    agreement.state = state
    agreement.full_clean()
    agreement.save(update_fields=["state", "starts", "ends", "held", "ended_why"])
