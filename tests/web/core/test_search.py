"""Rows are found through an index that is always in step with them."""

import logging
from types import SimpleNamespace

import pytest
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models
from django.test.utils import CaptureQueriesContext

from mentorway.web.core import search
from mentorway.web.core.folding import terms
from mentorway.web.core.search import FoldedIndex, FoldedTextField, matching


class Leaf(models.Model):  # noqa: DJ008
    title = models.CharField(max_length=20, default="")
    search_text = FoldedTextField()
    parent = models.ForeignKey("self", models.CASCADE, null=True)

    class Meta:
        app_label = "foundations"
        indexes = [FoldedIndex(fields=["search_text"], name="leaf_words")]


class Bare(models.Model):  # noqa: DJ008
    search_text = FoldedTextField()

    class Meta:
        app_label = "foundations"


class Named(models.Model):  # noqa: DJ008
    id = models.CharField(primary_key=True, max_length=5)
    search_text = FoldedTextField()

    class Meta:
        app_label = "foundations"
        indexes = [FoldedIndex(fields=["search_text"], name="named_words")]


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="see postgres_search.py"),
]


@pytest.fixture(autouse=True)
def _tables(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Leaf)
        editor.create_model(Bare)
    yield
    with connection.schema_editor() as editor:
        editor.remove_index(Leaf, Leaf._meta.indexes[0])
        editor.delete_model(Leaf)
        editor.delete_model(Bare)


def titles(query, rows=None):
    found = matching(Leaf.objects.all() if rows is None else rows, query)
    return sorted(found.values_list("title", flat=True))


def plant(**texts):
    Leaf.objects.bulk_create(Leaf(title=title, search_text=text) for title, text in texts.items())


def is_whole():
    """Ask the index itself whether it holds what the table holds."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO leaf_words(leaf_words, rank) VALUES ('integrity-check', 1)")
    return True


def test_every_word_is_found_wherever_it_stands():
    plant(a="Didelis ĄŽUOLAS miške", b="Mažas ąžuoliukas", c="Beržas miške")
    assert titles("azuol") == ["a", "b"]
    assert titles("miške AZUOL") == ["a"]
    assert titles("zas") == ["b", "c"] == sorted(titles("žas"))
    assert titles("xyz") == []


def test_no_word_is_every_row():
    plant(a="x", b="y")
    assert titles(" ?! ") == ["a", "b"]


def test_words_of_one_or_two_letters_are_found_without_the_index():
    plant(a="ąž", b="bž")
    assert (titles("az"), titles("z"), titles("q")) == (["a"], ["a", "b"], [])


def test_the_index_is_used_for_three_letters_and_more():
    with CaptureQueriesContext(connection) as queries:
        titles("azu")
        titles("az")
    assert ["MATCH" in query["sql"] for query in queries] == [True, False]


def test_the_index_follows_every_change():
    plant(a="pirmas", b="antras")
    Leaf.objects.filter(title="a").update(search_text="Trečias")
    assert (titles("pirmas"), titles("trecias")) == ([], ["a"])
    leaf = Leaf.objects.get(title="b")
    leaf.search_text = "ketvirtas"
    leaf.save()
    assert (titles("antras"), titles("ketvirtas")) == ([], ["b"])
    leaf.delete()
    assert titles("ketvirtas") == []
    Leaf.objects.bulk_update([Leaf(pk=Leaf.objects.get().pk, search_text="penktas")], ["search_text"])
    assert (titles("penktas"), is_whole()) == (["a"], True)


def test_a_change_of_another_column_leaves_the_index_alone():
    plant(a="pirmas")
    Leaf.objects.update(title="b")
    assert (titles("pirmas"), is_whole()) == (["b"], True)


def test_an_emptied_table_leaves_nothing_in_the_index():
    plant(a="pirmas")
    for sql in connection.ops.sql_flush(no_style(), ["foundations_leaf"]):
        with connection.cursor() as cursor:
            cursor.execute(sql)
    Leaf.objects.create(title="z", search_text="kitas")
    assert (titles("pirmas"), titles("kitas"), is_whole()) == ([], ["z"], True)


def test_a_table_that_is_made_anew_keeps_its_index():
    plant(a="pirmas")
    old = Leaf._meta.get_field("title")
    new = models.CharField(max_length=500, default="", unique=True)
    new.set_attributes_from_name("title")
    new.model = Leaf
    with connection.schema_editor() as editor:
        editor.alter_field(Leaf, old, new)
    plant(b="pirmasis")
    assert (titles("pirmas"), is_whole()) == (["a", "b"], True)


def test_an_index_can_be_added_to_rows_that_are_there_and_taken_away():
    index = FoldedIndex(fields=["search_text"], name="bare_words")
    Bare.objects.create(search_text="Ąžuolas")
    with connection.schema_editor() as editor:
        editor.add_index(Bare, index)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM bare_words WHERE bare_words MATCH '\"azuo\"'")
        assert cursor.fetchall() == [(Bare.objects.get().pk,)]
    with connection.schema_editor() as editor:
        editor.remove_index(Bare, index)
    Bare.objects.update(search_text="kitas")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'bare_words%'")
        assert cursor.fetchall() == []


def test_a_column_without_index_is_searched_too():
    Bare.objects.create(search_text="Ąžuolas")
    assert matching(Bare.objects.all(), "zuola").count() == 1


def test_the_condition_goes_across_relations_and_into_or():
    plant(a="pirmas", b="antras")
    parent = Leaf.objects.get(title="a")
    Leaf.objects.create(title="c", search_text="vaikas", parent=parent)
    assert titles("pirm", Leaf.objects.all()) == ["a"]
    assert [leaf.title for leaf in Leaf.objects.filter(parent__search_text__holds="pirmas")] == ["c"]
    either = models.Q(search_text__holds="antras") | models.Q(parent__search_text__holds="pirmas")
    assert sorted(leaf.title for leaf in Leaf.objects.filter(either)) == ["b", "c"]
    assert sorted(leaf.title for leaf in Leaf.objects.exclude(search_text__holds="antras")) == ["a", "c"]


@pytest.mark.parametrize("words", ['" OR "', "p* OR b", "NEAR(p b)", "title:pir", "NOT x", "{pir}: x"])
def test_no_search_is_taken_for_a_command(words):
    plant(a="pirmas")
    assert titles(words) == []
    assert list(Leaf.objects.filter(search_text__holds=words)) == []


@pytest.mark.parametrize("words", ["p%s", "p_r", "p\\r"])
def test_no_search_is_taken_for_a_pattern(words):
    plant(a="pirmas")
    assert list(Leaf.objects.filter(search_text__holds=words)) == []


def test_what_is_searched_is_kept_folded_whoever_saves_it():
    plant(a="«Ąžuolas»,  MIŠKE")
    assert Leaf.objects.get().search_text == "azuolas miske"


def test_an_index_needs_a_key_that_is_a_whole_number():
    with pytest.raises(TypeError, match="Named needs a key"), connection.schema_editor() as editor:
        editor.create_model(Named)


def test_a_migration_can_write_the_index_down():
    path, _args, kwargs = FoldedIndex(fields=["search_text"], name="leaf_words").deconstruct()
    assert (path, kwargs) == (
        "mentorway.web.core.search.FoldedIndex",
        {"fields": ["search_text"], "name": "leaf_words"},
    )


def test_a_server_that_may_not_have_trigrams_is_searched_without_and_says_so(caplog):
    def refuse(_sql):
        raise DatabaseError("permission denied")

    editor = SimpleNamespace(collect_sql=False, connection=connection, execute=refuse)
    with caplog.at_level(logging.WARNING):
        assert search._knows_trigrams(editor) is False
    assert "CREATE EXTENSION pg_trgm" in caplog.text


@pytest.mark.parametrize(
    "text", ["Ąžuolo Øst", "STRASSE straße", "Þing Łódź", "A\u0328z\u030cuolas", "50% «off»", "d'Ivoire-2"]
)
def test_a_text_that_is_not_kept_folded_is_found_by_each_of_its_words(text):
    Leaf.objects.create(title=text, search_text="")
    assert [Leaf.objects.filter(title__holds=term).count() for term in terms(text)] == [1] * len(terms(text))
    assert not Leaf.objects.filter(title__holds="xyz").exists()
    assert not Leaf.objects.filter(title__holds="%").exists()


def test_a_text_that_is_not_there_holds_nothing_also_in_another_table():
    parent = Leaf.objects.create(title="Ąžuolas", search_text="")
    child = Leaf.objects.create(title="Lapas", search_text="", parent=parent)
    assert list(Leaf.objects.filter(parent__title__holds="azuol")) == [child]
    assert list(Leaf.objects.exclude(parent__title__holds="azuol")) == [parent]


def test_a_new_connection_is_taught_anew():
    Leaf.objects.create(title="Ąžuolas", search_text="")
    setattr(connection, search.FOLD, None)
    assert Leaf.objects.filter(title__holds="azuol").exists()
    assert getattr(connection, search.FOLD) is connection.connection
