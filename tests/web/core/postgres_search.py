"""Run by `test_search_postgres.py` in a process of its own: the index on a real PostgreSQL server."""

import django

django.setup()

from django.db import connection, models  # noqa: E402

from mentorway.web.core.folding import terms  # noqa: E402
from mentorway.web.core.search import FoldedIndex, FoldedTextField, matching  # noqa: E402


class Leaf(models.Model):  # noqa: DJ008
    title = models.CharField(max_length=20)
    search_text = FoldedTextField()

    class Meta:
        app_label = "foundations_served"
        indexes = [FoldedIndex(fields=["search_text"], name="leaf_words")]


def titles(query):
    return sorted(matching(Leaf.objects.all(), query).values_list("title", flat=True))


def unfolded(text):
    """Whether texts that nobody keeps folded are found by each of their words, folded; and by another."""
    row = Leaf.objects.create(title=text, search_text="")
    same = Leaf.objects.filter(pk=row.pk)
    found = [same.filter(title__holds=term).exists() for term in [*terms(text), "xyz", "%"]]
    row.delete()
    return found


def indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'leaf_words'")
        return ["gin_trgm_ops" in row[0] for row in cursor.fetchall()]


def main():
    with connection.schema_editor() as editor:
        editor.create_model(Leaf)
    Leaf.objects.create(title="a", search_text="Didelis ĄŽUOLAS miške")
    Leaf.objects.create(title="b", search_text="Mažas ąžuoliukas\x00")
    facts = {
        "indexes": indexes(),
        "piece": titles("zuol"),
        "two words": titles("AZUOL miške"),
        "two letters": titles("di"),
        "unfolded": [
            unfolded("Ąžuolo Øst"),
            unfolded("STRASSE æther"),
            unfolded("Þing ŁÓDŹ"),
            unfolded("ÆSIR ØST"),
        ],
        "marks": unfolded("A\u0328z\u030cuolas"),
        "pattern": list(Leaf.objects.filter(search_text__holds="d%s")),
    }
    with connection.schema_editor() as editor:
        editor.remove_index(Leaf, Leaf._meta.indexes[0])
    print({**facts, "without": (indexes(), titles("zuol"))})  # noqa: T201


if __name__ == "__main__":
    main()
