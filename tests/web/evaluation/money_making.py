"""Costs, benefits and written answers that tests start from."""

from tests.web.evaluation import making
from tests.web.study import asking

from mentorway.web.evaluation.actions import costs, voices
from mentorway.web.evaluation.models import CostKind


def make_line(whole, **more):
    """Return a line of the cost sheet: 800 EUR of 2026 for a trainer, of all pilots."""
    facts = {
        "what": "Trainer",
        "kind": CostKind.TRAINERS,
        "currency": "EUR",
        "year": 2026,
        "payer": "Project",
        **more,
    }
    if "hours" not in facts:
        facts.setdefault("amount", "800")
    return costs.add_line(whole, **facts)


def make_benefit(whole, **more):
    """Return a benefit of 1000 EUR of 2026, 60 percent due to the programme, 50 percent sure."""
    facts = {
        "what": "Sick days saved",
        "amount": "1000",
        "currency": "EUR",
        "year": 2026,
        "isolation": 60,
        "confidence": 50,
        **more,
    }
    return costs.add_benefit(whole, **facts)


def make_read(partner=None, user=None, **more):
    """Return an evaluation of a study that asks what went well and whether people may be quoted."""
    study = making.make_study(partner, make=asking.sixty)
    return making.make_evaluation(partner or study.partner, user, study=study, **more)


def make_question(whole, **more):
    """Return the open question that is read; who answered `again` with yes may be quoted."""
    facts = {"question": "good", "consent": "again", "yes": "yes", **more}
    return voices.set_question(whole, **facts)


def write(whole, *texts, allowed="yes", wave="after", **fields):
    """Store what people wrote, each another person."""
    start = whole.study.waves.first().responses.count() + whole.study.waves.last().responses.count()
    wave = making.wave_of(whole, wave)
    return [
        making.answer(
            wave,
            f"writer{start + place}{wave.pk}@example.org",
            answers={"good": text, "again": allowed},
            **fields,
        )
        for place, text in enumerate(texts)
    ]


def sort(question, user, theme, *responses):
    """Say that answers speak of a theme."""
    own = frozenset({theme.pk})
    choices = [voices.Choice(one.pk, own, frozenset(), is_read=True) for one in responses]
    return voices.code(question, user, choices=choices)
