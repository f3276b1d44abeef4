"""Methodologies that tests start from."""

from tests.conftest import make_member, make_partner

from mentorway.web.methodology.actions import methodologies as actions
from mentorway.web.methodology.actions import methodology_editions as editions
from mentorway.web.methodology.actions import methodology_parts as parts
from mentorway.web.methodology.models import Methodology

TEXTS = {"title": "Does mentoring work?", "purpose": "To decide on funding.", "design": "Before and after."}
SCALE = "Extraversion"
CONSTRUCT = {
    "key": "openness",
    "name": "Openness",
    "definition": "How open somebody is.",
    "source": "Goldberg (1999)",
    "measures": [
        {
            "instrument": "bank:ipip-big-five-50",
            "scale": SCALE,
            "scoring": "mean",
            "fewest_items": 3,
            "note": "",
        }
    ],
}
INDICATOR = {
    "key": "cost",
    "name": "Cost for each mentee",
    "meaning": "What one mentee costs.",
    "level": "roi",
    "aim": "efficiency",
    "construct": "openness",
    "formula": "sum_of_money ÷ count(open)",
    "unit": "EUR per person",
    "direction": "lower",
    "baseline": None,
    "baseline_source": "",
    "target": 250.5,
    "smallest_worthwhile": 10.0,
    "when": "At the end",
    "owner": "The coordinator",
    "quantities": [
        {
            "name": "sum_of_money",
            "what": "money spent",
            "unit": "EUR",
            "origin": "record",
            "source": "Accounts",
            "value": None,
        },
        {
            "name": "open",
            "what": "openness",
            "unit": "points",
            "origin": "scale",
            "source": f"openness/{SCALE}",
            "value": None,
        },
    ],
}
RULE = {
    "key": "response",
    "name": "Response rate",
    "quality": "response",
    "threshold": 0.5,
    "rule": "Half of them have answered.",
    "consequence": "A warning is shown.",
    "source": "Agreed on",
}


def with_(facts, **changes):
    return {**facts, **changes}


def make_methodology(partner=None, user=None, *, whole=True, **texts):
    """Return a methodology in English made by ``user``; a whole one has one part of each kind."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    made = actions.create(user, partner=partner, code="en", name="English", texts={**TEXTS, **texts})
    if whole:
        for kind, facts in (("constructs", CONSTRUCT), ("indicators", INDICATOR), ("quality_rules", RULE)):
            parts.add(made, user, kind=kind, facts=facts)
    return Methodology.objects.get(pk=made.pk)


def publish(methodology, note=""):
    row = Methodology.objects.get(pk=methodology.pk)
    return editions.publish(row, row.created_by, revision=row.revision, note=note)
