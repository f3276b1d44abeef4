"""A small study with every kind of question, in three languages."""

import datetime as dt
from decimal import Decimal

from mentorway.datasets import Administrative, Option, Record, layout_of
from mentorway.questionnaire import Bounds, Choice, ChoiceList, Form, Kind, Language, Question

LANGUAGES = (Language("English", "en"), Language("Lietuvių", "lt"), Language("Latviešu", "lv"))


def texts(en, lt="", lv=""):
    return {code: (text,) for code, text in (("en", en), ("lt", lt), ("lv", lv)) if text}


AGREE = ChoiceList(
    "agree",
    (
        Choice("1", texts("Disagree", "Nesutinku", "Nepiekrītu")),
        Choice("2", texts("Neither", "Nei taip, nei ne", "Ne tā, ne šā")),
        Choice("3", texts("Agree", "Sutinku", "Piekrītu")),
        Choice("99", texts("Do not know", "Nežinau", "Nezinu"), {"missing": "yes"}),
    ),
)
CITY = ChoiceList(
    "city",
    (
        Choice("vilnius", texts("Vilnius", "Vilnius", "Viļņa")),
        Choice("rīga-centrs", texts("Riga, centre", "Rygos centras", "Rīgas centrs")),
    ),
)
GOALS = ChoiceList(
    "goals",
    (
        Choice("work", texts("Work, study", "Darbas", "Darbs")),
        Choice("friends", texts("Friends", "Draugai", "Draugi")),
        Choice("health", texts("Health", "Sveikata ąčęėįšųūž", "Veselība āčēģīķļņšūž")),
    ),
)


def question(name, kind, en="", **more):
    labels = texts(en, f"{en} (lt ąž)", f"{en} (lv ņķ)") if en else {}
    return Question(name, f"/data/{name}", kind, labels=labels, **more)


QUESTIONS = (
    question("hello", Kind.NOTE, "Welcome"),
    question("age", Kind.INTEGER, "Age"),
    question("stars", Kind.INTEGER, "Stars", bounds=Bounds(1, 10, 1)),
    question("height", Kind.DECIMAL, "Height"),
    question("born", Kind.DATE, "Born"),
    question("wakes", Kind.TIME, "Wakes"),
    question("met", Kind.DATETIME, "Met"),
    question("trust", Kind.SELECT_ONE, "I trust my mentor", choices="agree", appearance="likert"),
    question("city", Kind.SELECT_ONE, "City", choices="city"),
    question("goal", Kind.SELECT_MULTIPLE, "Goals", choices="goals"),
    question("order", Kind.RANK, "Order", choices="goals"),
    question("agreed", Kind.ACKNOWLEDGE, "Agreed"),
    question("words", Kind.TEXT, "In your words"),
    question("sum", Kind.CALCULATE, calculation="1 + 1"),
)


def make_form(questions=QUESTIONS, version="1", lists=(AGREE, CITY, GOALS), **fields):
    values = {
        "name": "mentors", "title": "Mentors", "root": "data", "languages": LANGUAGES,
        "default_language": "en",
    }  # fmt: skip
    return Form(version=version, questions=tuple(questions), lists=tuple(lists), **{**values, **fields})


ABOUT = (
    Administrative("response", {"en": "Response"}),
    Administrative("wave", {"en": "Wave"}, Kind.INTEGER),
    Administrative(
        "organisation", {"en": "Organisation"}, Kind.SELECT_ONE,
        (Option("a", {"en": "Ąžuolas"}), Option("b", {"en": "Bērzs"})),
    ),
    Administrative("day", {"en": "Day"}, Kind.DATE),
)  # fmt: skip

FULL = Record(
    {"response": "r-1", "wave": 1, "organisation": "a", "day": dt.date(2026, 5, 1)},
    {
        "age": 42, "stars": 9, "height": Decimal("1.75"), "born": dt.date(1984, 2, 29),
        "wakes": dt.time(6, 30), "met": dt.datetime(2026, 5, 1, 8, 30, tzinfo=dt.UTC), "trust": "3",
        "city": "rīga-centrs", "goal": ["work", "health"], "order": ["health", "work", "friends"],
        "agreed": "OK", "words": "Ačiū, paldies “tack”", "sum": "2",
    },
)  # fmt: skip
AS_STORED = Record(
    {"response": "r-2", "wave": 2, "organisation": "b", "day": "2026-05-02"},
    {
        "age": -3, "height": 2.0, "born": "1900-01-01", "wakes": "23:59:00.000", "trust": "99",
        "met": "2026-01-01T00:30:00.000+02:00", "city": "vilnius", "goal": ["friends"], "words": "=1+1",
    },
)  # fmt: skip
EMPTY = Record({"response": "r-3"}, {})
RECORDS = (FULL, AS_STORED, EMPTY)


def make_layout(*forms, about=ABOUT, **options):
    return layout_of(forms or (make_form(),), about, **{"zone": "Europe/Riga", **options})


def texts_layout(*names, about=()):
    return make_layout(make_form([question(name, Kind.TEXT, name) for name in names], lists=()), about=about)
