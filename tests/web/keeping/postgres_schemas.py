"""Run by `test_schemas.py` in a process of its own: a place beside the tables takes their place."""

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, models  # noqa: E402

from mentorway.web.core.search import FoldedIndex, FoldedTextField  # noqa: E402
from mentorway.web.management.keeping import places  # noqa: E402


class Leaf(models.Model):  # noqa: DJ008
    search_text = FoldedTextField()

    class Meta:
        app_label = "keeping_served"
        indexes = [FoldedIndex(fields=["search_text"], name="leaf_words")]


def say(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def make_table():
    with connection.schema_editor() as editor:
        editor.create_model(Leaf)


def indexes():
    return say("SELECT schemaname FROM pg_indexes WHERE indexname = 'leaf_words' ORDER BY 1")


def extension():
    return say("SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'pg_trgm'")[0][0]


def main():
    settings.MENTORWAY_DATA.mkdir(exist_ok=True)
    make_table()
    found = {"at first": extension()}
    with places.beside() as place:
        say(f"SET search_path = {place.schema}")  # as the place sees the database
        make_table()
        say("SET search_path = public")
        found["both indexed"] = len(indexes())
        places.taking_over(place, keep_old=False)
        found["afterwards"] = (extension(), indexes())
    Leaf.objects.create(search_text="ąžuolas")
    found["found"] = Leaf.objects.filter(search_text__holds="žuol").exists()
    print(found)  # noqa: T201


if __name__ == "__main__":
    main()
