"""Whether a new version of a questionnaire may follow one that people have answered."""

from __future__ import annotations

from collections.abc import Iterator

from mentorway.questionnaire.definition import LISTS, ChoiceList, Form, Kind, Question
from mentorway.questionnaire.limits import MOST_LISTED
from mentorway.wording import Message, listed


def may_follow(old: Form, new: Form) -> tuple[Message, ...]:
    """Return every change that would make old and new answers incomparable; none when it may follow.

    Texts, hints, translations, rules and pages may change, and a choice may be retired. Names, types and the
    values of choices may not: that is another questionnaire.

    Parameters
    ----------
    old, new : Form
        The published version, and the one that shall follow it.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from mentorway.questionnaire.definition import Language
    >>> age = Question("age", "/data/age", Kind.INTEGER)
    >>> form = Form("f", "1", "F", "data", (Language("English", "en"),), "en", (age,))
    >>> may_follow(form, replace(form, version="2", title="Another title"))
    ()
    >>> len(may_follow(form, replace(form, version="2", questions=(replace(age, kind=Kind.TEXT),))))
    1
    """
    return tuple(_changes(old, new))


def _changes(old: Form, new: Form) -> Iterator[Message]:
    if new.name != old.name:
        yield Message(
            "The questionnaire was called “%(old)s” and is now called “%(new)s”. Keep the name.",
            {"old": old.name, "new": new.name},
        )
    if new.version == old.version and new.hash != old.hash:
        yield Message(
            "The version “%(version)s” is already published. Give the new one another version.",
            {"version": new.version},
        )
    for question in old.questions:
        following = new.by_name.get(question.name)
        if question.kind is Kind.NOTE:
            continue
        if following is None:
            yield Message(
                "The question “%(name)s” is missing. Keep it; to ask it no more, write false() as its "
                "relevance.",
                {"name": question.name},
            )
        else:
            yield from _changed(old, new, question, following)
    added = [
        each.name for each in new.questions if each.kind is not Kind.NOTE and each.name not in old.by_name
    ]
    if added:
        yield Message(
            "These questions are new: %(names)s. Answers before would lack them: make a new questionnaire.",
            {"names": listed(added, most=MOST_LISTED)},
        )


def _changed(old: Form, new: Form, before: Question, after: Question) -> Iterator[Message]:
    if before.kind is not after.kind:
        yield Message(
            "The type of “%(name)s” was %(old)s and is now %(new)s. Keep the type, or ask under another "
            "name in a "
            "new questionnaire.",
            {"name": before.name, "old": before.kind.value, "new": after.kind.value},
        )
    elif before.path != after.path:
        yield Message(
            "The question “%(name)s” was moved to another group, which changes its place in the data. "
            "Move it back.",
            {"name": before.name},
        )
    elif before.choices and after.choices:
        yield from _changed_choices(
            before, old.lists_by_name[before.choices], new.lists_by_name[after.choices]
        )


def _changed_choices(question: Question, before: ChoiceList, after: ChoiceList) -> Iterator[Message]:
    gone = [value for value in before.by_value if value not in after.by_value]
    if gone:
        yield Message(
            "“%(name)s” has lost the choices %(values)s. Keep their rows, and write yes in the column "
            "“retired”: they "
            "are then no longer offered.",
            {"name": question.name, "values": listed(gone, most=MOST_LISTED)},
        )
    added = [value for value in after.by_value if value not in before.by_value]
    if added:
        yield Message(
            "“%(name)s” has the new choices %(values)s. Answers before could not choose them: make a new "
            "questionnaire.",
            {"name": question.name, "values": listed(added, most=MOST_LISTED)},
        )
    if question.kind in LISTS and gone == added == [] and question.kind is Kind.RANK:
        retired = [
            choice.value for choice in after.choices if choice.retired and choice.value in before.offered
        ]
        if retired:
            yield Message(
                "“%(name)s” asks for an order of all choices, so none can be retired: %(values)s.",
                {"name": question.name, "values": listed(retired, most=MOST_LISTED)},
            )
