"""What a pair writes is found only on its own pages: every address is opened as every kind of person."""

import gzip
import io
import itertools
import logging
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.conftest import forget_attempts
from tests.web.access_table import PEOPLE, World, make_world
from tests.web.mentoring.making import DAY, join, make_matching, make_round, pair
from tests.web.test_access import ADDRESSES

from mentorway.web.mentoring import due
from mentorway.web.mentoring.actions import notes, talks
from mentorway.web.mentoring.analysis import notes as reading
from mentorway.web.mentoring.models import (
    AgreementVersion,
    Concern,
    Enquiry,
    FairnessFacts,
    Goal,
    KeptApart,
    Mode,
    Person,
    Place,
    Relation,
    RoundState,
    Side,
    SupervisionGroup,
    SupervisionMeeting,
    Talk,
    TalkState,
)

pytestmark = pytest.mark.django_db
PRIVATE = "canaryprivatenote"
LEARNED = "canarylearned"
OTHERS = (
    *("canarysharednote", "canaryagreement", "canarygoaltitle", "canarygoalreality", "canarygoallevel"),
    *("canarythanks", "canaryroom", "canarylink"),
)
CANARIES = (PRIVATE, LEARNED, *OTHERS)
ANYTHING = re.compile("|".join(CANARIES).encode(), re.IGNORECASE)
ARCHIVE, GZIP = b"PK\x03\x04", b"\x1f\x8b"


def found_in(content):
    """Return the canaries in bytes, also in archives such as those of spreadsheets."""
    found = {one.decode().lower() for one in ANYTHING.findall(content)}
    if content.startswith(ARCHIVE):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found.update(*(found_in(archive.read(name)) for name in archive.namelist()))
    if content.startswith(GZIP):
        found |= found_in(gzip.decompress(content))
    return found


def found_in_answer(response):
    """Return the canaries in an answer: its text or file, and its headers."""
    content = response.getvalue() if response.streaming else response.content
    return found_in(content) | found_in(str(response.headers).encode())


@dataclass
class Planted:
    """A world with a pair that has written everything a pair can write, and a stranger of its round."""

    world: World
    mentee: Place
    mentor: Place
    stranger: Person
    values: dict[str, list[Any]]


@pytest.fixture
def planted():
    world = make_world()
    whole = make_round(world.partner, world.people["member"], state=RoundState.RUNNING)
    ends_on = timezone.now().date() + 7 * DAY
    mentee, mentor = pair(whole, days_ago=60, ends_on=ends_on)
    relation, stranger = mentee.relation, pair(whole)[0].person
    write(mentee, mentor)
    return Planted(world, mentee, mentor, stranger, values_of(world, relation, stranger))


def write(mentee, mentor):
    relation, now = mentee.relation, timezone.now()
    where = {"place": "canaryroom", "link": "https://meet.example.org/canarylink"}
    talk = Talk.objects.create(relation=relation, starts=now + DAY, **where)
    for days, state in ((2, TalkState.HELD), (3, TalkState.PLANNED), (4, TalkState.CANCELLED)):
        Talk.objects.create(relation=relation, starts=now - days * DAY, state=state, **where)
    notes.write(mentee, text=PRIVATE, talk=talk.pk)
    notes.write(mentor, text="canarysharednote", talk=talk.pk, is_shared=True)
    AgreementVersion.objects.create(
        relation=relation, number=1, texts={"aims": "canaryagreement"}, written_by=mentor
    )
    levels = [f"canarygoallevel {level}" for level in range(-2, 3)]
    Goal.objects.create(
        place=mentee, title="canarygoaltitle", reality="canarygoalreality", levels=levels, fixed=now
    )
    Place.objects.filter(pk=mentee.pk).update(
        closing_thanks="canarythanks", closing_learned=LEARNED, closed=now
    )
    Concern.objects.create(place=mentee, text="I would like to talk.")
    Enquiry.objects.create(place=mentor, text="Who is it?")


def values_of(world, relation, stranger):
    """Return what the parts of addresses of mentoring can be."""
    whole, people = relation.round, list(relation.round.people.order_by("pk"))
    mentees = [one for one in people if one.side == Side.MENTEE]
    mentors = [one for one in people if one.side == Side.MENTOR]
    FairnessFacts.objects.create(person=mentees[0])
    apart = KeptApart.objects.create(round=whole, mentee=join(whole), mentor=mentors[0])
    matching = make_matching(whole, [(mentees[0], mentors[0])])
    group = SupervisionGroup.objects.create(round=whole, title="Mentors", supervisor="Rita")
    group.mentors.add(mentors[0])
    meeting = SupervisionMeeting.objects.create(group=group, starts=timezone.now())
    rows = [relation, apart, group, meeting, Enquiry.objects.get(), Concern.objects.get()]
    keys = {one.pk for one in rows}
    numbers = {matching.number, *relation.talks.values_list("pk", flat=True)}
    return {
        "pk": [whole.pk],
        "which": sorted(keys),
        "meeting": [meeting.pk],
        "number": sorted(numbers | set(relation.notes.values_list("pk", flat=True))),
        "who": [one.pk for one in people[:2]],
        "mentee": [mentees[0].pk],
        "goal": [Goal.objects.get().pk],
        "token": [whole.token],
        "link": [stranger.link],
        "kind": ["csv", "xlsx", "json", "pdf"],
        "state": [RoundState.FINISHED],
        "key": ["languages", "aims", "goals"],
        "slug": ["goals"],
    }


def patterns(resolver, namespace="", parts=()):
    """Return the name of every address with the names of its parts."""
    for pattern in resolver.url_patterns:
        own = (*parts, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner, own)
        else:
            yield f"{namespace}{pattern.name}", own


def addresses(values, *, of_pair=None):
    """Return every address of mentoring with these values; ``of_pair``: those under pairs/, or the others."""
    for name, parts in patterns(get_resolver()):
        if not name.startswith("mentoring:"):
            continue
        if of_pair is not None and of_pair != ({"link", "which"} <= set(parts)):
            continue
        unknown = set(parts) - set(values)
        assert not unknown, f"{name}: say in values_of what {unknown} can be"
        for chosen in itertools.product(*(values[one] for one in parts)):
            yield name, reverse(name, kwargs=dict(zip(parts, chosen, strict=True)))


def own_addresses(place, values):
    own = {**values, "link": [place.person.link], "which": [place.relation_id]}
    return [url for _name, url in addresses(own, of_pair=True)]


def signed_in(world, *people):
    """Return a browser for each kind of person."""
    found = {person: Client() for person in people}
    for person, browser in found.items():
        if world.people[person]:
            browser.force_login(world.people[person])
    return found


def test_the_finder_finds_a_canary_wherever_it_is_planted():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<v>{LEARNED}</v>" * 20)
    assert LEARNED.encode() not in packed.getvalue()
    assert found_in(packed.getvalue()) == {LEARNED}
    assert found_in(gzip.compress(b"canaryroom")) == {"canaryroom"}
    assert found_in(f"<p>{PRIVATE.upper()}</p>".encode()) == {PRIVATE}
    assert found_in(b"a canary, and a private note") == set()


def test_the_own_pages_of_the_pair_show_all_of_it(client, planted):
    found = {
        place.side: set().union(
            *(found_in_answer(client.get(url)) for url in own_addresses(place, planted.values))
        )
        for place in (planted.mentee, planted.mentor)
    }
    assert found[Side.MENTEE] == set(CANARIES)
    assert found[Side.MENTOR] == set(OTHERS)  # what the mentee keeps to themselves is not among it


def shown_to(browser, planted):
    """Return what of it the pages and files of mentoring show to somebody, and which they could open."""
    opened, shown = set(), {}
    for name, url in addresses(planted.values, of_pair=False):
        response = browser.get(url)
        found = found_in_answer(response)
        if response.status_code == 200:
            opened.add(name)
        if found:
            shown[name] = found
    return opened, shown


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_or_file_of_mentoring_shows_it_to_anybody_else(planted, person):
    opened, shown = shown_to(signed_in(planted.world, person)[person], planted)
    assert shown == {}
    runs = {"mentoring:relation", "mentoring:relations", "mentoring:export_relations", "mentoring:person"}
    assert runs <= opened or person not in ("member", "admin")


def test_what_they_did_show_would_be_found(planted):
    Person.objects.filter(pk=planted.mentee.person_id).update(organisation="canaryroom")
    _opened, shown = shown_to(signed_in(planted.world, "admin")["admin"], planted)
    assert {"mentoring:people", "mentoring:export_people", "mentoring:person"} <= set(shown)


def test_somebody_else_of_the_same_round_finds_no_page_of_the_pair(client, planted):
    values = {**planted.values, "which": [planted.mentee.relation_id]}
    for _name, url in addresses(values, of_pair=True):
        forget_attempts()  # nobody comes this far: who guesses is asked to wait
        for response in (client.get(url), client.post(url, {"text": "x"})):
            assert (url, response.status_code in (404, 405), found_in_answer(response)) == (url, True, set())


@pytest.mark.long
@pytest.mark.parametrize("namespace", sorted({name.rpartition(":")[0] for name in ADDRESSES} - {"mentoring"}))
def test_no_other_page_shows_it(planted, namespace):
    shown, browsers = {}, signed_in(planted.world, "admin", "coordinator")  # who see the most
    for name, address in sorted(ADDRESSES.items()):
        if name.rpartition(":")[0] != namespace:
            continue
        before = transaction.savepoint()
        world = World(planted.world.partner, planted.world.people, dict(planted.world.things))
        url = reverse(name, kwargs=address.arguments(world))
        found = {person: found_in_answer(browser.get(url)) for person, browser in browsers.items()}
        shown |= {(name, person): what for person, what in found.items() if what}
        transaction.savepoint_rollback(before)
    assert shown == {}


@pytest.mark.parametrize("words", ["canaryprivatenote", "canarysharednote", "canarygoaltitle", "canaryroom"])
def test_searching_finds_no_pair_by_what_it_has_written(planted, words):
    client = signed_in(planted.world, "admin")["admin"]
    for name in ("people", "relations"):
        url = reverse(f"mentoring:{name}", args=[planted.mentee.relation.round_id])
        names = [
            planted.mentee.person.name in client.get(url, {"q": one}).content.decode() for one in ("", words)
        ]
        assert names == [True, False]
    own = reverse("mentoring:own_notes", args=[planted.mentee.person.link, planted.mentee.relation_id])
    assert PRIVATE in client.get(own, {"q": PRIVATE[:9]}).content.decode()


def test_the_name_of_no_row_shows_it(planted):
    assert planted.mentee.notes.exists()
    for model in apps.get_app_config("mentoring").get_models():
        for row in model._base_manager.all():
            assert found_in(f"{row} {row!r}".encode()) == set()


def fail(place, *_args, **_more):
    raise RuntimeError(
        f"{place} {list(place.notes.all())} {list(place.goals.all())} {list(place.relation.talks.all())}"
    )


def test_failures_show_it_neither_on_the_page_nor_in_logs_nor_in_letters(
    client, planted, monkeypatch, caplog, settings
):
    settings.DEBUG, settings.ADMINS = False, [("Admin", "admin@example.org")]
    monkeypatch.setattr(reading, "readable", fail)
    monkeypatch.setattr(notes, "write", fail)
    client.raise_request_exception = False
    link = [planted.mentee.person.link, planted.mentee.relation_id]
    sent = {"text": PRIVATE, "reading": "private", "talk": ""}
    with caplog.at_level(logging.DEBUG):
        answers = [
            client.get(reverse("mentoring:own_notes", args=link)),
            client.post(reverse("mentoring:own_note_new", args=link), sent),
            client.get(reverse("mentoring:own_guide", args=[*link, "no-such-guide"])),
            client.post(reverse("mentoring:own_notes", args=link), sent),
        ]
    assert [one.status_code for one in answers] == [500, 500, 404, 405]
    assert [found_in_answer(one) for one in answers] == [set()] * 4
    logged = "\n".join(f"{one.getMessage()} {one.exc_text} {one.args}" for one in caplog.records)
    assert "RuntimeError" in caplog.text
    assert found_in((logged + caplog.text).encode()) == set()
    assert found_in("".join(f"{one.subject}{one.message()}" for one in mail.outbox).encode()) == set()


def test_letters_to_those_who_run_the_round_show_none_of_it_and_letters_to_the_pair_no_text(
    client, planted, django_capture_on_commit_callbacks
):
    mentee, mentor = planted.mentee, planted.mentor
    with django_capture_on_commit_callbacks(execute=True):
        day = (timezone.now() + 3 * DAY).date()
        where = {"place": "canaryroom", "link": "https://meet.example.org/canarylink"}
        begins = timezone.now().time().replace(hour=9)
        talk = talks.book(mentee, day=day, begins=begins, minutes=45, mode=Mode.ONLINE, **where)
        talks.cancel(talk, mentor)
        notes.write(mentee, text="canarysharednote", is_shared=True)
        everything = {
            "text": "Please help.",
            "kind": "talk",
            "aims": "canaryagreement",
            "title": "canarygoaltitle",
        }
        for url in own_addresses(mentee, {**planted.values, "number": []}):
            client.post(url, everything)
        Relation.objects.filter(pk=mentee.relation_id).update(ends_on=None)
        due.do_due_work(timezone.now() + 60 * DAY)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    pair_of = {mentee.person.email, mentor.person.email}
    to_pair = [one for one in mail.outbox if set(one.to) <= pair_of]
    others = [one for one in mail.outbox if one not in to_pair]
    assert len(to_pair) >= 4
    assert found_in("".join(f"{one.subject}\n{one.body}" for one in mail.outbox).encode()) == set()
    assert [one for one in others if found_in(whole_of(one))] == []


def whole_of(letter):
    parts = [one.get_payload(decode=True) for one in letter.attachments]
    return b"\n".join([letter.subject.encode(), letter.body.encode(), *parts])
