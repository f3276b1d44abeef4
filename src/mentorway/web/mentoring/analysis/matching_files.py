"""A matching as a table for spreadsheets, in the language of who takes it away."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.web.core.tables import Cell
from mentorway.web.mentoring.analysis import results
from mentorway.web.mentoring.models import Matching, Side, Way


def table_of(matching: Matching) -> tuple[list[str], list[list[Cell]]]:
    """Return the pairs and, below, the mentees and mentors without one."""
    names = results.names_in(matching)
    header = [
        pgettext("role", "Mentee"),
        pgettext("role", "Mentor"),
        _("How well it fits, of 1000"),
        _("What speaks for it"),
        _("What speaks against it, or is not known"),
        _("Kept by decision"),
        _("Why without a pair"),
    ]
    pairs = results.pairs_of(matching, names)
    if matching.way == Way.GROUPS:
        pairs = [one for team in results.teams_of(matching, names) for one in team.mentees]
    rows = [_row(one) for one in pairs]
    return header, [*rows, *(_alone(one) for one in results.without(matching, names))]


def _row(one: results.Pair) -> list[Cell]:
    reasons, doubts = " ".join(one.reasons), " ".join(one.doubts)
    return [
        one.mentee_name,
        one.mentor_name,
        one.score,
        reasons,
        doubts,
        _("Yes") if one.is_kept else _("No"),
        "",
    ]


def _alone(one: results.Without) -> list[Cell]:
    is_mentee = one.side == Side.MENTEE
    names = [one.name, ""] if is_mentee else ["", one.name]
    return [*names, None, "", "", "", " ".join(one.why)]
