"""What is private shows nowhere: a text is put where it could leak, and every page and file is opened."""

import io
import re
from html import unescape
from urllib.parse import urldefrag, urljoin
from zipfile import ZipFile, is_zipfile

import pytest
from django.urls import URLResolver, get_resolver, reverse
from tests.conftest import make_member, make_user
from tests.web.pilots.learning_making import GOOD, PART, PLAN, SEEN, make_learning, make_triad
from tests.web.pilots.making import NAMES, enrol, make_meeting

from mentorway.web.pilots.actions import journal, works
from mentorway.web.pilots.models import Observation

pytestmark = pytest.mark.django_db
PRIVATE, UNSHARED, BEGUN, OPEN = "CanaryJournal", "CanarySeen", "CanaryDraft", "CanaryShared"
SECRETS = (PRIVATE, UNSHARED, BEGUN)
MOST_PAGES = 400
LINK = re.compile(r'(?:href|action|formaction|hx-get)="(/[^"]*)"')


@pytest.fixture
def cohort():
    made = make_learning(is_listed=True)
    make_meeting(made, facilitator=make_member(), title="Evening with a guest")
    return made


@pytest.fixture
def trio(cohort):
    """Who practised and wrote, their mentee, and who observed."""
    # Addresses that no member has: who has the same one, verified, is the same person.
    people = [enrol(cohort, name, email=f"{number}@example.com") for number, name in enumerate(NAMES[:3])]
    triad = make_triad(cohort, *people)
    writer, other, observer = (place.participant for place in triad.places.order_by("place"))
    journal.write(writer, text=PRIVATE, is_shared=False, assessment=PART)
    journal.write(writer, text=OPEN, is_shared=True)
    stopped = journal.write(writer, text=f"{PRIVATE} again", is_shared=True)
    journal.share(stopped, is_shared=False)
    facts = {"triad": triad, "assessment": SEEN, "mentor": writer, "observer": observer}
    Observation.objects.create(**facts, levels=GOOD, seen=UNSHARED, question=UNSHARED)
    works.save(writer, PLAN, text=BEGUN, revision=0)
    return writer, other, observer


def contents(response):
    """Everything that an answer holds: its headers, its text, and what is packed in a file."""
    whole = response.getvalue()
    if is_zipfile(io.BytesIO(whole)):
        with ZipFile(io.BytesIO(whole)) as parts:
            whole += b"".join(parts.read(name) for name in parts.namelist())
    return str(response.headers).encode() + whole


def walk(client, *starts):
    """Open every page and file that can be reached from ``starts``, within pilots; yield what each holds."""
    ahead, known = list(starts), set(starts)
    while ahead:
        address = ahead.pop()
        response = client.get(address)
        found = contents(response)
        yield address, response.status_code, found
        onwards = [response.headers.get("Location", "")]
        onwards += LINK.findall(found.decode("utf-8", "replace"))
        for link in onwards:
            following = urldefrag(urljoin(address, unescape(link)))[0]
            if following.startswith("/pilots/") and following not in known and len(known) < MOST_PAGES:
                known.add(following)
                ahead.append(following)


def of_cohort(cohort):
    """Every address of a cohort that asks for nothing but the cohort, linked to or not."""
    for pattern in patterns(get_resolver()):
        if pattern.startswith("pilots:"):
            try:
                yield reverse(pattern, args=[cohort.pk])
            except Exception:  # noqa: BLE001, S112 - it asks for something else
                continue


def showing_people(cohort):
    """Pages and a file that would show what is private, if anything did."""
    for name in ("works", "shared_journal", "shared_observations", "triads", "people", "attendance"):
        yield reverse(f"pilots:{name}", args=[cohort.pk])
    yield reverse("pilots:works_file", args=[cohort.pk, "xlsx"])


def patterns(resolver, namespace=""):
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        else:
            yield f"{namespace}{one.name}"


def leaks(pages):
    return sorted(
        (address, word) for address, _status, found in pages for word in SECRETS if word.encode() in found
    )


def test_the_texts_are_where_their_owners_read_them(client, trio):
    writer, _other, observer = trio
    mine = b"".join(
        found for _address, _status, found in walk(client, reverse("pilots:own", args=[writer.link]))
    )
    assert all(word.encode() in mine for word in (*SECRETS, OPEN))
    theirs = b"".join(found for _a, _s, found in walk(client, reverse("pilots:own", args=[observer.link])))
    assert UNSHARED.encode() in theirs
    assert PRIVATE.encode() not in theirs
    assert BEGUN.encode() not in theirs


@pytest.mark.long
@pytest.mark.parametrize("who", ["maker", "in_charge", "facilitator", "coordinator", "staff", "stranger"])
def test_nobody_who_works_here_reads_what_is_private(client, cohort, trio, who):
    people = {
        "maker": lambda: cohort.created_by,
        "in_charge": lambda: make_member(cohort.partner, role="admin"),
        "facilitator": lambda: cohort.meetings.get().facilitator,
        "coordinator": lambda: make_member(role="coordinator"),
        "staff": lambda: make_user(is_staff=True),
        "stranger": make_member,
    }
    client.force_login(people[who]())
    named = list(of_cohort(cohort))
    searched = ("people", "works", "shared_journal", "attendance")
    searches = [f"{reverse(f'pilots:{name}', args=[cohort.pk])}?q=Canary" for name in searched]
    pages = list(walk(client, reverse("pilots:cohorts"), *named, *searches))
    assert leaks(pages) == []
    assert [address for address, _status, found in pages for one in trio if one.link.encode() in found] == []
    seen = b"".join(found for _address, _status, found in pages)
    works_here = who in ("maker", "in_charge", "facilitator")
    opened = {address for address, status, _found in pages if status == 200}
    assert (set(showing_people(cohort)) <= opened) is works_here
    assert (OPEN.encode() in seen) is works_here
    assert (trio[0].name.encode() in seen) is works_here


def test_nobody_else_who_takes_part_or_comes_by_reads_what_is_private(client, cohort, trio):
    outsider = enrol(cohort, "Dovilė Kazlauskaitė", email="4@example.com")
    for person in (trio[1], outsider):
        pages = list(walk(client, reverse("pilots:own", args=[person.link])))
        assert leaks(pages) == []
        assert OPEN.encode() not in b"".join(found for _address, _status, found in pages)
        assert len([status for _address, status, _found in pages if status == 200]) > 5
