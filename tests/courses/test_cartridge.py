"""A cartridge is whole, safe, the same every time, and valid by the schemas of IMS where they are at hand."""

import os
import posixpath
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from tests.courses.making import (
    ANSWER,
    FILES,
    HIDDEN,
    NOTES,
    PAGE,
    PLAN,
    QUIZ,
    SCRIPT,
    SHEET,
    SHEET_HASH,
    SITE,
    THINK,
    make_module,
    make_programme,
    opened,
)

from mentorway.courses.cartridge import cartridge
from mentorway.courses.structure import Choice, Material, MaterialKind, Question

SCHEMAS = os.environ.get("IMSCC_SCHEMAS", "")
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
SCHEMA_OF = {
    PACKAGE: "ccv1p1_imscp_v1p2_v1p0.xsd",
    QTI: "ccv1p1_qtiasiv1p2p1_v1p0.xsd",
    "http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1": "ccv1p1_imsdt_v1p1.xsd",
    "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1": "ccv1p1_imswl_v1p1.xsd",
}
SPACES = {"p": PACKAGE, "q": QTI}
RTL = "\u202eשלום\u202c 🤝 Mentoring"
WILD = make_programme(
    title=RTL,
    language="he",
    summary=SCRIPT,
    audience="",
    partner="",
    modules=(make_module(title=f"{RTL}\x00\ud800", key="שלום"), make_module(title="")),
)


def made(programme=None, files=FILES):
    return opened(cartridge(programme or make_programme(), files))


def manifest(files):
    return etree.fromstring(files["imsmanifest.xml"])


def titles(files):
    return [one.text for one in manifest(files).iterfind(".//p:item/p:title", SPACES)]


def test_modules_are_folders_after_the_introduction():
    files = made()
    top = manifest(files).find(".//p:organization/p:item", SPACES)
    assert [one.findtext("p:title", namespaces=SPACES) for one in top] == ["Mentors", "Talking"]
    inside = [one.findtext("p:title", namespaces=SPACES) for one in top[1].iterfind("p:item", SPACES)]
    assert inside == ["Talking", "Listening", "Sheet", "Site", "What listens?", "Watched talk", "Think"]
    assert '<h1 dir="auto">Talking</h1>' in files["module-1/00-overview.html"].decode()


def test_the_namespace_is_found_among_the_first_500_bytes():
    assert f'xmlns="{PACKAGE}"'.encode() in made()["imsmanifest.xml"][:500]


@pytest.mark.parametrize("programme", [make_programme(), make_programme(modules=()), WILD])
def test_the_manifest_and_the_archive_name_the_same_files(programme):
    files = made(programme)
    root = manifest(files)
    listed = [one.get("href") for one in root.iterfind(".//p:file", SPACES)]
    assert sorted(listed) == sorted(set(files) - {"imsmanifest.xml"})
    resources = {one.get("identifier") for one in root.iterfind(".//p:resource", SPACES)}
    asked = [one.get("identifierref") for one in root.iter() if one.get("identifierref")]
    assert set(asked) == resources
    identifiers = [one.get("identifier") for one in root.iter() if one.get("identifier")]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("programme", [make_programme(), make_programme(modules=()), WILD])
def test_everything_is_well_formed_and_each_link_leads_to_a_file(programme):
    files = made(programme)
    for path, content in files.items():
        if not path.endswith((".xml", ".html")):
            continue
        root = etree.fromstring(content.replace(b"<!DOCTYPE html>", b""))
        for link in root.iter("a"):
            goal = link.get("href")
            assert (
                goal.startswith("https://")
                or posixpath.normpath(posixpath.join(posixpath.dirname(path), goal)) in files
            )


@pytest.mark.skipif(
    not SCHEMAS, reason="IMSCC_SCHEMAS names no folder with the schemas of Common Cartridge 1.1"
)
@pytest.mark.parametrize("programme", [make_programme(), make_programme(modules=()), WILD])
def test_it_is_valid_by_the_schemas_of_ims(programme):
    checked = set()
    for path, content in made(programme).items():
        if path.endswith(".xml"):
            root = etree.fromstring(content)
            name = SCHEMA_OF[etree.QName(root).namespace]
            etree.XMLSchema(etree.parse(Path(SCHEMAS) / name)).assertValid(root)
            checked.add(name)
    assert checked >= {"ccv1p1_imscp_v1p2_v1p0.xsd"}
    assert not programme.modules or checked == set(SCHEMA_OF.values())


def test_it_is_the_same_bytes_again():
    first = cartridge(make_programme(), FILES)
    assert first == cartridge(make_programme(), dict(FILES))
    assert first != cartridge(make_programme(version="2"), FILES)


def test_relative_links_lead_to_files_and_others_lose_only_their_link():
    page = made()["module-1/01-page.html"].decode()
    assert '<a href="02-sheet.pdf">the sheet</a>' in page
    assert '<a href="https://example.org/?a=1&amp;b=2">the site</a>' in page
    assert ", nowhere," in page
    assert 'href="javascript' not in page
    root = manifest(made())
    needed = root.xpath("//p:resource[@identifier='m1-01']/p:dependency/@identifierref", namespaces=SPACES)
    assert needed == ["m1-02"]


def test_what_is_for_trainers_stays_out():
    files = made()
    assert HIDDEN.encode() not in b"".join(files.values())
    assert PLAN.encode() not in b"".join(files.values())
    assert NOTES.title not in titles(files)


def test_files_are_as_they_were():
    assert made()["module-1/02-sheet.pdf"] == SHEET


def test_a_file_that_is_not_at_hand_is_said():
    files = made(files={})
    page = files["module-1/02-sheet.html"].decode()
    assert "The file “My sheet.PDF” was not at hand" in page
    assert SHEET_HASH in page
    assert '<a href="02-sheet.html">the sheet</a>' in files["module-1/01-page.html"].decode()


def test_a_link_that_no_browser_should_open_is_said():
    bad = replace(SITE, address="javascript:alert(1)")
    files = made(make_programme(modules=(make_module(materials=(bad,)),)))
    assert "has no address that a browser could open" in files["module-1/01-site.html"].decode()
    assert not any(b'href="javascript' in content for content in files.values())


def test_html_in_texts_is_shown_not_obeyed():
    page = replace(PAGE, title=SCRIPT, text=SCRIPT, source=SCRIPT)
    asked = Question("q", SCRIPT, (Choice(SCRIPT, right=True, feedback=SCRIPT), Choice("b")))
    module = make_module(
        title=SCRIPT,
        summary=SCRIPT,
        materials=(page,),
        assessments=(replace(QUIZ, questions=(asked,)), replace(THINK, task=SCRIPT)),
    )
    files = made(make_programme(title=SCRIPT, partner=SCRIPT, modules=(module,)))
    for path, content in files.items():
        assert b"<script" not in content
        root = etree.fromstring(content.replace(b"<!DOCTYPE html>", b""))
        # What is text in XML is HTML for who imports it.
        told = [one.text or "" for one in root.iter("{*}mattext", "{*}text")]
        assert not any("<script" in one for one in told), path


def test_a_quiz_says_what_is_right_and_what_is_said_of_an_answer():
    root = etree.fromstring(made()["module-1/04-quiz.xml"])
    profiles = root.xpath("//q:itemmetadata//q:fieldentry/text()", namespaces=SPACES)
    assert profiles == ["cc.multiple_choice.v0p1", "cc.multiple_response.v0p1", "cc.essay.v0p1"]
    one, many, _ = root.iterfind(".//q:item", SPACES)
    full = "q:resprocessing/q:respcondition[q:setvar]/q:conditionvar"
    assert one.xpath(f"{full}/q:varequal/text()", namespaces=SPACES) == ["c0"]
    assert many.xpath(f"{full}/q:and/q:varequal/text()", namespaces=SPACES) == ["c0", "c1"]
    assert many.xpath(f"{full}/q:and/q:not/q:varequal/text()", namespaces=SPACES) == ["c2"]
    assert ANSWER in one.findtext("q:itemfeedback//q:mattext", namespaces=SPACES)


def test_an_observation_is_a_page_that_says_it_is_not_marked_there():
    page = made()["module-1/05-watched.html"].decode()
    assert "knows no assignments and no rubrics" in page
    assert page.count('<th scope="row">') == 2
    assert page.count("<td>") == 6
    assert "at level 2 or above" in page


def test_a_reflection_is_a_topic_to_discuss():
    topic = etree.fromstring(made()["module-1/06-think.xml"])
    assert [etree.QName(one).localname for one in topic] == ["title", "text"]
    assert topic[1].text == '<p>Read <a href="https://example.org/?a=1&amp;b=2">the site</a>.</p>\n'


def test_licence_and_partner_are_in_the_metadata():
    said = [one.text for one in manifest(made()).find("p:metadata", SPACES).iter() if one.text]
    assert "CC BY 4.0" in said
    assert any("FN:Turku\\, Centre\\; East\n" in one for one in said)


def test_an_empty_programme_is_its_introduction():
    assert sorted(made(make_programme(modules=()))) == ["imsmanifest.xml", "introduction.html"]


def test_two_parts_with_one_key_get_two_places():
    module = make_module(materials=(PAGE, PAGE), assessments=())
    files = made(make_programme(modules=(module, module)))
    assert sum(path.endswith("-page.html") for path in files) == 4


def test_a_very_large_page_comes_whole():
    large = Material("large", MaterialKind.PAGE, "Large", "A [[*word* & \n\n" * 100_000)
    page = made(make_programme(modules=(make_module(materials=(large,)),)))["module-1/01-large.html"].decode()
    assert page.count("<p>A [[*word* &amp;</p>") == 100_000
