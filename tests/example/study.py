"""The mentoring study as tests meet it: compiled once, and filled in as one person would."""

import datetime as dt
import functools
from pathlib import Path

import mentorway
from mentorway.questionnaire import Context, Kind, judge, publish, read_workbook

EXAMPLE = Path(mentorway.__file__).parent / "example"
LANGUAGES = ["en", "lt", "lv", "sv", "fi"]
CONTEXT = Context(dt.datetime(2026, 9, 7, 12, 0, tzinfo=dt.UTC), "seed", "en")


@functools.cache
def workbook():
    path = EXAMPLE / "mentoring_study.csv"
    return read_workbook(path.read_bytes(), path.name)


@functools.cache
def publication():
    return publish(workbook(), name="mentoring_study", version="1")


def asked():
    """Return the questions that people answer, without the rows of labels that tables have."""
    return [one for one in publication().form.questions if one.asked and "label" not in one.appearances]


def answer_to(question, choices):
    """Return some answer: the last choice offered, which is “other” or “none” where there is one."""
    if question.kind is Kind.SELECT_MULTIPLE:
        return [choices[-1]]
    if choices:
        return choices[-1]
    return "3" if question.kind is Kind.INTEGER else "Synthetic."


def filled(**given):
    """Return the judgement of a sheet on which everything that is asked has an answer."""
    form = publication().form
    answers = {"consent": "OK", "country": "LT", **given}
    while True:
        judged = judge(form, answers, CONTEXT)
        states = judged.states
        opened = [one for one in asked() if states[one.name].relevant and one.name not in answers]
        if not opened:
            return judged
        answers |= {one.name: answer_to(one, states[one.name].choices or ()) for one in opened}


def names_asked(judged):
    """Return the names of the questions that were asked on the way."""
    return [one.name for one in asked() if judged.states[one.name].relevant]
