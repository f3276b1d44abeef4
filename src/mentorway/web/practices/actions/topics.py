"""The vocabulary grows and changes."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.text import slugify

from mentorway.web.core.folding import fold
from mentorway.web.practices.models import Topic
from mentorway.web.practices.tasks.searching import reindex_topic

LONGEST_SLUG = 60


def add(*, group: str, names: Mapping[str, str], esco: str = "") -> Topic:
    """Take a topic into the vocabulary; its short name comes from the English one."""
    slug = slugify(fold(names["en"]))[:LONGEST_SLUG].strip("-")
    topic = Topic(slug=slug, group=group, names=_kept(names), esco=esco)
    topic.full_clean()
    topic.save()
    return topic


@transaction.atomic
def change(
    topic: Topic, *, group: str, names: Mapping[str, str], esco: str, is_retired: bool = False
) -> None:
    """Correct a topic; practices are then found by its new names."""
    renamed = topic.names != _kept(names)
    topic.group, topic.names, topic.esco, topic.is_retired = group, _kept(names), esco, is_retired
    topic.full_clean()
    topic.save(update_fields=["group", "names", "esco", "is_retired"])
    if renamed:
        transaction.on_commit(lambda: reindex_topic.enqueue(topic.pk))


def _kept(names: Mapping[str, str]) -> dict[str, str]:
    return {code: name.strip() for code, name in names.items() if name.strip()}
