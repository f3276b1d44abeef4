"""One file for everything: whole or not at all, and nothing that was changed gets through."""

import os
import resource
import signal
import stat
import subprocess
import tarfile

import pyarrow as pa
import pytest

from mentorway.web.management.keeping import archive, sealing
from mentorway.web.management.keeping.refusing import KeepingError

PASSPHRASE = "correct horse battery"  # noqa: S105
LONG = "comparison/uploads/" + "a" * 60 + "/answers/" + "ąžuolų atsakymai " * 5 + ".csv"
CONTENT = {"files/one.txt": b"one", f"files/{LONG}": b"x" * 3_000_000, "files/empty": b""}


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch):
    monkeypatch.setattr(sealing, "COST", 14)


def made(tmp_path, content=CONTENT, passphrase="", name="copy"):
    path = tmp_path / name
    with archive.making(path, {"kind": "backup"}, passphrase=passphrase) as out:
        for number, (member, data) in enumerate(content.items()):
            if number % 2:
                source = tmp_path / "source"
                source.write_bytes(data)
                out.add_file(member, source)
            else:
                out.add_bytes(member, data)
        out.finish({"rows": {"a": 1}})
    return path


def apart(path, tmp_path, passphrase=""):
    folder = tmp_path / f"apart-{os.urandom(4).hex()}"
    folder.mkdir()
    read = archive.taken_apart(path, folder, passphrase)
    return read, {name: (folder / name).read_bytes() for name in read.members}


def raw(tmp_path, members, name="raw"):
    """Make a file by hand: zstd over a tar of these members, each a name, a type and a content."""
    path = tmp_path / name
    with pa.CompressedOutputStream(pa.OSFile(str(path), "wb"), "zstd") as out:
        for member, kind, content in members:
            told = tarfile.TarInfo(member)
            told.type, told.size = kind, len(content)
            out.write(told.tobuf(tarfile.GNU_FORMAT))
            out.write(content + b"\0" * (-len(content) % 512))
        out.write(b"\0" * 1024)
    return path


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_what_goes_in_comes_out(tmp_path, passphrase):
    path = made(tmp_path, passphrase=passphrase)
    read, found = apart(path, tmp_path, passphrase)
    assert (found, read.facts, read.header["kind"]) == (CONTENT, {"rows": {"a": 1}}, "backup")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith(".")) == []


def test_other_programs_read_it(tmp_path):
    path = made(tmp_path, {"files/one.txt": b"one"})
    with (
        pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream,
        tarfile.open(fileobj=stream, mode="r|") as tar,
    ):
        assert [one.name for one in tar] == ["header.json", "files/one.txt", "manifest.json"]


def test_the_same_content_makes_the_same_bytes(tmp_path):
    assert made(tmp_path, name="a").read_bytes() == made(tmp_path, name="b").read_bytes()
    sealed = [made(tmp_path, passphrase=PASSPHRASE, name=name).read_bytes() for name in "cd"]
    assert sealed[0] != sealed[1]


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_whatever_is_cut_off_is_refused(tmp_path, passphrase):
    path = made(tmp_path, {"files/a": os.urandom(2_500_000)}, passphrase)
    whole = path.read_bytes()
    for length in (0, 1, 20, 60, 1000, len(whole) // 2, 2**20 + 16 + 43, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(KeepingError):
            apart(path, tmp_path, passphrase)


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_whatever_is_changed_is_refused(tmp_path, passphrase):
    path = made(tmp_path, {"files/a": os.urandom(50_000)}, passphrase)
    whole = path.read_bytes()
    for place in range(20, len(whole) - 10, len(whole) // 25):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            _read, found = apart(path, tmp_path, passphrase)
        except KeepingError:
            continue
        # Between the frames of zstd there are bits that mean nothing; what came must then be what went in.
        assert not passphrase
        assert found == apart(path, tmp_path)[1]


def test_pieces_cannot_change_places(tmp_path):
    path = made(tmp_path, {"files/a": os.urandom(3 * 2**20)}, PASSPHRASE)
    whole, head, piece = path.read_bytes(), len(sealing.MAGIC) + 24, sealing.PIECE + sealing.TAG
    first, second = whole[head : head + piece], whole[head + piece : head + 2 * piece]
    for changed in (second + first, first + first, first):
        path.write_bytes(whole[:head] + changed + whole[head + 2 * piece :])
        with pytest.raises(KeepingError, match=r"cut off, or changed|wrong"):
            apart(path, tmp_path, PASSPHRASE)


def test_a_passphrase_is_asked_for_told_wrong_and_not_too_short(tmp_path):
    path = made(tmp_path, passphrase=PASSPHRASE)
    with pytest.raises(KeepingError, match="is sealed"):
        apart(path, tmp_path)
    with pytest.raises(KeepingError, match="passphrase is wrong"):
        apart(path, tmp_path, "another passphrase")
    with pytest.raises(KeepingError, match=r"5 letters\. It needs 12"):
        made(tmp_path, passphrase="short", name="other")  # noqa: S106


def test_a_sealed_file_cannot_ask_for_endless_work(tmp_path):
    path = made(tmp_path, passphrase=PASSPHRASE)
    whole = bytearray(path.read_bytes())
    whole[len(sealing.MAGIC)] = 40
    path.write_bytes(whole)
    with pytest.raises(KeepingError, match="does not know"):
        apart(path, tmp_path, PASSPHRASE)


HEADER = ("header.json", tarfile.REGTYPE, b'{"format": 1}')


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ([HEADER, ("../outside", tarfile.REGTYPE, b"x")], "no name of a member"),
        ([HEADER, ("/etc/passwd", tarfile.REGTYPE, b"x")], "no name of a member"),
        ([HEADER, ("files/../../x", tarfile.REGTYPE, b"x")], "no name of a member"),
        ([HEADER, ("files/link", tarfile.SYMTYPE, b"")], "no plain file"),
        ([HEADER, ("files/link", tarfile.LNKTYPE, b"")], "no plain file"),
        ([HEADER, ("files/a", tarfile.REGTYPE, b"x"), ("files/a", tarfile.REGTYPE, b"y")], "in it twice"),
        ([HEADER, ("files/a", tarfile.REGTYPE, b"x")], "list of members is missing"),
        (
            [
                HEADER,
                ("a", tarfile.REGTYPE, b"x"),
                ("manifest.json", tarfile.REGTYPE, b'{"members": {}, "facts": {}}'),
            ],
            "should not be there",
        ),
        ([HEADER, ("manifest.json", tarfile.REGTYPE, b"[]")], "does not hold what it should"),
        ([("header.json", tarfile.REGTYPE, b'{"format": 99}')], "reads up to 1. Use a newer one"),
        ([("header.json", tarfile.REGTYPE, b'{"format": "1"}')], "in which format"),
        ([("other", tarfile.REGTYPE, b"{}")], "does not begin with"),
        ([], "does not begin with"),
    ],
)
def test_files_made_to_do_harm_are_refused(tmp_path, members, why):
    with pytest.raises(KeepingError, match=why):
        apart(raw(tmp_path, members), tmp_path)
    assert not (tmp_path / "outside").exists()


def test_what_is_no_file_of_ours_is_refused(tmp_path):
    for content in (b"", b"PK\x03\x04 something", b"\x28\xb5\x2f\xfd", os.urandom(5000)):
        path = tmp_path / "other"
        path.write_bytes(content)
        with pytest.raises(KeepingError):
            apart(path, tmp_path)
    with pytest.raises(KeepingError, match="There is no file"):
        apart(tmp_path / "none", tmp_path)


def test_a_bomb_is_refused_before_the_disk_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "GROWTH_COUNTS_FROM", 2**20)
    monkeypatch.setattr(archive, "MOST_GROWTH", 10)
    path = raw(tmp_path, [HEADER, ("files/a", tarfile.REGTYPE, b"\0" * 40_000_000)])
    assert path.stat().st_size < 20_000
    with pytest.raises(KeepingError, match="made to fill the disk"):
        apart(path, tmp_path)
    assert sum(one.stat().st_size for one in tmp_path.rglob("a")) <= 2 * 2**20


def test_nothing_is_overwritten(tmp_path):
    path = tmp_path / "copy"
    path.write_text("mine")
    with pytest.raises(KeepingError, match="is there already"), archive.making(path, {}):
        pass
    assert path.read_text() == "mine"
    late = tmp_path / "late"
    with pytest.raises(KeepingError, match="came into being"), archive.making(late, {}) as out:  # noqa: PT012
        late.write_text("mine")
        out.finish({})
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy", "late"]


def test_what_fails_half_way_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), archive.making(tmp_path / "copy", {}) as out:  # noqa: PT012
        out.add_bytes("files/a", os.urandom(3_000_000))
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_and_says_so(tmp_path):
    """A limit on the size of files stands for the disk: the system answers in the same place."""
    before, usual = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"), archive.making(tmp_path / "copy", {}) as out:  # noqa: PT012
            for number in range(10):
                out.add_bytes(f"files/{number}", os.urandom(1_000_000))
            out.finish({})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, usual)
    assert list(tmp_path.iterdir()) == []


def test_tar_and_zstd_open_it_by_hand(tmp_path):
    path = made(tmp_path)
    run = subprocess.run(["tar", "--zstd", "-tf", str(path)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    if "zstd" in run.stderr:
        pytest.skip("tar has no zstd here")
    assert run.stdout.splitlines()[0] == "header.json"
