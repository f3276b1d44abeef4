"""Words of the events, the groups and the file of the example, by language."""

from collections.abc import Mapping
from typing import Final

from mentorway.web.dissemination.example.page_texts import Texts

MORNING: Final[Texts] = {
    "en": (
        "Example: a morning about mentoring",
        "An invented open meeting for everybody who mentors or wants to begin.",
        (
            "An example of an event that is still to come. Nobody will be there.\n\n"
            "- What mentors told us\n- What they would do otherwise\n- Questions from the room"
        ),
    ),
    "lt": (
        "Pavyzdys: rytas apie mentorystę",
        "Išgalvotas atviras susitikimas visiems, kurie yra mentoriai arba nori jais tapti.",
        (
            "Būsimo renginio pavyzdys. Jame nieko nebus.\n\n"
            "- Ką papasakojo mentoriai\n- Ką jie darytų kitaip\n- Klausimai iš salės"
        ),
    ),
    "lv": (
        "Piemērs: rīts par mentorēšanu",
        "Izdomāta atklāta tikšanās visiem, kas ir mentori vai grib par tādiem kļūt.",
        (
            "Gaidāma pasākuma piemērs. Tur neviena nebūs.\n\n"
            "- Ko stāstīja mentori\n- Ko viņi darītu citādi\n- Jautājumi no zāles"
        ),
    ),
    "sv": (
        "Exempel: en förmiddag om mentorskap",
        "Ett påhittat öppet möte för alla som är mentorer eller vill börja.",
        (
            "Ett exempel på en kommande träff. Ingen kommer att vara där.\n\n"
            "- Vad mentorerna berättade\n- Vad de skulle göra annorlunda\n- Frågor från salen"
        ),
    ),
    "fi": (
        "Esimerkki: aamupäivä mentoroinnista",
        "Keksitty avoin tilaisuus kaikille, jotka mentoroivat tai haluavat aloittaa.",
        (
            "Esimerkki tulevasta tapahtumasta. Siellä ei ole ketään.\n\n"
            "- Mitä mentorit kertoivat\n- Mitä he tekisivät toisin\n- Kysymyksiä yleisöltä"
        ),
    ),
}
WORKSHOP: Final[Texts] = {
    "en": (
        "Example: workshop for trainers",
        "An invented workshop that is over; how many people came is invented as well.",
        (
            "An example of an event in the past. Trainers of four partners would have tried one session "
            "of the programme and said what they would change."
        ),
    ),
    "lt": (
        "Pavyzdys: mokytojų dirbtuvės",
        "Išgalvotos, jau įvykusios dirbtuvės; išgalvota ir tai, kiek žmonių atėjo.",
        (
            "Praėjusio renginio pavyzdys. Keturių partnerių mokytojai būtų išbandę vieną programos "
            "užsiėmimą ir pasakę, ką keistų."
        ),
    ),
    "lv": (
        "Piemērs: darbnīca pasniedzējiem",
        "Izdomāta, jau notikusi darbnīca; izdomāts ir arī tas, cik cilvēku atnāca.",
        (
            "Pagājuša pasākuma piemērs. Četru partneru pasniedzēji būtu izmēģinājuši vienu programmas "
            "nodarbību un pateikuši, ko mainītu."
        ),
    ),
    "sv": (
        "Exempel: verkstad för utbildare",
        "En påhittad verkstad som är över; också hur många som kom är påhittat.",
        (
            "Ett exempel på en träff som har varit. Utbildare hos fyra partner skulle ha prövat ett pass "
            "i programmet och sagt vad de ville ändra."
        ),
    ),
    "fi": (
        "Esimerkki: työpaja kouluttajille",
        "Keksitty työpaja, joka on jo pidetty; myös osallistujien määrä on keksitty.",
        (
            "Esimerkki menneestä tapahtumasta. Neljän kumppanin kouluttajat olisivat kokeilleet ohjelman "
            "yhtä kertaa ja kertoneet, mitä muuttaisivat."
        ),
    ),
}
GROUPS: Final[tuple[Mapping[str, str], ...]] = (
    {"en": "Mentors", "lt": "Mentoriai", "lv": "Mentori", "sv": "Mentorer", "fi": "Mentorit"},
    {
        "en": "People who train mentors",
        "lt": "Mentorių rengėjai",
        "lv": "Mentoru apmācītāji",
        "sv": "De som utbildar mentorer",
        "fi": "Mentorien kouluttajat",
    },
    {
        "en": "People who decide about training",
        "lt": "Sprendžiantieji dėl mokymų",
        "lv": "Lēmumu pieņēmēji par mācībām",
        "sv": "De som beslutar om utbildning",
        "fi": "Koulutuksesta päättävät",
    },
)
# What the file says in each language, and what it shows.
PAPER: Final[Mapping[str, tuple[str, str]]] = {
    "en": (
        "A page for the first meeting",
        (
            "FOR THE FIRST MEETING\n\n"
            "[ ] What each of us hopes for\n[ ] How often we meet, where, and for how long\n"
            "[ ] What stays between us\n[ ] How we say that something does not work\n"
            "[ ] When we meet next\n"
        ),
    ),
    "lt": (
        "Lapas pirmajam susitikimui",
        (
            "PIRMAJAM SUSITIKIMUI\n\n"
            "[ ] Ko tikisi kiekvienas iš mūsų\n[ ] Kaip dažnai, kur ir kiek laiko susitinkame\n"
            "[ ] Kas lieka tarp mūsų\n[ ] Kaip pasakome, kad kas nors nesiseka\n"
            "[ ] Kada susitinkame kitą kartą\n"
        ),
    ),
    "lv": (
        "Lapa pirmajai tikšanās reizei",
        (
            "PIRMAJAI TIKŠANĀS REIZEI\n\n"
            "[ ] Ko katrs no mums cer sagaidīt\n[ ] Cik bieži, kur un cik ilgi tiekamies\n"
            "[ ] Kas paliek starp mums\n[ ] Kā pasakām, ka kaut kas neizdodas\n"
            "[ ] Kad tiekamies nākamreiz\n"
        ),
    ),
    "sv": (
        "Ett blad för första mötet",
        (
            "FÖR FÖRSTA MÖTET\n\n"
            "[ ] Vad var och en av oss hoppas på\n[ ] Hur ofta vi träffas, var och hur länge\n"
            "[ ] Vad som stannar mellan oss\n[ ] Hur vi säger att något inte fungerar\n"
            "[ ] När vi träffas nästa gång\n"
        ),
    ),
    "fi": (
        "Lomake ensimmäiseen tapaamiseen",
        (
            "ENSIMMÄISEEN TAPAAMISEEN\n\n"
            "[ ] Mitä kumpikin meistä toivoo\n[ ] Kuinka usein, missä ja kuinka kauan tapaamme\n"
            "[ ] Mikä jää meidän välillemme\n[ ] Miten sanomme, että jokin ei toimi\n"
            "[ ] Milloin tapaamme seuraavan kerran\n"
        ),
    ),
}
