"""Goals of mentees: written, fixed before work begins, rated by mentee and mentor."""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.mentoring.actions.relations import holding
from mentorway.web.mentoring.actions.together import working
from mentorway.web.mentoring.models import LEVELS, MOST_GOALS, Goal, Place, Rating, Side

WORDS_FIELDS: Final = ("title", "reality", "options", "will")
SCALE_FIELDS: Final = ("levels", "weight", "start")
LONGEST_LEVEL: Final = 500
MOST_RATINGS: Final = 50  # of one person about one goal


def add(place: Place, **facts: Any) -> Goal:
    """Write a goal of a mentee."""
    with working(place) as (_held, mine):
        if mine.side != Side.MENTEE:
            raise ValidationError(_("Goals are the mentee's own: only the mentee writes them."))
        positions = list(mine.goals.order_by("position").values_list("position", flat=True))
        if len(positions) >= MOST_GOALS:
            text = _("You have %(most)d goals already. Fewer goals are easier to reach.")
            raise ValidationError(text, params={"most": MOST_GOALS})
        goal = Goal(place=mine, position=max(positions, default=0) + 1)
        _fill(goal, facts, (*WORDS_FIELDS, *SCALE_FIELDS))
        goal.full_clean()
        goal.save()
    return goal


def change(place: Place, goal: Goal, **facts: Any) -> None:
    """Change an own goal; once its levels are fixed, only the words around them."""
    with working(place) as (_held, mine):
        row = _own(mine, goal)
        names = WORDS_FIELDS if row.fixed else (*WORDS_FIELDS, *SCALE_FIELDS)
        if row.fixed and not set(SCALE_FIELDS).isdisjoint(facts):
            raise ValidationError(_("The levels are fixed already. They stay as they are."))
        _fill(row, facts, names)
        row.full_clean()
        row.save(update_fields=names)


def _fill(goal: Goal, facts: dict[str, Any], names: Sequence[str]) -> None:
    for name in names:
        if name in facts:
            setattr(goal, name, facts[name])
    levels = [str(text).replace("\r\n", "\n").strip() for text in goal.levels or [""] * len(LEVELS)]
    if len(levels) != len(LEVELS) or any(len(text) > LONGEST_LEVEL for text in levels):
        text = _("A goal has five levels, each of at most %(most)d characters.")
        raise ValidationError(text, params={"most": LONGEST_LEVEL})
    goal.levels = levels


def _own(mine: Place, goal: Goal) -> Goal:
    """Return the goal as it is now, if it belongs to the person."""
    row = mine.goals.select_for_update(of=("self",)).filter(pk=goal.pk).first()
    if row is None:
        raise ValidationError(_("This goal does not exist any more."))
    return row


def fix(place: Place, goal: Goal, *, levels: Any = None) -> None:
    """Fix the levels of an own goal for good; ``levels`` are those that the person has read."""
    with working(place) as (_held, mine):
        row = _own(mine, goal)
        if row.fixed is not None:
            raise ValidationError(_("The levels are fixed already. They stay as they are."))
        if not row.levels or not all(row.levels):
            raise ValidationError(_("Write first what each of the five levels looks like."))
        if levels is not None and levels != row.levels:
            raise ValidationError(_("The levels have been changed meanwhile. Read them again."))
        row.fixed = timezone.now()
        row.save(update_fields=["fixed"])


def rate(place: Place, goal: Goal, *, level: int) -> Rating:
    """Say how far a goal is reached today, as the mentee or the mentor sees it."""
    with working(place) as (held, mine):
        owner = next((one for one in held.of(Side.MENTEE) if one.pk == goal.place_id), None)
        if owner is None or (mine.side == Side.MENTEE and mine.pk != owner.pk):
            raise ValidationError(_("This goal does not exist any more."))
        row = _own(owner, goal)
        if row.fixed is None:
            raise ValidationError(_("A goal can be rated as soon as its levels are fixed."))
        if row.ratings.filter(place=mine).count() >= MOST_RATINGS:
            text = _("You have rated this goal %(most)d times, which is the most that is kept.")
            raise ValidationError(text, params={"most": MOST_RATINGS})
        rating = Rating(goal=row, place=mine, level=level)
        rating.full_clean()
        rating.save()
    return rating


def delete(place: Place, goal: Goal) -> None:
    """Delete an own goal with everything it was rated."""
    with working(place) as (_held, mine):
        _own(mine, goal).delete()


def share_scores(place: Place, *, shares: bool) -> None:
    """Allow that how far goals were reached is counted without names, or stop it; after the end too."""
    with holding(place.relation.round):
        row = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
        row.shares_scores = shares
        row.save(update_fields=["shares_scores"])
