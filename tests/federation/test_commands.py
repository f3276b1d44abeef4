"""The way of a package by the command line: key, card, call, sign, check, combine."""

import datetime as dt

import pytest
from pyarrow import csv
from tests.comparing.making import make_table
from tests.federation.making import SCALES, card_of, key_of, make_codebook

from mentorway.cli import main
from mentorway.federation import Call, made_call, made_card
from mentorway.federation.making import block_of

TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def folder(tmp_path):
    hub = card_of("hub", 99, begins=TODAY, ends=TODAY + dt.timedelta(days=9))
    (tmp_path / "hub.json").write_bytes(made_card(hub, key_of(99)).data)
    codebook = make_codebook(SCALES)
    blocks = tuple(block_of(name, items) for name, items in codebook.scales().items())
    call = Call("trust", "Trust", "hub", ("country",), blocks, 10, False, TODAY, TODAY)  # noqa: FBT003
    (tmp_path / "call.json").write_bytes(made_call(call, key_of(99)).data)
    (tmp_path / "codebook.json").write_text(codebook.to_json())
    csv.write_csv(make_table({"LT": 60}, codebook), tmp_path / "answers.csv")
    csv.write_csv(make_table({"LT": 60}, codebook).slice(0, 57), tmp_path / "fewer.csv")
    return tmp_path


def run(folder, *words):
    names = (
        "answers.csv",
        "fewer.csv",
        "codebook.json",
        "call.json",
        "hub.json",
        "own.json",
        "own.pem",
        "sent",
    )
    return main(
        [
            "federate",
            *(
                str(folder / one) if one in (*names, "sums.json", "sent/trust-1.json") else one
                for one in words
            ),
        ]
    )


def sign(folder, answers="answers.csv", *more):
    return run(
        folder, "sign", answers, "--codebook", "codebook.json", "--call", "call.json",
        "--coordinator", "hub.json", "--key", "own.pem", "--card", "own.json", "--sent", "sent", *more,
    )  # fmt: skip


def test_from_a_key_to_sums(folder, capsys):
    made = run(
        folder,
        "keys",
        "--card",
        "own.json",
        "--key",
        "own.pem",
        "--id",
        "lt",
        "--name",
        "Vilnius",
        "--country",
        "LT",
    )
    assert made == 0
    assert len(capsys.readouterr().out.splitlines()[1].split()) == 6
    assert sign(folder) == 0
    assert "A: 60 people go, 0 are withheld." in capsys.readouterr().out
    checked = run(
        folder, "check", "sent/trust-1.json", "--call", "call.json", "--coordinator", "hub.json",
        "--node", "own.json", "--sums", "sums.json",
    )  # fmt: skip
    assert checked == 0
    assert "A: 60 people came" in capsys.readouterr().out
    assert (folder / "sums.json").exists()
    assert sign(folder, "fewer.csv") == 1
    assert "Nothing was signed." in capsys.readouterr().out
    assert sign(folder, "fewer.csv", "--leave-out") == 1
    assert "Nothing would be left" in capsys.readouterr().err
    assert (
        run(
            folder,
            "check",
            "call.json",
            "--call",
            "call.json",
            "--coordinator",
            "hub.json",
            "--node",
            "own.json",
        )
        == 1
    )
    assert "a “package” was needed" in capsys.readouterr().err
