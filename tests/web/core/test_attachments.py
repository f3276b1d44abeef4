"""Files are taken for what they are, cleaned, kept apart, and given back with care."""

import io
import stat
import struct
import zipfile
import zlib

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

from mentorway.web.core import attachments, kinds, pictures
from mentorway.web.core.attachments import Attachment, checked, forget, keep, read, served

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
TYPES = ("[Content_Types].xml", b"<Types/>")
ODT = "application/vnd.oasis.opendocument.text"


def upload(content, name="file.bin"):
    return SimpleUploadedFile(name, content)


def refusal(content, name="file.bin"):
    with pytest.raises(ValidationError) as found:
        checked(upload(content, name))
    return found.value.messages[0]


def packed(*parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def picture(kind="JPEG", size=(40, 20), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, options.pop("color", "red")).save(file, kind, **options)
    return file.getvalue()


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize(
    ("content", "name", "kept", "media_type"),
    [
        (picture("JPEG"), "a.png", "a.jpg", "image/jpeg"),
        (picture("PNG"), "a.PNG", "a.png", "image/png"),
        (picture("WEBP"), "a", "a.webp", "image/webp"),
        (PDF, "Ąžuolas.pdf", "Ąžuolas.pdf", "application/pdf"),
        (packed(TYPES, ("word/document.xml", "")), "a.docx", "a.docx", kinds.DOCX.media_type),
        (packed(TYPES, ("xl/workbook.xml", "")), "a.zip", "a.zip.xlsx", kinds.XLSX.media_type),
        (packed(TYPES, ("ppt/presentation.xml", "")), "a", "a.pptx", kinds.PPTX.media_type),
        (packed(("mimetype", ODT), ("content.xml", "")), "a.odt", "a.odt", ODT),
        ("labas\tąž\r\n".encode(), "a.txt", "a.txt", "text/plain"),
        (b"\xef\xbb\xbfa;b\n1;2\n", "a.csv", "a.csv", "text/csv"),
    ],
)
def test_what_a_file_is_is_read_from_its_content(content, name, kept, media_type):
    found = checked(upload(content, name))
    assert (found.name, found.media_type, found.size) == (kept, media_type, len(found.content))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"GIF89a", "a.jpg", "The file is a GIF picture, which is not taken"),
        (b"\x00\x00\x00\x18ftypheic", "a.jpg", "The file is a HEIC picture"),
        (b"MZ\x90", "a.pdf", "The file is a program"),
        (b"\x7fELF", "a.txt", "The file is a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "The file is an old or a locked Office document"),
        (packed(("a.txt", "x")), "a.docx", "The file is a ZIP archive"),
        (packed(("word/document.xml", "")), "a.docx", "The file is a ZIP archive"),
        (packed(("mimetype", ODT)), "a.odt", "The file is a ZIP archive"),
        (packed(("mimetype", "x/y"), ("content.xml", "")), "a.odt", "The file is a ZIP archive"),
        (b"<svg onload='x'/>", "a.svg", "The file is “a.svg”"),
        (b"<script>", "a.html", "The file is “a.html”"),
        (b"x", "", "The file is “file.bin”"),
        (b"a\x00b", "a.txt", "The file is no text in UTF-8"),
        (b"\xff\xfea\x00", "a.csv", "The file is no text in UTF-8"),
        (b"PK\x03\x04broken", "a.docx", "The file is damaged"),
        (picture("JPEG")[:300], "a.jpg", "The picture is damaged"),
        (picture("PNG")[:40], "a.png", "The picture is damaged"),
        (b"RIFF\x00\x00\x00\x00WEBPxxxx", "a.webp", "The picture is damaged"),
        (b"", "a.txt", "The file is empty"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(content, name, said):
    assert refusal(content, name or "file.bin").startswith(said)


def test_a_refusal_says_what_may_come():
    assert refusal(b"GIF89a").endswith("JPEG, PNG, WebP, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, TXT, CSV.")


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(attachments, "MEGABYTE", 10)
    assert refusal(b"x" * 151, "a.txt") == "The file has more than 15 MB, which is the most that is taken."
    assert checked(upload(b"x" * 150, "a.txt")).size == 150


def test_a_picture_keeps_no_place_and_stands_upright():
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "Camera"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (54.0, 41.0, 0.0)
    content = picture(exif=exif, comment=b"secret", size=(40, 20))
    assert opened(content).getexif()[Base.Orientation] == 6
    found = checked(upload(content, "a.jpg")).content
    image = opened(found)
    assert (image.size, dict(image.getexif()), sorted(image.info)) == (
        (20, 40), {}, ["jfif", "jfif_density", "jfif_unit", "jfif_version"],
    )  # fmt: skip
    assert [piece in found for piece in (b"Exif", b"Camera", b"secret")] == [False, False, False]


def test_what_is_hidden_behind_a_picture_is_left_out():
    assert b"<script>" not in checked(upload(picture() + b"<script>", "a.jpg")).content


def test_a_large_picture_becomes_smaller(monkeypatch):
    monkeypatch.setattr(pictures, "LONGEST_SIDE", 100)
    assert opened(checked(upload(picture("PNG", (50, 400)))).content).size == (12, 100)


def test_a_picture_that_unpacks_to_too_much_is_refused_unread():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    for side in (9000, 60_000):
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
        assert refusal(bomb, "a.png").startswith("The picture has more than 25 million pixels")


@pytest.mark.parametrize(
    ("mode", "options", "becomes"),
    [
        ("RGBA", {}, "RGBA"),
        ("LA", {"color": (5, 9)}, "RGBA"),
        ("P", {"color": 1}, "RGB"),
        ("P", {"color": 1, "transparency": 1}, "RGBA"),
        ("1", {"color": 1}, "L"),
        ("I;16", {"color": 65535}, "L"),
    ],
)
def test_pictures_of_every_mode_are_drawn(mode, options, becomes):
    image = opened(checked(upload(picture("PNG", mode=mode, **options))).content)
    assert image.mode == becomes
    if mode == "I;16":
        assert image.getpixel((0, 0)) == 255


def test_pictures_for_print_become_pictures_for_screens():
    assert opened(checked(upload(picture(mode="CMYK", color=(0, 255, 255, 0)))).content).mode == "RGB"


def test_colours_are_those_that_every_screen_knows():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kept in (profile, b"no profile"):
        image = opened(checked(upload(picture(icc_profile=kept))).content)
        assert ("icc_profile" in image.info, image.getpixel((5, 5))[0] > 250) == (False, True)


def pdf_stream(extra, data):
    return PDF + b"2 0 obj\n<< " + extra + b" >>\nstream\n" + data + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    "content",
    [
        PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>",
        PDF + b"<< /S /J#61vaScript >>",
        PDF + b"<< /JS 5 0 R >>",
        PDF + b"<</S/Launch/F(cmd.exe)>>",
        pdf_stream(b"/Type /ObjStm", zlib.compress(b"<< /S /JavaScript >>")),
        pdf_stream(b"/Type /Obj#53tm", b"<< /S /Launch >>"),
    ],
)
def test_a_pdf_that_does_something_is_refused(content):
    assert refusal(content).startswith("The PDF contains a script or starts a program")


@pytest.mark.parametrize(
    "content",
    [
        PDF + b"(a /JavaScripted text, /JSON, /Launching)",
        pdf_stream(b"/Filter /FlateDecode", b"xx/JS(yy"),
        pdf_stream(b"/Type /ObjStm", zlib.compress(b"<< /Type /Page >>")),
        PDF + b"trailer << /Encrypt 4 0 R >>",
    ],
)
def test_a_quiet_pdf_is_taken_as_it_is(content):
    assert checked(upload(content)).content == content


@pytest.mark.parametrize(
    "parts",
    [
        [TYPES, ("word/document.xml", ""), ("word/vbaProject.bin", "")],
        [TYPES, ("xl/workbook.xml", ""), ("XL/VBAPROJECT.BIN", "")],
        [("[Content_Types].xml", "x.document.macroEnabled.main+xml"), ("word/document.xml", "")],
        [("mimetype", ODT), ("content.xml", ""), ("Basic/Standard/Module1.xml", "")],
    ],
)
def test_a_document_with_macros_is_refused(parts):
    assert refusal(packed(*parts)).startswith("The document contains macros")


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 2**20)
    bomb = packed(TYPES, ("word/document.xml", b"\0" * 2**21))
    assert refusal(bomb) == "The file unpacks to more than 1 MB."
    monkeypatch.setattr(kinds, "MOST_PARTS", 1)
    assert refusal(packed(TYPES, ("word/document.xml", ""))) == "The file unpacks to more than 1 MB."


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\a.txt", "a.txt"),
        ("a\x00\r\nb\u202ecod.txt", "a b cod.txt"),
        ('a<b>"c".TXT', "a b c .txt".replace(" .", ".")),
        (".txt", "file.txt"),
        ("..", "file.txt"),
        ("ą" * 300 + ".txt", "ą" * 115 + ".txt"),
    ],
)
def test_names_are_cleaned(name, kept):
    assert attachments.cleaned(name, kinds.TEXT) == kept


def test_a_kept_file_is_whole_private_and_can_be_forgotten():
    path = keep(Attachment("a.txt", "text/plain", b"abc"), "practices")
    place = settings.MENTORWAY_DATA / "attachments" / path
    assert (read(path), stat.S_IMODE(place.stat().st_mode), stat.S_IMODE(place.parent.stat().st_mode)) == (
        b"abc", 0o600, 0o700,
    )  # fmt: skip
    assert (path.startswith("practices/"), list(place.parent.glob("*.half"))) == (
        True,
        [],
    )
    forget(path)
    forget(path)
    assert place.exists() is False


def test_two_files_of_one_name_are_two_files():
    paths = {keep(Attachment("a.txt", "text/plain", b"abc"), "practices") for _time in range(2)}
    assert len(paths) == 2


@pytest.mark.parametrize(
    "path", ["../secret-key", "/etc/passwd", "practices/../../secret-key", "practices/a.txt", ""]
)
def test_no_path_leads_out_of_the_folder(path):
    with pytest.raises(Http404):
        served(path, name="a", media_type="text/plain")
    with pytest.raises(ValueError, match="no path of a kept file"):
        forget(path)


def test_an_area_is_the_name_of_an_activity():
    with pytest.raises(ValueError, match="no path of a kept file"):
        keep(Attachment("a.txt", "text/plain", b"abc"), "../x")


@pytest.mark.parametrize(
    ("media_type", "inline", "shown", "said"),
    [
        ("image/png", True, "inline", "image/png"),
        ("image/png", False, "attachment", "image/png"),
        ("application/pdf", True, "attachment", "application/pdf"),
        ("text/plain", True, "attachment", "text/plain; charset=utf-8"),
    ],
)
def test_a_file_is_given_back_with_care(media_type, inline, shown, said):
    path = keep(Attachment("a.txt", media_type, b"abc"), "practices")
    answer = served(path, name="Ąžuolas.txt", media_type=media_type, inline=inline)
    assert b"".join(answer.streaming_content) == b"abc"
    answer.file_to_stream.close()
    assert answer["Content-Disposition"] == f"{shown}; filename*=utf-8''%C4%84%C5%BEuolas.txt"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (said, "nosniff")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_file_that_is_gone_is_not_found():
    with pytest.raises(Http404):
        served(f"practices/{'0' * 32}.txt", name="a", media_type="text/plain")
