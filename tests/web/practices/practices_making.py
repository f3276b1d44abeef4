"""Practices, reviews and files that tests start from."""

import datetime as dt
import io
from itertools import count
from unittest import mock

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from tests.conftest import make_member, make_partner

from mentorway.web.practices.actions import files, reviewing
from mentorway.web.practices.actions import practices as actions
from mentorway.web.practices.analysis.translated import texts_of
from mentorway.web.practices.models import Criterion, Practice, PracticeState, Review, Topic
from mentorway.web.translation.actions import languages, translating
from mentorway.web.translation.models import Part

_numbers = count(1)
SAYS = "We do this every week with great care, and this is how it goes in our house. " * 3
NAMES = ("summary", "context", "need", "method", "resources", "evidence", "results", "transferability")
TEXTS = dict.fromkeys(NAMES, SAYS)
SCORES = dict.fromkeys(Criterion.values, 3)


def make_practice(partner=None, user=None, *, topics=("one-to-one",), state=None, **fields):
    """Return a complete practice, written by ``user``; ``state`` is set without its way there."""
    partner = partner or make_partner()
    user = user or make_member(partner)
    values = {
        "title": f"Practice {next(_numbers)}",
        "country": "FI",
        "sector": "education",
        "language": "en",
        "website": "",
        "first_year": None,
        **TEXTS,
        **fields,
    }
    chosen = Topic.objects.filter(slug__in=topics)
    made = actions.write(user, partner=partner, topics=chosen, **values)
    if state:
        published = timezone.now() if state == PracticeState.PUBLISHED else None
        Practice.objects.filter(pk=made.pk).update(state=state, published=published)
        made.refresh_from_db()
    return made


def make_reviewer(**fields):
    """Return a member of another partner."""
    return make_member(**fields)


def ask(practice, *people, by=None, due=None):
    """Ask people to review; return their reviews."""
    by = by or make_member(role="coordinator")
    return reviewing.ask(practice, by, people=people, due=due or timezone.localdate() + dt.timedelta(days=9))


def hand_in(review, **values):
    """Hand in a whole review."""
    whole = {"scores": SCORES, "strength": 3, "advice": "accept", "remarks": "Good.", "confidential": ""}
    reviewing.hand_in(review, **{**whole, **values})
    return Review.objects.get(pk=review.pk)


def make_reviewed(partner=None, *, strengths=(3, 2), **fields):
    """Return a practice under review of which both reviews are in."""
    practice = make_practice(partner, state="submitted", **fields)
    for place, review in enumerate(ask(practice, make_reviewer(), make_reviewer())):
        hand_in(review, strength=strengths[place], remarks=f"Remark {place + 1}", confidential="Between us")
    practice.refresh_from_db()
    return practice


def picture(name="oak.png"):
    """Return a small picture as a browser sends it."""
    file = io.BytesIO()
    Image.new("RGB", (4, 4), "green").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def make_file(practice, user=None, **fields):
    values = {"file": picture(), "caption": "An oak"}
    return files.add(practice, user or practice.created_by, **{**values, **fields})


def sent(practice, **fields):
    """Return what a browser sends for the form of a practice."""
    names = ("title", "country", "sector", "language", *TEXTS, "website")
    values = {name: getattr(practice, name) for name in names}
    values |= {
        "first_year": practice.first_year or "",
        "topics": list(practice.topics.values_list("pk", flat=True)),
        "revision": practice.revision,
    }
    return {**values, **fields}


def make_team(practice, code="lt", name="Lietuvių"):
    """Return a language that is translated into by four people, each with one part."""
    language = languages.add_language(practice.document, code=code, name=name)
    language.team = {part.value: make_member() for part in Part}
    languages.assign(language, practice.created_by, people=language.team)
    return language


def translate(language, practice, name, written=None, *, upto="agreed"):
    """Take one text as far as a stage; readers find it once the practice is told."""
    first, second, reviewer, adjudicator = language.team.values()
    text = next(one for one in texts_of(practice) if one.key == name)
    target = written or f"{language.code}: {text.source}"
    for translator in (first, second):
        translating.save_draft(language, translator, text=text, written=target, hand_in=True)
    translating.review(language, reviewer, text=text, written=target, comment="")
    if upto == "agreed":
        translating.adjudicate(language, adjudicator, text=text, written=target)


def translate_all(language):
    practice = language.document.practice
    for text in texts_of(practice):
        translate(language, practice, text.key)


def work():
    """Let the worker work, in the transaction of the test: alone, it closes what it finds in one."""
    with mock.patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def posted():
    """Let the worker work; return who got which letters, and forget them."""
    work()
    letters = [(letter.to[0], letter.subject, letter.body) for letter in mail.outbox]
    mail.outbox.clear()
    return letters
