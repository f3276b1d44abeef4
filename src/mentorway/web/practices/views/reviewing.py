"""Reviews: asked for, written, read side by side, decided on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorway.web.core import access, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.forms import carried_out
from mentorway.web.practices.actions import reviewing as actions
from mentorway.web.practices.analysis import reviews as analysis
from mentorway.web.practices.forms import reviewing as forms
from mentorway.web.practices.forms.practices import LABELS, LONG_FIELDS
from mentorway.web.practices.models import Practice, PracticeState, Review, Strength
from mentorway.web.practices.queries import reviewing as queries
from mentorway.web.practices.rules import practices as rules
from mentorway.web.practices.rules import reviewing as review_rules
from mentorway.web.practices.views.practice_door import answered, asked, frame, link_to

MOST_SHOWN = 40


@require_safe
def reviews(request: MemberRequest) -> HttpResponse:
    shown = paging.paged(request, queries.asked_of(request.user))
    today = timezone.localdate()
    rows = [
        (one, review_rules.may_review(request.user, one), queries.overdue(one, today))
        for one in shown["page"]
    ]
    context = {**shown, "rows": rows, "may_coordinate": rules.may_coordinate(request.user)}
    return render(request, "practices/reviews.html", context)


def review(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(
        request.user, Review.objects.select_related("practice__partner"), may=review_rules.is_reviewer, pk=pk
    )
    practice = row.practice
    may_write = review_rules.may_review(request.user, row)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = forms.ReviewForm(
        answered(request), initial=forms.review_initial(row), whole="keep" not in request.POST
    )
    if form.is_valid() and _review_done(request, row, form):
        return redirect("practices:reviews")
    context = {
        "review": row,
        "practice": practice,
        "form": form,
        "may_write": may_write,
        "parts": [(name, LABELS[name], getattr(practice, name)) for name in LONG_FIELDS],
        "files": [
            (one, reverse("practices:file", args=[practice.pk, one.pk])) for one in practice.files.all()
        ],
        "scores": analysis.side_by_side([row]),
    }
    return render(request, "practices/review.html", context)


def _review_done(request: MemberRequest, row: Review, form: forms.ReviewForm) -> bool:
    """Hand the review in, or keep it for later; return whether that went well."""
    if "keep" in request.POST:
        done = carried_out(form, actions.keep, row, **form.values)
        said = _("Your review is kept. It is not handed in yet.")
    else:
        link = link_to(request, "decision", row.practice_id)
        done = carried_out(form, actions.hand_in, row, link=link, **form.values)
        said = _("Your review is handed in. Thank you.")
    if done:
        messages.success(request, said)
    return done


def decline(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Review.objects.select_related("practice")
    row = access.fetch(request.user, rows, may=review_rules.may_review, pk=pk)
    return asked(
        request,
        row.practice,
        lambda reason: actions.decline(row, reason=reason),
        form=forms.DeclineForm(answered(request)),
        question=_("Decline to review %(title)s?") % {"title": row.practice},
        explanation=_("The coordinators ask somebody else."),
        button=_("Decline"),
        done=_("The coordinators know that you do not review it."),
        next=reverse("practices:reviews"),
        back=reverse("practices:review", args=[pk]),
    )


def reviewers(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_decide, pk=pk)
    words = paging.words_of(request)
    people = queries.candidates(row)
    shown = list(queries.candidates(row, words)[: MOST_SHOWN + 1])
    form = forms.AskForm(answered(request), people=people, shown=shown[:MOST_SHOWN])
    if form.is_valid() and carried_out(
        form, actions.ask, row, request.user, **form.cleaned_data, link=link_to(request, "reviews")
    ):
        messages.success(request, _("The letters are on their way."))
        return redirect("practices:reviewers", pk)
    context = frame(
        request,
        row,
        "reviews",
        form=form,
        words=words,
        found=len(shown),
        has_more=len(shown) > MOST_SHOWN,
        standing=queries.standing(row),
        may_ask=row.state in (PracticeState.SUBMITTED, PracticeState.REVIEW),
        today=timezone.localdate(),
    )
    return render(request, "practices/reviewers.html", context)


def start(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_decide, pk=pk)
    return asked(
        request,
        row,
        lambda: actions.start(row, request.user),
        question=_("Decide on %(title)s without asking anybody anew?") % {"title": row},
        explanation=_("You look at the changes yourself; the reviews of the round before are still good."),
        button=_("Go on"),
        done=_("Look at the changes, then decide."),
        next=reverse("practices:decision", args=[pk]),
        back=reverse("practices:reviewers", args=[pk]),
    )


def take_back(request: MemberRequest, pk: int, review: int) -> HttpResponse:
    practice = access.fetch(request.user, Practice.objects, may=rules.may_decide, pk=pk)
    row = access.fetch(request.user, Review.objects.select_related("reviewer"), practice=pk, pk=review)
    return asked(
        request,
        practice,
        lambda: actions.take_back(row),
        question=_("Ask %(person)s no longer?") % {"person": row.reviewer},
        explanation=_("What they have written so far is lost."),
        button=_("Take the request back"),
        danger=True,
        done=_("%(person)s is no longer asked.") % {"person": row.reviewer},
        back=reverse("practices:reviewers", args=[pk]),
    )


def decision(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_decide, pk=pk)
    standing = queries.standing(row)
    under_review = row.state == PracticeState.REVIEW
    basis = standing.basis if standing.is_ready else []
    proposed = analysis.proposed_strength(basis)
    form = forms.DecisionForm(
        answered(request),
        may_accept=under_review and standing.is_ready,
        is_read=under_review and bool(standing.open),
        initial={"strength": proposed},
    )
    if form.is_valid() and _decided(request, row, form):
        messages.success(request, _("It is decided, and the authors know."))
        return redirect("practices:practice", pk)
    context = frame(
        request,
        row,
        "reviews",
        form=form,
        standing=standing,
        basis=basis,
        scores=analysis.side_by_side(basis),
        proposed=Strength(proposed).label if proposed else "",
        differ=len({one.strength for one in basis}) > 1,
        may_decide_now=row.state in (PracticeState.SUBMITTED, PracticeState.REVIEW),
    )
    return render(request, "practices/decision.html", context)


def _decided(request: MemberRequest, row: Practice, form: forms.DecisionForm) -> bool:
    found: dict[str, Any] = form.cleaned_data
    said = {"note": found["note"], "link": link_to(request, "practice", row.pk)}
    match found["decision"]:
        case forms.ACCEPT:
            rated = {"strength": found["strength"], "strength_why": found["strength_why"]}
            return carried_out(form, actions.accept, row, request.user, **said, **rated)
        case forms.CHANGES:
            return carried_out(form, actions.ask_for_changes, row, request.user, **said)
    return carried_out(form, actions.withdraw, row, request.user, **said)


@require_safe
def remarks(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_follow, pk=pk)
    found = [(one, analysis.side_by_side([one])) for one in queries.remarks_for(row)]
    return render(request, "practices/remarks.html", frame(request, row, "reviews", remarks=found))


@require_safe
def agreement(request: MemberRequest) -> HttpResponse:
    if not rules.may_coordinate(request.user):
        raise PermissionDenied
    found = analysis.agreed(queries.rated_pairs())
    return render(request, "practices/agreement.html", {"found": found, "least": analysis.LEAST_PAIRS})
