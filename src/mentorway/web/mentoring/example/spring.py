"""A round that people join, with the draft of a matching."""

from typing import Final

from django.db import transaction
from django.utils import timezone, translation

from mentorway.web.mentoring.actions import matchings
from mentorway.web.mentoring.example.making import DAY, SEED, Row, Told, mark, open_round, person_of
from mentorway.web.mentoring.models import Person, Round, Side
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner

TITLE: Final = "Example: mentors and mentees in spring"
MENTEES: Final[tuple[Row, ...]] = (
    ("Eeva Mäkelä", "FI", "fi en", "evenings", "leading communicating", 4, "structured", "Example Dairy"),
    ("Mika Nieminen", "FI", "fi", "mornings", "technology career", 2, "between", "Example Software"),
    ("Åsa Lindqvist", "FI", "sv en", "both", "customers business", 7, "free", "Example School"),
    ("Sanna Heikkinen", "FI", "fi en", "late", "wellbeing time", 11, "rather_free", "Example Hospital"),
    ("Björn Sjöberg", "SE", "sv", "mornings", "teaching", 6, "rather_structured", "Example School"),
    ("Linnea Berg", "SE", "sv en", "evenings", "abroad career", 1, "between", "Example Software"),
    ("Ieva Ozoliņa", "LV", "lv en", "both", "leading time", 5, "rather_structured", "Example Bakery"),
    ("Jānis Bērziņš", "LV", "lv", "evenings", "business technology", 3, "free", "Example Workshop"),
    ("Dovilė Kazlauskaitė", "LT", "lt en", "mornings", "communicating", 8, "structured", "Example Clinic"),
    ("Mantas Petrauskas", "LT", "lt", "both", "customers leading", 12, "between", "Example Dairy"),
    ("Rasa Jankauskienė", "LT", "lt en", "late", "wellbeing teaching", 9, "rather_free", "Example School"),
    ("Sigrún Jónsdóttir", "IS", "is", "both", "technology abroad", 4, "between", "Example Fishery"),
)
MENTORS: Final[tuple[tuple[Row, int], ...]] = (
    (("Leena Laine", "FI", "fi en", "both", "leading time", 21, "structured", "Example Bank"), 2),
    (("Pekka Hämäläinen", "FI", "fi", "mornings", "technology career", 15, "between", "Example Port"), 1),
    (
        ("Karin Holm", "SE", "sv en", "both", "customers business abroad", 18, "rather_free", "Example Shop"),
        2,
    ),
    (("Olle Strand", "SE", "sv", "mornings", "teaching wellbeing", 24, "between", "Example College"), 1),
    (("Anda Kalniņa", "LV", "lv en", "evenings", "leading business", 16, "free", "Example Theatre"), 2),
    (("Tomas Žukauskas", "LT", "lt en", "mornings", "communicating", 19, "structured", "Example Press"), 1),
    (("Aušra Stankevičiūtė", "LT", "lt en", "late", "wellbeing teaching", 22, "between", "Example Gym"), 2),
    (("Karolis Butkus", "LT", "lt", "both", "customers leading", 26, "rather_structured", "Example Rail"), 1),
)


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the round with one draft of a matching, unless that was done before."""
    if Round.objects.filter(is_example=True, title=TITLE).exists():
        return
    user, now = acting_for(partner), timezone.now()
    with translation.override("en"):
        days = (now.date() + 14 * DAY, now.date() + 196 * DAY)
        whole = open_round(user, partner, Told(TITLE, "Aino Example"), days)
        _people(whole)
        matchings.compute(whole, user, matchings.Wish(seed=SEED))
    mark(whole)


def _people(whole: Round) -> None:
    """Add the invented people, in the order of their lists."""
    rows = [person_of(whole, Side.MENTEE, row) for row in MENTEES]
    rows += [person_of(whole, Side.MENTOR, row, seats=seats) for row, seats in MENTORS]
    for one in rows:
        one.full_clean()
    Person.objects.bulk_create(rows)
