"""What tests of endings and wishes to talk have in common."""

import html
import re

from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from tests.web.mentoring.making import begin, join, make_round, propose

from mentorway.web.mentoring.models import Place, RoundState, Side


def url(name, place):
    return reverse(f"mentoring:{name}", args=[place.person.link, place.relation_id])


def text(response):
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def letters():
    """Return what was sent so far, the newest to each address."""
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return {one.to[0]: one for one in mail.outbox}


def group(whole=None, **more):
    """Return the places of two mentees and of their mentor, who work together."""
    whole = whole or make_round(state=RoundState.RUNNING)
    people = [join(whole, name="Aino Ek"), join(whole, name="Dovilė Oz")]
    relation = begin(propose(whole, join(whole, Side.MENTOR, "Bo Berg", seats=2), *people), **more)
    places = [Place.objects.get(relation=relation, person=one) for one in people]
    return [*places, relation.places.get(side=Side.MENTOR)]
