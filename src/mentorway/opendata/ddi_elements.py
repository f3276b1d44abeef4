"""How an element of DDI is written: its text without what XML cannot hold, its language, its attributes."""

from __future__ import annotations

from lxml import etree

from mentorway.datasets.ddi import LANG, NAMESPACE, NOT_XML


def added(
    parent: etree._Element, tag: str, text: str | None = None, language: str = "", **attributes: str
) -> etree._Element:
    r"""Return a new element under another one.

    >>> root = etree.Element(f"{{{NAMESPACE}}}titlStmt")
    >>> added(root, "titl", "A\x00b", "en").text
    'Ab'
    """
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    if text is not None:
        element.text = NOT_XML.sub("", text)
    for name, value in attributes.items():
        element.set(name, NOT_XML.sub("", value))
    if language:
        element.set(LANG, language)
    return element
