import json
import signal
from pathlib import Path

import openpyxl
import pytest
from tests.comparing.making import ANSWERS, CODEBOOK, EXAMPLE, example

from mentorway import cli
from mentorway.comparing import asking
from mentorway.comparing.records import from_json
from mentorway.wording import InvalidInputError

TWO = ["--groups", "SE", "FI", "--scales", "Extraversion", "--one-by-one"]


def run(*arguments, data=ANSWERS, codebook=CODEBOOK, group="country"):
    return cli.main(
        ["compare", str(data), "--codebook", str(codebook), "--group", group, *map(str, arguments)]
    )


@pytest.mark.long
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


STUDY = {"data": EXAMPLE / "mentoring_answers.csv", "codebook": EXAMPLE / "mentoring_codebook.csv"}


def weighted(tmp_path):
    """The example's answers with a wave, a school and a weight for each person."""
    lines = ANSWERS.read_text("utf-8").splitlines()
    rows = [f"{line},{1 + row % 2},s{row % 31},{1 + row % 3}" for row, line in enumerate(lines[1:])]
    path = tmp_path / "weighted.csv"
    path.write_text("\n".join([f"{lines[0]},wave,school,weight", *rows]) + "\n", "utf-8")
    return {"data": path}


def plan_of(folder):
    return json.loads((folder / "result.json").read_text("utf-8"))["plan"]


def test_groups_people_and_the_way_of_fitting_are_taken_along(tmp_path, capsys):
    out = tmp_path / "out"
    asked = ["--where", "wave", "1", "--cluster", "school", "--weight", "weight", "--cut-offs", "strict"]
    assert run(*TWO, *asked, "--matters", "0.3", "--out", out, **weighted(tmp_path)) == 0
    plan = plan_of(out)
    assert (plan["where"], plan["cluster"], plan["weight"]) == ({"wave": ["1"]}, "school", True)
    assert (plan["rules"]["cfi"], plan["matters"]) == (0.95, 0.3)
    said = capsys.readouterr().out
    assert "Only people with wave: 1." in said
    assert "People of one school may answer alike" in said
    assert "People are weighted in the models" in said


@pytest.mark.parametrize("asked", [["wave=1"], ["wave", "1"], ["wave=1,9"]])
def test_people_are_chosen_with_a_sign_as_well(tmp_path, asked):
    out = tmp_path / "out"
    status = run(*TWO, "--where", *asked, "--out", out, **weighted(tmp_path))
    if "9" in asked[0]:
        assert (status, out.exists()) == (1, False)
    else:
        assert plan_of(out)["where"] == {"wave": ["1"]}


def test_a_value_that_holds_the_sign_is_taken_as_it_is():
    plan = asking.where_of([["size", "a=b", "c"], ["wave=1"], ["wave", "2"], ["school=a=b"]])
    assert plan == {"size": ("a=b", "c"), "wave": ("1", "2"), "school": ("a=b",)}
    for wrong in (["wave="], ["=1"], ["wave"]):
        with pytest.raises(InvalidInputError, match="names no value"):
            asking.where_of([wrong])


def test_groups_can_be_made_by_another_column(tmp_path, capsys):
    assert run("--by", "sector", "--scales", "Organisational support", "--out", tmp_path / "o", **STUDY) == 0
    found = from_json((tmp_path / "o" / "result.json").read_text("utf-8"))
    assert found.group == "sector"
    assert found.groups == ("business", "education")
    assert "Groups are made by sector." in capsys.readouterr().out


def test_other_ways_are_said_beside_the_plan(capsys):
    assert run(*TWO, "--missing", "fiml") == 0
    assert "everyone counts with what they answered" in capsys.readouterr().out
    assert run(*TWO, "--sensitivity") == 0
    assert "other ways for: FI–SE" in capsys.readouterr().out.replace("\u2060", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--where", "wave"], "names no value"),
        (["--where", "planet", "Mars"], "planet"),
        (["--by", "planet"], "planet"),
        (["--cluster", "planet"], "planet"),
        (["--weight", "planet"], "planet"),
        (["--ordinal", "--missing", "fiml"], "answered every item"),
        (["--matters", "-1"], "cannot be below 0"),
    ],
)
def test_ways_that_cannot_be_gone_are_said(tmp_path, capsys, arguments, said):
    assert run(*TWO, *arguments, **weighted(tmp_path)) == 1
    assert said in capsys.readouterr().err


def packed(tmp_path, country):
    """Sums of one country's answers, as it would send them."""
    lines = ANSWERS.read_text("utf-8").splitlines()
    place = lines[0].split(",").index("country")
    rows = [line for line in lines[1:] if line.split(",")[place] == country]
    data = tmp_path / f"{country}.csv"
    data.write_text("\n".join([lines[0], *rows]) + "\n", "utf-8")
    asked = ["pack", str(data), "--codebook", str(CODEBOOK), "--group", "country"]
    return cli.main([*asked, "--out", str(tmp_path / f"{country}.json")])


def test_sums_of_two_senders_are_compared_without_their_answers(tmp_path, capsys):
    assert packed(tmp_path, "SE") == packed(tmp_path, "FI") == 0
    said = capsys.readouterr()
    assert "Written:" in said.out
    assert "one group only" not in said.err  # the usual case: others send theirs
    paths = [str(tmp_path / f"{country}.json") for country in ("SE", "FI")]
    out = tmp_path / "out"
    assert cli.main(["combine", *paths, "--scales", "Extraversion", "--out", str(out)]) == 0
    assert "259 people, 2 groups, 1 scale." in capsys.readouterr().out
    found = from_json((out / "result.json").read_text("utf-8"))
    expected = example().scales[0].licensed("FI", "SE")
    assert found.scales[0].licences == (expected,)
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")


def test_people_who_are_withheld_are_counted(tmp_path, capsys):
    assert packed(tmp_path, "EE") == 0
    assert "too few people are like them" not in capsys.readouterr().out
    asked = ["pack", str(ANSWERS), "--codebook", str(CODEBOOK), "--group", "country"]
    assert cli.main([*asked, "--fewest", "20", "--out", str(tmp_path / "few.json")]) == 0
    assert "people are withheld" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["combine", "none.json"], "none.json"),
        (["combine", "SE.json", "SE.json"], "twice"),
        (["combine", "SE.json", "--weight", "w"], "neither weights nor"),
        (["pack", "SE.csv", "--fewest", "0"], "at least 1 person"),
        (["pack", "SE.csv", "--fewest", "1000"], "Nothing would be left to send"),
        (["pack", "SE.csv", "--facts", "planet"], "planet"),
    ],
)
def test_sums_that_cannot_be_made_or_used_are_said(tmp_path, capsys, monkeypatch, arguments, said):
    packed(tmp_path, "SE")
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    more = ["--codebook", str(CODEBOOK), "--group", "country", "--out", "x.json"]
    assert cli.main([*arguments, *(more if arguments[0] == "pack" else [])]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "x.json").exists()
