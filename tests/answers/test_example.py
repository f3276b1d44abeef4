"""The example that comes with the product is usable and says which groups are small."""

from pathlib import Path

from tests.counting import at_most

import mentorway
from mentorway.answers import check, read_codebook, read_table, store

EXAMPLE = Path(mentorway.__file__).parent / "example"


def test_the_example_has_eight_countries_and_no_errors():
    preview = check(
        read_table(EXAMPLE / "answers.csv"), read_codebook(EXAMPLE / "codebook.csv"), group="country"
    )
    assert preview.usable
    assert preview.groups == (
        ("SE", 169), ("NO", 147), ("DK", 122), ("FI", 90), ("LT", 29), ("LV", 21), ("EE", 13), ("IS", 13),
    )  # fmt: skip


def test_the_codebook_of_the_example_has_five_scales_of_ten_items():
    book = read_codebook(EXAMPLE / "codebook.csv")
    assert {scale: len(items) for scale, items in book.scales().items()} == dict.fromkeys(
        ["Extraversion", "Neuroticism", "Agreeableness", "Conscientiousness", "Openness"], 10
    )
    assert " ".join(item.name for item in book.items if item.reverse) == (
        "E2 E4 E6 E8 E10 N2 N4 A1 A3 A5 A7 C2 C4 C6 C8 O2 O4 O6"
    )
    assert (book.items[0].text, book.items[0].missing) == ("I am the life of the party.", frozenset({0}))
    assert book.title.startswith("Big Five")


def test_twenty_thousand_rows_are_read_checked_and_stored_with_little_work(tmp_path):
    header, *rows = (EXAMPLE / "answers.csv").read_text().splitlines()
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([header, *rows * 33]) + "\n")
    book = read_codebook(EXAMPLE / "codebook.csv")
    with at_most(600_000):
        stored = store(read_table(path), book, group="country", folder=tmp_path)
    assert stored.rows == 604 * 33
