"""Questionnaires that tests ask: one with every kind of question, one with sixty, one with thirty."""

import csv
import functools
from pathlib import Path

import mentorway
from mentorway.questionnaire import Sheet, Workbook, publish

CODEBOOK = Path(mentorway.__file__).parent / "example" / "codebook.csv"
LANGUAGES = {"en": "English", "lt": "Lietuvių", "lv": "Latviešu", "sv": "Svenska", "fi": "Suomi"}
MARK = {"en": "", "lt": "Ąžuole, ", "lv": "Šķietami ", "sv": "Åh, ", "fi": "Hyvä, "}


def texts(column, text):
    return (
        {f"{column}::{name} ({code})": MARK[code] + text for code, name in LANGUAGES.items()} if text else {}
    )


def row(kind, name, label="", **cells):
    hint = cells.pop("hint", "")
    required = cells.pop("required_message", "")
    constraint = cells.pop("constraint_message", "")
    said = {**texts("label", label), **texts("hint", hint)}
    said |= {**texts("required_message", required), **texts("constraint_message", constraint)}
    return {"type": kind, "name": name, **said, **cells}


def choice(listed, value, label, **cells):
    return {"list_name": listed, "name": value, **texts("label", label), **cells}


def sheet(name, rows):
    header = list(dict.fromkeys(column for one in rows for column in one))
    return Sheet(name, tuple(header), tuple(tuple(one.get(column, "") for column in header) for one in rows))


def workbook(survey, choices):
    settings = [{"form_title": "About mentoring", "default_language": "English (en)"}]
    return Workbook((sheet("survey", survey), sheet("choices", choices), sheet("settings", settings)))


YES_NO = [choice("yes_no", "yes", "Yes"), choice("yes_no", "no", "No")]
AGREE = [
    choice("agree", str(place), text)
    for place, text in enumerate(
        ["I disagree", "I rather disagree", "Neither the one nor the other", "I rather agree", "I agree"], 1
    )
]
THINGS = [choice("things", value, value.capitalize()) for value in ("advice", "contacts", "courage", "time")]
TOWNS = [
    choice("towns", town.lower(), town, country=country)
    for town, country in (("Oulu", "fi"), ("Turku", "fi"), ("Kaunas", "lt"), ("Riga", "lv"))
]
COUNTRIES = [
    choice("countries", "fi", "Finland"),
    choice("countries", "lt", "Lithuania"),
    choice("countries", "lv", "Latvia"),
]

EVERY_KIND = (
    [
        row("note", "hello", "Thank you for taking the time. It takes about five minutes."),
        row("start", "begun"),
        row("text", "job", "What is your work?", hint="One or two words are enough.", required="yes"),
        row("text", "story", "Tell us about your mentor.", appearance="multiline"),
        row("integer", "age", "How old are you?", constraint=". >= 16 and . < 100",
            constraint_message="Write an age from 16 to 99."),
        row("decimal", "hours", "How many hours a week do you meet?"),
        row("date", "since", "Since when do you have a mentor?"),
        row("time", "clock", "At what time do you usually meet?"),
        row("dateTime", "last", "When did you last meet?"),
        row("select_one yes_no", "mentor", "Do you have a mentor?", required="yes"),
        row("select_one yes_no", "wish", "Would you like one?", relevant="${mentor} = 'no'", required="yes"),
        row("select_multiple things", "gains", "What does mentoring give you?", relevant="${mentor} = 'yes'"),
        row("rank things", "order", "Put these in order, the most important first."),
        row("select_one countries", "country", "In which country?", required="yes", appearance="minimal"),
        row("select_one towns", "town", "In which town?", choice_filter="country = ${country}"),
        row("range", "mood", "How satisfied are you?", parameters="start=0 end=10 step=1"),
        row("acknowledge", "read", "I have read this far."),
        row("calculate", "older", calculation="${age} + 10"),
        row("note", "then", "In ten years you will be ${older}."),
        row("begin group", "climate", "How is it at your work?", appearance="table-list"),
    ]
    + [row("select_one agree", f"c{place}", f"Statement {place} about work.", required="yes" * (place == 1))
       for place in range(1, 5)]
    + [row("end group", "climate")]
)  # fmt: skip


def items():
    """The fifty items of the example, in the words in which they are asked."""
    with CODEBOOK.open(encoding="utf-8") as file:
        return [row["text"] for row in csv.DictReader(line for line in file if not line.startswith("#"))]


def sixty():
    """Sixty questions as studies ask them: five scales in rows, then choices, numbers and texts."""
    survey = []
    asked = items()
    for scale in range(5):
        label = f"How well does each of these describe you? Part {scale + 1} of 5"
        survey.append(row("begin group", f"s{scale}", label, appearance="table-list"))
        for place, text in enumerate(asked[scale * 10 : scale * 10 + 10]):
            survey.append(row("select_one agree", f"s{scale}q{place}", text, required="yes"))
        survey.append(row("end group", f"s{scale}"))
    survey += [
        row("select_one yes_no", "has", "Have you had a mentor in the last twelve months?", required="yes"),
        row("select_one yes_no", "is", "Have you been a mentor to somebody?", required="yes"),
        row("select_multiple things", "gains", "What did you get from it?"),
        row("select_multiple things", "lacks", "What would you have liked to get more of?"),
        row("integer", "meetings", "How often did you meet?", hint="A guess is enough."),
        row("integer", "age", "How old are you?"),
        row("select_one countries", "country", "In which country do you work?", appearance="minimal"),
        row("text", "good", "What went well?", appearance="multiline"),
        row("text", "bad", "What should be different next time?", appearance="multiline"),
        row("select_one yes_no", "again", "Would you take part again?", required="yes"),
    ]
    return workbook(survey, YES_NO + AGREE + THINGS + COUNTRIES)


def thirty():
    """Thirty answers with a rule here and there."""
    survey = [
        row("select_one agree", f"a{place}", f"Statement {place}", required="yes") for place in range(24)
    ]
    survey += [
        row("integer", f"n{place}", f"Number {place}", constraint=". >= 0 and . <= 100") for place in range(4)
    ]
    survey += [
        row("text", "remark", "A remark"),
        row("select_one yes_no", "again", "Would you take part again?"),
    ]
    return workbook(survey, YES_NO + AGREE)


def every_kind():
    """Each kind of question once, with what depends on what."""
    return workbook(EVERY_KIND, YES_NO + AGREE + THINGS + TOWNS + COUNTRIES)


@functools.cache
def publication(make, name="mentoring", version="1"):
    found = publish(make(), name=name, version=version)
    assert found.form is not None, [(str(one.message), one.place) for one in found.problems]
    return found


def one_language():
    """A questionnaire without columns of languages."""
    survey = [{"type": "text", "name": "job", "label": "What is your work?", "required": "yes"}]
    return Workbook((sheet("survey", survey), sheet("settings", [{"form_title": "Short"}])))


def together():
    """A page whose answer brings another question on the same page."""
    survey = [
        row("begin group", "all", "About you", appearance="field-list"),
        row("select_one yes_no", "mentor", "Do you have a mentor?", required="yes"),
        row("text", "who", "Who is it?", relevant="${mentor} = 'yes'", required="yes"),
        row("end group", "all"),
    ]
    return workbook(survey, YES_NO)
