"""The numbers of findings about the network, and about challenges, that may be published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.dissemination.analysis.figures import (
    COEFFICIENT,
    COUNT,
    PEOPLE,
    SHARE,
    Made,
    Offer,
    Offered,
    Section,
    too_few,
)
from mentorway.web.network.models import Country, NetworkFinding
from mentorway.web.practices.analysis.matrix import FEWEST, Counted, name_of
from mentorway.web.practices.models import ChallengeFinding

WHOLE: Final = "whole"


def network_sections(_finding: NetworkFinding) -> list[Section]:
    """Return the one part of a finding about the network."""
    return [Section(WHOLE, _("The network as a whole"))]


def whole_of(_place: dict[str, str]) -> str:
    """Return in which part a number about the network stands: there is one only."""
    return WHOLE


def network_offered(finding: NetworkFinding, _section: str) -> Offered:
    """Return what a finding about the network offers."""
    result = finding.result
    made = Made("network", finding.fingerprint, f"mentorway {finding.version}")
    density, mixed, ei = result["density"], result["mixing"], result["ei"]["network"]["value"]
    found: list[Offer] = [
        Offer("partners", {}, _("Partners in the network"), made.figure(density["nodes"], COUNT, None)),
        Offer(
            "pairs", {}, _("Pairs of partners that work together"), made.figure(density["ties"], COUNT, None)
        ),
    ]
    meaning = _("Ties are agreements in force, visits, meetings and events held together.")
    if density["value"] is not None:
        label = _("Share of all possible pairs of partners that work together")
        found.append(
            Offer("density", {}, label, made.figure(density["value"], SHARE, None, way="density"), meaning)
        )
    if mixed["share"] is not None:
        label = _("Share of pairs that join education and business")
        not_said = _("Whether that is more than chance would have it is said by the finding itself.")
        figure = made.figure(mixed["share"], SHARE, None, way="mixing")
        found.append(Offer("crossing", {}, label, figure, meaning, not_said))
    if ei is not None:
        label = _("E-I index of the network (−1: all within a sector, +1: all across)")
        found.append(Offer("ei", {}, label, made.figure(ei, COEFFICIENT, None, way="E-I index"), meaning))
    if result["change"]["jaccard"] is not None:
        label = _("Pairs that work together now and did not in the time before")
        found.append(Offer("made", {}, label, made.figure(result["change"]["made"], COUNT, None)))
    return Offered(tuple(found))


def challenge_sections(finding: ChallengeFinding) -> list[Section]:
    """Return all countries together, and each country with material."""
    countries = Counted(finding.result).countries()
    first = Section(WHOLE, _("All countries together"))
    return [first, *(Section(code, str(Country(code).label)) for code in countries)]


def country_of(place: dict[str, str]) -> str:
    """Return in which part a number about challenges stands."""
    return place.get("country", WHOLE)


def challenges_offered(finding: ChallengeFinding, section: str) -> Offered:
    """Return what a finding about challenges offers for all countries, or for one."""
    counted = Counted(finding.result)
    country = "" if section == WHOLE else section
    if country and country not in counted.countries():
        return Offered(())
    materials, people = counted.total(country)
    remarks = []
    if materials < FEWEST:
        text = ngettext(
            "There is %(count)d material here: too little to give shares.",
            "There are %(count)d materials here: too few to give shares.",
            materials,
        )
        remarks.append(text % {"count": materials})
    return Offered(tuple(_of_challenges(finding, counted, country, people)), tuple(remarks))


def _of_challenges(finding: ChallengeFinding, counted: Counted, country: str, people: int) -> Iterator[Offer]:
    made = Made("challenges", finding.fingerprint, f"mentorway {finding.version}")
    place = {"country": country} if country else {}
    materials, _people = counted.total(country)
    yield Offer("materials", place, _("Materials that were read"), made.figure(materials, COUNT, None))
    yield Offer(
        "voices", place, _("People who speak in the materials"), made.figure(people, PEOPLE, people),
        refused=too_few(people),
    )  # fmt: skip
    meaning = _("How much of the material that was read names it, whoever speaks there.")
    not_said = _("It does not say how many people have this difficulty: material is not a sample of people.")
    for entry in counted.entries():
        cell = counted.cell(entry["token"], country)
        if cell.share is None or not cell.n:
            continue
        label = _("Share of materials that name “%(challenge)s”") % {"challenge": name_of(entry)}
        ends = (cell.share.low, cell.share.high)
        figure = made.figure(cell.share.value, SHARE, people, ends, way="Wilson")
        where = {**place, "challenge": entry["token"]}
        yield Offer("challenge", where, label, figure, meaning, not_said, too_few(people))
