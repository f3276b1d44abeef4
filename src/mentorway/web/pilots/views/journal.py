"""What people have shared: entries of their journals, and how they practised."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.core.paging import paged, words_of
from mentorway.web.pilots.actions import journal as actions
from mentorway.web.pilots.analysis.practice import told
from mentorway.web.pilots.analysis.programme import assessments_of
from mentorway.web.pilots.analysis.windows import marked
from mentorway.web.pilots.forms.learning import ReplyForm
from mentorway.web.pilots.models import JournalEntry
from mentorway.web.pilots.queries import learning as queries
from mentorway.web.pilots.views import door


@require_safe
def shared_journal(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    frame, words = door.frame(request.user, cohort), words_of(request)
    known = assessments_of(frame["programme"])
    found = paged(request, queries.shared_entries(cohort, words), chosen={"q": words}, size=10)
    rows = [(row, known.get(row.assessment)) for row in found["page"]]
    context = {**frame, **found, "rows": rows, "words": words}
    return render(request, "pilots/learning/shared_journal.html", context)


def journal_reply(request: MemberRequest, pk: int, which: int) -> HttpResponse:
    cohort = door.lead(request, pk)
    row = access.fetch(request.user, JournalEntry.objects, pk=which, participant__cohort=cohort)
    initial = {"reply": row.reply, "was": marked({"reply": row.reply})}
    data = request.POST.copy() if request.method == "POST" else None
    form = ReplyForm(data, initial=initial)
    if form.is_valid():
        if carried_out(form, actions.reply, row, request.user, **form.cleaned_data):
            messages.success(request, _("Your reply is saved. Only the writer of the entry sees it."))
            return redirect(f"{reverse('pilots:shared_journal', args=[pk])}#entry-{which}")
        row.refresh_from_db()
        if data is not None:
            data["was"] = str(marked({"reply": row.reply}))
    frame = door.frame(request.user, cohort)
    asked = assessments_of(frame["programme"]).get(row.assessment)
    context = {**frame, "form": form, "entry": row, "asked": asked}
    return render(request, "pilots/learning/journal_reply.html", context)


@require_safe
def shared_observations(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = door.meet(request, pk)
    frame = door.frame(request.user, cohort)
    found = paged(request, queries.shared_observations(cohort), size=10)
    rows = [told(row, frame["programme"]) for row in found["page"]]
    return render(request, "pilots/learning/observations.html", {**frame, **found, "rows": rows})
