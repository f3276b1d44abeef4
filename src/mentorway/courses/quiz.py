"""A quiz and a topic to discuss, in the XML that Common Cartridge 1.1 asks for."""

from __future__ import annotations

from typing import Any

from lxml import etree

from mentorway.courses.marks import to_html
from mentorway.courses.structure import Assessment, Question

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
TOPIC = "http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"
LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
FEWEST = 2  # choices that make a choice


def written(root: etree._Element) -> bytes:
    """Return an element and all in it as a file."""
    etree.indent(root)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made + b"\n"


def _alone(space: str) -> dict[Any, str]:
    """Make a namespace the one that is meant where none is named."""
    return {None: space}


def below(parent: etree._Element, name: str, text: str = "", **facts: str) -> etree._Element:
    """Add an element of the same namespace and return it."""
    space = etree.QName(parent).namespace
    made = etree.SubElement(parent, etree.QName(space, name), facts)
    made.text = text or None
    return made


def topic(one: Assessment, text: str) -> bytes:
    """Return a topic to discuss: what to think about, as HTML."""
    root = etree.Element(etree.QName(TOPIC, "topic"), nsmap=_alone(TOPIC))
    below(root, "title", one.title)
    below(root, "text", text, texttype="text/html")
    return written(root)


def web_link(title: str, address: str) -> bytes:
    """Return a link to a page on the web."""
    root = etree.Element(etree.QName(LINK, "webLink"), nsmap=_alone(LINK))
    below(root, "title", title)
    below(root, "url", href=address)
    return written(root)


def quiz(one: Assessment, identifier: str) -> bytes:
    """Return a quiz as QTI 1.2.1.

    A question with one right choice takes one answer, with several all of them. One without a right choice,
    or with fewer than two choices, cannot be marked and is answered in one's own words.
    """
    root = etree.Element(etree.QName(QTI, "questestinterop"), nsmap=_alone(QTI))
    test = below(root, "assessment", ident=identifier, title=one.title)
    _profile(below(test, "qtimetadata"), {"cc_profile": "cc.exam.v0p1", "qmd_assessmenttype": "Examination"})
    section = below(test, "section", ident=f"{identifier}-s")
    for number, question in enumerate(one.questions, 1):
        _question(section, question, f"{identifier}-q{number}")
    return written(root)


def _profile(parent: etree._Element, facts: dict[str, str]) -> None:
    for name, value in facts.items():
        held = below(parent, "qtimetadatafield")
        below(held, "fieldlabel", name)
        below(held, "fieldentry", value)


def _question(section: etree._Element, one: Question, identifier: str) -> None:
    right = [place for place, choice in enumerate(one.choices) if choice.right]
    item = below(section, "item", ident=identifier, title=f"{identifier.rpartition('-q')[2]}")
    marked = bool(right) and len(one.choices) >= FEWEST
    profile = ("multiple_choice" if len(right) == 1 else "multiple_response") if marked else "essay"
    _profile(below(below(item, "itemmetadata"), "qtimetadata"), {"cc_profile": f"cc.{profile}.v0p1"})
    shown = below(item, "presentation")
    _said(shown, one.text)
    if not marked:
        below(below(shown, "response_str", ident="answer", rcardinality="Single"), "render_fib")
        return
    _choices(shown, one, several=len(right) > 1)
    _marking(item, one, right)


def _said(parent: etree._Element, text: str) -> None:
    below(below(parent, "material"), "mattext", to_html(text, heading=4), texttype="text/html")


def _choices(shown: etree._Element, one: Question, *, several: bool) -> None:
    asked = below(shown, "response_lid", ident="answer", rcardinality="Multiple" if several else "Single")
    drawn = below(asked, "render_choice")
    for place, choice in enumerate(one.choices):
        _said(below(drawn, "response_label", ident=f"c{place}"), choice.text)


def _marking(item: etree._Element, one: Question, right: list[int]) -> None:
    """Say for each choice what is said to who took it, and which choices together are right."""
    process = below(item, "resprocessing")
    scores = below(process, "outcomes")
    below(scores, "decvar", varname="SCORE", vartype="Decimal", minvalue="0", maxvalue="100")
    with_feedback = [place for place, choice in enumerate(one.choices) if choice.feedback]
    for place in with_feedback:
        told = below(process, "respcondition", **{"continue": "Yes"})
        below(below(told, "conditionvar"), "varequal", f"c{place}", respident="answer")
        below(told, "displayfeedback", feedbacktype="Response", linkrefid=f"c{place}-said")
    full = below(process, "respcondition", **{"continue": "No"})
    _condition(below(full, "conditionvar"), len(one.choices), right)
    below(full, "setvar", "100", action="Set", varname="SCORE")
    for place in with_feedback:
        said = below(item, "itemfeedback", ident=f"c{place}-said")
        _said(said, one.choices[place].feedback)


def _condition(held: etree._Element, count: int, right: list[int]) -> None:
    if len(right) == 1:
        below(held, "varequal", f"c{right[0]}", respident="answer")
        return
    every = below(held, "and")
    for place in range(count):
        asked = every if place in right else below(every, "not")
        below(asked, "varequal", f"c{place}", respident="answer")
