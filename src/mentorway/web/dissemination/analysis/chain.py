"""The chain of evidence under a claim: from what was asked to what is said, each link a row that is there.

Order: design (findings and good practices that a programme answers, the programme, its pilots), then
measurement (questions, translations, study, answers, result), then the claim. A kind of link that a claim
does not have is left out; one that it had and that is gone stands there as broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import NoReverseMatch, reverse

from mentorway.web.dissemination.analysis import chain_evaluation, chain_study
from mentorway.web.dissemination.analysis.links import (
    KINDS,
    Chain,
    Link,
    Where,
    from_kept,
    kept,
    link,
)
from mentorway.web.dissemination.models import Basis, Claim, ClaimVersion
from mentorway.web.dissemination.queries import claims as queries
from mentorway.web.network.models import NetworkFinding
from mentorway.web.practices.models import ChallengeFinding
from mentorway.wording import Message

__all__ = ["KINDS", "Chain", "Link", "chain_from", "chain_of", "from_kept", "kept"]

GONE: Final = {
    Basis.COMPARISON: Message("The comparison on which it rests was deleted."),
    Basis.EVALUATION: Message("The evaluation on which it rests was deleted."),
    Basis.CHALLENGES: Message("The finding about challenges on which it rests was deleted."),
    Basis.NETWORK: Message("The finding about the network on which it rests was deleted."),
}
COUNTED: Final = {
    "partners": (Message("Partners of the network"), "network:partners", "network:public"),
    "countries": (Message("Countries of the network"), "network:partners", "network:public"),
    "practices": (Message("Good practices that are published"), "practices:practices", "practices:public"),
    "cohorts": (Message("Pilot groups that are finished"), "pilots:cohorts", ""),
    "completed": (Message("People who completed a training"), "pilots:cohorts", ""),
    "certificates": (Message("Certificates that hold"), "pilots:cohorts", ""),
}


def chain_of(claim: Claim) -> Chain:
    """Return the chain of a claim as it is now, read anew."""
    loaded = queries.with_sources(Claim.objects.filter(pk=claim.pk)).first()
    return Chain(()) if loaded is None else chain_from(loaded, loaded)


def chain_from(rests: Claim | ClaimVersion, claim: Claim) -> Chain:
    """Return the chain of a claim, or of a version of it, that was read by `queries.with_sources`."""
    return Chain((*_evidence(rests), _itself(claim)))


def _evidence(claim: Claim | ClaimVersion) -> Iterator[Link]:
    if claim.basis == Basis.COUNT:
        yield _counted(claim)
    elif claim.basis == Basis.COMPARISON and claim.finding is not None:
        yield from chain_study.of_finding(claim.finding)
    elif claim.basis == Basis.EVALUATION and claim.result is not None:
        yield from chain_evaluation.of_result(claim.result, claim.place.get("outcome", ""))
    elif claim.basis == Basis.CHALLENGES and claim.challenges is not None:
        yield from _of_challenges(claim.challenges, claim.place.get("challenge", ""))
    elif claim.basis == Basis.NETWORK and claim.network is not None:
        yield from _of_network(claim.network)
    else:
        yield link("finding", str(Basis(claim.basis).label), broken=GONE[Basis(claim.basis)])


def _itself(claim: Claim) -> Link:
    return link("claim", str(claim), where=Where(reverse("dissemination:claim", args=[claim.pk])))


def _counted(claim: Claim | ClaimVersion) -> Link:
    known = COUNTED.get(claim.key)
    if known is None:
        return link("counted", claim.key, broken=Message("This is not counted any more."))
    title, path, public = known
    detail = Message("Counted by the platform when the claim is published; kept with its version.")
    return link("counted", title, detail, Where(_address(path), _address(public) if public else None))


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _of_challenges(finding: ChallengeFinding, token: str) -> Iterator[Link]:
    result = finding.result
    materials = sum(row[3] for row in result["totals"])
    people = sum(row[4] for row in result["totals"])
    detail = Message(
        "Materials: %(materials)d, countries: %(countries)d, people who speak in them: %(people)d",
        {"materials": materials, "countries": len({row[0] for row in result["totals"]}), "people": people},
    )
    yield link(
        "material", Message("Material of the countries"), detail, Where(reverse("practices:materials"))
    )
    entry = next((one for one in result["challenges"] if one["token"] == token), None)
    if token:
        gone = None if queries.challenge_exists(token) else Message("The challenge was deleted.")
        title = entry["names"]["en"] if entry else token
        path = reverse("practices:challenge", args=[token])
        yield link("challenge", title, where=Where(path), broken=gone)
    counted = Message("Counted on %(day)s", {"day": finding.at.date().isoformat()})
    path = reverse("practices:challenge_finding", args=[finding.token])
    yield link("finding", Message("Countries, sectors and challenges"), counted, Where(path))


def _of_network(finding: NetworkFinding) -> Iterator[Link]:
    days = {"first": finding.first_day.isoformat(), "last": finding.last_day.isoformat()}
    yield link(
        "ties",
        Message("Agreements, visits, meetings and events of the partners"),
        Message("From %(first)s to %(last)s", days),
        Where(reverse("network:ties")),
    )
    looked = Message("Looked at on %(day)s", {"day": finding.at.date().isoformat()})
    path = reverse("network:finding", args=[finding.token])
    yield link("finding", Message("How the partners work together"), looked, Where(path))
