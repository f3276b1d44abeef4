"""A realistic questionnaire of 59 questions about mentoring, in two languages, and answers to it."""

from tests.questionnaire.making import sheet

from mentorway.questionnaire import Workbook

EN, LT = "English (en)", "Lietuvių (lt)"
YEAR = "number(format-date(today(), '%Y'))"
TRUST = (
    "My mentor listens to me", "My mentor keeps agreements", "I can speak openly",
    "My mentor understands my work",
    "I get honest feedback", "We agree on goals", "We look at progress", "I decide what we talk about",
    "My mentor opens doors for me", "I would choose this mentor again",
)  # fmt: skip
GROWTH = (
    "I know my strengths", "I plan my career", "I ask for help in time", "I solve problems at work",
    "I learn from mistakes", "I know people in my field", "I speak up in meetings", "I manage my time",
    "I can lead a small team", "I look forward to my work",
)  # fmt: skip
CITIES = {
    "lt": ("vilnius", "kaunas", "klaipeda"), "lv": ("riga", "liepaja"), "fi": ("helsinki", "oulu", "turku"),
    "se": ("stockholm", "malmo"),
}  # fmt: skip
SCALE = ("Disagree", "Rather disagree", "Neither", "Rather agree", "Agree")


def _row(kind, name="", english="", lithuanian="", **more):
    texts = {f"label::{EN}": english, f"label::{LT}": lithuanian or (f"{english} (lt)" if english else "")}
    return {"type": kind, "name": name, **texts, **more}


def _said(text):
    return {f"constraint_message::{EN}": text, f"constraint_message::{LT}": f"{text} (lt)"}


def _about_you():
    return [
        _row("begin_group", "about", "About you", "Apie jus"),
        _row("select_one country", "country", "Country", "Šalis", required="yes"),
        _row("select_one city", "city", "City", "Miestas", choice_filter="country = ${country}",
        required="yes"),
        _row("integer", "birth_year", "Year of birth", required="yes",
             constraint=f". >= 1930 and . <= {YEAR} - 16",
             **_said("You must be at least 16.")),
        _row("calculate", "age", calculation=f"{YEAR} - ${{birth_year}}"),
        _row("select_one gender", "gender", "Gender", "Lytis"),
        _row("text", "gender_other", "In your words", relevant="${gender} = 'other'"),
        _row("select_one education", "education", "Highest education"),
        _row("select_one yn", "working", "Do you work?", required="yes"),
        _row("decimal", "hours", "Hours a week", relevant="${working} = 'y'", constraint=". > 0 and . <= 80"),
        _row("text", "occupation", "What do you do?", relevant="${working} = 'y'"),
        _row("text", "email", "E-mail", constraint=r"regex(., '[\w-\.]+@([\w-]+\.)+[\w-]{2,}')",
             **_said("That is not an e-mail address.")),
        _row("end_group"),
    ]  # fmt: skip


def _mentoring():
    return [
        _row("begin_group", "role_group", "Your mentoring"),
        _row("select_one role", "role", "Your role", "Jūsų vaidmuo", required="yes"),
        _row("integer", "pairs", "How many people do you mentor?", relevant="${role} = 'mentor'",
        required="yes",
             constraint=". >= 1 and . <= 20"),
        _row("date", "first", "First meeting", constraint=". <= today()",
        **_said("That day has not come yet.")),
        _row("date", "last", "Last meeting", relevant="${first} != ''",
             constraint=". >= ${first} and . <= today()", **_said("It must be after ${first}.")),
        _row("calculate", "weeks", calculation="int((${last} - ${first}) div 7)"),
        _row("integer", "meetings", "How many meetings?", required="${role} = 'mentee'", constraint=". >= 0"),
        _row("select_multiple topic", "topics", "What did you talk about?",
             constraint="not(selected(., 'none') and count-selected(.) > 1)",
             **_said("“Nothing” cannot be chosen with another one.")),
        _row("text", "topic_other", "Which other topic?", relevant="selected(${topics}, 'other')"),
        _row("rank want", "wants", "What matters most?"),
        _row("select_one yn", "before", "Were you in mentoring before?"),
        _row("time", "usual_time", "Usual time of day"),
        _row("end_group"),
    ]  # fmt: skip


def _scale(name, label, items):
    return [
        _row("begin_group", name, label, appearance="field-list"),
        _row("note", f"{name}_note", "How far do you agree?"),
        *[
            _row("select_one agree", f"{name}{place}", item, required="yes", appearance="list-nolabel")
            for place, item in enumerate(items, start=1)
        ],
        _row("end_group"),
    ]


def _end():
    trust = " + ".join(f"${{trust{place}}}" for place in range(1, 11))
    growth = " + ".join(f"${{growth{place}}}" for place in range(1, 11))
    country = "jr:choice-name(${country}, '${country}')"
    more = [
        _row("text", f"open{place}", text, appearance="multiline")
        for place, text in enumerate(
            ("What helped?", "What did not?", "What is missing?", "Anything else?"), 1
        )
    ]
    return [
        _row("calculate", "trust_mean", calculation=f"({trust}) div 10"),
        _row("calculate", "growth_mean", calculation=f"({growth}) div 10"),
        _row("calculate", "level", calculation="if(${trust_mean} >= 4, 'high', 'low')"),
        _row("calculate", "country_name", calculation=country),
        _row("note", "thanks", "Thank you, ${country_name}: your mean is ${trust_mean}."),
        _row("range", "satisfaction", "How satisfied?", required="yes", parameters="start=0 end=10 step=1"),
        _row("range", "recommend", "Would you recommend it?", parameters="start=0 end=10 step=1"),
        _row("text", "why_low", "What went wrong?", relevant="${satisfaction} < 4 or ${level} = 'low'"),
        *more,
        _row("select_one yn", "again", "Shall we ask again?"),
        _row("acknowledge", "consent", "I agree", required="yes"),
        _row("calculate", "complete_days", calculation="today() - coalesce(${last}, ${first})"),
    ]  # fmt: skip


def _choices():
    def row(name, value, english, **more):
        return {
            "list_name": name,
            "name": value,
            f"label::{EN}": english,
            f"label::{LT}": f"{english} (lt)",
            **more,
        }

    names = {
        "country": CITIES, "yn": ("y", "n"), "gender": ("woman", "man", "other"),
        "education": ("basic", "secondary", "higher"), "role": ("mentor", "mentee", "coordinator"),
        "topic": ("career", "skills", "people", "other", "none"), "want": ("time", "trust", "advice"),
    }  # fmt: skip
    found = [row(name, value, value.title()) for name, values in names.items() for value in values]
    found += [row("agree", str(place), text) for place, text in enumerate(SCALE, start=1)]
    found += [row("city", city, city.title(), country=land) for land, all_ in CITIES.items() for city in all_]
    return found


def mentoring_book() -> Workbook:
    """Return the workbook: 59 rows that are questions, notes or calculations."""
    survey = [
        *_about_you(), *_mentoring(), *_scale("trust", "Trust", TRUST), *_scale("growth", "Growth",
        GROWTH), *_end(),
    ]  # fmt: skip
    settings = {"form_id": "mentoring", "form_title": "Mentoring", "version": "1", "default_language": EN}
    return Workbook((sheet("survey", survey), sheet("choices", _choices()), sheet("settings", [settings])))


def mentoring_answers():
    """Return answers that are complete and without a fault."""
    return {
        "country": "lt", "city": "kaunas", "birth_year": "1990", "gender": "other", "gender_other": "–",
        "education": "higher", "working": "y", "hours": "37.5", "email": "first.last@example.org",
        "role": "mentor", "pairs": "2", "first": "2026-01-12", "last": "2026-04-27", "meetings": "8",
        "topics": ["skills", "career", "other"], "topic_other": "money", "wants": ["trust", "time", "advice"],
        "usual_time": "17:30", **{f"trust{place}": str(3 + place % 3) for place in range(1, 11)},
        **{f"growth{place}": str(1 + place % 5) for place in range(1, 11)}, "satisfaction": "8",
        "recommend": 9, "open1": "Time.\r\nAnd trust.", "again": "y", "consent": "OK",
    }  # fmt: skip
