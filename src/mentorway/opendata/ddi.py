"""The study as DDI-Codebook 2.5 in all languages, with what the CESSDA Data Catalogue asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from mentorway.datasets.ddi import LANG, NAMESPACE, NAMESPACES, PLACE, XSI
from mentorway.opendata.checking import doi_of, files_of
from mentorway.opendata.ddi_columns import describe_files
from mentorway.opendata.ddi_elements import added
from mentorway.opendata.describing import Creator, DataPackage, Labels, Study, Term
from mentorway.opendata.saying import ordered, said, spoken

OPEN: Final = "open access"
COAR: Final = "COAR Access Right Vocabulary"


class _Writer:
    """Writes texts of one package, in its languages, main one first."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self.languages = ordered(package)

    def each(self, parent: etree._Element, tag: str, labels: Labels, **attributes: str) -> None:
        """Write one element for each language."""
        for code, text in spoken(labels, self.languages):
            added(parent, tag, text, code, **attributes)

    def terms(self, parent: etree._Element, tag: str, term: Term, vocabulary: str) -> None:
        """Write a term in each language, each with its code in the vocabulary."""
        for code, text in spoken(term.labels, self.languages):
            element = added(parent, tag, text, code)
            if term.code:
                concept = added(element, "concept", term.code)
                concept.set("vocab", term.vocabulary or vocabulary)
                if term.address:
                    concept.set("vocabURI", term.address)


def ddi(package: DataPackage, files: Mapping[str, bytes]) -> bytes:
    """Return ``ddi.xml``: the study, its files, its columns with questions and categories.

    Parameters
    ----------
    package : DataPackage
        Checked already.
    files : mapping of str to bytes
        Questionnaires and consent texts, by path, which are named as other material.

    Returns
    -------
    bytes
        DDI-Codebook 2.5, the same for the same package.

    References
    ----------
    CESSDA Data Catalogue DDI 2.5 profile, version 3.1.0 (2025-12-09).
    """
    writer = _Writer(package)
    root = etree.Element(f"{{{NAMESPACE}}}codeBook", nsmap=NAMESPACES)
    root.set("version", "2.5")
    root.set(LANG, package.language)
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {PLACE}")
    _document(root, writer)
    described = added(root, "stdyDscr")
    _citation(described, writer)
    _about(described, writer)
    _method(described, writer)
    _access(described, writer)
    describe_files(root, files_of(package), writer.languages)
    _material(root, files)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found


def _document(root: etree._Element, writer: _Writer) -> None:
    package = writer.package
    citation = added(added(root, "docDscr"), "citation")
    titles = added(citation, "titlStmt")
    added(titles, "titl", said(package.study.titles, package.language), package.language)
    day = package.published.isoformat()
    added(added(citation, "distStmt"), "distDate", day, date=day)
    added(added(citation, "verStmt"), "version", package.version, date=day)


def _citation(described: etree._Element, writer: _Writer) -> None:
    package, study = writer.package, writer.package.study
    citation = added(described, "citation")
    titles = added(citation, "titlStmt")
    (first, title), *others = spoken(study.titles, writer.languages)
    added(titles, "titl", title, first)
    writer.each(titles, "subTitl", study.subtitles)
    for code, text in others:
        added(titles, "parTitl", text, code)
    doi = doi_of(study.identifier)
    kind = "DOI" if doi else "URN" if study.identifier.lower().startswith("urn:") else study.publisher.name
    added(titles, "IDNo", doi or study.identifier, package.language, agency=kind)
    responsible = added(citation, "rspStmt")
    for one in study.creators:
        _author(responsible, one, package.language)
    _produced(citation, study, package.language)
    _distributed(citation, writer)
    version = added(citation, "verStmt")
    added(version, "version", package.version, date=package.published.isoformat())
    if package.earlier:
        writer.each(version, "notes", package.earlier.changes)
    address = study.address or f"https://doi.org/{doi}"
    added(citation, "holdings", address, package.language, URI=address)


def _author(parent: etree._Element, one: Creator, language: str) -> None:
    element = added(parent, "AuthEnty", one.formal, language)
    if one.affiliation:
        element.set("affiliation", one.affiliation)
    if one.pid:
        added(element, "ExtLink", one.pid, URI=one.pid, title=one.scheme, role="PID")


def _produced(citation: etree._Element, study: Study, language: str) -> None:
    if not study.funding:
        return
    produced = added(citation, "prodStmt")
    for one in study.funding:
        added(produced, "fundAg", one.funder.name, language)
    for one in study.funding:
        if one.number:
            added(produced, "grantNo", one.number, language, agency=one.funder.name)


def _distributed(citation: etree._Element, writer: _Writer) -> None:
    package, publisher = writer.package, writer.package.study.publisher
    distributed = added(citation, "distStmt")
    element = added(distributed, "distrbtr", publisher.name, package.language)
    if publisher.address:
        element.set("URI", publisher.address)
    if package.study.contact:
        added(distributed, "contact", publisher.name, package.language, email=package.study.contact)
    day = package.published.isoformat()
    added(distributed, "distDate", day, package.language, date=day)


def _about(described: etree._Element, writer: _Writer) -> None:
    study = writer.package.study
    about = added(described, "stdyInfo")
    subject = added(about, "subject")
    for tag, terms in (("keyword", study.keywords), ("topcClas", study.topics)):
        for term in terms:
            named = {"vocab": term.vocabulary, "vocabURI": term.address}
            writer.each(subject, tag, term.labels, **{key: value for key, value in named.items() if value})
    writer.each(about, "abstract", study.abstracts)
    summary = added(about, "sumDscr")
    for event, day in (("start", study.first_day), ("end", study.last_day)):
        added(summary, "collDate", day.isoformat(), date=day.isoformat(), event=event)
    for country, names in study.nations.items():
        writer.each(summary, "nation", names, abbr=country)
    writer.terms(summary, "anlyUnit", study.unit, "DDI Analysis Unit")
    writer.each(summary, "universe", study.universe)
    added(summary, "dataKind", "Numeric survey data", "en")


def _method(described: etree._Element, writer: _Writer) -> None:
    package, study = writer.package, writer.package.study
    method = added(described, "method")
    collection = added(method, "dataColl")
    writer.terms(collection, "timeMeth", study.time_method, "DDI Time Method")
    for term in study.sampling:
        writer.terms(collection, "sampProc", term, "DDI Sampling Procedure")
    for term in study.modes:
        writer.terms(collection, "collMode", term, "DDI Mode of Collection")
    for source in study.sources:
        added(added(collection, "sources"), "dataSrc", source)
    for step in package.protection.steps:
        added(collection, "cleanOps", str(step.what), "en")


def _access(described: etree._Element, writer: _Writer) -> None:
    """Write a statement for each language, because a statement has room for one text only."""
    package = writer.package
    access = added(described, "dataAccs")
    for code, text in spoken(package.study.access, writer.languages):
        use = added(access, "useStmt")
        added(use, "restrctn", text, code)
        if code == package.language:
            added(use, "conditions", OPEN, elementVersion=COAR)
    licence = f"{package.licence.title} ({package.licence.address})"
    added(access, "notes", licence, "en", type="licence")


def _material(root: etree._Element, files: Mapping[str, bytes]) -> None:
    for path in files:
        folder = path.partition("/")[0]
        if folder in ("questionnaires", "consent"):
            kind = "questionnaire" if folder == "questionnaires" else "consent form"
            element = added(root, "otherMat", type=kind, level="study", URI=path)
            added(element, "labl", path.rpartition("/")[2])
