import json

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


def test_a_wrong_language_is_refused_by_name(capsys):
    with pytest.raises(SystemExit) as stopped:
        run("--language", "xx")
    assert stopped.value.code == 2
    assert "xx" in capsys.readouterr().err


def test_stopping_it_says_that_nothing_was_kept(tmp_path, capsys, monkeypatch):
    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "compare", stop)
    assert run("--out", tmp_path / "out") == 130
    assert "Nothing was kept" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
