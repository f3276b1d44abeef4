"""What stands in letters to the people of a round."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.core.addresses import whole as whole_address
from mentorway.web.mentoring.models import Person


def put_together(person: Person, parts: Iterable[str]) -> str:
    """Return a letter to a person: greeting, what it says, the own page and who answers questions."""
    hello = _("Hello %(name)s,") % {"name": person.name}
    texts = (hello, *parts, own_page(person), answered_by(person))
    return "\n\n".join(text.strip() for text in texts if text.strip()) + "\n"


def answered_by(person: Person) -> str:
    """Return who answers questions, or nothing."""
    contact = person.round.contact
    return _("Questions are answered by: %(contact)s") % {"contact": contact} if contact else ""


def own_page(person: Person) -> str:
    """Return where a person's own page is."""
    address = whole_address(reverse("mentoring:own", args=[person.link]))
    text = _("Your page: %(link)s\nKeep the link to yourself: whoever has it can act in your name.")
    return text % {"link": address}
