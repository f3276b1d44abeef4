"""Opening a table says what is missing, shows no password, and notices when the table changes."""

import os
import re
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.moments.engines.making import OnPostgreSQL, people

import mentorway
from mentorway import cli
from mentorway.moments import Block, reduce_answers, reduce_finely
from mentorway.moments import Wanted as Asked
from mentorway.moments.engines import connect, gathering, reduce_answers_in, reduce_finely_in
from mentorway.wording import InvalidInputError

SOURCE = Path(mentorway.__file__).parent
BLOCK = Block("first", ("q0", "q1"), reverse=(False, True), low=-2, high=4)


def refusal(*arguments, **named):
    with pytest.raises(InvalidInputError) as refused:
        connect(*arguments, **named)
    return str(refused.value)


def test_only_the_engines_know_ibis():
    imported = re.compile(r"^\s*(?:import|from) (?:ibis|duckdb|pyspark|py4j)\b", re.MULTILINE)
    found = {
        path.parent.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if imported.search(path.read_text("utf-8"))
    }
    assert found == {"moments/engines"}


@pytest.mark.parametrize(
    ("engine", "package", "said"),
    [
        ("duckdb", "duckdb", "mentorway[engines]"),
        ("duckdb", "ibis", "mentorway[engines]"),
        ("postgresql", "ibis", "mentorway[engines]"),
        ("spark", "pyspark", "mentorway[spark]"),
        ("spark", "ibis", "mentorway[spark]"),
    ],
)
def test_what_is_not_installed_is_said(monkeypatch, engine, package, said):
    for name in [one for one in sys.modules if one.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    assert said in refusal(engine, "answers", address="postgresql://me@localhost/x")


def test_an_engine_that_nobody_knows():
    assert refusal("abacus", "answers") == (
        "The engine “abacus” is not known. Known are: duckdb, postgresql, spark."
    )


def test_a_file_that_is_no_parquet(tmp_path):
    (tmp_path / "answers.parquet").write_text("a,b\n1,2\n")
    assert "answers.parquet is not a Parquet file" in refusal("duckdb", str(tmp_path / "answers.parquet"))


def test_a_table_in_a_database_file_is_read_and_not_written(tmp_path):
    table = people(50)
    pq.write_table(table, tmp_path / "answers.parquet")
    path = str(tmp_path / "answers.duckdb")
    with duckdb.connect(path) as database:
        database.execute(f"CREATE TABLE answers AS FROM '{tmp_path / 'answers.parquet'}'")
    before = Path(path).read_bytes()
    with connect("duckdb", "answers", address=path) as answers:
        found = reduce_answers_in(answers, [BLOCK], group="land")
    assert found == reduce_answers(tmp_path / "answers.parquet", [BLOCK], group="land")
    assert Path(path).read_bytes() == before
    assert "has no table or file “others”" in refusal("duckdb", "others", address=path)


@pytest.mark.parametrize(
    "address", ["", "postgresql://me:opensesame@[/x", "host=x password=opensesame bogus"]
)
def test_an_address_that_cannot_be_read_is_not_shown(address):
    said = refusal("postgresql", "answers", address=address)
    assert "Write it as postgresql://person@server/database" in said
    assert "opensesame" not in said


@pytest.mark.enable_socket
def test_a_server_that_does_not_answer_is_said_without_the_password():
    said = refusal("postgresql", "answers", address="postgresql://me:opensesame@127.0.0.1:9/x")
    assert said.startswith("PostgreSQL refused: ")
    assert "opensesame" not in said


def test_files_that_change_meanwhile_are_noticed(tmp_path):
    pq.write_table(people(300), tmp_path / "one.parquet")

    def more(share):
        if share > 0.3:
            pq.write_table(people(300, seed=2), tmp_path / "one.parquet")

    with (
        connect("duckdb", str(tmp_path)) as answers,
        pytest.raises(InvalidInputError, match=r"changed|refused"),
    ):
        reduce_answers_in(answers, [BLOCK], group="land", progress=more)


@pytest.mark.enable_socket
def test_postgresql_shows_one_moment_and_cannot_be_written_to(tmp_path):
    server = OnPostgreSQL()
    with closing(server), server.opened(tmp_path, people(300)) as answers:

        def more(_share):
            server.server.execute(f'DELETE FROM "{answers.name.removeprefix("public.")}" WHERE q0 > 0')  # noqa: S608

        found = reduce_answers_in(answers, [BLOCK], group="land", progress=more)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            answers.fetch.__self__.con.execute("CREATE TABLE spoiled (a int)")
    assert found == reduce_answers(tmp_path / "answers.parquet", [BLOCK], group="land")


def test_what_was_left_out_of_more_items_than_one_number_has_flags():
    block = Block("long", tuple(f"q{number}" for number in range(62)), (False,) * 62, 1, 2)
    observed = gathering._observed((2**59, 2**1), block, apart=True)
    assert [place for place, given in enumerate(observed.tolist()) if not given] == [59, 61]


def test_nobody_at_all(tmp_path):
    pq.write_table(people(0), tmp_path / "answers.parquet")
    with connect("duckdb", str(tmp_path / "answers.parquet")) as answers:
        (found,) = reduce_answers_in(answers, [BLOCK], group="land")
        (cube,) = reduce_finely_in(answers, [BLOCK], Asked(by=("land",), patterns=True, pairs=True))
    assert found.cells == cube.cells == ()
    assert (
        cube
        == reduce_finely(
            tmp_path / "answers.parquet", [BLOCK], Asked(by=("land",), patterns=True, pairs=True)
        )[0]
    )


CODEBOOK = "item,scale,low,high,reverse,missing\na,trust,1,3,no,-9\nb,trust,1,3,yes,-9\n"


@pytest.fixture
def sent(tmp_path, monkeypatch):
    """Answers as CSV and as Parquet with the same coding, and what a person types."""
    rows = [(1 + n % 3, -9 if n % 7 == 0 else 1 + n % 2, ("LT", "LV", None)[n % 3]) for n in range(120)]
    a, b, land = zip(*rows, strict=True)
    pq.write_table(pa.table({"a": a, "b": b, "land": land}), tmp_path / "coded.parquet")
    lines = ["a,b,land", *(f"{one},{two},{three or ''}" for one, two, three in rows)]
    (tmp_path / "answers.csv").write_text("\n".join(lines) + "\n")
    (tmp_path / "codebook.csv").write_text(CODEBOOK)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(cli.ADDRESS, raising=False)
    return ["--codebook", "codebook.csv", "--group", "land", "--fewest", "2"]


def test_packing_in_an_engine_sends_what_packing_the_file_sends(sent, capsys):
    assert cli.main(["pack", "answers.csv", *sent, "--out", "file.json"]) == 0
    here = capsys.readouterr().out
    asked = ["pack", "--engine", "duckdb", "--table", "coded.parquet", *sent, "--out", "engine.json"]
    assert cli.main(asked) == 0
    assert capsys.readouterr().out == here.replace("file.json", "engine.json")
    assert Path("engine.json").read_bytes() == Path("file.json").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--engine", "duckdb"], 2, "Name either a file"),
        (["--table", "coded.parquet"], 2, "Name either a file"),
        (["answers.csv", "--engine", "duckdb", "--table", "coded.parquet"], 2, "Name either a file"),
        ([], 2, "Name either a file"),
        (["--engine", "duckdb", "--table", "lost.parquet"], 1, "no table or file “lost.parquet”"),
        (
            ["--engine", "postgresql", "--table", "answers"],
            1,
            "The address of the PostgreSQL server is missing",
        ),
    ],
)
def test_packing_that_cannot_be_is_said(sent, capsys, arguments, status, said):
    assert cli.main(["pack", *arguments, *sent, "--out", "x.json"]) == status
    assert said in capsys.readouterr().err
    assert not Path("x.json").exists()


def test_no_option_takes_a_password(sent, capsys):
    with pytest.raises(SystemExit):
        cli.main(["pack", "--help"])
    told = capsys.readouterr().out
    assert "MENTORWAY_ENGINE_ADDRESS" in " ".join(told.split())
    assert "--address" not in told
    assert cli.ADDRESS not in os.environ
