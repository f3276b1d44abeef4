"""The agreement of a pair or group: versions, who accepted, what staff and letters never say."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from tests.conftest import make_member
from tests.web.mentoring.making import begin, join, make_round, pair, propose

from mentorway.web.mentoring.actions import agreements as doing
from mentorway.web.mentoring.actions.relations import Held, leave, withdraw
from mentorway.web.mentoring.analysis.agreements import LONGEST, TOPICS, agreement_for, beginning
from mentorway.web.mentoring.models import (
    AgreementAcceptance,
    AgreementVersion,
    Place,
    RelationState,
    RoundState,
    Side,
)
from mentorway.web.mentoring.queries.together import agreement_days

pytestmark = pytest.mark.django_db
WORDS = "We speak about leaving the bank."


def url(name, place, **query):
    address = reverse(f"mentoring:{name}", args=[place.person.link, place.relation_id])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def letters():
    mail.outbox.clear()
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    return {one.to[0]: one.subject + one.body for one in mail.outbox}


def fresh(place):
    return Place.objects.select_related("relation__round", "person").get(pk=place.pk)


def written(place, revision=0, **texts):
    return doing.write(place, revision=revision, **(texts or {"aims": WORDS}))


@pytest.fixture
def places():
    return pair()


@pytest.fixture
def group():
    whole = make_round(state=RoundState.RUNNING)
    mentees = [join(whole, name="Eeva Ek"), join(whole, name="Aino Ek")]
    relation = begin(propose(whole, join(whole, Side.MENTOR, "Leena Laine"), *mentees))
    return [relation.places.get(person=one) for one in mentees], relation.places.get(side=Side.MENTOR)


def test_without_an_agreement_the_page_explains_what_it_is_good_for(client, places):
    page = text(client.get(url("own_agreement", places[0])))
    assert "You have not agreed on anything yet" in page
    assert url("own_agreement_write", places[0]) in page


def test_the_first_version_starts_from_a_beginning_in_the_language_of_the_reader(client, places):
    page = text(client.get(url("own_agreement_write", places[0])))
    assert "What we tell each other stays between us." in page
    with translation.override("fi"):
        assert set(beginning()) == set(TOPICS)


def test_who_writes_accepts_so_and_the_other_gets_a_letter_without_the_text(
    client, places, django_capture_on_commit_callbacks
):
    mentee, mentor = places
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("own_agreement_write", mentee), {"revision": 0, "aims": WORDS})
    assert answer.status_code == 302
    version = AgreementVersion.objects.get()
    assert (version.number, version.texts["aims"], version.written_by) == (1, WORDS, mentee)
    assert [one.place for one in version.acceptances.all()] == [mentee]
    sent = letters()
    assert list(sent) == [mentor.person.email]
    letter = sent[mentor.person.email]
    assert ("There is a new version of the agreement" in letter, mentor.person.link in letter) == (True, True)
    assert (WORDS in letter, mentee.person.link in letter) == (False, False)


def test_it_is_in_force_when_all_have_accepted(client, places):
    mentee, mentor = places
    written(mentee)
    assert "I accept this version" not in text(client.get(url("own_agreement", mentee)))
    page = text(client.get(url("own_agreement", mentor)))
    assert ("I accept this version" in page, WORDS in page) == (True, True)
    done = text(client.post(url("own_agreement_accept", mentor), {"number": 1}, follow=True))
    assert ("You have accepted this version." in done, "It has been in force since" in done) == (True, True)
    doing.accept(mentor, number=1)
    assert AgreementAcceptance.objects.count() == 2


def test_until_all_accept_a_new_version_the_old_one_stays_in_force(client, places):
    mentee, mentor = places
    written(mentee)
    doing.accept(mentor, number=1)
    written(mentor, 1, aims="Something else")
    found = agreement_for(fresh(mentee))
    assert (found.current.version.number, found.in_force.version.number) == (2, 1)
    assert found.waits_for(mentee)
    assert "version 1 stays in force" in text(client.get(url("own_agreement", mentee)))


def test_old_versions_stay_readable_and_changes_are_marked(client, places):
    mentee, _mentor = places
    written(mentee, aims="We meet monthly")
    written(mentee, 1, aims="We meet weekly")
    page = text(client.get(url("own_agreement", mentee)))
    assert re.search(r"<ins>.*?weekly</ins>", page)
    assert re.search(r"<del>.*?monthly</del>", page)
    old = text(client.get(url("own_agreement", mentee, version=1)))
    assert ("We meet monthly" in old, "There is a newer version." in old, "weekly" in old) == (
        True,
        True,
        False,
    )
    for wrong in ("3", "0", "x", "99999999999"):
        assert client.get(url("own_agreement", mentee, version=wrong)).status_code == 404


def test_what_two_people_wrote_at_once_is_put_together(client, places):
    mentee, mentor = places
    written(mentee, aims="One", contact="By telephone")
    written(mentor, 1, aims="Two", contact="By telephone")
    client.post(url("own_agreement_write", mentee), {"revision": 1, "aims": "One", "contact": "By letter"})
    newest = AgreementVersion.objects.get(number=3)
    assert (newest.texts["aims"], newest.texts["contact"]) == ("Two", "By letter")


def test_when_both_changed_the_same_both_texts_are_shown(client, places):
    mentee, mentor = places
    written(mentor, aims="Theirs")
    answer = client.post(url("own_agreement_write", mentee), {"revision": 0, "aims": "Mine"})
    page = text(answer)
    assert (answer.status_code, "Theirs" in page, "Mine" in page) == (409, True, True)
    assert "Leena Laine has changed this meanwhile" in page
    assert AgreementVersion.objects.count() == 1
    with pytest.raises(ValidationError, match="Somebody has saved a change"):
        written(mentee)


def test_empty_unchanged_and_too_long_versions_are_refused(client, places):
    mentee, _mentor = places
    page = text(client.post(url("own_agreement_write", mentee), {"revision": 0, "aims": " "}))
    assert "Write something about at least one of the topics." in page
    with pytest.raises(ValidationError, match="longer than"):
        written(mentee, aims="x" * (LONGEST + 1))
    written(mentee)
    with pytest.raises(ValidationError, match="not changed anything"):
        written(mentee, 1)
    assert AgreementVersion.objects.count() == 1


def test_there_are_at_most_fifty_versions(places):
    mentee, _mentor = places
    AgreementVersion.objects.create(relation=mentee.relation, number=50, texts={"aims": "x"})
    with pytest.raises(ValidationError, match="50 versions"):
        written(mentee, 50)


def test_nobody_accepts_a_version_that_they_have_not_read(client, places):
    mentee, mentor = places
    written(mentee)
    written(mentee, 1, aims="Other")
    page = text(client.post(url("own_agreement_accept", mentor), {"number": 1}, follow=True))
    assert "There is a newer version. Read it first" in page
    assert client.post(url("own_agreement_accept", mentor), {}).status_code == 404
    assert client.get(url("own_agreement_accept", mentor)).status_code == 405


def test_in_a_group_everybody_accepts(group, django_capture_on_commit_callbacks):
    (first, second), mentor = group
    with django_capture_on_commit_callbacks(execute=True):
        written(first)
    assert set(letters()) == {second.person.email, mentor.person.email}
    doing.accept(mentor, number=1)
    assert agreement_days(mentor.relation.round) == {mentor.relation_id: None}
    doing.accept(second, number=1)
    last = AgreementAcceptance.objects.get(place=second).at
    assert agreement_days(mentor.relation.round) == {mentor.relation_id: last}


def test_who_has_left_a_group_is_not_needed_and_does_not_read_on(client, group):
    (first, second), mentor = group
    written(first, aims="In the beginning")
    doing.accept(second, number=1)
    leave(Held(mentor.relation, [first, second, mentor]), second, timezone.now())
    written(first, 1, aims="Among us two")
    doing.accept(mentor, number=2)
    assert agreement_days(mentor.relation.round)[mentor.relation_id] is not None
    page = text(client.get(url("own_agreement", second)))
    assert ("In the beginning" in page, "Among us two" in page) == (True, False)
    assert client.get(url("own_agreement", second, version=2)).status_code == 404
    withdraw(fresh(first).relation, state=RelationState.ACTIVE, ending="planned")
    assert "Among us two" not in text(client.get(url("own_agreement", second)))


def test_after_the_end_it_can_be_read_but_not_written(client, places):
    mentee, mentor = places
    written(mentee)
    doing.accept(mentor, number=1)
    withdraw(mentee.relation, state=RelationState.ACTIVE, ending="planned")
    page = text(client.get(url("own_agreement", mentee)))
    assert (WORDS in page, "Write a new version" in page) == (True, False)
    assert client.get(url("own_agreement_write", mentee)).status_code == 404
    assert client.post(url("own_agreement_accept", mentor), {"number": 1}).status_code == 404
    with pytest.raises(ValidationError, match="over"):
        written(mentor, 1, aims="Late")
    assert agreement_days(mentee.relation.round)[mentee.relation_id] is not None


def test_another_pair_and_a_proposal_are_not_found(client, places):
    whole = places[0].relation.round
    other = pair(whole)[0]
    written(other)
    address = reverse("mentoring:own_agreement", args=[places[0].person.link, other.relation_id])
    assert client.get(address).status_code == 404
    proposal = propose(whole, join(whole, Side.MENTOR), join(whole)).places.first()
    assert client.get(url("own_agreement", proposal)).status_code == 404


def test_the_example_never_changes(client, django_capture_on_commit_callbacks):
    mentee, _mentor = pair(make_round(is_example=True, state=RoundState.RUNNING))
    with django_capture_on_commit_callbacks(execute=True):
        page = text(client.post(url("own_agreement_write", mentee), {"revision": 0, "aims": WORDS}))
    assert "This is an example" in page
    assert (AgreementVersion.objects.count(), letters()) == (0, {})


def test_days_of_a_round_take_three_reads_however_many_pairs(places, django_assert_num_queries):
    whole = places[0].relation.round
    pair(whole)
    written(places[0])
    with django_assert_num_queries(3):
        assert set(agreement_days(whole).values()) == {None}


def test_staff_pages_never_show_what_was_agreed(client, places):
    written(places[0])
    whole = places[0].relation.round
    client.force_login(make_member(whole.partner, role="admin"))
    for name in ("relation", "relations", "export_relations", "round"):
        more = [places[0].relation_id] if name == "relation" else []
        page = client.get(reverse(f"mentoring:{name}", args=[whole.pk, *more]))
        assert (page.status_code, WORDS in page.content.decode()) == (200, False)
    assert WORDS not in str(AgreementVersion.objects.get())
