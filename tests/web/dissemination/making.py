"""Claims and publications that tests start from."""

import itertools

from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.comparison import making as comparisons
from tests.web.evaluation import gathering_making as gathering

from mentorway.web.dissemination.actions import claims as actions
from mentorway.web.dissemination.models import Basis, Claim, Entry, Kind, State
from mentorway.web.dissemination.queries.claims import search_text_of

SENTENCES = {
    "en": ("Partners today", "{figure} organisations work together.", "It says nothing of how well."),
    "lt": ("Partneriai šiandien", "Kartu dirba {figure} organizacijų.", "Tai nesako, kaip gerai."),
    "lv": ("Partneri šodien", "Kopā strādā {figure} organizācijas.", "Tas nesaka, cik labi."),
    "sv": ("Partner i dag", "{figure} organisationer arbetar tillsammans.", "Det säger inget om hur väl."),
    "fi": ("Kumppanit tänään", "{figure} järjestöä toimii yhdessä.", "Se ei kerro, kuinka hyvin."),
}
_numbers = itertools.count(1)


def texts(*languages):
    """Return the texts of a claim in these languages; English only if none is named."""
    names = ("title", "sentence", "limits")
    return {code: dict(zip(names, SENTENCES[code], strict=True)) for code in languages or ("en",)}


def make_claim(partner=None, user=None, **more):
    """Return a claim that nobody has published: of how many partners there are, unless said otherwise."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    facts = {
        "slug": f"claim-{next(_numbers)}",
        "language": "en",
        "texts": texts(),
        "basis": Basis.COUNT,
        "key": "partners",
        **more,
    }
    claim = Claim(partner=partner, created_by=user, **facts)
    claim.search_text = search_text_of(claim)
    claim.full_clean()
    claim.save()
    return claim


def publish(claim, by=None):
    """Hand a claim in and publish it as a second reader; return the frozen version."""
    actions.hand_in(claim, claim.created_by)
    claim.refresh_from_db()
    version = actions.publish(claim, by or make_member(role="coordinator"), revision=claim.revision)
    claim.refresh_from_db()
    return version


def make_published(partner=None, user=None, **more):
    """Return a claim that everybody may read."""
    claim = make_claim(partner, user, **more)
    publish(claim)
    return claim


def compared(partner=None, user=None, **more):
    """Return a claim about the people of a comparison, its answers from a file with a source."""
    comparison = comparisons.make_done(partner or make_partner())
    facts = {"basis": Basis.COMPARISON, "finding": comparison.finding, "key": "people", **more}
    return make_claim(comparison.dataset.partner, user, **facts)


def compared_study(study, user=None, **more):
    """Return the same, its answers from a study."""
    dataset = comparisons.make_ready(study.partner, study=study, study_choice={"waves": [1]})
    comparison = comparisons.make_done(dataset=dataset)
    facts = {"basis": Basis.COMPARISON, "finding": comparison.finding, "key": "people", **more}
    return make_claim(study.partner, user, **facts)


def evaluated(people=14, **more):
    """Return a claim about the people of an evaluation that is computed."""
    result = gathering.done(gathering.with_answers(people))
    facts = {"basis": Basis.EVALUATION, "result": result, "key": "people", **more}
    return make_claim(result.evaluation.partner, result.evaluation.created_by, **facts)


def delete_source(claim):
    """Put the analysis under a claim about a comparison into the bin."""
    analysis = claim.finding.comparison.analysis
    analysis.deleted = timezone.now()
    analysis.save(update_fields=["deleted"])


def make_entry(partner=None, user=None, **more):
    """Return a text for readers that nobody has published."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    number = next(_numbers)
    facts = {
        "kind": Kind.NEWS,
        "slug": f"entry-{number}",
        "texts": {"en": {"title": f"News {number}", "summary": "In short.", "body": "At length."}},
        **more,
    }
    entry = Entry(partner=partner, created_by=user, **facts)
    entry.full_clean()
    entry.save()
    return entry


def make_shown_entry(partner=None, user=None, **more):
    """Return a text that everybody may read."""
    found = make_entry(partner, user, **more)
    found.shown, found.state, found.published = found.texts, State.PUBLISHED, timezone.now()
    found.full_clean()
    found.save()
    return found
