"""A package of open data that tests start from: the public answers of the example, with numbers of them."""

import csv
import datetime as dt
import functools
import io
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl

import mentorway
from mentorway.opendata.describing import (
    HIDDEN,
    Category,
    Closed,
    Column,
    Consent,
    DataPackage,
    Earlier,
    Funding,
    Measure,
    Number,
    Organisation,
    Person,
    Protection,
    Question,
    Questionnaire,
    Risk,
    Step,
    Study,
    Table,
    Term,
    Type,
)
from mentorway.opendata.methods import computed
from mentorway.opendata.tables import frame_of
from mentorway.opendata.writing import write
from mentorway.wording import Message

EXAMPLE = Path(mentorway.__file__).parent / "example"
LANGUAGES = ("en", "lt", "lv", "sv", "fi")
ITEMS = [f"E{number}" for number in range(1, 11)]
REVERSED = [f"E{number}" for number in range(2, 11, 2)]
SCALE = {"items": ITEMS, "reverse": REVERSED, "low": 1, "high": 5}
PAIR = {"by": "country", "first": "SE", "second": "FI"}
CESSDA = "https://vocabularies.cessda.eu/vocabulary/"


def every(text):
    """Return a text in five languages: the English one, and others that tell which they are."""
    return {
        code: text if code == "en" else f"{text} ({code} – ąčęėįšųūž āčēģīķļņšūž åäö)" for code in LANGUAGES
    }


def term(text, code="", vocabulary="", address=""):
    return Term(every(text), code, vocabulary, address)


UNIVERSITY = Organisation(
    "Example University", "https://ror.org/048a87296", "se", "https://example.org/university"
)
COLLEGE = Organisation("Example College", "", "fi", "https://example.org/college")


def make_study(**fields):
    known = {
        "titles": every("Mentoring & “others” <2026>"),
        "subtitles": every("Open answers"),
        "abstracts": every("Who answered what about mentoring: a first look at 604 people."),
        "identifier": "10.5281/zenodo.1234567",
        "creators": (UNIVERSITY, COLLEGE),
        "publisher": UNIVERSITY,
        "universe": every("Adults who answered on the web"),
        "unit": term("Individual", "Individual", "DDI Analysis Unit", f"{CESSDA}AnalysisUnit"),
        "time_method": term("Cross-section", "CrossSection", "DDI Time Method", f"{CESSDA}TimeMethod"),
        "sampling": (term("Availability", "Nonprobability.Availability", "DDI Sampling Procedure"),),
        "modes": (term("Web-based", "SelfAdministeredQuestionnaire.CAWI", "DDI Mode of Collection"),),
        "keywords": (term("mentoring"), term("personality", "", "ELSST", "https://elsst.cessda.eu")),
        "topics": (
            term("Education", "Education", "CESSDA Topic Classification", f"{CESSDA}TopicClassification"),
        ),
        "nations": {"SE": every("Sweden"), "FI": every("Finland")},
        "first_day": dt.date(2012, 1, 1),
        "last_day": dt.date(2012, 12, 31),
        "access": every("Free for everyone under CC BY 4.0."),
        "address": "https://example.org/study",
        "funding": (Funding(Organisation("Example Fund"), "2026-1-SE01", "Mentors across borders"),),
        "contact": "data@example.org",
        "sources": ("Open Source Psychometrics Project, answers given on the web about 2012",),
    }  # fmt: skip
    return Study(**{**known, **fields})


@functools.cache
def answers():
    """Return the public answers as a table: country, gender, ten items."""
    with (EXAMPLE / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    countries = dict.fromkeys(row["country"] for row in rows)
    columns = (
        Column(
            "country", every("Country"), Type.STRING, required=True,
            categories=tuple(Category(code, every(code)) for code in countries),
        ),
        Column(
            "gender", every("Gender"), question=every("What is your gender?"),
            categories=(
                Category(0, every("No answer"), missing=True), Category(1, every("Man")),
                Category(2, every("Woman")), Category(3, every("Other")),
            ),
            protected=(Message("Rare answers were joined."),),
        ),
        *(_item(name) for name in ITEMS),
    )  # fmt: skip
    cells = tuple((row["country"], int(row["gender"]), *(int(row[name]) for name in ITEMS)) for row in rows)
    return Table("answers", every("Answers"), columns, cells)


def _item(name):
    steps = tuple(Category(code, every(f"step {code}")) for code in range(1, 6))
    return Column(
        name, every(f"Item {name}"), question=every(f"What of {name}?"),
        categories=(Category(0, every("No answer"), missing=True), *steps),
        low=1, high=5, measure=Measure.ORDINAL, scale="Extraversion", reverse=name in REVERSED,
    )  # fmt: skip


def by_country():
    """Return a published table, one cell of which is hidden."""
    columns = (
        Column("country", every("Country"), Type.STRING),
        Column("people", every("People")),
        Column("mean", every("Mean"), Type.NUMBER, measure=Measure.SCALE, unit="points"),
    )
    rows = (("SE", 126, 3.0888888888888886), ("LV", HIDDEN, HIDDEN), ("NO", 0, None))
    return Table("by_country", every("By country"), columns, rows, every("Hidden where few."))


WOMEN = {"column": "gender", "codes": [2]}
ASKED = (
    ("n.all", "n", "value", {}),
    ("n.complete.SE", "n", "value", {"columns": ITEMS, "where": {"country": ["SE"]}}),
    ("count.women", "count", "value", WOMEN),
    *((f"share.women.{part}", "share", part, WOMEN) for part in ("value", "low", "high")),
    *(
        (f"share.apart.{part}", "share_difference", part, {**WOMEN, **PAIR})
        for part in ("value", "low", "high")
    ),
    *((f"mean.{part}", "mean", part, SCALE) for part in ("value", "low", "high", "sd", "n")),
    ("mean.item", "mean", "value", {"items": ["E1"], "where": {"country": ["SE", "FI"], "gender": [1]}}),
    ("sd.all", "sd", "value", SCALE),
    *((f"alpha.{part}", "alpha", part, SCALE) for part in ("value", "low", "high")),
    *((f"omega.{part}", "omega", part, SCALE) for part in ("value", "low", "high")),
    *(
        (f"apart.{part}", "mean_difference", part, {**SCALE, **PAIR})
        for part in ("value", "low", "high", "t", "df", "p")
    ),
    *((f"g.{part}", "hedges_g", part, {**SCALE, **PAIR}) for part in ("value", "low", "high")),
    *(
        (f"change.{part}", "change", part, {"before": ["E1"], "after": ["E3"], "where": {"country": ["SE"]}})
        for part in ("value", "low", "high", "p", "d", "d_low", "d_high")
    ),
)  # fmt: skip
LATENT = {"items": ["E1", "E3", "E7", "E9"], "low": 1, "high": 5, "by": "gender", "first": 1, "second": 2}
COMPARED = (
    ("licence.SE.FI", "licence", "value", {**SCALE, **PAIR}),
    ("licence.men.women", "licence", "value", LATENT),
    *(
        (f"latent.{part}", "latent_difference", part, LATENT)
        for part in ("value", "low", "high", "error", "z", "p")
    ),
)  # fmt: skip


def numbers(asked=ASKED):
    """Return numbers as the libraries make them from the same answers."""
    frame = frame_of(answers())
    found = []
    for name, method, part, options in asked:
        value = computed(frame, method, options)[part]
        found.append(Number(name, every(name), value, str(value)[:6], method, part, options))
    return tuple(found)


def of_tables():
    """Return numbers that stand in the published table, and some that are not open."""
    cell = {"column": "people", "where": {"country": ["SE"]}}
    hidden = {**cell, "where": {"country": ["LV"]}}
    return (
        _cell("cell.SE", 126, cell),
        replace(_cell("cell.LV", None, hidden), closed=Closed.HIDDEN),
        Number("old.women", every("Women"), 381, "381", "count", options=WOMEN, closed=Closed.PROTECTED),
    )


def _cell(name, value, options):
    said = every("People")
    return Number(name, said, value, str(value), "cell", options=options, data="data/tables/by_country.csv")


def make_package(**fields):
    """Return a package with everything in it; `fields` take the place of what it has."""
    known = {
        "study": make_study(),
        "answers": answers(),
        "tables": (by_country(),),
        "numbers": (*numbers(), *of_tables()),
        "protection": Protection(
            allowed=True, verdict=Message("Nobody can be recognised by what is open."),
            steps=(Step(("gender",), Message("Rare answers were joined."), 7),),
            risks=(Risk(Message("smallest group"), 1, 5, 5), Risk(Message("highest risk"), 0.5, 0.04567)),
            remaining=(Message("Countries stay as they are."),),
            decided_by="Example University", decided_on=dt.date(2026, 11, 20),
        ),
        "questionnaires": (make_questionnaire(),),
        "consents": (Consent("consent", every("I have read this and take part."), dt.date(2012, 1, 1)),),
        "version": "1.1.0",
        "published": dt.date(2026, 11, 29),
        "earlier": Earlier("10.5281/zenodo.1234560", "1.0.0", every("Two answers were taken out.")),
        "versions": {"mentorway": "0.1.0", "numpy": "2.0"},
    }  # fmt: skip
    return DataPackage(**{**known, **fields})


@functools.cache  # a workbook holds the time when it was made
def make_questionnaire():
    workbook = openpyxl.Workbook()
    workbook.active.append(["type", "name", "label::English (en)"])
    content = io.BytesIO()
    workbook.save(content)
    options = (Category(1, every("Man")), Category(2, every("Woman")))
    asked = (
        Question("gender", every("What is your gender?"), every("As you like"), options),
        Question("E1", every("E1?")),
    )
    return Questionnaire("study", every("Questionnaire"), asked, content.getvalue())


def with_person():
    """Return a package that names a person who agreed to it."""
    person = Person(
        "Ąžuolas",
        "Jonas",
        dt.date(2026, 11, 1),
        "Example University",
        "https://orcid.org/0000-0002-1825-0097",
    )
    return make_package(study=make_study(creators=(person, UNIVERSITY)))


@functools.cache
def written():
    """Return the whole package as a zip, made once."""
    return write(make_package())


@functools.cache
def whole():
    """Return the package with the numbers of the comparison too, made once."""
    return write(make_package(numbers=(*numbers(), *numbers(COMPARED), *of_tables())))


@functools.cache
def unpacked():
    """Return its files by path."""
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def small(**fields):
    """Return a package of a table and one number, quick to make and to read."""
    known = {"answers": None, "numbers": of_tables()[:2], "questionnaires": (), "consents": ()}
    return make_package(**{**known, **fields})


def saved(content, folder=None):
    """Return the path of a new file with some content."""
    path = Path(folder or tempfile.mkdtemp()) / "package.zip"
    path.write_bytes(content)
    return path


def changed(package, **fields):
    return replace(package, **fields)
