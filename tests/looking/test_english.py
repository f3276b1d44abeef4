"""Texts that were left in English are found, and only those."""

from looking.english import Catalogue

BOOK = Catalogue(
    (
        ("Save", "Spara"),
        ("Text", "Text "),
        ("%(title)s, %(country)s", "%(title)s i %(country)s"),
        ("{{ count }} of <b>%(all)s people</b> answered", "%(all)s"),
        ("%(number)s people have answered so far", "%(number)s har svarat"),
    )
)


def test_a_whole_text_is_found():
    assert BOOK.left_in_english(["Save", "Spara"]) == ["Save"]


def test_a_word_that_the_language_has_too_is_not_found():
    assert BOOK.left_in_english(["Text"]) == []


def test_a_text_with_a_place_at_its_beginning_is_found():
    said = "12 people have answered so far"
    assert BOOK.left_in_english([said, "12 har svarat"]) == [said]


def test_a_pattern_that_says_hardly_anything_finds_nothing():
    assert BOOK.left_in_english(["Anna, Suomi"]) == []


def test_the_catalogues_are_read_with_their_plurals(tmp_path):
    file = tmp_path / "django.po"
    file.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "One answer came in"\nmsgid_plural "%(count)s answers came in"\n'
        'msgstr[0] "Ett svar"\nmsgstr[1] "%(count)s svar"\n\nmsgid "Empty"\nmsgstr ""\n',
        "utf-8",
    )
    book = Catalogue.read(file)
    assert book.left_in_english(["3 answers came in", "Empty", "3 svar"]) == ["3 answers came in"]
