"""What a practice is found by."""

from collections.abc import Iterable

from django.db.models import QuerySet

from mentorway.web.core.folding import fold
from mentorway.web.core.prose import plain
from mentorway.web.practices.analysis import translated
from mentorway.web.practices.models import TEXTS, Practice, Topic

AT_ONCE = 200


def search_text(practice: Practice, topics: Iterable[Topic]) -> str:
    """Return title, texts, agreed translations, partner, and topics in all languages, folded."""
    parts = [plain(getattr(practice, name)) for name in TEXTS]
    parts += [plain(text) for texts in translated.translations_of(practice) for text in texts.values()]
    parts.append(practice.partner.name)
    parts += [name for topic in topics for name in topic.names.values()]
    return fold(" ".join(parts))


def index(practice: Practice, topics: Iterable[Topic]) -> None:
    """Set what ``practice`` is searched and sorted by; the caller saves it."""
    practice.search_text = search_text(practice, topics)
    practice.title_key = fold(practice.title)


def reindex(rows: QuerySet[Practice]) -> int:
    """Set and save it for many practices, some at a time; return how many."""
    count = 0
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        part = Practice.objects.filter(pk__in=keys[start : start + AT_ONCE])
        some = list(part.select_related("partner").prefetch_related("topics"))
        for practice in some:
            index(practice, practice.topics.all())
        count += Practice.objects.bulk_update(some, ["search_text", "title_key"])
    return count
