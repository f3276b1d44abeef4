"""Example partners: none of these organisations exists."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from mentorway.web.network.actions import contacts, partners
from mentorway.web.network.analysis.partners import values_of
from mentorway.web.network.example import people
from mentorway.web.network.models import Partner

FIRST: Final = {(name, country) for name, country, _sector in people.PARTNERS}
TOLD: Final = "A synthetic partner of the example programme. The organisation does not exist."


@dataclass(frozen=True)
class Made:
    """One example partner."""

    name: str
    country: str
    sector: str
    kind: str
    size: str
    languages: tuple[str, ...]
    town: tuple[str, str, str]  # its name, latitude and longitude
    contact: str = ""
    brings: str = ""


# Towns with their coordinates to two digits, which is about a kilometre.
HELSINKI, TAMPERE, OULU, TURKU = (
    ("Helsinki", "60.17", "24.94"),
    ("Tampere", "61.50", "23.76"),
    ("Oulu", "65.01", "25.47"),
    ("Turku", "60.45", "22.27"),
)
STOCKHOLM, GOTHENBURG, UMEA = (
    ("Stockholm", "59.33", "18.07"),
    ("Göteborg", "57.71", "11.97"),
    ("Umeå", "63.83", "20.26"),
)
RIGA, LIEPAJA, DAUGAVPILS = (
    ("Rīga", "56.95", "24.11"),
    ("Liepāja", "56.51", "21.01"),
    ("Daugavpils", "55.87", "26.54"),
)
VILNIUS, KAUNAS, KLAIPEDA = (
    ("Vilnius", "54.69", "25.28"),
    ("Kaunas", "54.90", "23.90"),
    ("Klaipėda", "55.71", "21.13"),
)
FINNISH, SWEDISH, LATVIAN, LITHUANIAN = ("en", "fi", "sv"), ("en", "sv"), ("en", "lv"), ("en", "lt")
EDUCATION, BUSINESS = "education", "business"
# fmt: off
PARTNERS: Final = (
    Made("Example University", "FI", EDUCATION, "university", "large", FINNISH, HELSINKI, "Aino Example",
         "Research on mentoring, and the method of the programme."),
    Made("Example Mentoring Centre", "SE", EDUCATION, "adult", "small", SWEDISH, STOCKHOLM, "Elsa Example",
         "Training of mentors for adult learners."),
    Made("Example Trading House", "LV", BUSINESS, "company", "medium", LATVIAN, RIGA, "Jānis Example",
         "Mentors from trade and logistics."),
    Made("Example College", "LT", EDUCATION, "vocational", "medium", LITHUANIAN, VILNIUS, "Rūta Example",
         "Students who begin at work."),
    Made("Example Vocational Institute", "FI", EDUCATION, "vocational", "large", FINNISH, TAMPERE,
         "Eino Example", "Apprentices, and teachers who visit them at work."),
    Made("Example Software Oy", "FI", BUSINESS, "company", "medium", ("en", "fi"), OULU, "Helmi Example",
         "Mentors who work far from each other."),
    Made("Example Shipyard Oy", "FI", BUSINESS, "company", "large", FINNISH, TURKU, "Onni Example",
         "Mentoring between trades and generations."),
    Made("Example Folk High School", "SE", EDUCATION, "adult", "small", SWEDISH, UMEA, "Maja Example",
         "Courses for those who come back to learning."),
    Made("Example Industries AB", "SE", BUSINESS, "company", "large", SWEDISH, GOTHENBURG, "Nils Example",
         "Ten years of mentoring of new colleagues."),
    Made("Example Chamber of Crafts", "SE", BUSINESS, "association", "micro", SWEDISH, STOCKHOLM,
         "Ebba Example", "The way to small workshops."),
    Made("Example Technical School", "LV", EDUCATION, "vocational", "medium", LATVIAN, LIEPAJA,
         "Ilze Example", "Practice in companies from the first year."),
    Made("Example Bakery SIA", "LV", BUSINESS, "company", "micro", ("lv",), DAUGAVPILS, "Pēteris Example",
         "Mentors in a family business."),
    Made("Example Adult Education Centre", "LV", EDUCATION, "adult", "small", LATVIAN, RIGA, "Anna Example",
         "Evening courses in five towns."),
    Made("Example Technologies UAB", "LT", BUSINESS, "company", "medium", LITHUANIAN, KAUNAS,
         "Jonas Example", "Mentors in production and quality."),
    Made("Example Port Company", "LT", BUSINESS, "company", "large", LITHUANIAN, KLAIPEDA, "Eglė Example",
         "Mentoring in shifts."),
    Made("Example Employment Office", "LT", EDUCATION, "public", "medium", LITHUANIAN, VILNIUS,
         "Tomas Example", "Young people who look for their first work."),
)
# fmt: on


@transaction.atomic
def load(_partner: Partner) -> None:
    """Complete the example partners, and add those that were never there."""
    for made in PARTNERS:
        row = Partner.objects.filter(name=made.name, country=made.country).first()
        if row is None:
            row = partners.found(name=made.name, country=made.country, **_fields(made))
            Partner.objects.filter(pk=row.pk).update(is_example=True, is_public=True)
        elif row.is_example and not row.deleted and not row.revisions.exists():
            _complete(row, made)
        else:
            continue
        address = f"{made.contact.split()[0].lower()}@example.org"
        contacts.add(
            row,
            name=made.contact,
            email=address if address.isascii() else "",
            language=made.languages[min(1, len(made.languages) - 1)],
            is_main=not row.contacts.filter(is_main=True, deleted=None).exists(),
        )


def _complete(row: Partner, made: Made) -> None:
    """Write what is known of a partner; of the first ones, their beginning is a revision of its own."""
    fields = {**values_of(row), "sector": made.sector, **_fields(made)}
    if (row.name, row.country) in FIRST:
        partners.describe(row, None, revision=row.revision, **fields)
    else:
        partners.fill(row, fields)
        row.save()
        partners.keep_revision(row, None)


@transaction.atomic
def put_back() -> None:
    """Bring the example partners back as they were before `load` completed them; their rows stay.

    Contacts and revisions are taken out by whoever asks for this, and afterwards: the first revision knows a
    name that was changed since.
    """
    for row in Partner.objects.filter(is_example=True).order_by("pk"):
        row.name, row.country = _first_name(row)
        row.deleted = row.merged_into = row.joined = None
        row.kind = row.size = row.city = row.website = row.description = row.search_text = ""
        row.latitude = row.longitude = None
        row.languages, row.revision = [], 1
        row.is_public = (row.name, row.country) not in FIRST
        row.save()


def _first_name(row: Partner) -> tuple[str, str]:
    """Return name and country as in the beginning, unless another partner has them by now."""
    begun = row.revisions.order_by("number").first()
    if begun is None:
        return row.name, row.country
    name, country = begun.fields["name"], begun.fields["country"]
    others = Partner.objects.filter(name=name, country=country, deleted=None).exclude(pk=row.pk)
    return (row.name, row.country) if others.exists() else (name, country)


def _fields(made: Made) -> dict[str, Any]:
    town, latitude, longitude = made.town
    return {
        "sector": made.sector,
        "kind": made.kind,
        "size": made.size,
        "languages": list(made.languages),
        "city": town,
        "latitude": Decimal(latitude),
        "longitude": Decimal(longitude),
        "description": f"{TOLD}\n\n{made.brings}",
    }
