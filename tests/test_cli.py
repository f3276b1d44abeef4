import json
import signal
from pathlib import Path

import openpyxl
import pytest
from tests.comparing.making import ANSWERS, CODEBOOK, example

from mentorway import cli
from mentorway.comparing.records import from_json

TWO = ["--groups", "SE", "FI", "--scales", "Extraversion", "--one-by-one"]


def run(*arguments, data=ANSWERS, codebook=CODEBOOK, group="country"):
    return cli.main(
        ["compare", str(data), "--codebook", str(codebook), "--group", group, *map(str, arguments)]
    )


def test_it_says_what_may_be_compared_and_writes_every_file(tmp_path, capsys):
    assert run("--out", tmp_path / "new" / "folder") == 0
    said = capsys.readouterr().out
    assert "604 people, 8 groups, 5 scales." in said
    assert "Nothing may be compared in any of the 28 pairs of groups." in said
    files = sorted(path.name for path in (tmp_path / "new" / "folder").iterdir())
    assert files == ["numbers.csv", "report.pdf", "result.json", "tables.xlsx"]
    assert (tmp_path / "new" / "folder" / "report.pdf").read_bytes().startswith(b"%PDF")
    found = from_json((tmp_path / "new" / "folder" / "result.json").read_text("utf-8"))
    assert found.scales[0].licences == example().scales[0].licences


def test_without_a_folder_nothing_is_written(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(*TWO) == 0
    assert list(tmp_path.iterdir()) == []
    assert "259 people, 2 groups, 1 scale." in capsys.readouterr().out


def test_it_speaks_the_language_asked_for_and_that_of_the_machine(capsys, monkeypatch):
    run(*TWO, "--language", "sv")
    swedish = capsys.readouterr().out
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    run(*TWO)
    assert capsys.readouterr().out == swedish
    assert "people" not in swedish


def test_a_release_is_taken_along(tmp_path):
    assert run(*TWO, "--release", "Extraversion", "intercept", "E3", "--out", tmp_path) == 0
    facts = json.loads((tmp_path / "result.json").read_text("utf-8"))
    assert facts["plan"]["releases"] == {"Extraversion": [{"kind": "intercept", "item": "E3"}]}


def nothing_more(_folder):
    return {}


def bad_csv(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("country,E1\nSE,9\n", "utf-8")
    return {"data": path}


def formulas(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["country", "E1"])
    book.active.append(["SE", "=1+1"])
    book.save(tmp_path / "answers.xlsx")
    return {"data": tmp_path / "answers.xlsx"}


@pytest.mark.parametrize(
    ("more", "arguments", "said"),
    [
        (lambda folder: {"data": folder / "none.csv"}, [], "There is no file “none.csv”"),
        (lambda folder: {"codebook": folder / "none.csv"}, [], "There is no file “none.csv”"),
        (lambda _folder: {"group": "land"}, [], "land"),
        (bad_csv, [], "E1"),
        (formulas, [], "formula"),
        (nothing_more, ["--groups", "XX"], "XX"),
        (nothing_more, ["--scales", "XX"], "There is no scale “XX”"),
        (nothing_more, ["--release", "Openness", "colour", "O1"], "“colour” cannot be released"),
        (nothing_more, ["--release", "Openness", "loading", "E1"], "Item E1 cannot be set free"),
    ],
)
def test_what_cannot_be_used_is_said_without_a_traceback_and_nothing_is_written(
    tmp_path, capsys, more, arguments, said
):
    out = tmp_path / "out"
    assert run(*arguments, "--out", out, **more(tmp_path)) == 1
    heard = capsys.readouterr()
    assert said in heard.err
    assert "Traceback" not in heard.err
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert run(*TWO, "--out", tmp_path / "file" / "below") == 1
    assert "file" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named_before_the_work_is_done(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(cli, "read_codebook", None)
    (tmp_path / "file").write_text("x")
    assert run(*TWO, "--out", tmp_path / "file") == 1
    assert f"“{tmp_path / 'file'}”: File exists." in capsys.readouterr().err

    def refuse(**_options):
        raise PermissionError(13, "Permission denied", "some name")

    monkeypatch.setattr(cli.tempfile, "TemporaryFile", refuse)
    assert run(*TWO, "--out", tmp_path / "one" / "two") == 1
    assert f"“{tmp_path / 'one' / 'two'}”: Permission denied." in capsys.readouterr().err
    assert not (tmp_path / "one").exists()


def test_a_folder_that_was_there_stays(tmp_path):
    assert run(*TWO, "--out", tmp_path, group="land") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["--language"], ["compare"]])
def test_an_unfinished_command_line_says_how_it_is_used(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert "usage: mentorway" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError("no room"), "This could not be finished: no room.\n"),
        (BrokenPipeError(32, "Broken pipe"), "This could not be finished: Broken pipe.\n"),
        (OSError(), "This could not be finished: OSError.\n"),
        (OSError(28, "No space left", "x.pdf"), "“x.pdf”: No space left.\n"),
    ],
)
def test_what_the_system_refuses_is_said_without_none(capsys, monkeypatch, error, said):
    def fail(*_args):
        raise error

    monkeypatch.setattr(cli, "read_codebook", fail)
    assert run(*TWO) == 1
    assert capsys.readouterr().err == said


def test_nothing_reaches_the_terminal_that_it_would_obey_or_cannot_show(capsys, tmp_path):
    rows = "".join(
        f"{name},{one % 5 + 1},{one % 3 + 1},{one % 4 + 1}\n" for one in range(60) for name in "AB"
    )
    (tmp_path / "a.csv").write_text("land,T1,T2,T3\n" + rows.replace("A,", "\u202eA,"), "utf-8")
    book = "# title: \u2067Trust\nitem,scale,low,high\nT1,T,1,5\nT2,T,1,5\nT3,T,1,5\n"
    (tmp_path / "b.csv").write_text(book, "utf-8")
    assert run(data=tmp_path / "a.csv", codebook=tmp_path / "b.csv", group="land") == 0
    assert run() == 0
    output = "".join(capsys.readouterr())
    assert "DK–FI" in output
    assert [letter for letter in output if not (letter.isprintable() or letter == "\n")] == []


def test_a_wrong_language_is_refused_by_name(capsys):
    with pytest.raises(SystemExit) as stopped:
        run("--language", "xx")
    assert stopped.value.code == 2
    assert "xx" in capsys.readouterr().err


def test_stopping_it_says_that_nothing_was_kept(tmp_path, capsys, monkeypatch):
    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    for module, name in ((cli, "compare"), (cli.report, "pdf"), (cli.records, "to_json")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, stop)
            assert run(*TWO, "--out", tmp_path / "out") == 130
        assert "Nothing was kept" in capsys.readouterr().err
        assert not (tmp_path / "out").exists()


def test_stopping_it_while_files_are_put_in_their_places_leaves_all_of_them(tmp_path, monkeypatch):
    def replace(part, path, _replace=Path.replace):
        signal.raise_signal(signal.SIGINT)
        return _replace(part, path)

    monkeypatch.setattr(Path, "replace", replace)
    before = signal.getsignal(signal.SIGINT)
    assert run(*TWO, "--out", tmp_path / "out") == 0
    assert len(list((tmp_path / "out").iterdir())) == 4
    assert signal.getsignal(signal.SIGINT) is before
