"""A small programme with one of everything, and what is read out of archives."""

import hashlib
import io
import zipfile
from dataclasses import replace

from mentorway.courses.structure import (
    Area,
    Assessment,
    AssessmentKind,
    Choice,
    Cited,
    Criterion,
    Material,
    MaterialKind,
    Module,
    Outcome,
    Programme,
    Question,
    Session,
    Step,
)

SHEET = b"%PDF-1.4 a sheet"
SHEET_HASH = hashlib.sha256(SHEET).hexdigest()
FILES = {SHEET_HASH: SHEET}
SCRIPT = "<script>alert(1)</script>"
HIDDEN = "Only the trainer reads this"
ANSWER = "because silence is an answer"
PLAN = "Put the chairs in a circle"

LISTEN = Outcome("listen", "listen", "to a colleague", (Area.RELATIONSHIP,), ("https://example.org/esco/1",))
ASK = Outcome("ask", "ask", "open questions", (Area.SUPPORT,), emcc=("Enabling insight",))
PAGE = Material(
    "page",
    MaterialKind.PAGE,
    "Listening",
    "## Look\n\nSee [the sheet](sheet), [the site](site), [nowhere](lost), [bad](javascript:alert(1))."
    "\n\n- I hear …",
    licence="CC BY-SA 4.0",
    source="Own text",
)
SHEET_FILE = Material("sheet", MaterialKind.FILE, "Sheet", address="My sheet.PDF", sha256=SHEET_HASH)
SITE = Material("site", MaterialKind.LINK, "Site", address="https://example.org/?a=1&b=2")
NOTES = Material("notes", MaterialKind.PAGE, "Notes", HIDDEN, for_trainers=True)
QUIZ = Assessment(
    "quiz",
    AssessmentKind.QUIZ,
    "What listens?",
    questions=(
        Question("one", "Who?", (Choice("Ears", right=True, feedback=ANSWER), Choice("Walls"))),
        Question("many", "Which?", (Choice("a", right=True), Choice("b", right=True), Choice("c"))),
        Question("open", "Why?", ()),
    ),
)
RUBRIC = (Criterion("calm", "Calm", ("speaks", "waits", "listens")), Criterion("open", "Open", ("no", "yes")))
WATCHED = Assessment(
    "watched", AssessmentKind.OBSERVATION, "Watched talk", "Talk.", ("listen",), criteria=RUBRIC, pass_level=1
)
THINK = Assessment("think", AssessmentKind.REFLECTION, "Think", "Read [the site](site).", required=False)
STEPS = (
    Step(20, "triads", "Practise", PLAN, materials=("page",), outcomes=("listen",)),
    Step(75, "plenary", "Look back"),
    Step(5, "pairs", "Close"),
)
MODULE = Module(
    "talk",
    "Talking",
    "How to *talk*.",
    (LISTEN, ASK),
    (Session("s1", "First meeting", STEPS),),
    (PAGE, SHEET_FILE, SITE, NOTES),
    (QUIZ, WATCHED, THINK),
    (Cited("finding", "People feel heard", "https://example.org/finding", "2"),),
    own_minutes=30,
)


def make_programme(**fields):
    usual = {"title": "Mentors", "language": "en", "summary": "For all.", "audience": "Colleagues."}
    return Programme(**{**usual, "modules": (MODULE,), "partner": "Turku, Centre; East", **fields})


def make_module(**fields):
    return replace(MODULE, **fields)


def opened(content):
    """Return the files of an archive by their paths."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}
