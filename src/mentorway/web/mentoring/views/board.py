"""How the pairs of a round are doing, for those who run it: facts that may be seen, never what was said."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import paging, tables
from mentorway.web.core.access import MemberRequest
from mentorway.web.mentoring.analysis import board as analysis
from mentorway.web.mentoring.analysis.board_figures import figures_of
from mentorway.web.mentoring.analysis.relations import row_of
from mentorway.web.mentoring.models import Round
from mentorway.web.mentoring.queries import board as queries
from mentorway.web.mentoring.queries import concerns
from mentorway.web.mentoring.views import door

ON_A_PAGE = 50


@require_safe
def board(request: MemberRequest, pk: int) -> HttpResponse:
    whole, wanted = door.meet(request, pk), _asked(request)
    rows = _rows(whole)
    found = analysis.chosen(rows, **wanted)
    chosen = {"q": wanted["words"], "standing": wanted["standing"], "order": wanted["order"]}
    count, waiting = queries.waiting(whole)
    context = {
        **door.frame(request.user, whole),
        **paging.paged(request, found, chosen=chosen, size=ON_A_PAGE),
        **wanted,
        "total": len(rows),
        "standings": analysis.standings_of(rows),
        "orders": analysis.Order.choices,
        "held": sum(one.held for one in rows),
        "hours": sum(one.minutes for one in rows) / 60,
        "ended": queries.ended(whole),
        "silent": analysis.silent_mentors(rows),
        "figures": figures_of(whole, rows, timezone.now()),
        "waiting_count": count,
        "open_concerns": concerns.count_open(whole),
        "waiting": [row_of(one) for one in waiting],
        "quiet": (analysis.QUIET, analysis.VERY_QUIET, analysis.SILENT),
        "soon": analysis.SOON,
    }
    return render(request, "mentoring/board/board.html", context)


def _rows(whole: Round) -> list[analysis.Row]:
    return analysis.rows_of(whole, timezone.localdate(timezone=whole.zone))


def _asked(request: MemberRequest) -> dict[str, str]:
    return {
        "words": paging.words_of(request),
        "standing": paging.choice_of(request, "standing", analysis.Standing.values),
        "order": paging.choice_of(request, "order", analysis.Order.values),
    }


@require_safe
def export_board(request: MemberRequest, pk: int) -> HttpResponse:
    whole = door.meet(request, pk)
    rows = analysis.chosen(_rows(whole), **_asked(request))
    name = _("How pairs are doing · %(round)s") % {"round": whole.title}
    return tables.csv_file(name, *analysis.table_of(rows, whole))
