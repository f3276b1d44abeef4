"""What a practice is found by."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from mentorway.web.core.folding import fold
from mentorway.web.core.prose import plain
from mentorway.web.practices.models import TEXTS, Practice, Topic
from mentorway.web.translation.queries import decided_texts

AT_ONCE = 200
Decided = Mapping[int, Sequence[tuple[str, str]]]  # by document, names of texts with their translations


def search_text(practice: Practice, topics: Iterable[Topic], decided: Iterable[tuple[str, str]]) -> str:
    """Return title, texts, agreed translations, partner, and topics in all languages, folded.

    ``decided`` are the translations, each with the name of its text; what was emptied is not found by them.
    """
    parts = [plain(getattr(practice, name)) for name in TEXTS]
    parts += [plain(text) for name, text in decided if getattr(practice, name, "")]
    parts.append(practice.partner.name)
    parts += [name for topic in topics for name in topic.names.values()]
    return fold(" ".join(parts))


def index(practice: Practice, topics: Iterable[Topic]) -> None:
    """Set what ``practice`` is searched and sorted by; the caller saves it."""
    _set(practice, topics, decided_texts([practice.document_id]) if practice.document_id else {})


def _set(practice: Practice, topics: Iterable[Topic], decided: Decided) -> None:
    practice.search_text = search_text(practice, topics, decided.get(practice.document_id, []))
    practice.title_key = fold(practice.title)


def reindex(rows: QuerySet[Practice]) -> int:
    """Set and save it for many practices, some at a time; return how many."""
    count = 0
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        part = Practice.objects.filter(pk__in=keys[start : start + AT_ONCE])
        some = list(part.select_related("partner").prefetch_related("topics"))
        decided = decided_texts([practice.document_id for practice in some])
        for practice in some:
            _set(practice, practice.topics.all(), decided)
        count += Practice.objects.bulk_update(some, ["search_text", "title_key"])
    return count
