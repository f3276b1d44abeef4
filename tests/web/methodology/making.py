"""Questionnaires, translations and people that tests start from."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import make_member, make_partner

from mentorway.questionnaire import Sheet, Workbook, write_workbook
from mentorway.questionnaire.definition import Language as Spoken
from mentorway.web.methodology.actions import keeping, publishing
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.methodology.translated import OWNER
from mentorway.web.translation.actions import languages, translating
from mentorway.web.translation.models import Part

ENGLISH = Spoken("English", "en")
EN = "English (en)"
LV = "Latviešu (lv)"
SURVEY = (
    (
        "type",
        "name",
        f"label::{EN}",
        f"hint::{EN}",
        "required",
        "relevant",
        "constraint",
        "appearance",
        "parameters",
    ),
    ("select_one yes_no", "mentor", "Do you have a mentor?", "At work.", "yes"),
    ("text", "who", "What is the name of your mentor, ${mentor}?", "", "", "${mentor} = 'yes'"),
    ("begin_group", "about", "About you", "", "", "", "", "field-list"),
    ("integer", "age", "How old are you?", "", "yes", "", ". >= 16"),
    ("select_multiple topics", "topics", "What do you talk about?"),
    ("end_group",),
)
CHOICES = (
    ("list_name", "name", f"label::{EN}"),
    ("yes_no", "yes", "Yes"),
    ("yes_no", "no", "No"),
    ("topics", "work", "Work"),
    ("topics", "life", "Life"),
)
SETTINGS = (("form_title", "default_language"), ("About mentoring", EN))
TEXTS = 10


def sheet(name, rows):
    width = len(rows[0])
    return Sheet(name, rows[0], tuple((*row, *[""] * (width - len(row))) for row in rows[1:]))


def workbook(survey=SURVEY, choices=CHOICES, settings=SETTINGS):
    return Workbook((sheet("survey", survey), sheet("choices", choices), sheet("settings", settings)))


def uploaded(book=None, name="survey.xlsx"):
    """Return a workbook as a browser sends it."""
    return SimpleUploadedFile(name, write_workbook(book or workbook()))


def large(questions):
    """Return a workbook with many questions."""
    rows = tuple(
        ("text", f"q{place}", f"What do you think about subject {place}?") for place in range(questions)
    )
    return workbook(survey=(("type", "name", f"label::{EN}"), *rows))


def make_questionnaire(partner=None, user=None, book=None, **fields):
    """Return a questionnaire in English, made by ``user``."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    title = fields.pop("title", "Mentoring")
    made = keeping.create(user, partner=partner, title=title, description="", language=ENGLISH)
    made.workbook = drafts.stored(drafts.marked(book or workbook()))
    Questionnaire.objects.filter(pk=made.pk).update(workbook=made.workbook, **fields)
    made.revisions.update(workbook=made.workbook)
    return Questionnaire.objects.get(pk=made.pk)


def make_language(questionnaire, code="lv", name="Latviešu", **people):
    """Return a language; people by part: translator1, translator2, reviewer, adjudicator."""
    language = languages.add_language(questionnaire.document, code=code, name=name)
    parts = {part.value: people.get(part.value) for part in Part}
    languages.assign(language, questionnaire.created_by, people=parts)
    return language


def make_team(questionnaire, code="lv", name="Latviešu"):
    """Return a language with four people, each with one part."""
    people = {part.value: make_member() for part in Part}
    language = make_language(questionnaire, code, name, **people)
    language.team = people
    return language


def texts(questionnaire):
    """Return the texts of a questionnaire by key."""
    return {text.key: text for text in OWNER.texts(Questionnaire.objects.get(pk=questionnaire.pk))}


def translate(language, text, upto="agreed", written=None):
    """Take one text as far as a stage."""
    first, second, reviewer, adjudicator = language.team.values()
    target = written or f"lv: {text.source}"
    translating.save_draft(language, first, text=text, written=target, hand_in=True)
    if upto == "open":
        return
    translating.save_draft(language, second, text=text, written=f"{target} 2", hand_in=True)
    if upto == "drafted":
        return
    translating.review(language, reviewer, text=text, written=target, comment="Closer to speech.")
    if upto == "reviewed":
        return
    translating.adjudicate(language, adjudicator, text=text, written=target)


def translate_all(language):
    for text in texts(language.document.questionnaire).values():
        translate(language, text)


def publish(questionnaire, user=None, note=""):
    row = Questionnaire.objects.get(pk=questionnaire.pk)
    return publishing.publish(row, user or row.created_by, revision=row.revision, note=note)


def mark_of(questionnaire, name):
    """Return the mark of the row with a name."""
    row = Questionnaire.objects.get(pk=questionnaire.pk)
    return next(each.mark for each in drafts.rows_of(drafts.found(row.workbook)) if each.name == name)


def names(questionnaire):
    """Return the names of the rows of the draft, in order."""
    row = Questionnaire.objects.get(pk=questionnaire.pk)
    return [each.name or each.kind.kind for each in drafts.rows_of(drafts.found(row.workbook))]


def read_xlsx(data):
    """Return the rows of the first sheet of a workbook."""
    import openpyxl  # noqa: PLC0415 - only here

    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def stored_json(pk):
    return Version.objects.values_list("form_json", flat=True).get(pk=pk)
