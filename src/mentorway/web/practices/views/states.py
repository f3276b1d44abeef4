"""A practice goes on its way: withdrawn, changed again, published, deleted; each with a page that asks."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.network.models import DAYS_IN_BIN
from mentorway.web.practices.actions import practices as actions
from mentorway.web.practices.forms import practices as forms
from mentorway.web.practices.models import Practice
from mentorway.web.practices.rules import practices as rules
from mentorway.web.practices.views.practice_door import answered, asked


def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_lead, pk=pk)
    return asked(
        request,
        row,
        lambda note: actions.withdraw(row, request.user, note=note),
        form=forms.NoteForm(answered(request)),
        question=_("Withdraw %(title)s?") % {"title": row},
        explanation=_("Only its partner and the coordinators see it then. It can be worked on again."),
        button=_("Withdraw"),
        done=_("It is withdrawn."),
    )


def resume(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_lead, pk=pk)
    return asked(
        request,
        row,
        lambda: actions.resume(row, request.user),
        question=_("Work on %(title)s again?") % {"title": row},
        explanation=_("It is then being written, as in the beginning."),
        button=_("Work on it again"),
        done=_("You can change it now."),
    )


def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_lead, pk=pk)
    return asked(
        request,
        row,
        lambda note: actions.reopen(row, request.user, note=note),
        form=forms.NoteForm(answered(request), label=_("What is to be changed")),
        question=_("Change %(title)s again?") % {"title": row},
        explanation=_("Until it is reviewed again, neither the network nor the public reads it."),
        button=_("Change it"),
        done=_("You can change it now."),
    )


def publish(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_publish, pk=pk)
    return asked(
        request,
        row,
        lambda consent: actions.publish(row, request.user),  # noqa: ARG005 - it must be given, no more
        form=forms.ConsentForm(answered(request)),
        question=_("Publish %(title)s?") % {"title": row},
        explanation=_("Everybody can then read it with its files, without signing in, and cite it."),
        button=_("Publish"),
        done=_("It is published."),
    )


def unpublish(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_publish, pk=pk)
    return asked(
        request,
        row,
        lambda: actions.unpublish(row, request.user),
        question=_("Take %(title)s back from the public?") % {"title": row},
        explanation=_("Only the network reads it then. Who has cited it finds nothing at its address."),
        button=_("Take it back"),
        done=_("Only the network reads it now."),
    )


def delete(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.objects, may=rules.may_delete, pk=pk)
    return asked(
        request,
        row,
        lambda: actions.delete(row),
        question=_("Delete %(title)s?") % {"title": row},
        explanation=_("It can be brought back for %(days)d days. Then it is gone for good, with its files.")
        % {"days": DAYS_IN_BIN},
        button=_("Delete"),
        danger=True,
        done=_("%(title)s is deleted.") % {"title": row},
        next=reverse("practices:practices"),
    )


def restore(request: MemberRequest, pk: int) -> HttpResponse:
    row = access.fetch(request.user, Practice.bin, may=rules.may_lead, pk=pk)
    return asked(
        request,
        row,
        lambda: actions.restore(row),
        question=_("Bring back %(title)s?") % {"title": row},
        button=_("Bring back"),
        done=_("%(title)s is back.") % {"title": row},
        next=reverse("practices:practice", args=[pk]),
        back=reverse("practices:deleted"),
    )
