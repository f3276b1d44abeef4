"""The survey of the network as tests meet it: compiled once, and filled in as one person would."""

import functools

from tests.example.study import CONTEXT, EXAMPLE, answer_to

from mentorway.questionnaire import judge, publish, read_workbook


@functools.cache
def workbook():
    path = EXAMPLE / "network_survey.csv"
    return read_workbook(path.read_bytes(), path.name)


@functools.cache
def publication():
    return publish(workbook(), name="network_survey", version="1")


def asked():
    return [one for one in publication().form.questions if one.asked and "label" not in one.appearances]


def filled(**given):
    """Return the judgement of a sheet on which everything that is asked has an answer; None leaves out."""
    form = publication().form
    answers = {"consent": "OK", **given}
    while True:
        said = {name: value for name, value in answers.items() if value is not None}
        judged = judge(form, said, CONTEXT)
        states = judged.states
        opened = [one for one in asked() if states[one.name].relevant and one.name not in answers]
        if not opened:
            return judged
        answers |= {one.name: answer_to(one, states[one.name].choices or ()) for one in opened}


def names_asked(judged):
    return [one.name for one in asked() if judged.states[one.name].relevant]
