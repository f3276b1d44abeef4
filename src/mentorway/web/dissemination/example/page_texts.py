"""Words of the pages, the news and the material of the example: title, summary and body by language."""

from collections.abc import Mapping
from typing import Final

Texts = Mapping[str, tuple[str, str, str]]

PROJECT: Final[Texts] = {
    "en": (
        "Example: about the project",
        "An invented project of four partners that learn from each other how to mentor.",
        (
            "Everything on this page is an example. The partners, the people and the numbers are "
            "invented.\n\n"
            "## What it is about\n\n"
            "Partners in Finland, Latvia, Lithuania and Sweden train mentors, try the training in two "
            "pilots and ask whether it helped.\n\n"
            "## How you can look inside\n\n"
            "- Good practices are described so that others can use them.\n"
            "- Every figure leads back to the answers under it.\n"
            "- What did not work is published as well."
        ),
    ),
    "lt": (
        "Pavyzdys: apie projektą",
        "Išgalvotas keturių partnerių, kurie mokosi mentorystės vieni iš kitų, projektas.",
        (
            "Viskas šiame puslapyje yra pavyzdys. Partneriai, žmonės ir skaičiai išgalvoti.\n\n"
            "## Apie ką jis\n\n"
            "Partneriai Suomijoje, Latvijoje, Lietuvoje ir Švedijoje rengia mentorius, mokymus išbando "
            "dviejose grupėse ir klausia, ar jie padėjo.\n\n"
            "## Kaip pažvelgti į vidų\n\n"
            "- Gerosios praktikos aprašytos taip, kad jomis galėtų naudotis kiti.\n"
            "- Kiekvienas skaičius veda atgal prie atsakymų, kuriais remiasi.\n"
            "- Skelbiama ir tai, kas nepavyko."
        ),
    ),
    "lv": (
        "Piemērs: par projektu",
        "Izdomāts projekts, kurā četri partneri cits no cita mācās mentorēt.",
        (
            "Viss šajā lapā ir piemērs. Partneri, cilvēki un skaitļi ir izdomāti.\n\n"
            "## Par ko tas ir\n\n"
            "Partneri Somijā, Latvijā, Lietuvā un Zviedrijā apmāca mentorus, izmēģina mācības divās "
            "grupās un jautā, vai tās palīdzēja.\n\n"
            "## Kā ieskatīties\n\n"
            "- Labā prakse ir aprakstīta tā, lai to varētu izmantot citi.\n"
            "- Katrs skaitlis ved atpakaļ pie atbildēm, uz kurām tas balstās.\n"
            "- Publicēts tiek arī tas, kas neizdevās."
        ),
    ),
    "sv": (
        "Exempel: om projektet",
        "Ett påhittat projekt med fyra partner som lär sig mentorskap av varandra.",
        (
            "Allt på den här sidan är ett exempel. Partner, personer och siffror är påhittade.\n\n"
            "## Vad det handlar om\n\n"
            "Partner i Finland, Lettland, Litauen och Sverige utbildar mentorer, prövar utbildningen i "
            "två grupper och frågar om den hjälpte.\n\n"
            "## Så kan du se efter\n\n"
            "- God praxis beskrivs så att andra kan använda den.\n"
            "- Varje siffra leder tillbaka till svaren som den vilar på.\n"
            "- Också det som inte fungerade publiceras."
        ),
    ),
    "fi": (
        "Esimerkki: hankkeesta",
        "Keksitty hanke, jossa neljä kumppania oppii mentorointia toisiltaan.",
        (
            "Kaikki tällä sivulla on esimerkkiä. Kumppanit, ihmiset ja luvut on keksitty.\n\n"
            "## Mistä on kyse\n\n"
            "Kumppanit Suomessa, Latviassa, Liettuassa ja Ruotsissa kouluttavat mentoreita, kokeilevat "
            "koulutusta kahdessa ryhmässä ja kysyvät, auttoiko se.\n\n"
            "## Näin näet sisään\n\n"
            "- Hyvät käytännöt kuvataan niin, että muut voivat käyttää niitä.\n"
            "- Jokainen luku johtaa takaisin vastauksiin, joihin se nojaa.\n"
            "- Myös se, mikä ei toiminut, julkaistaan."
        ),
    ),
}
NUMBERS: Final[Texts] = {
    "en": (
        "Example: how our numbers come about",
        "From a question to a figure, step by step, with invented data.",
        (
            "A figure on this site is never typed in. It is taken from a stored result, together with "
            "the data, the method and the program that made it.\n\n"
            "1. A question is translated, and people check the translation.\n"
            "2. People answer without giving their names.\n"
            "3. A method is chosen before anybody looks at the answers.\n"
            "4. The result is kept as it is, also when it is disappointing.\n\n"
            "If something under a figure turns out to be wrong, the figure is crossed out here at once."
        ),
    ),
    "lt": (
        "Pavyzdys: kaip atsiranda mūsų skaičiai",
        "Nuo klausimo iki skaičiaus, žingsnis po žingsnio, su išgalvotais duomenimis.",
        (
            "Šioje svetainėje skaičius niekada neįrašomas ranka. Jis paimamas iš saugomo rezultato kartu "
            "su duomenimis, metodu ir programa, kuri jį apskaičiavo.\n\n"
            "1. Klausimas išverčiamas, o vertimą patikrina žmonės.\n"
            "2. Žmonės atsako nenurodydami savo vardo.\n"
            "3. Metodas pasirenkamas prieš pažvelgiant į atsakymus.\n"
            "4. Rezultatas paliekamas toks, koks yra, net jei jis nuvilia.\n\n"
            "Jei paaiškėja, kad kas nors po skaičiumi neteisinga, skaičius čia iškart perbraukiamas."
        ),
    ),
    "lv": (
        "Piemērs: kā rodas mūsu skaitļi",
        "No jautājuma līdz skaitlim, soli pa solim, ar izdomātiem datiem.",
        (
            "Skaitlis šajā vietnē nekad nav ierakstīts ar roku. Tas ņemts no saglabāta rezultāta kopā ar "
            "datiem, metodi un programmu, kas to aprēķināja.\n\n"
            "1. Jautājumu iztulko, un tulkojumu pārbauda cilvēki.\n"
            "2. Cilvēki atbild, nenosaucot savu vārdu.\n"
            "3. Metodi izvēlas, pirms kāds ir redzējis atbildes.\n"
            "4. Rezultātu patur tādu, kāds tas ir, arī ja tas sagādā vilšanos.\n\n"
            "Ja izrādās, ka kaut kas zem skaitļa ir nepareizs, skaitlis šeit uzreiz tiek pārsvītrots."
        ),
    ),
    "sv": (
        "Exempel: så kommer våra siffror till",
        "Från fråga till siffra, steg för steg, med påhittade data.",
        (
            "En siffra på den här webbplatsen skrivs aldrig in för hand. Den hämtas från ett sparat "
            "resultat, tillsammans med data, metod och det program som räknade ut den.\n\n"
            "1. En fråga översätts, och människor granskar översättningen.\n"
            "2. Människor svarar utan att uppge sitt namn.\n"
            "3. Metoden väljs innan någon har sett svaren.\n"
            "4. Resultatet får stå kvar som det är, också när det gör oss besvikna.\n\n"
            "Om något under en siffra visar sig vara fel stryks siffran över här genast."
        ),
    ),
    "fi": (
        "Esimerkki: miten lukumme syntyvät",
        "Kysymyksestä luvuksi, askel askeleelta, keksityillä tiedoilla.",
        (
            "Tämän sivuston lukuja ei koskaan kirjoiteta käsin. Luku otetaan tallennetusta tuloksesta "
            "yhdessä aineiston, menetelmän ja sen laskeneen ohjelman kanssa.\n\n"
            "1. Kysymys käännetään, ja ihmiset tarkistavat käännöksen.\n"
            "2. Ihmiset vastaavat nimeään kertomatta.\n"
            "3. Menetelmä valitaan ennen kuin kukaan on nähnyt vastauksia.\n"
            "4. Tulos jätetään sellaiseksi kuin se on, myös silloin kun se on pettymys.\n\n"
            "Jos jokin luvun alla osoittautuu vääräksi, luku yliviivataan täällä heti."
        ),
    ),
}
PILOTS_OVER: Final[Texts] = {
    "en": (
        "Example: both pilots are over",
        "One pilot helped its mentors, the other did not. The data are synthetic.",
        (
            "This piece of news is an example, made with synthetic data.\n\n"
            "People counted in the two invented pilots: {people}.\n\n"
            "Pilot A was made so that it helps, pilot B so that it does not. Whoever reads only the mean "
            "of both misses that. The evaluation of the example shows them side by side."
        ),
    ),
    "lt": (
        "Pavyzdys: abi bandomosios grupės baigė darbą",
        "Viena grupė savo mentoriams padėjo, kita – ne. Duomenys sintetiniai.",
        (
            "Ši naujiena yra pavyzdys, sukurtas iš sintetinių duomenų.\n\n"
            "Dviejose išgalvotose grupėse suskaičiuota žmonių: {people}.\n\n"
            "Grupė A sukurta taip, kad padėtų, grupė B – kad nepadėtų. Kas skaito tik abiejų vidurkį, to "
            "nepamato. Pavyzdžio vertinimas jas rodo greta."
        ),
    ),
    "lv": (
        "Piemērs: abas izmēģinājuma grupas ir beigušas darbu",
        "Viena grupa saviem mentoriem palīdzēja, otra ne. Dati ir sintētiski.",
        (
            "Šī ziņa ir piemērs, kas veidots no sintētiskiem datiem.\n\n"
            "Divās izdomātajās grupās saskaitīto cilvēku skaits: {people}.\n\n"
            "Grupa A veidota tā, lai tā palīdzētu, grupa B tā, lai nepalīdzētu. Kas lasa tikai abu "
            "vidējo, to neredz. Piemēra izvērtējums tās rāda līdzās."
        ),
    ),
    "sv": (
        "Exempel: båda försöksgrupperna är klara",
        "Den ena gruppen hjälpte sina mentorer, den andra inte. Uppgifterna är syntetiska.",
        (
            "Den här nyheten är ett exempel, gjort med syntetiska data.\n\n"
            "Antal personer i de två påhittade grupperna: {people}.\n\n"
            "Grupp A gjordes så att den hjälper, grupp B så att den inte gör det. Den som bara läser "
            "medelvärdet av båda ser inte det. Exemplets utvärdering visar dem sida vid sida."
        ),
    ),
    "fi": (
        "Esimerkki: molemmat pilottiryhmät ovat päättyneet",
        "Toinen ryhmä auttoi mentoreitaan, toinen ei. Tiedot on keksitty.",
        (
            "Tämä uutinen on esimerkki, joka on tehty keksityillä tiedoilla.\n\n"
            "Kahden keksityn ryhmän osallistujien määrä: {people}.\n\n"
            "Ryhmä A tehtiin sellaiseksi, että se auttaa, ryhmä B sellaiseksi, ettei se auta. Pelkän "
            "keskiarvon lukija ei huomaa sitä. Esimerkin arviointi näyttää ryhmät rinnakkain."
        ),
    ),
}
CHECKLIST: Final[Texts] = {
    "en": (
        "Example: a page for the first meeting",
        "What a mentor and a mentee can agree on when they meet for the first time.",
        (
            "An example of a material. Everybody may use, change and pass on the page; it is not "
            "protected.\n\n"
            "Print it, or open it on a telephone, and go through it together."
        ),
    ),
    "lt": (
        "Pavyzdys: lapas pirmajam susitikimui",
        "Dėl ko mentorius ir ugdytinis gali susitarti susitikę pirmą kartą.",
        (
            "Medžiagos pavyzdys. Šį lapą visi gali naudoti, keisti ir perduoti; jis nesaugomas.\n\n"
            "Atsispausdinkite jį arba atsiverskite telefone ir pereikite kartu."
        ),
    ),
    "lv": (
        "Piemērs: lapa pirmajai tikšanās reizei",
        "Par ko mentors un mentorējamais var vienoties, satiekoties pirmo reizi.",
        (
            "Materiāla piemērs. Šo lapu ikviens drīkst lietot, mainīt un nodot tālāk; tā nav aizsargāta."
            "\n\n"
            "Izdrukājiet to vai atveriet tālrunī un izejiet tai cauri kopā."
        ),
    ),
    "sv": (
        "Exempel: ett blad för första mötet",
        "Vad en mentor och en adept kan komma överens om när de träffas första gången.",
        (
            "Ett exempel på material. Alla får använda, ändra och sprida bladet; det är inte skyddat.\n\n"
            "Skriv ut det, eller öppna det i telefonen, och gå igenom det tillsammans."
        ),
    ),
    "fi": (
        "Esimerkki: lomake ensimmäiseen tapaamiseen",
        "Mistä mentori ja aktori voivat sopia tavatessaan ensimmäisen kerran.",
        (
            "Esimerkki materiaalista. Kuka tahansa saa käyttää, muuttaa ja jakaa sivua; sitä ei ole "
            "suojattu.\n\n"
            "Tulosta se tai avaa se puhelimessa ja käykää se läpi yhdessä."
        ),
    ),
}
