"""Lines of plans by words, in all projects that somebody may see."""

from django.db.models import QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.core.search import matching
from mentorway.web.plan.models import Item


def lines_found(user: User, words: str) -> QuerySet[Item]:
    """What is planned and holds every word in code, title or description, as the list of its project asks."""
    found = Item.objects.visible_to(user).planned().select_related("project")
    found = matching(found, words, "code", "title", "description")
    return found.defer("project__search_text", "project__purpose").order_by("project", "position", "pk")
