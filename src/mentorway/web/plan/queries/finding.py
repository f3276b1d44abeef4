"""Lines of plans by words, in all projects that somebody may see."""

from django.db.models import Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import terms
from mentorway.web.plan.models import Item


def lines_found(user: User, words: str) -> QuerySet[Item]:
    """What is planned and holds every word in code, title or description, as the list of its project asks."""
    found = Item.objects.visible_to(user).planned().select_related("project")
    for term in terms(words):
        found = found.filter(Q(code__holds=term) | Q(title__holds=term) | Q(description__holds=term))
    return found.defer("project__search_text", "project__purpose").order_by("project", "position", "pk")
