import hashlib
import io
import json
import random
import stat
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from tests.opendata.making import (
    COMPARED,
    WOMEN,
    make_package,
    numbers,
    of_tables,
    saved,
    small,
    unpacked,
    written,
)

from mentorway import cli
from mentorway.language import LANGUAGES, Words
from mentorway.opendata import opening, telling
from mentorway.opendata.describing import Closed
from mentorway.opendata.reproducing import Outcome, reproduce
from mentorway.opendata.writing import write
from mentorway.wording import InvalidInputError


def zipped(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, each in files.items():
            archive.writestr(path, each)
    return content.getvalue()


def summed(files):
    """Return the files with checksums that fit, as somebody would who changes more than one byte."""
    kept = {path: content for path, content in files.items() if path != "SHA256SUMS"}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in kept.items()]
    return {**kept, "SHA256SUMS": "".join(lines).encode()}


def expecting(change, files=None):
    """Return a package of which the list of published numbers is changed, with checksums that fit."""
    files = dict(files or unpacked())
    facts = json.loads(files["reproduce/expected.json"])
    change(facts)
    files["reproduce/expected.json"] = json.dumps(facts).encode()
    return saved(zipped(summed(files)))


def first(**fields):
    return expecting(lambda facts: facts["numbers"][0].update(fields))


def test_every_number_that_can_be_made_again_agrees():
    report = reproduce(saved(written()))
    assert report.sound
    assert report.problems == ()
    assert len(report.having(Outcome.AGREES)) == len(numbers()) + 1
    assert {one.id: str(one.why) for one in report.having(Outcome.CLOSED)} == {
        "cell.LV": "It is hidden, because too few people stand behind it.",
        "old.women": "It was made from the answers before they were protected.",
    }
    assert report.files == len(unpacked())


def test_licences_and_latent_means_are_made_again_by_the_comparison():
    path = saved(write(make_package(numbers=numbers(COMPARED))))
    report = reproduce(path)
    assert [one.outcome for one in report.findings] == [Outcome.AGREES] * len(COMPARED)
    assert {one.id: one.found for one in report.findings}["licence.SE.FI"] == "means"


def test_the_folder_that_it_was_unpacked_into_does_as_well(tmp_path):
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        archive.extractall(tmp_path / "package")
    assert reproduce(tmp_path / "package").sound


def test_its_own_program_says_the_same(tmp_path):
    with zipfile.ZipFile(saved(write(small()))) as archive:
        archive.extractall(tmp_path)
    script = tmp_path / "reproduce" / "reproduce.py"
    found = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)  # noqa: S603
    assert "1 published number agrees." in found.stdout
    assert found.returncode == 0


def test_a_changed_byte_is_found_and_what_follows_from_it():
    files = dict(unpacked())
    files["data/answers.csv"] = files["data/answers.csv"].replace(b"SE,1,2,", b"SE,2,2,", 1)
    report = reproduce(saved(zipped(files)))
    assert [str(one) for one in report.problems] == [
        "The file “data/answers.csv” is not as it was published: its checksum differs."
    ]
    differing = {one.id: one.difference for one in report.having(Outcome.DIFFERS)}
    assert differing["count.women"] == 1
    assert "n.all" not in differing
    assert not report.sound


def test_lacking_and_strange_files_are_named():
    files = dict(unpacked())
    del files["LICENSE"]
    report = reproduce(saved(zipped({**files, "extra.txt": b"x"})))
    assert [str(one) for one in report.problems] == [
        "The file “LICENSE” is lacking.",
        "The file “extra.txt” does not belong to the package.",
    ]


def test_a_number_that_differs_is_said_with_how_far():
    report = reproduce(first(value=600))
    (one,) = report.having(Outcome.DIFFERS)
    assert (one.id, one.found, one.difference) == ("n.all", 604, 4.0)
    assert report.problems == ()
    said = "\n".join(telling.lines(Words.of("en"), report))
    assert "differs by +4: 600 was published, 604 is found." in said
    assert telling.status(report) == 1


def test_a_tolerance_is_heeded():
    assert reproduce(first(value=600, tolerance=4)).sound
    assert not reproduce(first(value=600, tolerance=3.9)).sound


def test_a_verdict_that_differs_is_said():
    change = {"value": "none"}
    path = saved(write(make_package(numbers=numbers(COMPARED[:1]))))
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    report = reproduce(expecting(lambda facts: facts["numbers"][0].update(change), files))
    said = "\n".join(telling.lines(Words.of("en"), report))
    assert "differs: “none” was published, “means” is found." in said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"method": "magic"}, "There is no method “magic”. This version knows: n, count, share"),
        ({"part": "top"}, "Method “n” gives no “top”. It gives: value."),
        ({"options": {"columns": ["none"]}}, "There is no column “none” in the open data."),
        ({"options": {"columns": 5}}, "An option of method “n” has the wrong form."),
        ({"options": {"where": {"gender": ["x"]}}}, "An option of method “n” has the wrong form."),
        ({"data": "data/other.csv"}, "The package holds no table “data/other.csv”."),
        ({"data": "README.md"}, "The package holds no table “README.md”."),
        ({"method": "alpha", "options": {"items": ["E1"]}}, "at least two items"),
            ({"method": "share", "options": {**WOMEN, "confidence": 2}}, "between 0 and 1"),
            ({"method": "n", "options": {"what": 1}}, "Not known: what."),
        ({"method": "mean", "options": {"items": ["country"]}}, "Column “country” holds no numbers."),
        ({"method": "mean", "options": {"items": []}}, "No items are named."),
        ({"method": "mean", "options": {"items": ["E1"], "reverse": ["E1"]}}, "so “low” and “high”"),
        (
            {"method": "sd", "options": {"items": ["E1"], "where": {"country": ["XX"]}}},
            "There are answers of 0 people; two were needed.",
        ),
        (
            {"method": "cell", "options": {"column": "E1", "where": {"country": ["SE"]}}},
            "The conditions pick 169 rows of the table; one was needed.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_made_again_is_said_with_its_reason(fields, said):
    (one,) = reproduce(first(**fields)).having(Outcome.FAILED)
    assert said in str(one.why)


def test_a_hidden_cell_is_not_read_as_a_number():
    hidden = replace(of_tables()[1], closed=Closed.WITHHELD, value=5)
    with zipfile.ZipFile(io.BytesIO(write(small(numbers=(hidden,))))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    report = reproduce(expecting(lambda facts: facts["numbers"][0].update(closed=None), files))
    assert str(report.findings[0].why) == "It is hidden, because too few people stand behind it."


def broken(files, **changes):
    return zipped({**files, **{name.replace("__", "/"): content for name, content in changes.items()}})


def entry(name, content=b"x", **fields):
    one = zipfile.ZipInfo(name)
    for key, value in fields.items():
        setattr(one, key, value)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(one, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def twice():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", b"2")
    return made.getvalue()


def locked():
    content = bytearray(entry("a"))
    place = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, place + 8, 1)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a zip", "is no zip, or it is damaged"),
        (b"", "is no zip, or it is damaged"),
        (zipped({"a.txt": b"x"}), "“SHA256SUMS” is lacking"),
        (zipped(summed({"a.txt": b"x"})), "“reproduce/expected.json” is lacking"),
        (zipped(summed({"reproduce/expected.json": b"[]"})), "is not of the form needed"),
        (zipped(summed({"reproduce/expected.json": b"{"})), "is not of the form needed"),
        (zipped({"SHA256SUMS": b"what"}), "has a line that is no checksum: what"),
        (zipped({"SHA256SUMS": b"0" * 64 + b"  ../a"}), "has a line that is no checksum"),
        (entry("../../etc/passwd"), "a path that leads out of it: “../../etc/passwd”"),
        (entry("/etc/passwd"), "a path that leads out of it"),
        (entry("c:\\x"), "a path that leads out of it"),
        (entry("link", external_attr=(stat.S_IFLNK | 0o777) << 16), "a path that leads out of it: “link”"),
        (locked(), "is under a password"),
        (entry("bomb", b"\0" * 20_000_000), "too large to be opened"),
    ],
)
def test_what_is_no_package_is_said_in_a_sentence(content, said, capsys):
    assert cli.main(["reproduce", str(saved(content)), "--language", "en"]) == 2
    heard = capsys.readouterr()
    assert said in heard.err
    assert heard.out == ""


def test_two_files_of_one_name_are_refused():
    with pytest.raises(InvalidInputError, match="two files of one name: a"):
        reproduce(saved(twice()))


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(opening, "MOST_FILES", 3)
    with pytest.raises(InvalidInputError, match="at most 3 files"):
        reproduce(saved(written()))


def test_a_damaged_zip_is_refused():
    content = bytearray(written())
    content[100:200] = bytes(100)
    with pytest.raises(InvalidInputError, match="is no zip, or it is damaged"):
        reproduce(saved(bytes(content)))


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_broken_ends_in_a_sentence_or_a_report(seed):
    rng = random.Random(seed)  # noqa: S311 - places to break
    files = dict(unpacked())
    path = rng.choice(["reproduce/expected.json", "datapackage.json", "data/answers.csv", "SHA256SUMS"])
    content = bytearray(files[path])
    for _ in range(3):
        content[rng.randrange(len(content))] = rng.randrange(256)
    package = saved(zipped({**files, path: bytes(content)}))
    assert cli.main(["reproduce", str(package), "--language", "en"]) in (1, 2)


def test_a_newer_format_is_not_guessed_at():
    with pytest.raises(InvalidInputError, match="format version 2; this Mentorway knows up to 1"):
        reproduce(expecting(lambda facts: facts.update(version=2)))


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts.update(format="other"),
        lambda facts: facts.update(numbers={}),
        lambda facts: facts["numbers"].append(1),
        lambda facts: facts["numbers"][0].pop("method"),
        lambda facts: facts["numbers"][0].update(closed="perhaps"),
        lambda facts: facts["numbers"][0].update(tolerance="much"),
        lambda facts: facts["numbers"][0].update(tolerance=float("inf")),
        lambda facts: facts["numbers"][0].update(options=[]),
        lambda facts: facts["numbers"][0].update(value=[1]),
        lambda facts: facts["numbers"][0].update(value=float("nan")),
        lambda facts: facts["numbers"][0].update(value=10**400),
    ],
)
def test_a_list_of_another_form_is_refused(change):
    with pytest.raises(InvalidInputError, match="it is not of the form needed"):
        reproduce(expecting(change))


@pytest.mark.parametrize(
    "fields", [5, [1], [{"name": "country"}], [{"name": "country", "type": "string", "missingValues": 1}]]
)
def test_a_description_of_another_form_is_refused(fields):
    files = dict(unpacked())
    facts = {"resources": [{"path": "data/answers.csv", "schema": {"fields": fields}}]}
    files["datapackage.json"] = json.dumps(facts).encode()
    with pytest.raises(InvalidInputError, match=r"“datapackage.json” in the package cannot be read"):
        reproduce(saved(zipped(summed(files))))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"country,gender", b"land,gender", "are not those that datapackage.json describes"),
        (b"SE,1,2,1,", b"SE,1,2,", "Row 1 of “data/answers.csv” has 11 cells; 12 were needed."),
        (b"SE,1,2,1,", b"SE,1,two,1,", "Column “E1” of “data/answers.csv” has a cell that is no number."),
        (b"SE,1,2,1,", b"\xff,1,2,1,", "is no table in CSV and UTF-8"),
    ],
)
def test_data_that_do_not_fit_their_description_are_said(before, after, said):
    files = dict(unpacked())
    files["data/answers.csv"] = files["data/answers.csv"].replace(before, after, 1)
    report = reproduce(saved(zipped(summed(files))))
    assert {said in str(one.why) for one in report.having(Outcome.FAILED)} == {True}


def test_a_missing_package_is_said(capsys, tmp_path):
    assert cli.main(["reproduce", str(tmp_path / "none.zip"), "--language", "en"]) == 2
    assert capsys.readouterr().err == "There is no file “none.zip”.\n"
    assert cli.main(["reproduce", str(tmp_path), "--language", "en"]) == 2


def test_the_command_says_what_agrees_and_ends_accordingly(capsys):
    path = saved(written())
    assert cli.main(["reproduce", str(path), "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert f"{len(numbers()) + 1} published numbers agree." in said
    assert "cell.LV (People) cannot be made again. It is hidden" in said
    assert "n.all" not in said
    assert cli.main(["reproduce", str(path), "--language", "en", "--all"]) == 0
    assert "n.all (n.all) agrees: 604." in capsys.readouterr().out
    assert cli.main(["reproduce", str(first(value=1)), "--language", "en"]) == 1


def test_programs_get_json(capsys):
    assert cli.main(["reproduce", str(first(value=600)), "--json", "--language", "en"]) == 1
    facts = json.loads(capsys.readouterr().out)
    assert facts["sound"] is False
    assert facts["counts"] == {"agrees": len(numbers()), "differs": 1, "closed": 2, "failed": 0}
    assert facts["numbers"][0]["difference"] == 4.0
    assert facts["numbers"][-2]["why"] == "It is hidden, because too few people stand behind it."


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_said_in_the_language_asked_for(language, capsys):
    assert cli.main(["reproduce", str(saved(write(small()))), "--language", language]) == 0
    said = capsys.readouterr().out.splitlines()[0]
    assert ("åäö" in said) == (language != "en")
