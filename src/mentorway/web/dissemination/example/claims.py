"""Claims of the example, each about what the example of an earlier activity found."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import translation

from mentorway.web.accounts.models import User
from mentorway.web.dissemination.actions import claims as actions
from mentorway.web.dissemination.analysis.sources import Offer, figures_in, sections_in
from mentorway.web.dissemination.models import Basis, Claim
from mentorway.web.dissemination.queries import claims as queries
from mentorway.web.network.example.people import anybody_of
from mentorway.web.network.models import Partner

Texts = Mapping[str, tuple[str, str, str]]
PEOPLE: Final[Texts] = {
    "en": (
        "Example: people in two pilots",
        "{figure} invented people took part in two example pilots.",
        "Example with synthetic data: none of these people exists, so nothing follows for real mentors.",
    ),
    "lt": (
        "Pavyzdys: dviejų bandomųjų grupių dalyviai",
        "Dviejose pavyzdinėse grupėse dalyvavo {figure} išgalvoti žmonės.",
        "Pavyzdys su sintetiniais duomenimis: šių žmonių nėra, todėl apie tikrus mentorius tai nieko nesako.",
    ),
    "lv": (
        "Piemērs: divu izmēģinājuma grupu dalībnieki",
        "Divās piemēra grupās piedalījās {figure} izdomāti cilvēki.",
        "Piemērs ar sintētiskiem datiem: šādu cilvēku nav, tāpēc par īstiem mentoriem tas neko nesaka.",
    ),
    "sv": (
        "Exempel: deltagare i två försöksgrupper",
        "{figure} påhittade personer deltog i två exempelgrupper.",
        "Exempel med syntetiska data: personerna finns inte, så det säger inget om verkliga mentorer.",
    ),
    "fi": (
        "Esimerkki: kahden pilottiryhmän osallistujat",
        "Kahteen esimerkkiryhmään osallistui {figure} keksittyä henkilöä.",
        "Esimerkki keksityillä tiedoilla: näitä ihmisiä ei ole, joten se ei kerro oikeista mentoreista.",
    ),
}
CHANGE: Final[Texts] = {
    "en": (
        "Example: how far the pilots moved people",
        "On a scale of the example people moved by {figure} points from before to after.",
        "Example with synthetic data. That people changed does not say that the programme did it.",
    ),
    "lt": (
        "Pavyzdys: kiek pasikeitė žmonės",
        "Vienoje pavyzdžio skalėje žmonės nuo pradžios iki pabaigos pasikeitė {figure} balo.",
        "Pavyzdys su sintetiniais duomenimis. Dalyvių pokytis nesako, kad jį lėmė programa.",
    ),
    "lv": (
        "Piemērs: cik daudz mainījās cilvēki",
        "Vienā piemēra skalā cilvēki no sākuma līdz beigām mainījās par {figure} punktiem.",
        "Piemērs ar sintētiskiem datiem. Dalībnieku pārmaiņas neliecina, ka tās izraisīja programma.",
    ),
    "sv": (
        "Exempel: hur långt människor rörde sig",
        "På en skala i exemplet rörde sig människor {figure} poäng från före till efter.",
        "Exempel med syntetiska data. Att deltagarna förändrades säger inte att programmet gjorde det.",
    ),
    "fi": (
        "Esimerkki: kuinka paljon ihmiset muuttuivat",
        "Yhdellä esimerkin asteikolla ihmiset muuttuivat {figure} pistettä alusta loppuun.",
        "Esimerkki keksityillä tiedoilla. Osallistujien muutos ei kerro, että ohjelma sai sen aikaan.",
    ),
}


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the claims, unless that was done or there is nothing to rest on."""
    if Claim.objects.filter(is_example=True).exists():
        return
    result = queries.example_result()
    user = anybody_of(partner)
    if result is None or user is None:
        return
    with translation.override("en"):
        for offer, texts in _told(result):
            _publish(_made(partner, user, result, (offer, texts)), user)


def _told(result: Any) -> Iterator[tuple[Offer, Texts]]:
    for section in sections_in(Basis.EVALUATION, result):
        for offer in figures_in(Basis.EVALUATION, result, section.slug).offers:
            if offer.key == "people" and not offer.refused:
                yield offer, PEOPLE
            elif offer.key == "change" and not offer.refused:
                yield offer, CHANGE
                return


def _made(partner: Partner, user: User, result: Any, told: tuple[Offer, Texts]) -> Claim:
    offer, texts = told
    title, sentence, limits = texts["en"]
    facts = {"language": "en", "title": title, "sentence": sentence, "limits": limits, "licence": "CC0-1.0"}
    claim = actions.create(user, partner=partner, basis=Basis.EVALUATION, source=result, offer=offer, **facts)
    every = {
        f"{name}_{code}": text
        for code, words in texts.items()
        for name, text in zip(("title", "sentence", "limits"), words, strict=True)
    }
    actions.change(claim, user, revision=claim.revision, licence="CC0-1.0", slug="", **every)
    claim.refresh_from_db()
    return claim


def _publish(claim: Claim, user: User) -> None:
    """Publish a claim, which nobody has to read a second time: no real reader stands under an example."""
    actions.hand_in(claim, user)
    Claim.objects.filter(pk=claim.pk).update(handed_in_by=None)
    actions.publish(claim, user, revision=claim.revision)
    Claim.objects.filter(pk=claim.pk).update(is_example=True)
