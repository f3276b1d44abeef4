"""What the network wants from a person now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any
from mentorway.web.network.analysis import doubles
from mentorway.web.network.queries import contacts as contact_queries
from mentorway.web.network.queries import doubles as doubles_queries
from mentorway.web.network.queries import importing as importing_queries
from mentorway.web.network.queries import partners as queries
from mentorway.web.network.rules import partners as rules


def needs_of(user: User) -> list[Need]:
    """Partners to take in, partners that lack somebody, files that wait, doubles."""
    if not rules.may_coordinate(user):
        return list(_contacts_to_note(user))
    if not queries.partners_of(user).exists():
        return [Need(_("Add the first partner of the network."), reverse("network:found"))]
    return [*_without_anyone(user), *_files(user), *_contacts_to_note(user), *_doubles()]


def _without_anyone(user: User) -> Iterator[Need]:
    rows = list(rows_if_any(queries.without_anyone_in_charge, user)[:2])
    if len(rows) > 1:
        count = queries.without_anyone_in_charge(user).count()
        text = ngettext(
            "Nobody is in charge of %(count)d partner: add administrators.",
            "Nobody is in charge of %(count)d partners: add administrators.",
            count,
        )
        yield Need(text % {"count": count}, _lacking("charge"), urgent=True)
        return
    text = _("Nobody is in charge of %(partner)s: add an administrator.")
    for partner in rows:
        yield Need(text % {"partner": partner}, reverse("network:add_person", args=[partner.pk]), urgent=True)


def _contacts_to_note(user: User) -> Iterator[Need]:
    count = rows_if_any(contact_queries.partners_led_without, user).count()
    if count:
        text = ngettext(
            "Note whom to reach at %(count)d partner.", "Note whom to reach at %(count)d partners.", count
        )
        yield Need(text % {"count": count}, _lacking("contact"))


def _lacking(what: str) -> str:
    return f"{reverse('network:partners')}?lacking={what}"


def _files(user: User) -> Iterator[Need]:
    for row in importing_queries.waiting_for(user).defer("rows"):
        text = _("Look through the partners in %(file)s and take them in.")
        yield Need(text % {"file": row}, reverse("network:import", args=[row.pk]))


def _doubles() -> Iterator[Need]:
    count = doubles.count(doubles_queries.stamp(), doubles_queries.to_compare, doubles_queries.told_apart)
    if count:
        text = ngettext(
            "%(count)d pair of partners may be one organisation.",
            "%(count)d pairs of partners may be one organisation.",
            count,
        )
        yield Need(text % {"count": count}, reverse("network:doubles"))
