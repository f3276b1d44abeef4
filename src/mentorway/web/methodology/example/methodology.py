"""The methodology that an installation starts with: all levels, five languages, published once."""

import json
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from mentorway.web.methodology.actions import methodologies, power
from mentorway.web.methodology.actions.methodology_editions import publish
from mentorway.web.methodology.analysis.power import Asked, Kind, Wanted, worked_out
from mentorway.web.methodology.example.questionnaires import AWAITED
from mentorway.web.methodology.models import Methodology
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.translation.actions.bringing import take_over

HERE: Final = Path(__file__).parent
NOTE: Final = "Example. Not yet read by native readers; targets are invented."
SAMPLE: Final = "Difference between two of four countries"
# Six pairs of four countries; people of one organisation are a little alike, and one in four drops out.
ASKED: Final = Asked(
    kind=Kind.MEANS,
    wanted=Wanted.PEOPLE,
    effect=0.35,
    comparisons=6,
    cluster_size=10.0,
    icc=0.03,
    attrition=0.25,
)


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the methodology, shared with the whole network, and publish it, unless that was done before."""
    if Methodology.objects.filter(is_example=True).exists():
        return
    user = acting_for(partner)
    facts = {**_read("methodology.json"), "texts": _read("methodology_texts.json")}
    made = methodologies.take_in(user, partner=partner, code="en", name="English", facts=facts)
    take_over(made.document, remark=AWAITED)
    power.keep(made, user, title=SAMPLE, asked=ASKED, found=worked_out(ASKED))
    Methodology.objects.filter(pk=made.pk).update(is_shared=True)
    publish(made, user, revision=made.revision, note=NOTE)
    Methodology.objects.filter(pk=made.pk).update(is_example=True)


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / name).read_text("utf-8"))
    return found
