"""XForm XML, as pyxform writes it → questions, groups, lists and texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from mentorway.questionnaire.definition import (
    SELECTS,
    Bounds,
    Choice,
    ChoiceList,
    Form,
    Group,
    Kind,
    Language,
    Output,
    Question,
    Text,
    Texts,
)
from mentorway.wording import InvalidInputError, Message, shown

XF: Final = "{http://www.w3.org/2002/xforms}"
JR: Final = "{http://openrosa.org/javarosa}"
ODK: Final = "{http://www.opendatakit.org/xforms}"
H: Final = "{http://www.w3.org/1999/xhtml}"
UNNAMED: Final = "default"
LANGUAGE = re.compile(r"(?P<name>.*\S)\s*\((?P<code>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)")
ITEXT = re.compile(r"jr:itext\('(.*)'\)", re.DOTALL)
LIST = re.compile(r"instance\('([^']+)'\)/root/item")
CONTROLS: Final = {
    f"{XF}input": "input", f"{XF}select1": "select1", f"{XF}select": "select", f"{XF}trigger": "trigger",
    f"{XF}range": "range", f"{ODK}rank": "rank", f"{XF}upload": "upload", f"{XF}secret": "secret",
}  # fmt: skip
INPUTS: Final = {
    "string": Kind.TEXT, "int": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "time": Kind.TIME,
    "dateTime": Kind.DATETIME,
}  # fmt: skip
BY_CONTROL: Final = {
    "select1": Kind.SELECT_ONE, "select": Kind.SELECT_MULTIPLE, "rank": Kind.RANK, "trigger": Kind.ACKNOWLEDGE
}  # fmt: skip
PRELOADS: Final = {("timestamp", "start"): "start", ("timestamp", "end"): "end", ("date", "today"): "today"}


@dataclass(frozen=True)
class Issue:
    """Something in the form that cannot be published: the question's name, the column, why."""

    name: str
    column: str
    message: Message


@dataclass
class Source:
    """The parts of the XForm, looked up by path."""

    root: etree._Element
    binds: dict[str, etree._Element]
    controls: dict[str, etree._Element]
    groups: dict[str, etree._Element]
    setvalues: dict[str, list[etree._Element]]
    texts: dict[str, dict[str, Text]]  # id → language code → text
    languages: tuple[Language, ...]
    default: str
    issues: list[Issue] = field(default_factory=list)

    def refuse(self, path: str, column: str, message: Message) -> None:
        """Note what cannot be published."""
        self.issues.append(Issue(path.rpartition("/")[2], column, message))


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of an XML document without entities, DTD, network, comments or processing instructions.

    Raises
    ------
    InvalidInputError
        It is no XML, or has a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InvalidInputError(
            Message("The XML cannot be read: it is damaged or too deep. Send it again.")
        ) from error
    about: Any = root.getroottree().docinfo
    if about.doctype:
        raise InvalidInputError(
            Message("The XML has a document type, which may hide traps. Send it without <!DOCTYPE …>.")
        )
    return root


def read_xform(xform: str) -> tuple[Form, list[Issue]]:
    """Return the form, without pages, and what cannot be published in it."""
    tree = parse_xml(xform.encode())
    model = tree.find(f"{H}head/{XF}model")
    body = tree.find(f"{H}body")
    main = model.find(f"{XF}instance") if model is not None else None
    if model is None or body is None or main is None or not len(main):
        raise InvalidInputError(Message("The XForm has no model. Convert the questionnaire again."))
    source = _source(model, body, main[0])
    questions: list[Question] = []
    groups: list[Group] = []
    for element, path, parent in _walk(main[0], f"/{_name(main[0])}", ""):
        if path in source.groups or len(element):
            groups.append(_group(source, path, parent))
        else:
            questions.append(_question(source, element, path, parent))
    form = Form(
        name=main[0].get("id", ""),
        version=main[0].get("version", ""),
        title=tree.findtext(f"{H}head/{H}title", "").strip(),
        root=_name(main[0]),
        languages=source.languages,
        default_language=source.default,
        questions=tuple(questions),
        groups=tuple(groups),
        lists=tuple(_lists(source, model)),
    )
    return form, source.issues


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _walk(element: etree._Element, path: str, parent: str) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield each element under the root with its path and its parent's, without meta and templates."""
    for child in element:
        name = _name(child)
        if name == "meta" or child.get(f"{JR}template") is not None:
            continue
        inner = f"{path}/{name}"
        yield child, inner, parent
        yield from _walk(child, inner, inner)


def _source(model: etree._Element, body: etree._Element, root: etree._Element) -> Source:
    languages, default, texts = _itext(model)
    setvalues: dict[str, list[etree._Element]] = defaultdict(list)
    for element in (*model.iter(f"{XF}setvalue"), *body.iter(f"{XF}setvalue")):
        setvalues[element.get("ref", "")].append(element)
    source = Source(
        root=root,
        binds={each.get("nodeset", ""): each for each in model.iterfind(f"{XF}bind")},
        controls={each.get("ref", ""): each for each in body.iter(*CONTROLS)},
        groups={each.get("ref", ""): each for each in body.iter(f"{XF}group")},
        setvalues=setvalues,
        texts=texts,
        languages=languages,
        default=default,
    )
    for repeat in body.iter(f"{XF}repeat"):
        source.refuse(repeat.get("nodeset", ""), "type", NO_REPEATS)
    return source


NO_REPEATS: Final = Message(
    "Repeated groups are not supported. Ask for a fixed number, each in a group of its own that is shown "
    "when "
    "it is needed."
)


# Texts


def language_of(name: str) -> Language:
    """Return a language from its column's name: “Lietuvių (lt)”."""
    match = LANGUAGE.fullmatch(name)
    if match:
        return Language(match["name"], match["code"])
    return Language(name, "") if name == UNNAMED else Language(name, name)


def _itext(model: etree._Element) -> tuple[tuple[Language, ...], str, dict[str, dict[str, Text]]]:
    translations = model.findall(f"{XF}itext/{XF}translation")
    if not translations:
        return (Language(UNNAMED, ""),), "", {}
    languages = [language_of(each.get("lang", "")) for each in translations]
    marked = [place for place, each in enumerate(translations) if each.get("default") is not None]
    default = languages[marked[0] if marked else 0].code
    texts: dict[str, dict[str, Text]] = defaultdict(dict)
    for language, translation in zip(languages, translations, strict=True):
        for element in translation:
            for value in element.iterfind(f"{XF}value"):
                if value.get("form") is None:
                    texts[element.get("id", "")][language.code] = _text(value)
    return tuple(languages), default, {key: _present(found) for key, found in texts.items()}


def _present(texts: dict[str, Text]) -> dict[str, Text]:
    """Leave out the dash that pyxform writes where a translation is missing."""
    if all(text == ("-",) for text in texts.values()):
        return texts
    return {code: text for code, text in texts.items() if text != ("-",)}


def _text(element: etree._Element) -> Text:
    parts: list[str | Output] = [element.text or ""]
    for output in element:
        parts += [Output(output.get("value", "").strip()), output.tail or ""]
    if isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part != "")


def _texts(source: Source, element: etree._Element | None, tag: str) -> Texts:
    found = element.find(f"{XF}{tag}") if element is not None else None
    if found is None:
        return {}
    reference = ITEXT.fullmatch(found.get("ref", ""))
    if reference:
        return source.texts.get(reference[1], {})
    text = _text(found)
    return {source.default: text} if text else {}


def _said(source: Source, bind: etree._Element | None, attribute: str) -> Texts:
    said = bind.get(f"{JR}{attribute}", "") if bind is not None else ""
    reference = ITEXT.fullmatch(said)
    if reference:
        return source.texts.get(reference[1], {})
    return {source.default: (said,)} if said else {}


# Lists


def _lists(source: Source, model: etree._Element) -> Iterator[ChoiceList]:
    for instance in model.findall(f"{XF}instance")[1:]:
        if instance.get("src") is None:
            items = instance.iterfind(f"{XF}root/{XF}item")
            yield ChoiceList(instance.get("id", ""), tuple(_choice(source, item) for item in items))


def _choice(source: Source, item: etree._Element) -> Choice:
    columns = {_name(each): (each.text or "").strip() for each in item}
    value = columns.pop("name", "")
    reference = columns.pop("itextId", "")
    label = columns.pop("label", "")
    inline: Texts = {source.default: (label,)} if label else {}
    return Choice(value, source.texts.get(reference, {}) if reference else inline, columns)


# Questions and groups


def _group(source: Source, path: str, parent: str) -> Group:
    element = source.groups.get(path)
    bind = source.binds.get(path)
    return Group(
        name=path.rpartition("/")[2],
        path=path,
        group=parent,
        labels=_texts(source, element, "label"),
        relevant=_expression(bind, "relevant"),
        appearance=element.get("appearance", "") if element is not None else "",
    )


def _expression(bind: etree._Element | None, attribute: str) -> str:
    return bind.get(attribute, "").strip() if bind is not None else ""


def _question(source: Source, element: etree._Element, path: str, parent: str) -> Question:
    bind = source.binds.get(path)
    control = source.controls.get(path)
    calculation = _expression(bind, "calculate")
    read_only = _read_only(source, path, bind)
    default = (element.text or "").strip()
    kind = _kind(source, path, control, bind)
    if kind is Kind.TEXT and read_only and not (calculation or default or path in source.setvalues):
        kind = Kind.NOTE
    if kind in SELECTS and control is not None and "label" in control.get("appearance", "").split():
        kind = Kind.NOTE  # it only heads the columns of a grid
    list_name, choice_filter = _choices(source, path, control)
    return Question(
        name=path.rpartition("/")[2],
        path=path,
        kind=kind,
        group=parent,
        labels=_texts(source, control, "label"),
        hints=_texts(source, control, "hint"),
        relevant=_expression(bind, "relevant"),
        required=_expression(bind, "required"),
        required_messages=_said(source, bind, "requiredMsg"),
        constraint=_expression(bind, "constraint"),
        constraint_messages=_said(source, bind, "constraintMsg"),
        calculation=calculation,
        default=default,
        default_expression=_first_value(source, path),
        read_only=read_only,
        appearance=control.get("appearance", "") if control is not None else "",
        choices=list_name,
        choice_filter=choice_filter,
        bounds=_bounds(control),
        preload=_preload(bind) if kind is Kind.META else "",
    )


def _read_only(source: Source, path: str, bind: etree._Element | None) -> bool:
    said = _expression(bind, "readonly")
    if said not in ("", "true()", "false()"):
        source.refuse(
            path,
            "read_only",
            Message("Whether a question is read-only cannot depend on answers. Write yes or no."),
        )
    return said == "true()"


def _kind(source: Source, path: str, control: etree._Element | None, bind: etree._Element | None) -> Kind:
    kind = bind.get("type", "string") if bind is not None else "string"
    if control is None:
        if bind is None or bind.get(f"{JR}preload") is None:
            return Kind.CALCULATE
        if not _preload(bind):
            source.refuse(path, "type", IDENTIFIES)
        return Kind.META
    used = CONTROLS[str(control.tag)]
    found = BY_CONTROL.get(used) or (INPUTS.get(kind) if used in ("input", "range") else None)
    if found is None:
        source.refuse(
            path,
            "type",
            Message(
                "Questions that ask for “%(kind)s” are not supported. Ask in words, numbers, dates or "
                "choices.",
                {"kind": shown(bind.get("type", used) if bind is not None else used)},
            ),
        )
        return Kind.TEXT
    return found


IDENTIFIES: Final = Message(
    "This row would record which device or person answers. Answers here are anonymous: remove the row."
)


def _preload(bind: etree._Element | None) -> str:
    if bind is None:
        return ""
    return PRELOADS.get((bind.get(f"{JR}preload", ""), bind.get(f"{JR}preloadParams", "")), "")


def _first_value(source: Source, path: str) -> str:
    found = ""
    for element in source.setvalues.get(path, ()):
        if element.get("event") == "odk-instance-first-load":
            found = element.get("value", "").strip()
        else:
            source.refuse(
                path,
                "trigger",
                Message("A value that another answer sets off is not supported. Use a calculation."),
            )
    return found


def _choices(source: Source, path: str, control: etree._Element | None) -> tuple[str, str]:
    itemset = control.find(f"{XF}itemset") if control is not None else None
    if itemset is None:
        return "", ""
    nodeset = itemset.get("nodeset", "").strip()
    match = LIST.search(nodeset)
    if match is None:
        source.refuse(
            path, "type", Message("Choices must come from a list in the choices sheet, not from answers.")
        )
        return "", ""
    return match[1], "" if match.group() == nodeset else nodeset


def _bounds(control: etree._Element | None) -> Bounds | None:
    if control is None or CONTROLS[str(control.tag)] != "range":
        return None
    return Bounds(
        *(float(control.get(name, fallback)) for name, fallback in (("start", 1), ("end", 10), ("step", 1)))
    )
