"""One search across everything that a person may see, activity by activity."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorway.web import flow
from mentorway.web.accounts.models import User
from mentorway.web.core import finding, paging
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.folding import terms
from mentorway.web.core.once import gathering

SHORTEST: Final = 2  # a single letter stands in nearly everything


@dataclass(frozen=True)
class Group:
    """What was found in one activity."""

    activity: flow.Activity
    findings: list[finding.Finding]

    @property
    def count(self) -> int:
        """How many things of all kinds."""
        return sum(one.count for one in self.findings)

    @property
    def is_cut(self) -> bool:
        """Whether there are more."""
        return any(one.is_cut for one in self.findings)

    @property
    def said(self) -> str:
        """How many, in words where only some were taken."""
        return finding.counted(self.count, is_cut=self.is_cut)


@require_safe
def search(request: MemberRequest) -> HttpResponse:
    words = paging.words_of(request)
    typed = terms(words)
    asked = [term for term in typed if len(term) >= SHORTEST]
    left_out = [term for term in typed if len(term) < SHORTEST]
    with gathering():
        groups = list(found_by(request.user, " ".join(asked) if left_out else words)) if asked else []
    total = sum(group.count for group in groups)
    context = {
        "words": words,
        "is_too_short": bool(words) and not asked,
        "left_out": left_out,
        "groups": groups,
        "total": total,
        "total_said": finding.counted(total, is_cut=any(group.is_cut for group in groups)),
        "searched": () if groups else searched(),
    }
    return render(request, "search.html", context)


def found_by(user: User, words: str) -> Iterator[Group]:
    """Return what ``user`` finds, activity by activity in the order of the flow."""
    for activity in flow.built():
        finds = flow.modules("finds").get(activity.app)
        found = (finding.find(kind, user, words) for kind in finds.KINDS) if finds else ()
        findings = [one for one in found if one]
        if findings:
            yield Group(activity, findings)


def searched() -> list[tuple[flow.Activity, list[str]]]:
    """Return what can be searched: the kinds of things of every activity."""
    finds = flow.modules("finds")
    return [(one, [kind.title for kind in finds[one.app].KINDS]) for one in flow.built() if one.app in finds]
