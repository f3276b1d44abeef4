"""Workbooks and forms for tests, from a few words."""

import datetime as dt

from mentorway.questionnaire import Context, Sheet, Workbook, compile_xform, judge
from mentorway.questionnaire.parsing import asked_of
from mentorway.questionnaire.worker import _convert

NOW = dt.datetime(2026, 5, 4, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
YES_NO = [("yn", "y", "Yes"), ("yn", "n", "No")]


def sheet(name, rows, header=None):
    """Return a sheet from rows of cells by name."""
    columns = list(header or dict.fromkeys(column for row in rows for column in row))
    return Sheet(
        name, tuple(columns), tuple(tuple(row.get(column, "") for column in columns) for row in rows)
    )


def book(survey, choices=(), settings=None, language=""):
    """Return a workbook: survey rows as (type, name, {column: cell}), choices as (list, value, label)."""
    label = f"label::{language}" if language else "label"
    rows = [
        {"type": kind, "name": name, label: f"Text of {name}" if name else "", **more[0]}
        for kind, name, *more in ([*row, {}] for row in survey)
    ]
    listed = [
        {"list_name": name, "name": value, label: text, **more[0]}
        for name, value, text, *more in ([*row, {}] for row in choices)
    ]
    sheets = [sheet("survey", rows)]
    if listed:
        sheets.append(sheet("choices", listed))
    sheets.append(sheet("settings", [{"form_id": "tested", "version": "1", **(settings or {})}]))
    return Workbook(tuple(sheets))


def xform_of(workbook):
    """Return the XForm, made by pyxform in this process."""
    answer = _convert(asked_of(workbook))
    assert "found" in answer, answer
    return answer["found"]


def form_of(survey, choices=(), **more):
    """Return a compiled form that has nothing wrong with it."""
    compilation = compile_xform(xform_of(book(survey, choices, **more)))
    assert [(issue.name, str(issue.message)) for issue in compilation.issues] == []
    return compilation.form


def issues_of(survey, choices=(), **more):
    """Return what cannot be published: name, column, sentence."""
    compilation = compile_xform(xform_of(book(survey, choices, **more)))
    return [(issue.name, issue.column, str(issue.message)) for issue in compilation.issues]


def context(form, **more):
    """Return a context in the form's default language."""
    return Context(**{"now": NOW, "seed": "seed", "language": form.default_language, **more})


def judged(form, answers, **more):
    """Return the judgement of the answers."""
    return judge(form, answers, context(form, **more))


def computed(expression, **answers):
    """Return what a calculation gives, beside a question of each common type."""
    survey = [
        ("integer", "i"), ("integer", "j"), ("decimal", "d"), ("text", "t"), ("date", "day"),
        ("date", "other_day"), ("dateTime", "moment"), ("time", "clock"), ("select_one yn", "one"),
        ("select_multiple yn", "many"), ("calculate", "found", {"calculation": expression}),
    ]  # fmt: skip
    found = judged(form_of(survey, YES_NO), answers).states["found"]
    assert found.faults == ()
    return found.text


def sentences(judgement):
    """Return the sentences of all faults by question."""
    return {name: [str(fault.message) for fault in faults] for name, faults in judgement.faults.items()}
