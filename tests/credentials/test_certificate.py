import io
import re
import shutil
import subprocess
import tempfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from tests.credentials.making import CREDENTIAL, PLACE, changed, dt

from mentorway.credentials.certificate import Sheet, certificate, certificates, not_shown, picture, printed
from mentorway.credentials.microcredential import Attained, Kind, Level, Participation
from mentorway.language import LANGUAGES
from mentorway.wording import InvalidInputError

PDFTOTEXT, PDFINFO, ZBAR = map(shutil.which, ("pdftotext", "pdfinfo", "zbarimg"))
reads_pdf = pytest.mark.skipif(PDFTOTEXT is None or PDFINFO is None, reason="poppler-utils are not installed")
reads_qr = pytest.mark.skipif(ZBAR is None, reason="zbarimg (zbar-tools) is not installed")
FULL = changed(
    level=Level(5, "National Agency", "https://nqf.example.org/1"),
    prerequisites="Two years at work",
    identity="Identity card seen",
    grade="Passed with distinction",
    stacking="Counts towards Coaching",
    more="See the page of the programme",
    languages=("lt", "en"),
    until=dt.date(2029, 5, 4),
    awarded=dt.date(2026, 4, 30),
    kind=Kind.PARTIAL,
)


def run(program, *arguments):
    found = subprocess.run([program, *arguments], capture_output=True, check=True)  # noqa: S603
    return found.stdout.decode()


def about(pdf, *options):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as kept:
        kept.write(pdf)
        kept.flush()
        return run(PDFINFO, *options, kept.name)


def text_of(pdf):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as kept:
        kept.write(pdf)
        kept.flush()
        return " ".join(run(PDFTOTEXT, "-layout", kept.name, "-").split())


@reads_pdf
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_element_is_on_one_tagged_page_of_a4_landscape(language):
    pdf = certificate(Sheet(FULL, PLACE.address, language))
    facts = about(pdf)
    assert re.search(r"Tagged:\s+yes", facts)
    assert re.search(r"Pages:\s+1\b", facts)
    assert "841.89 x 595.276 pts (A4)" in facts
    assert f"{CREDENTIAL.title} – {CREDENTIAL.learner}" in facts
    said = text_of(pdf)
    for word in (
        CREDENTIAL.learner,
        CREDENTIAL.title,
        CREDENTIAL.title_in_english,
        CREDENTIAL.issuer.name,
        CREDENTIAL.assessment,
        CREDENTIAL.quality,
        *(outcome.text for outcome in CREDENTIAL.outcomes),
        FULL.prerequisites,
        FULL.identity,
        FULL.grade,
        FULL.stacking,
        FULL.more,
        "National Agency",
        PLACE.address,
    ):
        assert word in said
    assert ("0.3" if language == "en" else "0,3") in said


def test_it_is_in_pdf_ua_mode_and_says_its_language():
    pdf = certificate(Sheet(CREDENTIAL, PLACE.address, "lv"))
    assert b"pdfuaid:part>1<" in pdf or b"pdfuaid" in inflated(pdf)
    assert re.search(rb"/Lang\s*\(lv\)", pdf)


def inflated(pdf):
    parts = []
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            parts.append(found[1])
    return b"".join(parts)


@reads_pdf
def test_no_level_is_printed_as_none_and_a_part_is_called_a_part():
    said = text_of(certificate(Sheet(CREDENTIAL, PLACE.address)))
    assert "No level of the European Qualifications Framework" in said
    assert "Statement of partial achievement" not in said
    part = text_of(certificate(Sheet(FULL, PLACE.address)))
    assert "Statement of partial achievement" in part
    assert "EQF 5, assigned by National Agency" in part


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Žydrūnė Šķēle", "Žydrūnė Šķēle"),
        ("Ona 🦊👩‍🏫 Ž.", "Ona Ž."),
        ("🦊", "□"),
        ("王小明", "□□□"),
        ("Ona\u202e\x00 A", "Ona A"),
        ("محمد بن", "محمد بن"),
        ("O’Brien-Šmits", "O’Brien-Šmits"),
    ],
)
def test_names_are_printed_in_a_defined_way(name, shown):
    assert printed(name) == shown
    assert b"/StructTreeRoot" in (pdf := certificate(Sheet(changed(learner=name), PLACE.address)))
    assert b"pdfuaid" in inflated(pdf) + pdf


def test_what_is_not_shown_is_named():
    assert not_shown("Žydrūnė O’Brien محمد דוד Ж") == ""
    assert not_shown("王 Ona 🦊") == "王🦊"


@reads_pdf
@pytest.mark.parametrize("name", ["Wolfeschlegelsteinhausenbergerdorff " * 3, "x" * 150, "Ona " * 40])
def test_a_long_name_stays_on_the_page_whole(name):
    pdf = certificate(Sheet(changed(learner=name), PLACE.address))
    assert re.search(r"Pages:\s+1\b", about(pdf))
    said = text_of(pdf)
    assert re.sub(r"\W", "", name) in re.sub(r"\W", "", said)


@reads_pdf
def test_what_does_not_fit_goes_on_a_second_page_and_nothing_is_lost():
    outcomes = tuple(Attained(f"outcome number {number} with many words to say") for number in range(40))
    pdf = certificate(Sheet(changed(outcomes=outcomes, more="word " * 400), PLACE.address))
    assert re.search(r"Pages:\s+[23]\b", about(pdf))
    said = text_of(pdf)
    assert said.count("word") >= 400
    assert all(f"number {number} " in said for number in range(40))


@reads_pdf
def test_markup_in_a_text_is_only_text():
    markup = '#panic("no") *b* $x$ `v` @a <l> \\ // /* "q" = [x]'
    said = text_of(certificate(Sheet(changed(learner=markup, title=markup), PLACE.address)))
    assert said.count('#panic("no")') == 2


def test_the_same_sheet_gives_the_same_bytes_alone_and_among_others():
    sheet = Sheet(CREDENTIAL, PLACE.address, "fi")
    alone = certificate(sheet)
    among = certificates([Sheet(FULL, PLACE.address, "sv"), sheet, Sheet(FULL, PLACE.address)])
    assert among[1] == alone
    assert len(set(among)) == 3


def test_an_incomplete_one_is_refused():
    with pytest.raises(InvalidInputError, match="quality"):
        certificate(Sheet(changed(quality=""), PLACE.address))


def test_no_address_of_the_learner_is_printed():
    with_address = certificate(Sheet(changed(email="ona@example.org"), PLACE.address))
    assert with_address == certificate(Sheet(CREDENTIAL, PLACE.address))


def test_the_picture_is_its_first_page():
    image = Image.open(io.BytesIO(picture(Sheet(CREDENTIAL, PLACE.address))))
    assert image.format == "PNG"
    assert image.size in {(842, 595), (842, 596)}


@reads_qr
def test_the_qr_code_on_the_page_is_read_as_its_address(tmp_path):
    path = Path(tmp_path) / "page.png"
    path.write_bytes(picture(Sheet(CREDENTIAL, PLACE.address), 150))
    assert run(ZBAR, "--raw", "-q", str(path)).strip() == PLACE.address


def test_each_form_of_participation_has_words():
    made = {certificate(Sheet(changed(participation=form), PLACE.address)) for form in Participation}
    assert len(made) == 3
