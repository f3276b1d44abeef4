"""The programme that an installation starts with: for mentors among employees, in five languages."""

import json
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation

import mentorway
from mentorway.courses.structure import from_facts
from mentorway.web.accounts.models import User
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.practices.models import SHOWN_IN_NETWORK
from mentorway.web.training import queries
from mentorway.web.training.actions import citing, programmes
from mentorway.web.training.actions.editions import publish
from mentorway.web.training.analysis.parts import plain
from mentorway.web.training.models import Programme
from mentorway.web.translation.actions.bringing import take_over

FOLDER: Final = Path(mentorway.__file__).parent / "example" / "training"
LANGUAGES: Final = {"lt": "Lietuvių", "lv": "Latviešu", "sv": "Svenska", "fi": "Suomi"}
AWAITED: Final = "Example: a draft of the authors that awaits a native reader."
NOTE: Final = "Example. Not yet tried with a group, and not yet read by native readers."
WHY: Final = "Example of a citation: chosen so that you see how a module names what it answers."
# What is found says in its own way that it was found in the example: nothing real is cited.
EXAMPLES: Final = {
    "finding": Q(comparison__analysis__dataset__is_example=True),
    "network_finding": Q(ties__is_example=True),
    "challenge_finding": Q(result__examples=True),
}


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the programme, shared with the whole network, and publish it, unless that was done before."""
    if Programme.objects.filter(is_example=True).exists():
        return
    user = acting_for(partner)
    facts = plain(from_facts(_read("programme.json")))
    found = {"programme": facts, "languages": LANGUAGES, "texts": _texts()}
    with translation.override("en"):
        made = programmes.take_in(user, partner=partner, name="English", facts=found)
        _cite(made, user)
        made.refresh_from_db()
        take_over(made.document, remark=AWAITED)
        Programme.objects.filter(pk=made.pk).update(is_shared=True)
        publish(made, user, revision=made.revision, changed_because=NOTE)
    Programme.objects.filter(pk=made.pk).update(is_example=True)


def _cite(programme: Programme, user: User) -> None:
    """Let modules cite the good practices of the example, and the first one findings, if there are any."""
    keys = [one["key"] for one in programme.content["modules"]]
    practices = (
        queries.citable(user, "practice").filter(is_example=True, state__in=SHOWN_IN_NETWORK).order_by("pk")
    )
    for key, practice in zip(keys, practices, strict=False):
        citing.cite(programme, user, module=key, chosen=f"practice:{practice.pk}", why=WHY)
    for kind, is_example in EXAMPLES.items():
        found = queries.citable(user, kind).filter(is_example).order_by("pk")
        if kind == "finding":  # that of the study of mentoring rather than that of public answers
            found = found.order_by(F("comparison__analysis__dataset__study").asc(nulls_last=True), "pk")
        first = found.first()
        if first and keys:
            citing.cite(programme, user, module=keys[0], chosen=f"{kind}:{first.pk}", why=WHY)


def _texts() -> dict[str, dict[str, str]]:
    return {code: _read(name) for code in LANGUAGES if (FOLDER / (name := f"texts.{code}.json")).exists()}


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return found
