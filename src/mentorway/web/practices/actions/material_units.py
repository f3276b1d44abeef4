"""A text is divided into passages, until coders were asked."""

from collections.abc import Callable, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.practices.analysis import material_units as units
from mentorway.web.practices.analysis.material_units import Span
from mentorway.web.practices.models import Happening, Material, MaterialEvent, Passage

AT_ONCE = 500


@transaction.atomic
def propose(material: Material, user: User) -> int:
    """Divide the text anew, as the rules propose; return into how many passages."""
    locked = _locked(material)
    spans = units.proposed(locked.text, locked.kind)
    _store(locked, spans, user)
    return len(spans)


def propose_many(materials: Iterable[Material], user: User) -> set[int]:
    """Divide texts as the rules propose; return those that have too many passages and stay as they are."""
    refused: set[int] = set()
    passages: list[Passage] = []
    events: list[MaterialEvent] = []
    for one in materials:
        spans = units.proposed(one.text, one.kind)
        if not 0 < len(spans) <= units.MOST:
            refused.add(one.pk)
            continue
        passages += _passages(one, spans)
        events.append(MaterialEvent(material=one, what=Happening.UNITS, by=user, detail=str(len(spans))))
    Passage.objects.bulk_create(passages, batch_size=AT_ONCE)
    MaterialEvent.objects.bulk_create(events, batch_size=AT_ONCE)
    return refused


def join(material: Material, user: User, place: int) -> None:
    """Join the passage that begins at ``place`` with the next; what was left out between comes back."""
    _redivide(material, user, lambda _text, spans: units.joined(spans, place))


def part(material: Material, user: User, place: int) -> None:
    """Begin a new passage at ``place``."""
    _redivide(material, user, lambda text, spans: units.parted(text, spans, place))


def drop(material: Material, user: User, place: int) -> None:
    """Leave the passage that begins at ``place`` out of coding."""
    _redivide(material, user, lambda _text, spans: units.dropped(spans, place))


@transaction.atomic
def _redivide(
    material: Material, user: User, how: Callable[[str, Sequence[Span]], list[Span] | None]
) -> None:
    locked = _locked(material)
    before = [(one.first, one.last) for one in locked.passages.order_by("position")]
    after = how(locked.text, before)
    if after is None:
        raise ValidationError(_("Somebody has changed the passages just now. Look at them again."))
    _store(locked, after, user)


def _locked(material: Material) -> Material:
    locked = Material.objects.select_for_update().get(pk=material.pk)
    if locked.tasks.exists():
        raise ValidationError(_("The passages stay as they are: coders were asked to work on them."))
    return locked


def _store(material: Material, spans: Sequence[Span], user: User) -> None:
    if len(spans) > units.MOST:
        raise ValidationError(
            _("The text has more than %(most)d passages. Divide the material."), params={"most": units.MOST}
        )
    material.passages.all().delete()
    Passage.objects.bulk_create(_passages(material, spans), batch_size=AT_ONCE)
    MaterialEvent.objects.create(material=material, what=Happening.UNITS, by=user, detail=str(len(spans)))


def _passages(material: Material, spans: Sequence[Span]) -> list[Passage]:
    return [
        Passage(material=material, position=place, first=first, last=last, text=material.text[first:last])
        for place, (first, last) in enumerate(spans, start=1)
    ]
