"""Open data of the example study, packed by the same program as real ones. The answers are synthetic."""

from typing import Final

from django.utils import timezone

from mentorway.web.dissemination.actions import releases as doing
from mentorway.web.dissemination.analysis import release_files
from mentorway.web.dissemination.analysis.release_choices import AS_IS, OUT, Choices, Scale, kept_choices
from mentorway.web.dissemination.analysis.release_offers import Offered, offers_of, parts_of, place_column
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.dissemination.tasks import work
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.study.models import Study

TITLE: Final = "Mentoring in four countries: synthetic answers"
TITLES: Final = {
    "en": TITLE,
    "lt": "Mentorystė keturiose šalyse: sintetiniai atsakymai",
    "lv": "Mentorings četrās valstīs: sintētiskas atbildes",
    "sv": "Mentorskap i fyra länder: syntetiska svar",
    "fi": "Mentorointi neljässä maassa: synteettiset vastaukset",
}
TEXTS: Final = {
    "en": "An example of open data. The answers are synthetic: a program made them, nobody was asked, and "
    "they say nothing about any country. They show what a package of open data looks like and how it is "
    "checked.",
    "lt": "Atvirų duomenų pavyzdys. Atsakymai sintetiniai: juos sukūrė programa, nieko neklausta, ir jie "
    "nieko nesako apie jokią šalį. Jie rodo, kaip atrodo atvirų duomenų rinkinys ir kaip jis tikrinamas.",
    "lv": "Atvērto datu piemērs. Atbildes ir sintētiskas: tās izveidoja programma, neviens nav aptaujāts, un "
    "tās neko nesaka ne par vienu valsti. Tās rāda, kāda ir atvērto datu pakotne un kā to pārbauda.",
    "sv": "Ett exempel på öppna data. Svaren är syntetiska: ett program har gjort dem, ingen tillfrågades, "
    "och de säger ingenting om något land. De visar hur ett paket med öppna data ser ut och hur det "
    "kontrolleras.",
    "fi": "Esimerkki avoimesta datasta. Vastaukset ovat synteettisiä: ohjelma teki ne, keneltäkään ei "
    "kysytty, eivätkä ne kerro mitään mistään maasta. Ne näyttävät, millainen avoimen datan paketti on ja "
    "miten se tarkistetaan.",
}
REASON: Final = "An example with synthetic answers: nobody was asked, so nobody had to be told."
SCALES: Final = {"os1": ("os5",), "us1": ()}  # the first question of each, and those turned round


def load(partner: Partner) -> None:
    """Pack and publish open data of the example study, unless that was done before."""
    study = Study.objects.filter(is_example=True, partner=partner).first()
    if study is None:
        return
    _forget_unfinished(study)
    if Release.objects.filter(study=study).exists():
        return
    release = Release(
        study=study, number=1, title=TITLE, description=TEXTS, is_example=True, stage=Stage.WAITING,
        heard=timezone.now(), created_by=acting_for(partner),
        choices=kept_choices(chosen(study)),
    )  # fmt: skip
    release.full_clean()
    release.save()
    work(release.pk)
    doing.publish_example(release)


def _forget_unfinished(study: Study) -> None:
    """Forget what an earlier loading began to pack and did not publish, as it was broken off."""
    rows = Release.objects.filter(study=study, is_example=True)
    for release in rows.exclude(stage__in=(Stage.PUBLISHED, Stage.WITHDRAWN)):
        release_files.forget(release)
        release.delete()


def chosen(study: Study) -> Choices:
    """Return what goes in: country, sector, and two scales that everybody was asked."""
    offers = offers_of(study)
    country, sector = (place_column(offers, one) for one in ("country", "sector"))
    scales = [
        Scale(part.key, part.title, tuple(one.name for one in part.items), SCALES[part.key])
        for part in parts_of(study, offers)
        if part.key in SCALES
    ]
    items = {name for scale in scales for name in scale.items}
    return Choices(
        wave=1,
        ways={one.name: _way(one, {country, sector, *items}) for one in offers},
        tables=((country,), (sector,), (country, sector), ("age",), ("role",)),
        scales=tuple(scales),
        by_country=False,
        titles=TITLES,
        universe="Nobody: the answers are synthetic.",
        keywords="mentoring, education, business, synthetic data",
        reason=REASON,
        is_chosen=True,
    )


def _way(offered: Offered, open_ones: set[str]) -> str:
    return AS_IS if offered.name in open_ones else OUT
