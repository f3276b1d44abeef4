"""Questionnaires: an XLSForm in, a compiled form and one judge of answers out. No web, no database.

From a file to a published version::

    workbook = read_workbook(data, "survey.xlsx")          # InvalidInputError says why not
    problems = lint(workbook)                              # each with sheet, row, column, cell
    published = publish(workbook, name="mentors", version="2026-1")
    published.problems                                     # Problem: severity, message, place
    published.form                                         # Form, or None when a problem is an error
    published.xform                                        # what ODK Collect downloads
    may_follow(old_form, published.form)                   # messages; none when it may follow

Store `form.to_json()`, `form.hash`, `xform` and `published.workbook.to_json()`; `Form.from_json` reads the
form back (the last ones read are kept in memory). A workbook is edited with `Sheet.with_cell`, `with_row`,
`without_row`, `Workbook.with_sheet`, `with_setting`, and written again by `write_workbook`; `languages_of`,
`columns_of` and `header_of` say which column is what.

A response::

    context = Context(now=begun_at_in_the_studys_zone, seed=stored_random_text, language="lt")
    answers = initial_answers(form, context)               # the defaults
    judged = judge(form, answers, context)                 # answers: question name → text, number, list
    judged.states["age"]                                   # State: relevant, required, value, choices, faults
    judged.faults, judged.missing, judged.wrong, judged.complete
    judged.stored                                          # typed, relevant only, ready for JSON
    value_kinds(form)                                      # what each stored value is, for exports
    judged.kept                                            # give back as Context.kept next time
    for page in open_pages(judged):                        # pages with something to show
        for name in page.questions:                        # show those whose state is relevant
            label_of(judged, form.by_name[name]), hint_of(…), choices_of(…)

Keep the answers as they came in the draft: `judge` changes nothing, and what is not relevant is only left
out of `stored`. When a page is posted, judge all answers, and show the page again while one of its
questions is in `faults`; on a page that is `dynamic`, also when a question has become relevant that was not
shown.

OpenRosa: `read_submission`, `form_list`, `xform_hash`.
"""

from mentorway.questionnaire.columns import Column, columns_of, header_of, languages_of
from mentorway.questionnaire.compiling import Compilation, compile_xform
from mentorway.questionnaire.definition import (
    Bounds,
    Choice,
    ChoiceList,
    Form,
    Group,
    Kind,
    Language,
    Output,
    Page,
    Question,
    Text,
    Texts,
    in_language,
    plain,
)
from mentorway.questionnaire.engine import value_kinds
from mentorway.questionnaire.evaluating import Context, Judgement, State, initial_answers, judge
from mentorway.questionnaire.limits import Limits
from mentorway.questionnaire.linting import lint
from mentorway.questionnaire.paging import open_pages
from mentorway.questionnaire.parsing import Converted, convert, read_workbook
from mentorway.questionnaire.publishing import Publication, publish
from mentorway.questionnaire.reading import Answer, Fault, FaultKind, Value
from mentorway.questionnaire.rendering import choices_of, hint_of, label_of, render_text
from mentorway.questionnaire.rowtypes import RowType, row_type
from mentorway.questionnaire.submissions import (
    Listed,
    Submission,
    form_list,
    read_submission,
    write_submission,
    xform_hash,
)
from mentorway.questionnaire.versions import may_follow
from mentorway.questionnaire.workbook import Problem, Severity, Sheet, Workbook, write_workbook

__all__ = [
    "Answer", "Bounds", "Choice", "ChoiceList", "Column", "Compilation", "Context", "Converted", "Fault",
    "FaultKind", "Form", "Group", "Judgement", "Kind", "Language", "Limits", "Listed", "Output", "Page",
    "Problem", "Publication", "Question", "RowType", "Severity", "Sheet", "State", "Submission", "Text",
    "Texts", "Value", "Workbook", "choices_of", "columns_of", "compile_xform", "convert", "form_list",
    "header_of", "hint_of", "in_language", "initial_answers", "judge", "label_of", "languages_of", "lint",
    "may_follow", "open_pages", "plain", "publish", "read_submission", "read_workbook", "render_text",
    "row_type", "value_kinds", "write_submission", "write_workbook", "xform_hash",
]  # fmt: skip
