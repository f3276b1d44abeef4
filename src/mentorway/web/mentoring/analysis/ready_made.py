"""Our questions to mentees and mentors in every language of the interface, and what counts of them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mentorway.matching.profiles import Kind, RuleKind
from mentorway.questionnaire import Language
from mentorway.questionnaire.workbook import CHOICES, SETTINGS, SURVEY, Sheet, Workbook
from mentorway.web.mentoring.analysis.criteria import LANGUAGES, WEEK
from mentorway.web.mentoring.models import Side
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.analysis.intake import Intake, label

SOURCE: Final = Language("English", "en")
TOPICS, YEARS, STYLE, HOPE = "topics", "years", "style", "hope"
NAMES: Final = frozenset({TOPICS, YEARS, STYLE, HOPE})
TITLES: Final = {
    Side.MENTEE: gettext_lazy("Questions to mentees"),
    Side.MENTOR: gettext_lazy("Questions to mentors"),
}
LISTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "topic": {
        "leading": gettext_lazy("Leading people"),
        "customers": gettext_lazy("Working with customers"),
        "technology": gettext_lazy("Technology and digital work"),
        "career": gettext_lazy("Changing careers"),
        "communicating": gettext_lazy("Communicating and presenting"),
        "time": gettext_lazy("Managing time"),
        "business": gettext_lazy("Starting a business"),
        "abroad": gettext_lazy("Working abroad"),
        "wellbeing": gettext_lazy("Wellbeing at work"),
        "teaching": gettext_lazy("Teaching others"),
    },
    "way": {
        "structured": gettext_lazy("With a plan and fixed topics"),
        "rather_structured": gettext_lazy("Mostly with a plan"),
        "between": gettext_lazy("Half and half"),
        "rather_free": gettext_lazy("Mostly without a plan"),
        "free": gettext_lazy("Freely: we talk about what comes up"),
    },
}
TYPES: Final = {TOPICS: "select_multiple topic", YEARS: "integer", STYLE: "select_one way", HOPE: "text"}
LABELS: Final[Mapping[str, Mapping[str, Any]]] = {
    Side.MENTEE: {
        TOPICS: gettext_lazy("What would you like to talk about with your mentor?"),
        YEARS: gettext_lazy("How many years have you worked so far?"),
        STYLE: gettext_lazy("How do you like to work together?"),
        HOPE: gettext_lazy("What do you hope for from mentoring?"),
    },
    Side.MENTOR: {
        TOPICS: gettext_lazy("In what can you help a mentee?"),
        YEARS: gettext_lazy("How many years have you worked so far?"),
        STYLE: gettext_lazy("How do you like to work together?"),
        HOPE: gettext_lazy("What do you hope for as a mentor?"),
    },
}
MORE: Final[Mapping[str, Mapping[str, str]]] = {
    TOPICS: {"required": "yes"},
    YEARS: {"constraint": ". >= 0 and . <= 70"},
}
TEXTS: Final[Mapping[str, Mapping[str, Any]]] = {
    TOPICS: {
        "hint": gettext_lazy("You may choose several."),
        "required_message": gettext_lazy("Choose at least one."),
    },
    YEARS: {"constraint_message": gettext_lazy("Please give whole years, from 0 to 70.")},
}


def title(side: str) -> str:
    """Return how our questions to one side are called, in the reader's language."""
    return str(TITLES[Side(side)])


def titles(side: str) -> set[str]:
    """Return how they are called in any language."""
    return {_in(code, TITLES[Side(side)]) for code, _name in settings.LANGUAGES}


def labels(side: str) -> list[str]:
    """Return what one side is asked, in the reader's language."""
    return [str(LABELS[Side(side)][name]) for name in TYPES]


def intake(name: str, side: str) -> Intake:
    """Return our questions to one side as a draft with its translations."""
    others = [Language(spoken, code) for code, spoken in settings.LANGUAGES if code != SOURCE.code]
    texts = {one: {key: _in(one.code, text) for key, text in _texts(side)} for one in others}
    return Intake((), name, _draft(name, side), SOURCE, texts)


def _in(code: str, text: Any) -> str:
    with override(code):
        return str(text)


def _texts(side: str) -> Iterator[tuple[str, Any]]:
    """Yield every text by the key that translations have."""
    for name, text in LABELS[Side(side)].items():
        yield f"survey/{name}/label", text
        for column, more in TEXTS.get(name, {}).items():
            yield f"survey/{name}/{column}", more
    for listed, choices in LISTS.items():
        for value, text in choices.items():
            yield f"choices/{listed}/{value}/label", text


def _draft(name: str, side: str) -> Workbook:
    source, texts = label(SOURCE), {key: _in(SOURCE.code, text) for key, text in _texts(side)}
    survey = []
    for question, kind in TYPES.items():
        columns = ("label", *TEXTS.get(question, {}))
        worded = {drafts.header(one, source): texts[f"survey/{question}/{one}"] for one in columns}
        survey.append({"type": kind, "name": question, **worded, **MORE.get(question, {})})
    choices = [
        {
            "list_name": listed,
            "name": value,
            drafts.header("label", source): texts[f"choices/{listed}/{value}/label"],
        }
        for listed, values in LISTS.items()
        for value in values
    ]
    kept = [{"form_title": name, "default_language": source}]
    workbook = Workbook((Sheet(SURVEY, ()), Sheet(CHOICES, ()), Sheet(SETTINGS, ())))
    for sheet, rows in ((SURVEY, survey), (CHOICES, choices), (SETTINGS, kept)):
        workbook = drafts.with_records(workbook, sheet, rows)
    return drafts.marked(workbook)


def criteria() -> list[dict[str, Any]]:
    """Return what counts of the answers to our questions."""
    return [
        _criterion(TOPICS, _("Topics wanted and offered"), Kind.WANTED, weight=50),
        _criterion(YEARS, _("Years of work"), Kind.CLOSE, weight=20, span=20, lead=10),
        _criterion(STYLE, _("How people like to work"), Kind.ORDERED, weight=10, order=[*LISTS["way"]]),
        _criterion("week", _("Time together"), Kind.AVAILABILITY, weight=20, question=WEEK, enough=2),
    ]


def _criterion(key: str, called: str, kind: Kind, **more: Any) -> dict[str, Any]:
    usual = {"question": key, "counterpart": "", "span": 1, "lead": 0, "order": [], "enough": 1}
    return {"key": key, "title": called, "kind": kind.value, "serves": None, **usual, **more}


def rules() -> list[dict[str, Any]]:
    """Return what must hold for a pair."""
    usual = {"question": "", "least": 0, "strict": False}
    return [
        {"kind": RuleKind.LANGUAGE.value, **usual, "question": LANGUAGES},
        {"kind": RuleKind.LINE.value, **usual},
        {"kind": RuleKind.CONFLICT.value, **usual},
        {"kind": RuleKind.HOURS.value, **usual, "question": WEEK, "least": 0.5},
    ]
