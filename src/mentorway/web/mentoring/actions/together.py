"""What those who write in a relationship have in common: it is held, under way, and they are in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.mentoring.actions.relations import Held, hold, holding
from mentorway.web.mentoring.models import Place


@contextmanager
def working(place: Place) -> Iterator[tuple[Held, Place]]:
    """Hold the relationship of a person, and give it with their place; refused when it is over."""
    with holding(place.relation.round) as whole:
        held = hold(whole, place.relation)
        mine = next((one for one in held.places if one.pk == place.pk), None)
        if mine is None or not held.relation.is_at_work:
            raise ValidationError(_("This is over already."))
        yield held, mine
