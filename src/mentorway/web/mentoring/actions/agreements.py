"""Agreements: each change is a new version, which the others accept."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.core.merging import refuse_stale
from mentorway.web.mentoring.actions import agreement_letters as letters
from mentorway.web.mentoring.actions.together import working
from mentorway.web.mentoring.analysis.agreements import LONGEST, MOST_VERSIONS, TOPICS, Row
from mentorway.web.mentoring.models import AgreementAcceptance, AgreementVersion, Place


def write(place: Place, *, revision: int, **texts: str) -> AgreementVersion:
    """Write a new version, which its writer accepts so; ``revision`` is the number it was made from."""
    with working(place) as (held, mine):
        newest = held.relation.agreements.order_by("-number").first()
        number = newest.number if newest else 0
        refuse_stale(Row(number), revision)
        written = _checked(texts)
        if newest is not None and written == newest.texts:
            raise ValidationError(_("You have not changed anything yet."))
        if number >= MOST_VERSIONS:
            text = _("There are %(most)d versions already, which is the most that is kept.")
            raise ValidationError(text, params={"most": MOST_VERSIONS})
        version = AgreementVersion(relation=held.relation, number=number + 1, texts=written, written_by=mine)
        version.full_clean()
        version.save()
        _sign(version, mine)
        letters.say_it_waits(one for one in held.places if one.pk != mine.pk)
    return version


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    found = {key: texts.get(key, "").replace("\r\n", "\n").strip() for key in TOPICS}
    if not any(found.values()):
        raise ValidationError(_("Write something about at least one of the topics."))
    for key, text in found.items():
        if len(text) > LONGEST:
            refusal = _("This is longer than %(most)d characters.")
            raise ValidationError({key: ValidationError(refusal, params={"most": LONGEST})})
    return found


def accept(place: Place, *, number: int) -> None:
    """Accept the newest version, if it is the one that was read; once is enough."""
    with working(place) as (held, mine):
        newest = held.relation.agreements.order_by("-number").first()
        if newest is None or newest.number != number:
            raise ValidationError(_("There is a newer version. Read it first, then accept it."))
        if not newest.acceptances.filter(place=mine).exists():
            _sign(newest, mine)


def _sign(version: AgreementVersion, place: Place) -> None:
    acceptance = AgreementAcceptance(version=version, place=place)
    acceptance.full_clean()
    acceptance.save()
